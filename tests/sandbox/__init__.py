"""Tests of the sandbox: it must answer as the real helpdesk does."""
