import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import SecretStr

from integration.connections import ZendeskSettings
from integration.settings import Settings
from integration.wiring import build_web
from webhooks.app import create_app


class Usage(NamedTuple):
    """What `shutil.disk_usage` gives."""

    total: int
    used: int
    free: int


@pytest.mark.parametrize(("free", "status"), [(10**12, 200), (5 * 10**8, 200), (10**6, 503)])
def test_a_full_disk_makes_the_service_unready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, status: int
) -> None:
    account = ZendeskSettings(url="https://acme.zendesk.com", webhook_secrets=(SecretStr("s"),))
    settings = Settings(database_url=f"sqlite:///{tmp_path}/guichet.db", connections={"zendesk": account})
    web = build_web(settings)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, free))
    answer = create_app(settings, web).test_client().get("/ready")
    web.close()
    assert answer.status_code == status
    assert ("Make room" in answer.get_data(as_text=True)) is (status == 503)
