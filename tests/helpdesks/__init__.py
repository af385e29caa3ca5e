"""Tests of the adapters over real HTTP."""
