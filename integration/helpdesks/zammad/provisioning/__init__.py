"""Furnishing a Zammad: what it has, what it needs, and how each thing is made."""
