"""Tests of the queue and its worker, on SQLite and on PostgreSQL, with real processes that are really killed."""
