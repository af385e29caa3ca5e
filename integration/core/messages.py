"""Turning the policy's message templates into words for a member, in the member's language."""
