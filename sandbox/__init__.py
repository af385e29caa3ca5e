"""A helpdesk of our own that speaks the dialects of real ones; it knows nothing of the house."""
