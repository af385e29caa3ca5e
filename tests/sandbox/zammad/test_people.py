"""Who may do what: tokens, passwords, rights on groups; users, roles and groups as set-up commands make them."""

from typing import Any

import pytest

from sandbox.clock import Clock
from tests.sandbox.zammad.desk import ADMIN, AGENT, MEMBER, ZammadDesk, error_of, recording

ADMIN_EMAIL = "guichet@adherents.example"
PATHS: tuple[str, ...] = (
    *("groups", "roles", "object_manager_attributes", "webhooks", "triggers", "overviews", "macros", "core_workflows"),
    *("jobs", "tag_list", "settings", "packages", "http_logs/webhook", "ticket_states", "tickets", "users"),
    *("data_privacy_tasks", "version"),
)


def token(desk: ZammadDesk, login: str, *permissions: str) -> str:
    """A new token of somebody's."""
    given = {"label": "t", "permission": list(permissions)}
    value: str = desk.ok("POST", "user_access_token", given, login=login)["name"]
    return value


def test_each_permission_opens_what_was_recorded(desk: ZammadDesk) -> None:
    matrix: dict[str, dict[str, int]] = recording("17")["token_permission_matrix_http_status"]
    for permission, statuses in matrix.items():
        value = token(desk, ADMIN_EMAIL, permission)
        for path in PATHS:
            expected = statuses[f"/api/v1/{path}"]
            assert desk.api("GET", path, token=value).status_code == expected, (permission, path)


RIGHTS: tuple[tuple[list[str], dict[str, int]], ...] = (
    (["read"], {"get": 200, "put": 403, "article": 403, "tag": 403, "new": 403}),
    (["read", "create"], {"get": 200, "put": 403, "article": 201, "tag": 403, "new": 201}),
    (["read", "change"], {"get": 200, "put": 200, "article": 403, "tag": 201, "new": 403}),
    (["read", "create", "change"], {"get": 200, "put": 200, "article": 201, "tag": 201, "new": 201}),
    (["overview"], {"get": 403, "put": 403, "article": 403, "tag": 403, "new": 403}),
    (["full"], {"get": 200, "put": 200, "article": 201, "tag": 201, "new": 201}),
)


@pytest.mark.parametrize(("rights", "expected"), RIGHTS)
def test_rights_on_a_group_open_what_was_recorded(
    desk: ZammadDesk, rights: list[str], expected: dict[str, int]
) -> None:
    desk.file()
    login = "bruno@adherents.example"
    groups = {"Service clients": rights}
    desk.admin("POST", "users", {"firstname": "Bruno", "email": login, "roles": ["Agent"], "groups": groups})
    desk.admin(
        "PUT", f"users/{desk.admin('GET', 'users/search?query=bruno')[0]['id']}", {"password": "sandbox-password"}
    )
    new = {"title": "t", "group": "Service clients", "customer": MEMBER, "article": {"body": "x"}}
    calls: dict[str, tuple[str, str, Any]] = {
        "get": ("GET", "tickets/1", None),
        "put": ("PUT", "tickets/1", {"priority": "3 high"}),
        "article": ("POST", "ticket_articles", {"ticket_id": 1, "body": "x"}),
        "tag": ("POST", "tags/add", {"object": "Ticket", "o_id": 1, "item": "x"}),
        "new": ("POST", "tickets", new),
    }
    statuses = {
        name: desk.api(method, path, body, login=login).status_code for name, (method, path, body) in calls.items()
    }
    assert statuses == expected
    if expected["put"] == 200:
        move = desk.api("PUT", "tickets/1", {"group": "Cas particuliers"}, login=login)
        assert move.status_code == 422


def test_credentials_are_told_apart(desk: ZammadDesk, clock: Clock) -> None:
    for header, status, text in (
        ({"Authorization": ""}, 403, "Authentication required"),
        ({"Authorization": "Token token=faux"}, 401, "Can't find User for Token"),
    ):
        answer = desk.api("GET", "users/me", headers=header)
        assert (answer.status_code, error_of(answer)) == (status, text)
        assert answer.headers["X-Failure"] == text
    given = {"label": "old", "permission": ["ticket.agent"], "expires_at": "2020-01-01"}
    old = desk.ok("POST", "user_access_token", given, login=AGENT)["name"]
    assert error_of(desk.api("GET", "tickets", token=old)) == "Not authorized (token expired)!"
    for kind in ("Token ", "Bearer ", "Token token="):
        assert desk.api("GET", "users/me", headers={"Authorization": f"{kind}sandbox-bot-token"}).status_code == 200
    assert clock.now()


def test_wrong_passwords_lock_until_somebody_unlocks(desk: ZammadDesk) -> None:
    wrong = {"Authorization": "Basic bWF0aGlsZGUuYXVicnlAYWRoZXJlbnRzLmV4YW1wbGU6ZmF1eA=="}
    for _ in range(5):
        assert desk.api("GET", "users/me", headers=wrong).status_code == 401
    assert desk.api("GET", "users/me", login=AGENT).status_code == 401
    number = desk.admin("GET", "users/search?query=mathilde")[0]["id"]
    desk.admin("PUT", f"users/unlock/{number}")
    assert desk.ok("GET", "users/me", login=AGENT)["login"] == AGENT


def test_from_speaks_for_others_only_with_an_admins_token(desk: ZammadDesk) -> None:
    speaking = {"From": MEMBER}
    assert desk.api("GET", "users/me", headers=speaking).status_code == 403
    answer = desk.api("GET", "users/me", token=ADMIN, headers=speaking)
    assert answer.get_json()["email"] == MEMBER


def test_a_token_is_called_otherwise_in_newer_versions(desk: ZammadDesk) -> None:
    assert error_of(desk.api("POST", "user_access_token", {"name": "x"}, login=AGENT)) == "Need label!"
    listed = desk.ok("GET", "user_access_token", login=AGENT)["tokens"]
    assert listed == []
    desk.control("POST", "/zammad", {"version": "6.5"})
    assert "token" in desk.ok("POST", "user_access_token", {"name": "x", "permission": []}, login=AGENT)
    number = desk.ok("GET", "user_access_token", login=AGENT)["tokens"][0]["id"]
    desk.ok("DELETE", f"user_access_token/{number}", login=AGENT)
    assert desk.api("POST", "user_access_token", {"name": "x"}).status_code == 403  # the bot's role has no such right


def test_a_new_group_gives_nobody_access(desk: ZammadDesk) -> None:
    made = desk.admin("POST", "groups", {"name": "Neuf", "note": "n"})
    new = {"title": "t", "group": "Neuf", "customer": MEMBER, "article": {"body": "x"}}
    assert desk.api("POST", "tickets", new, token=ADMIN).status_code == 403
    role = desk.admin("POST", "roles", {"name": "R", "permissions": ["ticket.agent"], "groups": {"Neuf": ["full"]}})
    assert role["group_ids"] == {str(made["id"]): ["full"]}
    me = desk.admin("GET", "users/me")
    desk.admin("PUT", f"users/{me['id']}", {"role_ids": [*me["role_ids"], role["id"]]})
    assert desk.api("POST", "tickets", new, token=ADMIN).status_code == 201
    assert error_of(desk.api("DELETE", f"groups/{made['id']}", token=ADMIN)) == "Can't delete, object has references."
    assert error_of(desk.api("POST", "groups", {"name": "Neuf"}, token=ADMIN)) == "This object already exists."
    assert error_of(desk.api("POST", "groups", {"active": True}, token=ADMIN)) == "Name can't be blank"
    unused = desk.admin("POST", "groups", {"name": "Temporaire"})["id"]
    desk.admin("PUT", f"groups/{unused}", {"active": False})
    assert desk.admin("GET", f"groups/{unused}?expand=true")["users"] == []
    desk.admin("DELETE", f"groups/{unused}")
    assert desk.api("GET", f"groups/{unused}", token=ADMIN).status_code == 404


def test_roles_are_switched_off_and_never_deleted(desk: ZammadDesk) -> None:
    role = desk.admin("GET", "roles")[-1]
    assert role["name"] == "Guichet"
    refused = desk.api("DELETE", f"roles/{role['id']}", token=ADMIN)
    assert error_of(refused) == f"No route matches [DELETE] /api/v1/roles/{role['id']}"
    assert desk.admin("GET", f"roles/{role['id']}?expand=true")["permissions"] == ["ticket.agent", "guichet.purge"]
    desk.admin("PUT", f"roles/{role['id']}", {"active": False})
    desk.file()
    assert desk.api("GET", "tickets/1").status_code == 403
    assert desk.api("POST", "roles", {"name": "Guichet"}, token=ADMIN).status_code == 422
    assert desk.api("POST", "roles", {"name": ""}, token=ADMIN).status_code == 422
    assert desk.api("POST", "roles", {"name": "x", "permissions": ["no.such"]}, token=ADMIN).status_code == 422


def test_users_are_made_as_recorded(desk: ZammadDesk) -> None:
    given = {"firstname": "Claire", "lastname": "Cliente", "email": "claire@client.example", "note": "n"}
    made = desk.admin("POST", "users", given | {"roles": ["Customer"], "organization": "Cyclo-club"})
    assert (made["login"], made["role_ids"], made["organization_id"] is None) == ("claire@client.example", [3], False)
    twice = desk.api("POST", "users", given, token=ADMIN)
    assert error_of(twice) == "Email address 'claire@client.example' is already used for another user."
    wrong = desk.api("POST", "users", {"email": "z@client.example", "roles": ["Inexistant"]}, token=ADMIN)
    assert error_of(wrong) == "No lookup value found for 'roles': \"Inexistant\""
    lost = desk.api("POST", "users", {"email": "y@client.example", "groups": {"Nulle part": "full"}}, token=ADMIN)
    assert lost.status_code == 422
    desk.admin("PUT", f"users/{made['id']}", {"firstname": "Clara", "email": "clara@client.example"})
    assert desk.admin("GET", f"users/{made['id']}?expand=true")["roles"] == ["Customer"]
    desk.admin("DELETE", f"users/{made['id']}")
    assert desk.api("GET", f"users/{made['id']}", token=ADMIN).status_code == 404
    number = desk.admin("GET", "users/search?query=karim")[0]["id"]
    assert desk.api("DELETE", f"users/{number}", token=ADMIN).status_code == 422
    agents = desk.ok("GET", "users/search?query=*&permissions=ticket.agent")
    assert MEMBER not in [user["email"] for user in agents]
    assert desk.admin("POST", "organizations", {"name": "Neuve"})["name"] == "Neuve"
    assert desk.api("POST", "organizations", {"name": "Neuve"}, token=ADMIN).status_code == 422


def test_customers_see_only_themselves_and_their_own(desk: ZammadDesk) -> None:
    desk.file()
    desk.file(requester={"email": "julien.morvan@courriel.example"})
    desk.put(article={"body": "entre nous", "internal": True})
    number = desk.articles()[-1]["id"]
    assert [user["email"] for user in desk.ok("GET", "users", login=MEMBER)] == [MEMBER]
    assert [ticket["id"] for ticket in desk.ok("GET", "tickets", login=MEMBER)] == [1]
    assert len(desk.ok("GET", "ticket_articles/by_ticket/1", login=MEMBER)) == 1
    assert desk.api("GET", f"ticket_articles/{number}", login=MEMBER).status_code == 403
    assert desk.api("GET", "tickets/2", login=MEMBER).status_code == 403
    assert desk.api("GET", "users/1", login=MEMBER).status_code == 403
    new = {"title": "t", "group": "Facturation", "article": {"body": "x", "type": "web", "internal": True}}
    made = desk.ok("POST", "tickets", new, login=MEMBER)
    article = desk.articles(made["id"])[0]
    assert (article["sender"], article["type"], article["internal"]) == ("Customer", "web", False)


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"name": "Avec Espace"}, "Validation failed: Name spaces are not allowed"),
        ({"name": "number"}, "This object already exists."),
        ({"name": "type"}, "This object already exists."),
        ({"name": "compte"}, "This object already exists."),
        ({"data_option": {}}, "Validation failed: Data option must have one of text/password/tel/fax/email/url"),
        ({"data_type": "pigeon"}, "Validation failed: Data type is not included in the list"),
        ({"data_type": None}, "undefined method `match?' for nil:NilClass"),
    ],
)
def test_attributes_that_cannot_be_are_refused(desk: ZammadDesk, wrong: dict[str, Any], text: str) -> None:
    option = {"type": "text", "maxlength": 60}
    given = {"name": "neuf", "object": "Ticket", "display": "N", "data_type": "input", "data_option": option}
    answer = desk.api("POST", "object_manager_attributes", given | wrong, token=ADMIN)
    assert answer.status_code == (500 if "match?" in text else 422)
    assert error_of(answer).startswith(text)


def test_attributes_are_changed_as_a_whole_and_built_in_ones_stay(desk: ZammadDesk) -> None:
    known = {record["name"]: record for record in desk.admin("GET", "object_manager_attributes")}
    motif = known["motif"]
    options = motif["data_option"] | {"options": {"facturation": "Facturation", "neuf": "Neuf"}}
    whole = {"name": "motif", "object": "Ticket", "display": "Objet", "data_type": "select", "data_option": options}
    assert desk.api("PUT", f"object_manager_attributes/{motif['id']}", {"display": "x"}, token=ADMIN).status_code == 500
    changed = desk.admin("PUT", f"object_manager_attributes/{motif['id']}", whole | {"screens": {}, "active": True})
    assert changed["to_config"]
    desk.admin("POST", "object_manager_attributes_execute_migrations")
    desk.file(motif=None, fields={"Objet": "Neuf"})
    assert desk.ticket()["motif"] == "neuf"
    refused = desk.api("DELETE", f"object_manager_attributes/{known['group_id']['id']}", token=ADMIN)
    assert error_of(refused) == "Ticket.group_id can't be removed!"
    assert desk.api("GET", "object_manager_attributes/999", token=ADMIN).status_code == 404
