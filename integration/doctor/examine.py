"""All checks in one go, and what they need out of the settings."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from integration.connections import Connection, ZendeskSettings
from integration.core.findings import Finding
from integration.doctor.address import address
from integration.doctor.checking import House, Trial, tried
from integration.doctor.connection import connection
from integration.doctor.journey import Journey
from integration.doctor.machine import machine
from integration.helpdesks.zammad.trying import ZammadTrial
from integration.helpdesks.zendesk.trying import ZendeskTrial
from integration.wiring import clock, desk_of, policy_in_force, zammad_access, zendesk_access


def examine(house: House, helpdesks: Sequence[str]) -> Iterator[Finding]:
    """Every check of the machine and of these helpdesks, each finding as soon as it is made."""
    yield from machine(house)
    yield from address(house)
    for name in helpdesks:
        yield from tried("credentials", name, "Nothing works without them.", partial(_connection, house, name))


def travel(house: House, name: str, pause: Callable[[float], None]) -> Iterator[Finding]:
    """The test ticket's journey through one helpdesk. Raises NotConfigured, PolicyError."""
    connected = house.settings.connections[name]
    policy = policy_in_force(house.settings, house.ledger, house.settings.own_policy(name))
    yield from Journey(house, name, desk_of(name, connected), build_trial(connected), policy, pause).travel()


def build_trial(connected: Connection) -> Trial:
    """Trying out a connection, by its kind. Raises NotConfigured without credentials."""
    if isinstance(connected, ZendeskSettings):
        return ZendeskTrial(zendesk_access(connected), clock)
    return ZammadTrial(zammad_access(connected), clock)


def _connection(house: House, name: str) -> Iterator[Finding]:
    return connection(house, name, build_trial(house.settings.connections[name]))
