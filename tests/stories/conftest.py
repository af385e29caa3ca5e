"""The stage of the stories: real processes, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.demo.stage import Stage, stage


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def set_up(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Sandbox, web, worker and clock, started once for all stories."""
    folder: Path = tmp_path_factory.mktemp("stage")
    url = "" if request.param == "sqlite" else request.getfixturevalue("module_postgres_url")
    with stage(folder, database_url=url, settle=0.3) as running:
        yield running
