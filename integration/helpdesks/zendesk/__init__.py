"""Everything Guichet knows about Zendesk."""
