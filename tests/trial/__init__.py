"""Trying policies on past tickets."""
