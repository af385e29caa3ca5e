"""The web pages, in French: the member's side and the agents' inbox."""
