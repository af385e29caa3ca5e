"""Tests of the claim reader."""
