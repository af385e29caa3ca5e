"""Everything about Zammad: its webhooks, its tickets, and how they are written."""
