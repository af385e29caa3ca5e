"""Acting as people: members, agents; and setting up the account and its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, current_app, jsonify

from sandbox import acts, plain_words, redaction, scene
from sandbox.acts import By
from sandbox.control.door import any_ticket, control, given
from sandbox.control.zammad import zammad_account
from sandbox.parts import parts, the_store
from sandbox.plain_words import told
from sandbox.scene import Scene


@control.post("/member/tickets")
def member_files() -> tuple[Response, int]:
    """A member files a ticket."""
    ticket = plain_words.file_as_member(the_store(), given())
    return jsonify(told(the_store(), ticket)), 201


@control.post("/member/tickets/<int:ticket_id>/reply")
def member_replies(ticket_id: int) -> Response:
    """The member answers with {text, attachments, fields}."""
    plain_words.reply_as_member(the_store(), any_ticket(ticket_id), given())
    return jsonify(told(the_store(), any_ticket(ticket_id)))


@control.post("/member/tickets/<int:ticket_id>/fields")
def member_fills_in(ticket_id: int) -> Response:
    """The member fills in fields, by title, without a word."""
    plain_words.reply_as_member(the_store(), any_ticket(ticket_id), {"fields": given()})
    return jsonify(told(the_store(), any_ticket(ticket_id)))


@control.post("/agent/tickets/<int:ticket_id>")
def agent_acts(ticket_id: int) -> Response:
    """An agent changes a ticket."""
    plain_words.act_as_agent(the_store(), any_ticket(ticket_id), given())
    return jsonify(told(the_store(), any_ticket(ticket_id)))


@control.delete("/tickets/<int:ticket_id>")
def agent_deletes(ticket_id: int) -> tuple[str, int]:
    """An agent deletes a ticket (softly)."""
    agent = plain_words.staff(the_store(), given().get("as"))
    acts.delete(the_store(), By(agent, "web"), any_ticket(ticket_id))
    return "", 204


@control.post("/tickets/<int:ticket_id>/merge")
def agent_merges(ticket_id: int) -> Response:
    """An agent merges a ticket into another: {into: id, public?}; the files are copied with the comment it leaves."""
    store, wanted = the_store(), given()
    agent = plain_words.staff(store, wanted.get("as"))
    target = any_ticket(int(wanted["into"]))
    acts.merge(store, By(agent, "web"), any_ticket(ticket_id), target, public=bool(wanted.get("public")))
    return jsonify(told(store, any_ticket(ticket_id)))


@control.post("/tickets/<int:ticket_id>/restore")
def restore_files(ticket_id: int) -> Response:
    """Every file that was redacted is there again, as it never should be."""
    redaction.restore(the_store(), any_ticket(ticket_id))
    return jsonify(told(the_store(), any_ticket(ticket_id)))


@control.post("/tickets/<int:ticket_id>/chat")
def member_chatted(ticket_id: int) -> tuple[str, int]:
    """The ticket was a chat, in which the member sent files: {chat_id, files: [names]}."""
    wanted = given()
    redaction.chat(the_store(), any_ticket(ticket_id), str(wanted["chat_id"]), list(wanted["files"]))
    return "", 204


@control.post("/reset")
def reset() -> Response:
    """Start again: {} (scene of the start), {empty: true} or {scene: {…}}; webhook_url, webhook_secret, helpdesk."""
    wanted, first = given(), current_app.extensions["scene"]
    content = scene.EMPTY if wanted.get("empty") else wanted.get("scene") or first.content
    url, secret = wanted.get("webhook_url", first.webhook_url), wanted.get("webhook_secret", first.webhook_secret)
    helpdesk = wanted.get("helpdesk", first.helpdesk)
    made = Scene(content, url, secret).of(helpdesk, wanted.get("version", first.version))
    here = parts()
    here.sender.reset()
    here.faults.clear()
    here.calls.reset()
    here.limits.use("off")
    here.store.clock.reset()
    scene.set_the_scene(here.store, made)
    return account()


@control.get("")
@control.get("/")
def account() -> Response:
    """What this account is: ids by title and name, credentials, webhooks with their secrets."""
    store = the_store()
    body = {
        "url": store.url,
        "account_id": store.account_id,
        "now": store.clock.now().isoformat(),
        "groups": {group.name: group.id for group in store.groups.values()},
        "fields": {field.title: field.id for field in store.fields.values()},
        "people": [{"id": u.id, "name": u.name, "email": u.email, "role": u.role} for u in store.users.values()],
        "clients": {client.identifier: client.secret for client in store.clients.values()},
        "api_tokens": [token.value for token in store.tokens.values() if token.expires_at is None],
        "webhooks": [{"id": h.id, "endpoint": h.endpoint, "secret": h.secret} for h in store.webhooks.values()],
        "tickets": len(store.tickets),
        "helpdesk": store.helpdesk,
    }
    if store.helpdesk == "zammad":
        body |= zammad_account(store)
    return jsonify(body)


@control.post("/webhooks")
def register_webhook() -> tuple[Response, int]:
    """Send events to {url, secret?, subscriptions?}; answers id and secret."""
    store, wanted = the_store(), given()
    hook = store.webhooks[scene.add_webhook(store, wanted["url"], wanted.get("secret"), wanted.get("subscriptions"))]
    return jsonify({"id": hook.id, "secret": hook.secret}), 201


@control.post("/people")
def change_person() -> Response:
    """Change a person: {email, role?, suspended?, may_redact?, locale?, member_number?}."""
    store, wanted = the_store(), given()
    user = store.user_with_email(wanted["email"])
    if user is None:
        raise plain_words.Unknown(f"nobody has the address {wanted['email']}")
    for name in ("role", "suspended", "may_redact", "locale", "member_number"):
        setattr(user, name, wanted.get(name, getattr(user, name)))
    return jsonify({"id": user.id, "role": user.role, "suspended": user.suspended})


@control.post("/settings")
def change_settings() -> Response:
    """{modify_closed: true} lets admins change tags of closed tickets, {search_lag: seconds} makes search late.

    {has_forms: false} is a plan without forms, {agent_workspace: false} leaves the older redaction only,
    {mail_lag: seconds} cleans original e-mails late.
    """
    store, wanted = the_store(), given()
    store.modify_closed = bool(wanted.get("modify_closed", store.modify_closed))
    store.search_lag = timedelta(seconds=float(wanted.get("search_lag", store.search_lag.total_seconds())))
    store.agent_workspace = bool(wanted.get("agent_workspace", store.agent_workspace))
    store.has_forms = bool(wanted.get("has_forms", store.has_forms))
    store.mail_lag = timedelta(seconds=float(wanted.get("mail_lag", store.mail_lag.total_seconds())))
    lags = {"search_lag": store.search_lag.total_seconds(), "mail_lag": store.mail_lag.total_seconds()}
    return jsonify({"modify_closed": store.modify_closed, "agent_workspace": store.agent_workspace, **lags})


@control.post("/tokens")
def change_tokens() -> Response:
    """{life: seconds} for new access tokens (null: as asked), {expire: true} ends those in use."""
    store, wanted = the_store(), given()
    store.token_life = wanted.get("life", store.token_life)
    if wanted.get("expire"):
        for value in [token.value for token in store.tokens.values() if token.expires_at]:
            del store.tokens[value]
    return jsonify({"life": store.token_life})


@control.route("/clock", methods=["GET", "POST"])
def clock() -> Response:
    """{set: time, frozen?}, {advance: seconds}, {reset: true}; the answer says what time it is."""
    store, wanted = the_store(), given()
    if wanted.get("reset"):
        store.clock.reset()
    if "set" in wanted:
        moment = datetime.fromisoformat(wanted["set"])
        if moment.tzinfo is None:
            raise ValueError("the time needs a time zone, e.g. 2026-11-22T09:00:00+01:00")
        store.clock.set(moment, frozen=bool(wanted.get("frozen")))
    if "advance" in wanted:
        store.clock.advance(timedelta(seconds=float(wanted["advance"])))
    store.bell.notify_all()
    return jsonify({"now": store.clock.now().isoformat()})
