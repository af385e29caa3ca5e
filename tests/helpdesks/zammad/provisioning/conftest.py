from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from config.load import load_policy
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.provisioning.ground import ZammadGround
from integration.ledger.database import connect
from integration.ledger.migrate import migrate
from integration.ledger.provisioned import Provisioned
from integration.provision import Site
from tests.helpdesks.town import API_TOKEN, Town

ROOT = Path(__file__).resolve().parents[4]
RECEIVER = "http://127.0.0.1:9/webhooks/zammad"  # nobody answers there, which is seen at once
Json = dict[str, Any]
Call = Callable[..., Any]


def clock() -> datetime:
    return datetime.now(UTC)


def called(town: Town) -> None:
    """Waits as long as webhooks are under way, and no longer."""
    waiting = town.get("deliveries")
    if not waiting["held"]:
        town.get("wait", attempts=len(waiting["deliveries"]))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Provisioned]:
    url = f"sqlite:///{tmp_path}/guichet.db"
    migrate(url)
    engine = connect(url)
    yield Provisioned(engine)
    engine.dispose()


@pytest.fixture
def build(town: Town, memory: Provisioned) -> Callable[..., Site]:
    """Starts the account anew, and says what there is to furnish there with an administrator's token."""

    def start(version: str = "5.5", *, empty: bool = False, token: str = API_TOKEN, **more: Any) -> Site:
        town.becomes("zammad", version=version, **({"empty": True} if empty else {}))
        ground = ZammadGround(ZammadAccess(town.url, token, **more), clock, lambda _: called(town))
        return Site("zammad", ground, load_policy(ROOT / "config/policy.yaml"), RECEIVER, memory, clock)

    return start


@pytest.fixture
def api(town: Town) -> Call:
    """A call of somebody else's to the same Zammad, an administrator's if nothing is said."""

    def call(method: str, path: str, body: Json | None = None, token: str = API_TOKEN) -> Any:
        headers = {"Authorization": f"Token token={token}"}
        answer = requests.request(method, f"{town.url}/api/v1/{path}", json=body, headers=headers, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    return call
