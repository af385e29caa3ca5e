"""Furnishing a Zendesk account: what it has, what it needs, and how each thing is made."""
