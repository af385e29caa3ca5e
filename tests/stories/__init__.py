"""Whole stories told in helpdesk words."""
