from collections.abc import Mapping

import pytest

from integration.core.errors import BadPayload, BadSignature, NotConfigured
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.rotating import ZammadRotation
from integration.helpdesks.zammad.trying import ZammadTrial
from integration.helpdesks.zammad.webhook import ZammadDoor
from integration.wiring import clock
from tests.helpdesks.town import BOT_TOKEN, Town

ADMIN = "sandbox-token"


def trial(town: Town, token: str, **more: str) -> ZammadTrial:
    return ZammadTrial(ZammadAccess(town.url, token, **more), clock)  # type: ignore[arg-type] # no secrets among them


@pytest.fixture(autouse=True)
def zammad(town: Town) -> None:
    town.becomes("zammad", webhook_url="http://127.0.0.1:9/webhooks/zammad", webhook_secret="old")


def door(*secrets: str) -> ZammadDoor:
    return ZammadDoor(ZammadAccess("", webhook_secrets=secrets, webhook_user="u", webhook_password="p"))


def test_a_signed_call_that_means_nothing_is_believed(town: Town) -> None:
    headers, body = trial(town, ADMIN, webhook_user="u", webhook_password="p").signed("s")
    lower: Mapping[str, str] = {name.lower(): value for name, value in headers.items()}
    with pytest.raises(BadPayload):
        door("s").receive(lower, body, clock())
    with pytest.raises(BadSignature):
        door("t").receive(lower, body, clock())


def test_the_bots_test_ticket_is_closed_and_an_admins_deleted(town: Town) -> None:
    town.member_files()  # an agent sees Zammad's fields in the form of a ticket alone
    bot = trial(town, BOT_TOKEN)
    filed = bot.file("Essai", "Rien à faire.", "Motif", "facturation")
    assert town.seen(filed)["fields"]["Motif"] == "facturation"
    assert bot.remove(filed) is False
    assert town.seen(filed)["status"] == "solved"
    assert trial(town, ADMIN).remove(filed) is True


def test_where_no_ticket_can_be_filed(town: Town) -> None:
    town.member_files()
    refusal = {"error": "Not authorized"}
    town.fault("status", method="POST", path="/api/v1/tickets", status=403, count=None, body=refusal)
    with pytest.raises(NotConfigured, match="create tickets in no group"):
        trial(town, BOT_TOKEN).file("Essai", "Rien à faire.", "", "facturation")


def test_the_addon_and_its_version(town: Town) -> None:
    town.post("zammad", addon="1.0.0")
    assert trial(town, BOT_TOKEN).addon() == "1.0.0"
    town.post("zammad", addon=None)
    assert trial(town, BOT_TOKEN).addon() == ""


def test_the_webhooks_sign_with_another_token_from_now_on(town: Town) -> None:
    rotation = ZammadRotation(ZammadAccess(town.url, ADMIN), clock)
    hooks = {f"webhook:{at}": str(one["id"]) for at, one in enumerate(town.get("")["webhooks"])}
    new = rotation.begin(hooks)
    assert {one["secret"] for one in town.get("")["webhooks"]} == {"old"}
    assert rotation.finish(hooks, new) == hooks
    assert {one["secret"] for one in town.get("")["webhooks"]} == {new}
