"""The checks about one helpdesk: who we are there, what we may, what it has, and whether its calls are believed."""

from collections.abc import Iterable, Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime

import requests
from pydantic import SecretStr

from config.against import check_against
from integration import provision
from integration.connections import Connection, ZammadSettings, ZendeskSettings
from integration.core import findings
from integration.core.budget import Purpose, allowed, room
from integration.core.errors import TryLater
from integration.core.findings import Finding, Grade
from integration.core.policy import Policy
from integration.core.provisioning.things import Kind
from integration.doctor.address import SECONDS
from integration.doctor.checking import House, Trial, tried
from integration.helpdesks.budget import CALLS
from integration.helpdesks.contract import Ground, Right, Survey
from integration.helpdesks.zendesk.counting import limits
from integration.ledger.budgets import Standing
from integration.ledger.ledger import Ledger
from integration.settings import Settings
from integration.sites import build_ground, build_site, receiver
from integration.wiring import desk_of, policy_in_force

HOOK = f"{Kind.WEBHOOK}:"

_HEARD = "Without its calls, changes are only seen when Guichet catches up, every few minutes."


def connection(house: House, name: str, trial: Trial) -> Iterator[Finding]:
    """Every check of one helpdesk; what is asked of it is only read."""
    connected = house.settings.connections[name]
    yield from tried("time", name, "Signed calls must be of now.", lambda: _time(house, name, connected))
    yield from tried("credentials", name, "Nothing can be read or written without.", lambda: _credentials(house, name))
    yield from tried("rights", name, "Guichet needs some.", lambda: _rights(name, build_ground(connected).rights()))
    yield from tried("furnishing", name, "Agents and webhook need it.", lambda: _furnishing(house, name))
    yield from tried("door", name, _HEARD, lambda: _door(house, name, connected, trial))
    yield from tried("secret", name, _HEARD, lambda: _secret(house, name, connected, build_ground(connected)))
    yield from tried("knock", name, _HEARD, lambda: _knock(house, name, trial))
    if isinstance(connected, ZendeskSettings):
        yield from tried("budget", name, "Answers need calls.", lambda: _budget(house, name, connected))
    else:
        yield from tried("addon", name, "Documents stay without.", lambda: _addon(house, name, trial))


def _time(house: House, name: str, connected: Connection) -> Iterable[Finding]:
    with requests.Session() as session:
        session.trust_env = connected.url.startswith("https:")
        try:
            answer = session.head(connected.url, timeout=SECONDS, allow_redirects=False)
        except requests.RequestException as error:
            what = f"{connected.url} cannot be reached ({type(error).__name__})."
            todo = "See its address, this machine's network and whether the helpdesk is up."
            return [Finding("time", Grade.FAULT, what, "Without it nothing can be done.", todo, name)]
    ours, said = house.now(), answer.headers.get("Date", "")
    try:
        theirs = parsedate_to_datetime(said)
    except ValueError:
        return [Finding("time", Grade.UNKNOWN, "The helpdesk does not say what time it is.", helpdesk=name)]
    return [findings.skew(ours, theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC), name)]


def _credentials(house: House, name: str) -> Iterable[Finding]:
    connected = house.settings.connections[name]
    survey = desk_of(name, connected).survey()
    yield Finding("credentials", Grade.GOOD, f"Signed in as {survey.role}.", helpdesk=name)
    if isinstance(connected, ZendeskSettings) and not connected.client_id:
        why, todo = "Zendesk stops API tokens in April 2027.", "Make an OAuth client: `guichet secrets rotate oauth`."
        yield Finding("api_token", Grade.WARNING, "We sign in with an API token.", why, todo, name)
    if isinstance(connected, ZammadSettings) and survey.role == "admin":
        why, todo = "Whoever holds it can act as anybody.", "Take the token of a user of Guichet's own role instead."
        yield Finding("admin_token", Grade.WARNING, "We sign in with an administrator's token.", why, todo, name)
    yield from _fit(name, _policy(house, name), survey)


def _fit(name: str, policy: Policy, survey: Survey) -> Iterator[Finding]:
    why = "What the policy names and the helpdesk lacks cannot be written: such cases become dead letters."
    sentences = check_against(policy, survey)
    todo = "`guichet plan` shows what is missing; or correct the policy."
    yield from (Finding("fit", Grade.FAULT, sentence, why, todo, name) for sentence in sentences)
    if not sentences:
        yield Finding("fit", Grade.GOOD, "The helpdesk has everything the policy names.", why, helpdesk=name)


def _rights(name: str, rights: Iterable[Right]) -> Iterator[Finding]:
    grades = {True: Grade.GOOD, False: Grade.WARNING, None: Grade.UNKNOWN}
    said = {True: "is granted", False: "is missing", None: "cannot be told"}
    for right in rights:
        todo = "" if right.held else f"Grant it in: {right.where}."
        what = f"The right {right.name!r} {said[right.held]}."
        yield Finding("rights", grades[right.held], what, right.why, todo, name)


def _furnishing(house: House, name: str) -> Iterator[Finding]:
    plan = provision.plan(build_site(house.settings, house.ledger, name))
    count = len(plan.todo) + len(plan.problems)
    what = (
        f"{count} things in the helpdesk are not as planned." if count else "Webhook, fields and views are as planned."
    )
    why = "A person may have changed or switched off something that Guichet or the agents rely on."
    todo = "See `guichet plan`, then `guichet apply`." if count else ""
    yield Finding("furnishing", Grade.WARNING if count else Grade.GOOD, what, why, todo, name)


def _door(house: House, name: str, connected: Connection, trial: Trial) -> Iterator[Finding]:
    """Sign a call ourselves with the newest secret: the running web process must know it, whatever file it read."""
    known = secrets(connected)
    if not known:
        todo = "`guichet apply` makes the webhook and writes its secret."
        yield Finding("door", Grade.FAULT, "No webhook secret is set, so the door is shut.", _HEARD, todo, name)
        return
    status = call(house.settings, name, trial, known[0])
    yield _answered("door", "A call signed with the newest secret", status, name, trial)


def call(settings: Settings, name: str, trial: Trial, secret: str) -> int:
    """The status with which our own door answers a call signed with that secret. Raises TryLater, NotConfigured."""
    headers, body = trial.signed(secret)
    where = receiver(settings, name)
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.post(where, data=body, headers=headers, timeout=SECONDS, allow_redirects=False)
        except requests.RequestException as error:
            raise TryLater(f"Our door cannot be reached ({type(error).__name__}): does the web process run?") from None
    return answer.status_code


def _answered(check: str, who: str, status: int, name: str, trial: Trial) -> Finding:
    if status in trial.proven:
        return Finding(check, Grade.GOOD, f"{who} is believed.", _HEARD, helpdesk=name)
    todo = {
        401: "Restart the web process: it does not know this secret yet. If it does, see the clocks and the proxy.",
        404: "See GUICHET_PUBLIC_URL and the proxy: this address leads to something else, or to older settings.",
        503: "Restart the web process: it has no secret yet. If it has, see its log.",
    }.get(status, "See the log of the web process, and the proxy in front of it.")
    return Finding(check, Grade.FAULT, f"{who} is answered with {status}.", _HEARD, todo, name)


def _secret(house: House, name: str, connected: Connection, ground: Ground) -> Iterator[Finding]:
    """What the helpdesk signs with, beside what we know; for admins' eyes only, and never shown."""
    hooks = webhooks(house.ledger, name)
    known = set(secrets(connected))
    wrong = [key for key, id_ in hooks.items() if ground.secret(id_) not in known]
    if not hooks:
        what, todo = "Guichet has not made a webhook there.", "`guichet plan`, then `guichet apply`."
        yield Finding("secret", Grade.WARNING, what, _HEARD, todo, name)
    for key in wrong:
        what, todo = f"The {key} signs with a secret that we do not know.", "`guichet apply` fetches it."
        yield Finding("secret", Grade.FAULT, what, _HEARD, todo, name)
    if hooks and not wrong:
        yield Finding("secret", Grade.GOOD, "We know the secret that the webhook signs with.", _HEARD, helpdesk=name)


def _knock(house: House, name: str, trial: Trial) -> Iterator[Finding]:
    for id_ in webhooks(house.ledger, name).values():
        status = trial.knock(id_, receiver(house.settings, name))
        if status is not None:
            yield _answered("knock", "The helpdesk's own call", status, name, trial)


def _budget(house: House, name: str, connected: ZendeskSettings) -> Iterator[Finding]:
    standings = (one for one in house.ledger.budgets.standings(house.now()) if one.helpdesk == name)
    found = next((one for one in standings if one.bucket == CALLS), Standing(name, CALLS, (), None, None))
    account = found.under(limits(connected.calls_per_minute)[CALLS])
    yield findings.budget(room(account, Purpose.ANSWER, house.now()), allowed(account), name)


def _addon(house: House, name: str, trial: Trial) -> Iterator[Finding]:
    if _policy(house, name).retention is None:
        return
    version = trial.addon()
    why = "Without it nobody can remove what a customer sent; a person has to delete whole tickets."
    todo = (
        "`guichet zammad-addon build`, then Admin > System > Packages; the role needs guichet.purge (docs/zammad.md)."
    )
    grade = {None: Grade.UNKNOWN, "": Grade.WARNING}.get(version, Grade.GOOD)
    told = {None: "Our user may not ask for Guichet's add-on.", "": "Guichet's add-on is not installed."}
    what = told.get(version, f"Guichet's add-on is installed (version {version}).")
    yield Finding("addon", grade, what, why, "" if grade is Grade.GOOD else todo, name)


def _policy(house: House, name: str) -> Policy:
    return policy_in_force(house.settings, house.ledger, house.settings.own_policy(name))


def webhooks(ledger: Ledger, name: str) -> dict[str, str]:
    """The ids of our webhooks there, by key."""
    return {key: id_ for key, id_ in ledger.provisioned.ids(name).items() if key.startswith(HOOK)}


def secrets(connected: Connection) -> tuple[str, ...]:
    """The secrets that our door knows, the newest first."""
    given: tuple[SecretStr, ...] = connected.webhook_secrets
    return tuple(secret.get_secret_value() for secret in given)
