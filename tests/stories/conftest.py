"""The stage of the stories: real processes, both helpdesks on SQLite, one of them on PostgreSQL as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.demo.stage import Stage, stage
from tests.stories.house import House, house, sandbox


@pytest.fixture(scope="module", params=["zendesk-sqlite", "zammad-sqlite", "zendesk-postgresql"])
def set_up(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Sandbox, web, worker and clock, started once for all stories."""
    folder: Path = tmp_path_factory.mktemp("stage")
    kind, database = request.param.split("-")
    url = "" if database == "sqlite" else request.getfixturevalue("module_postgres_url")
    with stage(folder, database_url=url, kinds=(kind,), settle=0.3) as running:
        yield running


@pytest.fixture(scope="session")
def deletion_sandbox() -> Iterator[str]:
    """A sandbox for the stories of deletion, which set its clock."""
    with sandbox() as url:
        yield url


@pytest.fixture
def home(deletion_sandbox: str, tmp_path: Path) -> Iterator[House]:
    """The corridor in this process, where a person has let deletions begin."""
    with house(deletion_sandbox, tmp_path) as built:
        built.start()
        yield built
