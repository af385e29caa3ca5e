"""The demo: a helpdesk of our own, Guichet beside it, and the stories that show what Guichet does."""
