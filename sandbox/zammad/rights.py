"""Who may do what: permissions of roles and tokens, and rights on groups."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.office import Office, Profile
from sandbox.records import Ticket, User
from sandbox.store import Store

ADMIN, AGENT, CUSTOMER = 1, 2, 3  # ids of the roles every Zammad has
ALL = ("read", "create", "change", "overview", "full")
KNOWN = (
    *("admin", "admin.user", "admin.group", "admin.role", "admin.organization", "admin.overview", "admin.macro"),
    *("admin.trigger", "admin.webhook", "admin.scheduler", "admin.object", "admin.tag", "admin.core_workflow"),
    *("admin.package", "admin.data_privacy", "admin.ticket", "admin.security", "admin.maintenance"),
    *("user_preferences", "user_preferences.access_token", "user_preferences.password", "user_preferences.language"),
    *("report", "ticket.agent", "ticket.customer", "chat.agent", "cti.agent", "knowledge_base.editor"),
    *("knowledge_base.reader", "guichet.purge"),
)
ADMINS = tuple(name for name in KNOWN if name.startswith("admin"))  # what any kind of admin may see


def covers(held: Iterable[str], wanted: str) -> bool:
    """Whether one of the permissions held is the wanted one or stands above it (`admin` above `admin.user`)."""
    return any(wanted == one or wanted.startswith(one + ".") for one in held)


def profile_of(office: Office, user: User) -> Profile:
    """What Zammad knows of a user; whoever came by a form or a mail is a customer."""
    roles = {"admin": [ADMIN, AGENT], "agent": [AGENT]}.get(user.role, [CUSTOMER])
    return office.profiles.setdefault(user.id, Profile(user.email, roles))


def permissions_of(office: Office, user: User) -> set[str]:
    """All permissions of a user's active roles."""
    roles = [office.shelves["roles"].get(number) for number in profile_of(office, user).role_ids]
    return {name for role in roles if role and role["active"] for name in role["permissions"]}


def on_group(office: Office, user: User, group_id: int | None) -> set[str]:
    """An agent's rights on a group, their own and those of their roles; `full` holds all others."""
    if not covers(permissions_of(office, user), "ticket.agent"):
        return set()
    profile = profile_of(office, user)
    found = set(profile.rights.get(group_id or 0, []))
    for number in profile.role_ids:
        role = office.shelves["roles"].get(number)
        if role and role["active"]:
            found |= set(role["group_ids"].get(str(group_id), []))
    return set(ALL) if "full" in found else found


def on_ticket(office: Office, user: User, ticket: Ticket) -> set[str]:
    """A user's rights on a ticket; customers read, answer and change their own."""
    found = on_group(office, user, ticket.group_id)
    if ticket.requester_id == user.id:
        found |= {"read", "own"}
    return found


def may_own(office: Office, user: User, group_id: int | None) -> bool:
    """Whether a user can be the owner of tickets of this group."""
    return "full" in on_group(office, user, group_id)


def user_called(store: Store, name: str) -> User | None:
    """The user of this login or address."""
    for user in store.users.values():
        if name.casefold() in (user.email.casefold(), profile_of(store.office, user).login.casefold()) and name:
            return user
    return None
