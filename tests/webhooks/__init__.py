"""Tests of door 1: over Flask's test client, with a real queue and ledger on disk."""
