"""What tests of several rooms share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import HealthCheck, settings

from tests.engine import postgres

ROOT = Path(__file__).resolve().parents[1]

# Speed is measured in benchmarks/, never by a test: on a busy machine a deadline fails for no fault.
settings.register_profile("guichet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("guichet")


@pytest.fixture(scope="session", autouse=True)
def example_environment() -> Iterator[None]:
    """The tests' environment is `.env.example`, so that file cannot rot, and nobody's real `.env` is ever read."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in dotenv_values(ROOT / ".env.example").items():
            patch.setenv(name, value or "")
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one the environment names, else one started for this run, else a skip."""
    given = os.environ.get(postgres.GIVEN)
    if given:
        yield given
        return
    programs = postgres.programs()
    if programs is None:
        pytest.skip(f"PostgreSQL is not installed; install it or name a server in {postgres.GIVEN}")
    with postgres.server(programs) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A new, empty PostgreSQL database."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="module")
def module_postgres_url(postgres_server: str) -> Iterator[str]:
    """A new, empty PostgreSQL database for all tests of a module."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet, in a folder that does not exist yet."""
    return f"sqlite:///{tmp_path}/var/guichet.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn, new and empty."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))
