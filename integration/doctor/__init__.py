"""Holding the configuration against reality: every check, its findings, and a test ticket that goes all the way."""
