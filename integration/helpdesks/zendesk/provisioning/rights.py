"""What our user may do in a Zendesk account, in sentences for an admin who is no developer."""

from typing import Any

from integration.core.errors import Refused
from integration.helpdesks.contract import Right
from integration.helpdesks.zendesk.provisioning.looking import settings
from integration.helpdesks.zendesk.session import ZendeskSession

Json = dict[str, Any]

ROLES = "Admin Center > People > Team > Roles"
MEMBERS = "Admin Center > People > Team > Team members, the user of the OAuth client"

_NEEDED = (
    ("ticket_editing", "write tags, fields, groups and notes on tickets", ()),
    ("ticket_redaction", "remove members' documents once the review is over", ("ticket_deletion",)),
    ("ticket_tag_editing", "put Guichet's tags on tickets", ()),
)
"""A permission of a custom role, what it is for, and others that mean the same on smaller plans."""

_FURNISHING = (
    ("manage_ticket_fields", "make the policy's ticket fields"),
    ("manage_business_rules", "make views and macros for everybody"),
    ("manage_extensions_and_channels", "make the webhook and read its signing secret"),
)


def rights(session: ZendeskSession) -> tuple[Right, ...]:
    """Each right Guichet needs, and whether our user has it, in two or three calls."""
    user: Json = session.fetch("/api/v2/users/me").get("user") or {}
    role = _role(session, user)
    workspace = (settings(session).get("agents") or {}).get("agent_workspace")
    return (
        Right(
            "public comments", not user.get("only_private_comments"), "A light agent cannot write to members.", ROLES
        ),
        *(Right(name, _held(user, role, name, *same), f"Needed to {why}.", ROLES) for name, why, same in _NEEDED),
        *(Right(name, _held(user, role, name), f"Needed once, to {why}.", ROLES) for name, why in _FURNISHING),
        Right(
            "agent workspace",
            workspace if isinstance(workspace, bool) else None,
            "With it documents of closed tickets can be removed; without it only those of open ones.",
            "Admin Center > Workspaces > Agent tools > Agent interface",
        ),
    )


def _held(user: Json, role: Json | None, *names: str) -> bool | None:
    """An admin may do everything; of an agent with no role that we may see, nobody can tell."""
    if user.get("role") == "admin":
        return True
    if role is None:
        return None
    return any(bool(role.get(name)) for name in names)


def _role(session: ZendeskSession, user: Json) -> Json | None:
    if user.get("custom_role_id") is None or user.get("role") == "admin":
        return None
    try:
        answer = session.fetch(f"/api/v2/custom_roles/{user['custom_role_id']}")
    except Refused:
        return None
    configuration: Json | None = (answer.get("custom_role") or {}).get("configuration")
    return configuration
