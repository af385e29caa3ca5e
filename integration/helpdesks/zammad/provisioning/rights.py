"""What our user may do in a Zammad, in sentences for an admin who is no developer."""

from typing import Any

from integration.core.errors import TicketGone
from integration.helpdesks.contract import Right
from integration.helpdesks.zammad.answers import NotAllowed
from integration.helpdesks.zammad.provisioning.looking import has_addon
from integration.helpdesks.zammad.session import ZammadSession

Json = dict[str, Any]

ROLES = "Admin > Manage > Roles > Guichet"
TOKEN = "the user's own Profile > Token Access"  # noqa: S105 - a place on Zammad's screen
PACKAGES = "Admin > System > Packages (a Zammad that you host yourself)"

_FURNISHING = (
    ("admin.role", "roles", "give Guichet's role its rights"),
    ("admin.group", "groups", "make the policy's groups"),
    ("admin.object", "object_manager_attributes", "make the policy's ticket fields"),
    ("admin.overview", "overviews", "make the overviews"),
    ("admin.webhook", "webhooks", "make the webhooks"),
    ("admin.trigger", "triggers", "make the triggers that call them"),
)
_LIMIT = "ui_ticket_zoom_article_delete_timeframe"


def rights(session: ZammadSession) -> tuple[Right, ...]:
    """Each right Guichet needs daily, and those for setting up where the token is one for that, in about ten calls."""
    setting_up = tuple(
        Right(name, _may(session, path), f"Needed once, to {why}.", TOKEN) for name, path, why in _FURNISHING
    )
    admin = any(right.held for right in setting_up)
    daily = (_reads(session), _own_user(session, admin=admin), *_removing(session))
    # Whoever is no admin does the daily work, and must not be told to become one.
    return (*daily, *setting_up, _time_limit(session)) if admin else daily


def _may(session: ZammadSession, path: str) -> bool:
    try:
        session.call("GET", f"/api/v1/{path}", page="1", per_page="1")
    except NotAllowed:
        return False
    return True


def _reads(session: ZammadSession) -> Right:
    """A list is open to every token, a ticket only to one with the permission: so the first one is opened."""
    held: bool | None = None
    tickets = session.call("GET", "/api/v1/tickets", page="1", per_page="1")
    if tickets:
        try:
            session.call("GET", f"/api/v1/tickets/{int(tickets[0]['id'])}")
            held = True
        except (NotAllowed, TicketGone):
            held = False
    why = "Needed to read tickets, and to write tags, fields and notes on them."
    return Right("ticket.agent", held, why, f"{ROLES}, and {TOKEN}")


def _own_user(session: ZammadSession, *, admin: bool) -> Right:
    me = session.call("GET", "/api/v1/users/me", expand="true")
    why = (
        "A token of an administrator can act as anybody. For the daily work use one of Guichet's own user, whose role "
        "opens nothing but the groups it looks after."
    )
    return Right("own user, no administrator", not admin and "Admin" not in (me.get("roles") or ()), why, TOKEN)


def _removing(session: ZammadSession) -> tuple[Right, Right]:
    """The add-on, and the permission to use it, of which nobody can tell before it is installed."""
    addon, may = has_addon(session), None
    if addon:
        may = _may(session, "guichet/version")
    why = "Zammad lets nobody remove a file that a customer sent; the add-on does."
    use = "Needed to use the add-on, to remove members' documents once the review is over."
    return (
        Right("Guichet's add-on", addon, why, PACKAGES),
        Right("guichet.purge", may, use, f"{ROLES}, and {TOKEN}"),
    )


def _time_limit(session: ZammadSession) -> Right:
    """Only told, never missing: Guichet removes by the add-on, which knows no such limit."""
    try:
        known: list[Json] = session.call("GET", "/api/v1/settings")
    except NotAllowed:
        known = []
    limit = next((one["state_current"]["value"] for one in known if one.get("name") == _LIMIT), None)
    why = "Agents can delete files of their own notes only for a while after writing them, unless this is 0."
    return Right(
        "no time limit for deleting notes", True if limit == 0 else None, why, f"a full admin, setting {_LIMIT}"
    )
