"""A sandbox, and Guichet's web process beside it, for checks that need both."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from werkzeug.serving import make_server

from console.demo.stage import free_port
from integration import provision
from integration.connections import ZendeskSettings
from integration.core.provisioning.things import Kind
from integration.doctor.checking import House
from integration.ledger.ledger import Ledger
from integration.settings import Settings
from integration.sites import build_site
from integration.wiring import build_ledger, build_queue, build_web, clock
from tests.helpdesks.conftest import sandbox_url, town
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town
from webhooks.app import create_app

__all__ = ["sandbox_url", "town"]


def connected(town: Town, folder: Path, *secrets: str, port: int | None = None) -> Settings:
    """Settings that connect the sandbox; `port` is where the web process listens."""
    account = ZendeskSettings(
        url=town.url,
        client_id=CLIENT_ID,
        client_secret=SecretStr(CLIENT_SECRET),
        webhook_secrets=tuple(SecretStr(secret) for secret in secrets),
    )
    return Settings(
        database_url=f"sqlite:///{folder / 'var' / 'guichet.db'}",
        public_url=f"http://127.0.0.1:{port or free_port()}",
        connections={"zendesk": account},
    )


def furnished(settings: Settings, ledger: Ledger) -> str:
    """Furnish the sandbox; the secret that its webhook signs with."""
    site = build_site(settings, ledger, "zendesk")
    list(provision.apply(site, provision.plan(site)))
    return site.ground.secret(ledger.provisioned.ids("zendesk")[f"{Kind.WEBHOOK}:guichet"])


@contextmanager
def serving(settings: Settings) -> Iterator[None]:
    """Guichet's web process, in a thread, at its public address."""
    web = build_web(settings)
    port = int(settings.public_url.rpartition(":")[2])
    server = make_server("127.0.0.1", port, create_app(settings, web), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        web.close()


@contextmanager
def house_of(settings: Settings) -> Iterator[House]:
    """The installation behind these settings, to be looked at."""
    house = House(settings, build_ledger(settings), build_queue(settings), clock)
    try:
        yield house
    finally:
        house.queue.close()
        house.ledger.close_down()


@pytest.fixture
def house(town: Town, tmp_path: Path) -> Iterator[House]:
    """A furnished sandbox, connected, with the web process running."""
    bare = connected(town, tmp_path)
    with house_of(bare) as first:
        secret = furnished(bare, first.ledger)
    settings = connected(town, tmp_path, secret, port=int(bare.public_url.rpartition(":")[2]))
    with serving(settings), house_of(settings) as built:
        yield built
