"""Tests of the corridor with a helpdesk in memory: what it does when things go wrong at each step."""
