"""The sandbox of the adapters' tests."""

from tests.helpdesks.conftest import sandbox_url, town

__all__ = ["sandbox_url", "town"]
