"""Certificates on disk: signed, written as JSON and as a page of paper, and checked without any database."""
