"""Door 3, people: the `guichet` command line and the demo."""
