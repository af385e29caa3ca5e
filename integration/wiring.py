"""Settings in, parts out: the only room that knows everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.files import in_order
from config.load import load_policy, policy_from
from integration.certificates.signing import Signer, kept_signer
from integration.connections import Connection, ZammadSettings, ZendeskSettings, prefix
from integration.core.delivery import Delivery
from integration.core.errors import NotConfigured, PolicyError
from integration.core.policy import Policy
from integration.duplicates import Duplicates
from integration.engine.queue import Queue
from integration.engine.tables import prepare
from integration.helpdesks.contract import Door, Helpdesk, ReadOnly
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.desk import ZammadDesk
from integration.helpdesks.zammad.webhook import ZammadDoor
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.counting import limits
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.webhook import ZendeskDoor
from integration.ledger.budgets import Budgets
from integration.ledger.database import connect, parse
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.purse import Purse
from integration.ledger.turns import SharedTurns
from integration.look import Looking
from integration.notices import Couriers, couriers
from integration.pipeline import Parts, Puts
from integration.policies import InLedger, OnDisk, PolicyInForce, Source
from integration.settings import NO_HELPDESK, Settings
from integration.watch import Watch


@dataclass(frozen=True, slots=True)
class Web:
    """What the receiving process needs; it reads no ticket and decides nothing."""

    doors: Mapping[str, Door]
    queue: Puts
    watch: Watch
    policies: Mapping[str, PolicyInForce]
    now: Callable[[], datetime]

    def close(self) -> None:
        """Let go of the database."""
        self.watch.queue.close()
        self.watch.ledger.close_down()


def clock() -> datetime:
    """The real time, in UTC; every room gets it passed in."""
    return datetime.now(UTC)


def build_web(settings: Settings) -> Web:
    """The parts of the web process. Raises PolicyError when the policy is broken."""
    ledger = build_ledger(settings)
    policies = build_policies(settings, ledger)
    queue = build_queue(settings)
    watch = Watch(queue, ledger, clock, _shut(settings), tuple(settings.connections))
    return Web(doors=doors(settings), queue=queue, watch=watch, policies=policies, now=clock)


def build_parts(settings: Settings, queue: Queue, ledger: Ledger, policies: Mapping[str, PolicyInForce]) -> Parts:
    """The parts of the worker. Raises NotConfigured without a helpdesk."""
    connected = desks(settings, ledger.budgets)
    secret = pepper(settings, ledger)
    duplicates = Duplicates(ledger.fingerprints, secret, queue.put, frozenset(connected), clock)
    return Parts(connected, ledger, lambda helpdesk: policies[helpdesk].current(), clock, duplicates, secret)


def build_policies(settings: Settings, ledger: Ledger) -> Mapping[str, PolicyInForce]:
    """Each helpdesk's policy in force; those without one of their own share one object.

    Raises PolicyError, with the ledger closed.
    """
    whose = {name: settings.own_policy(name) for name in settings.connections}
    try:
        built = {one: PolicyInForce(_source(settings, ledger, one), clock, one) for one in sorted(set(whose.values()))}
    except PolicyError:
        ledger.close_down()
        raise
    return {name: built[one] for name, one in whose.items()}


def _source(settings: Settings, ledger: Ledger, whose: str) -> Source:
    source = InLedger if settings.policy_source == "console" else OnDisk
    return source(ledger.policies.of(whose), settings.policy_file(whose))


def policy_in_force(settings: Settings, ledger: Ledger, whose: str = "") -> Policy:
    """What running services decide by, for looking only: nothing is noted as taken into force by asking.

    `whose` is a helpdesk that has its own policy, "" the common one. Where none ever ran it is the one in the files.
    Raises PolicyError when that one is broken.
    """
    latest = ledger.policies.of(whose).latest()
    if latest is None:
        return load_policy(settings.policy_file(whose))
    return policy_from(in_order(ledger.policies.files(latest.version)))


def build_looking(settings: Settings, ledger: Ledger) -> Looking:
    """The parts of looking at tickets. Raises NotConfigured without a helpdesk, PolicyError as above."""
    connected = {name: ReadOnly.of(desk) for name, desk in desks(settings, ledger.budgets).items()}
    fingerprints, secret = ledger.fingerprints, pepper(settings, ledger)
    duplicates = Duplicates(fingerprints, secret, _never, frozenset(connected), clock)

    def policy(helpdesk: str) -> Policy:
        return policy_in_force(settings, ledger, settings.own_policy(helpdesk))

    return Looking(connected, ledger, policy, duplicates, clock)


def _never(_delivery: Delivery) -> None:
    raise AssertionError("Whoever only looks puts nothing into the queue.")


def pepper(settings: Settings, ledger: Ledger) -> bytes:
    """The secret of the hashes of duplicates and file names: the one in the settings, else the installation's own."""
    return (settings.pepper.get_secret_value() or ledger.fingerprints.pepper()).encode()


def signer(settings: Settings) -> Signer:
    """Who signs certificates: the key in the settings, else the one kept beside the database, made when first needed.

    With PostgreSQL that is the folder `var` here. Raises NotConfigured.
    """
    if given := settings.signing_key.get_secret_value():
        return Signer(given)
    return kept_signer(key_file(settings))


def key_file(settings: Settings) -> Path:
    """Where the signing key is kept when the settings do not hold it."""
    database = parse(settings.database_url)
    beside = Path(database.database or "") if database.get_backend_name() == "sqlite" else Path("var/guichet.db")
    return beside.with_name("signing.key")


def build_queue(settings: Settings) -> Queue:
    """The queue alone, its tables made or brought up to date."""
    prepare(settings.database_url)
    return Queue(settings.database_url)


def build_ledger(settings: Settings) -> Ledger:
    """The ledger alone, its tables made or brought up to date."""
    migrate(settings.database_url)
    one_machine = settings.database_url.startswith("sqlite")
    skew = timedelta(0) if one_machine else timedelta(seconds=settings.clock_skew)
    return Ledger(connect(settings.database_url), skew)


def build_couriers(settings: Settings) -> Couriers:
    """How notices reach the team lead. Raises NotConfigured for addresses that cannot be."""
    chat, server = settings.notice_url.get_secret_value(), settings.smtp_url.get_secret_value()
    return couriers(chat, server, settings.notice_from, settings.notice_to)


def doors(settings: Settings) -> Mapping[str, Door]:
    """The helpdesks that may call us; a door without a secret stays shut."""
    return {name: _door(connection) for name, connection in settings.connections.items()}


def desks(settings: Settings, budgets: Budgets | None = None) -> Mapping[str, Helpdesk]:
    """The helpdesks we can read and write, every call taken from the shared budget if one is given.

    Raises NotConfigured when there is none.
    """
    if not settings.connections:
        raise NotConfigured(NO_HELPDESK)
    return {name: desk_of(name, connection, budgets) for name, connection in settings.connections.items()}


def _door(connection: Connection) -> Door:
    if isinstance(connection, ZendeskSettings):
        return ZendeskDoor(_secrets(connection), connection.account_id)
    return ZammadDoor(zammad_access(connection))


def desk_of(name: str, connection: Connection, budgets: Budgets | None = None) -> Helpdesk:
    """One helpdesk to read and write, whether it is in the settings already or not."""
    if isinstance(connection, ZendeskSettings):
        purse = Purse(name, budgets, limits(connection.calls_per_minute), clock) if budgets else None
        return ZendeskDesk(zendesk_access(connection), budget=purse)
    turns = SharedTurns(name, budgets, connection.calls_at_once, clock) if budgets else None
    return ZammadDesk(zammad_access(connection), turns=turns)


def zendesk_access(connection: ZendeskSettings) -> ZendeskAccess:
    """What the adapter needs of one account's settings."""
    return ZendeskAccess(
        url=connection.url,
        client_id=connection.client_id,
        client_secret=connection.client_secret.get_secret_value(),
        scope=connection.scope,
        email=connection.email,
        api_token=connection.api_token.get_secret_value(),
        account_id=connection.account_id,
        webhook_secrets=_secrets(connection),
    )


def zammad_access(connection: ZammadSettings) -> ZammadAccess:
    """The same for one Zammad."""
    return ZammadAccess(
        url=connection.url,
        token=connection.token.get_secret_value(),
        webhook_secrets=_secrets(connection),
        webhook_user=connection.webhook_user,
        webhook_password=connection.webhook_password.get_secret_value(),
    )


def _secrets(connection: Connection) -> tuple[str, ...]:
    return tuple(secret.get_secret_value() for secret in connection.webhook_secrets)


def _shut(settings: Settings) -> tuple[str, ...]:
    """One sentence for each door that nobody can come through."""
    shut = (name for name, connection in settings.connections.items() if not connection.webhook_secrets)
    sentences = (f"{name} has no webhook secret ({prefix(name)}WEBHOOK_SECRETS), so its door is shut." for name in shut)
    return tuple(sentences) if settings.connections else (NO_HELPDESK,)
