from collections.abc import Iterator

import pytest
import responses

from integration.helpdesks.zammad.desk import ZammadDesk
from integration.helpdesks.zammad.session import ZammadSession
from tests.helpdesks.zammad.samples import ACCESS, API, NOW, OWN


@pytest.fixture
def zammad() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def session() -> Iterator[ZammadSession]:
    with ZammadSession(ACCESS, lambda: NOW) as session:
        yield session


@pytest.fixture
def desk(zammad: responses.RequestsMock) -> ZammadDesk:
    """A desk that has asked what it asks but once; what is called from now on is a case's own."""
    states = (
        (1, "new", "new"),
        (2, "open", "open"),
        (3, "pending reminder", "pending reminder"),
        (4, "closed", "closed"),
        (5, "merged", "merged"),
        (6, "removed", "removed"),
        (7, "pending close", "pending action"),
    )
    listed = [{"id": id_, "name": name, "state_type": kind, "active": id_ != 6} for id_, name, kind in states]
    zammad.get(f"{API}/users/me", json={"id": OWN, "roles": ["Guichet"]})
    zammad.get(f"{API}/ticket_states", json=listed)
    zammad.get(f"{API}/ticket_priorities", json=[{"id": n, "name": f"{n} x", "active": True} for n in (1, 2, 3)])
    desk = ZammadDesk(ACCESS, lambda: NOW)
    assert desk.user_id() == str(OWN)
    zammad.calls.reset()
    return desk
