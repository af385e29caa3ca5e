"""A helpdesk of our own, in one process: the outside world that the real adapters talk to over real HTTP."""
