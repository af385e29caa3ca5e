"""The sandbox of the adapters' tests, for the commands that read a helpdesk."""

from tests.helpdesks.conftest import sandbox_url, town

__all__ = ["sandbox_url", "town"]
