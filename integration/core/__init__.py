"""Thinking only: no I/O, no clock, no framework."""
