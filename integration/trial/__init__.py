"""Trying a policy on past tickets: gathering them, keeping them in a file, comparing two policies over all of them."""
