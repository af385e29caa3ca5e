"""A recorded Zammad 5.5, answering through `responses` as it once did."""

from typing import Any

import responses

from integration.helpdesks.zammad.desk import ZammadDesk
from tests.helpdesks.recordings import recorded
from tests.helpdesks.zammad.samples import ACCESS, API, NOW

Json = dict[str, Any]

TICKETS, UPDATES, TAGS, ARTICLES, EMAILS, SEARCHES, LOSSES = (
    "20-ticket-create-get",
    "21-ticket-update-with-article",
    "22-tags",
    "23-articles-notes-and-emails",
    "26-email-articles-with-a-mail-channel",
    "40-search-and-pagination-without-elasticsearch",
    "13-custom-field-use-before-after-migration",
)


def exchange(name: str, index: int) -> Json:
    """One call and its answer."""
    found: Json = recorded("zammad", name)["exchanges"][index]
    return found


def body(name: str, index: int) -> Any:
    """The body of one answer."""
    return exchange(name, index)["response"]["body"]


def whole_ticket() -> Json:
    """The recorded answer that holds a whole ticket."""
    answer: Json = body(TICKETS, 3)
    return answer


def a_desk(zammad: responses.RequestsMock) -> ZammadDesk:
    """A desk of that Zammad that knows who it is and what states there are."""
    zammad.get(f"{API}/users/me", json=body("11-roles-users-tokens", 20))
    zammad.get(f"{API}/ticket_states", json=body("16-overviews-macros-workflows-jobs", 21))
    zammad.get(f"{API}/ticket_priorities", json=list(whole_ticket()["assets"]["TicketPriority"].values()))
    desk = ZammadDesk(ACCESS, lambda: NOW)
    desk.user_id()
    zammad.calls.reset()
    return desk
