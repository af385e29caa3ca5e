"""Zammad's HTTP dialect over the store: paths, JSON shapes, errors, losses and webhooks as recorded from a real 5.5."""
