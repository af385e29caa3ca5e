"""Settings in, parts out: the only room that knows everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from config.files import in_order
from config.load import load_policy, policy_from
from integration.core.delivery import Delivery
from integration.core.errors import NotConfigured, PolicyError
from integration.core.policy import Policy
from integration.duplicates import Duplicates
from integration.engine.queue import Queue
from integration.engine.tables import prepare
from integration.helpdesks.contract import Door, Helpdesk, ReadOnly
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.webhook import ZendeskDoor
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.look import Looking
from integration.pipeline import Parts, Puts
from integration.policies import InLedger, OnDisk, PolicyInForce, Source
from integration.settings import Settings
from integration.watch import Watch

ZENDESK = "zendesk"


@dataclass(frozen=True, slots=True)
class Web:
    """What the receiving process needs; it reads no ticket and decides nothing."""

    doors: Mapping[str, Door]
    queue: Puts
    watch: Watch
    policy: PolicyInForce
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
    policy = build_policy(settings, ledger)
    queue = build_queue(settings)
    watch = Watch(queue, ledger, clock, _shut(settings))
    return Web(doors=doors(settings), queue=queue, watch=watch, policy=policy, now=clock)


def build_parts(settings: Settings, queue: Queue, ledger: Ledger, policy: PolicyInForce) -> Parts:
    """The parts of the worker. Raises NotConfigured without a helpdesk."""
    connected = desks(settings)
    duplicates = Duplicates(ledger.fingerprints, pepper(settings, ledger), queue.put, frozenset(connected), clock)
    return Parts(connected, ledger, lambda _: policy.current(), clock, duplicates)


def build_policy(settings: Settings, ledger: Ledger) -> PolicyInForce:
    """The policy in force, from the source that the settings name. Raises PolicyError, with the ledger closed."""
    from_console = settings.policy_source == "console"
    source: Source = (InLedger if from_console else OnDisk)(ledger.policies, settings.policy)
    try:
        return PolicyInForce(source, clock)
    except PolicyError:
        ledger.close_down()
        raise


def policy_in_force(settings: Settings, ledger: Ledger) -> Policy:
    """What running services decide by, for looking only: nothing is noted as taken into force by asking.

    Where none ever ran it is the one in the files. Raises PolicyError when that one is broken.
    """
    latest = ledger.policies.latest()
    return policy_from(in_order(ledger.policies.files(latest.version))) if latest else load_policy(settings.policy)


def build_looking(settings: Settings, ledger: Ledger) -> Looking:
    """The parts of looking at tickets. Raises NotConfigured without a helpdesk, PolicyError as above."""
    connected = {name: ReadOnly.of(desk) for name, desk in desks(settings).items()}
    fingerprints, secret = ledger.fingerprints, pepper(settings, ledger)
    duplicates = Duplicates(fingerprints, secret, _never, frozenset(connected), clock)
    return Looking(connected, ledger, policy_in_force(settings, ledger), duplicates, clock)


def _never(_delivery: Delivery) -> None:
    raise AssertionError("Whoever only looks puts nothing into the queue.")


def pepper(settings: Settings, ledger: Ledger) -> bytes:
    """The secret of duplicates' hashes: the one in the settings, else the installation's own."""
    return (settings.pepper.get_secret_value() or ledger.fingerprints.pepper()).encode()


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


def doors(settings: Settings) -> Mapping[str, Door]:
    """The helpdesks that may call us; a door without a secret stays shut."""
    access = zendesk_access(settings)
    return {ZENDESK: ZendeskDoor(access.webhook_secrets, access.account_id)}


def desks(settings: Settings) -> Mapping[str, Helpdesk]:
    """The helpdesks we can read and write. Raises NotConfigured when there is none."""
    if not settings.zendesk_url:
        raise NotConfigured("No helpdesk is configured: set GUICHET_ZENDESK_URL and its credentials.")
    return {ZENDESK: ZendeskDesk(zendesk_access(settings))}


def zendesk_access(settings: Settings) -> ZendeskAccess:
    """The part of the settings that is about Zendesk."""
    return ZendeskAccess(
        url=settings.zendesk_url,
        client_id=settings.zendesk_client_id,
        client_secret=settings.zendesk_client_secret.get_secret_value(),
        scope=settings.zendesk_scope,
        email=settings.zendesk_email,
        api_token=settings.zendesk_api_token.get_secret_value(),
        account_id=settings.zendesk_account_id,
        webhook_secrets=tuple(secret.get_secret_value() for secret in settings.zendesk_webhook_secrets),
    )


def _shut(settings: Settings) -> tuple[str, ...]:
    if settings.zendesk_webhook_secrets:
        return ()
    return ("No Zendesk webhook secret is set (GUICHET_ZENDESK_WEBHOOK_SECRETS), so that door is shut.",)
