"""The policy as it is shipped, loaded once."""

import pytest

from config.load import load_policy
from integration.core.policy import Policy
from tests.config.small import SHIPPED


@pytest.fixture(scope="session")
def shipped() -> Policy:
    return load_policy(SHIPPED / "policy.yaml")
