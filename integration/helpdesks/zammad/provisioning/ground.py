"""Furnishes one Zammad, with an administrator's token; the daily work is done with another one."""

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from integration.core.errors import NotConfigured, Refused
from integration.core.provisioning.things import Found, Kind, Step, Thing, Verb
from integration.helpdesks.contract import Right
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.answers import Missing, NotAllowed
from integration.helpdesks.zammad.provisioning import looking, probing
from integration.helpdesks.zammad.provisioning.looking import NEEDED, OUR_ROLE, Seen
from integration.helpdesks.zammad.provisioning.making import PATHS, body, changed_field, new_field
from integration.helpdesks.zammad.provisioning.needing import needs
from integration.helpdesks.zammad.provisioning.rights import rights
from integration.helpdesks.zammad.provisioning.words import HOOK, ROLE, SECOND_HOOK, column_for, mark_in, marked, texts
from integration.helpdesks.zammad.session import ZammadSession

Json = dict[str, Any]


class ZammadGround:
    """The furnishing of one Zammad; one object for one thread.

    `clock` gives the current time, aware; `pause` waits for so many seconds.
    """

    def __init__(
        self, access: ZammadAccess, clock: Callable[[], datetime], pause: Callable[[float], None] = time.sleep
    ) -> None:
        if not access.token:
            raise NotConfigured("No Zammad access token is configured.")
        self._session = ZammadSession(access, clock)
        self._access = access
        self._pause = pause
        self._last: Seen | None = None

    def look(self) -> tuple[Found, ...]:
        """Everything of the kinds a plan knows. Raises Refused, with whose token is needed."""
        try:
            self._last = looking.look(self._session)
        except NotAllowed as refusal:
            raise Refused(f"{refusal} Furnish Zammad with an administrator's token (see docs/zammad.md).") from None
        return self._last.found

    def needs(self, blueprint: tuple[Thing, ...], found: tuple[Found, ...], receiver: str) -> tuple[Thing, ...]:  # noqa: ARG002, `look` remembers more than it tells
        """The blueprint in Zammad's words, our user's role, two webhooks and their triggers."""
        return needs(blueprint, self._seen, receiver)

    def carry_out(self, step: Step, ids: Mapping[str, str]) -> str:
        """Make, change or remove one thing. Raises Refused, with the step that was not allowed."""
        try:
            return self._carry_out(step, ids)
        except Refused as refused:
            raise Refused(f"{step.verb} {step.kind} {step.title!r}: {refused}") from None

    def secret(self, webhook_id: str) -> str:
        """The token both our webhooks sign with."""
        token = self._session.call("GET", f"/api/v1/webhooks/{int(webhook_id)}").get("signature_token")
        if not token:
            raise Refused(f"Webhook {webhook_id} of Zammad has no signature token: apply again.")
        return str(token)

    def rights(self) -> tuple[Right, ...]:
        """What our user may do there."""
        return rights(self._session)

    @property
    def _seen(self) -> Seen:
        if self._last is None:
            self.look()
        assert self._last  # noqa: S101 - `look` has just set it
        return self._last

    def _carry_out(self, step: Step, ids: Mapping[str, str]) -> str:
        if step.verb is Verb.REMOVE:
            return self._removed(step)
        if step.kind is Kind.FIELD:
            return self._field(step, ids)
        sent = body(step, self._seen.names)
        if step.kind is Kind.WEBHOOK:
            sent |= self._signed(step, ids)
        if step.kind is Kind.VIEW and "shown to somebody" in dict(step.after):
            sent["role_ids"] = [self._role_id(self._seen.agents, ids)]
        id_ = self._sent(step, sent) if sent or not step.id else step.id
        if step.kind is Kind.GROUP:
            self._seen.names.groups[step.title] = id_
            self._let_in(id_, texts(dict(step.after).get("access")), ids)
        if step.kind is Kind.WEBHOOK:
            self._seen.names.hooks[f"{{{step.key}}}"] = id_
        if step.key == "trigger:updated":
            self._prove_calls(ids)
        return id_

    def _prove_calls(self, ids: Mapping[str, str]) -> None:
        """The trigger that hears of changes is the one that may be silent: it is not ours before it was heard."""
        hook = self._session.call("GET", f"/api/v1/webhooks/{int(ids[SECOND_HOOK])}")
        probing.fires(self._session, self._seen.account, _a_group(ids), str(hook["endpoint"]), self._pause)

    def _sent(self, step: Step, sent: Json) -> str:
        path = f"/api/v1/{PATHS[step.kind]}"
        made = self._session.call("PUT" if step.id else "POST", f"{path}/{step.id}" if step.id else path, sent)
        return str(made["id"])

    def _removed(self, step: Step) -> str:
        try:
            self._session.call("DELETE", f"/api/v1/{PATHS[step.kind]}/{int(step.id)}")
        except Missing:
            return step.id  # somebody was quicker
        return step.id

    def _field(self, step: Step, ids: Mapping[str, str]) -> str:
        """A field, then the migration that makes it one, then the proof that it is known everywhere."""
        attribute = self._seen.attributes.get(step.id)
        own = column_for(step.key)
        column = str(attribute["name"]) if attribute else own
        if step.after:
            self._migrate(attribute, step, column)
        if attribute is None or step.after:
            listed = looking.listed(self._session, PATHS[Kind.FIELD])
            attribute = next(one for one in listed if one["name"] == column and one.get("object") == "Ticket")
        self._seen.names.columns[step.title] = column
        # What we made and did not remember may never have been proven.
        if step.verb is Verb.CREATE or (step.verb is Verb.ADOPT and column == own):
            probing.prove(self._session, self._seen.account, attribute, _a_group(ids))
        return str(attribute["id"])

    def _migrate(self, attribute: Json | None, step: Step, column: str) -> None:
        """Store the field and have it migrated. Raises Refused where the migration would do something else as well."""
        waiting = [one for one in looking.listed(self._session, PATHS[Kind.FIELD]) if looking.waits(one)]
        others = [one for one in waiting if one["name"] != column]
        if others:
            raise Refused(
                f"The field {others[0]['display']!r} waits for its migration, which would be carried out as well: "
                "finish or undo it at Admin > System > Objects, and apply again."
            )
        path = f"/api/v1/{PATHS[Kind.FIELD]}"
        if attribute:
            self._session.call("PUT", f"{path}/{step.id}", changed_field(attribute, step))
        elif not waiting:  # an earlier run may have been stopped before the migration
            self._session.call("POST", path, new_field(step))
        self._session.call("POST", f"{path}_execute_migrations", {})

    def _let_in(self, group_id: str, roles: tuple[str, ...], ids: Mapping[str, str]) -> None:
        """Give these roles their rights on a group. Zammad takes a role's groups as a whole: they are asked first."""
        for name in roles:
            path = f"/api/v1/roles/{self._role_id(name, ids)}"
            groups: Json = dict(self._session.call("GET", path).get("group_ids") or {})
            held = set(groups.get(group_id) or ())
            given = sorted(held | NEEDED) if name == OUR_ROLE else ["full"]
            if held != set(given) and "full" not in held:
                self._session.call("PUT", path, {"group_ids": groups | {group_id: given}})

    def _role_id(self, name: str, ids: Mapping[str, str]) -> int:
        if name == OUR_ROLE and ROLE in ids:
            return int(ids[ROLE])
        found = next((id_ for id_, role in self._seen.roles.items() if role["name"] == name), None)
        if found is None:
            raise Refused(f"Zammad has no role {name!r}: give a role to the agents, with ticket.agent.")
        return int(found)

    def _signed(self, step: Step, ids: Mapping[str, str]) -> Json:
        """Our mark, and the token: both webhooks sign with the same one, so that one secret opens the door."""
        hooks = {str(one["id"]): one for one in looking.listed(self._session, PATHS[Kind.WEBHOOK])}
        sent: Json = {}
        note = str((hooks.get(step.id) or {}).get("note") or "")
        if step.id and not mark_in(note):
            sent["note"] = marked(note, step.key).strip()
        if "signed" in dict(step.after):
            other = hooks.get(ids.get(SECOND_HOOK if step.key == HOOK else HOOK, "")) or {}
            sent["signature_token"] = other.get("signature_token") or self._configured() or secrets.token_urlsafe(32)
        if self._access.webhook_user:
            sent |= {"basic_auth_username": self._access.webhook_user}
            sent |= {"basic_auth_password": self._access.webhook_password}
        return sent

    def _configured(self) -> str:
        return next(iter(self._access.webhook_secrets), "")


def _a_group(ids: Mapping[str, str]) -> str:
    group = next((id_ for key, id_ in ids.items() if key.startswith("group:")), None)
    if group is None:
        raise Refused("What is made is proven by a ticket in one of the policy's groups, and there is none.")
    return group
