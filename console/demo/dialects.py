"""What differs between the helpdesks on the stage: how we sign in, where their calls go, and what one step may cost."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of helpdesk as the sandbox speaks it.

    `settings` are those of its kind beside address and webhook secret; `tickets` is the path of its tickets. `reads` is
    how many calls a look may take. `refuses_stale` is whether it refuses a write to a ticket that moved by itself, and
    `tag_calls` how many calls beside it tags take. `account` and `address` are Marie's there: each helpdesk has
    its own members, so that cases of two helpdesks are no duplicates by chance.
    """

    name: str
    settings: Mapping[str, str]
    tickets: str
    reads: int
    refuses_stale: bool
    tag_calls: int
    account: str
    address: str


DIALECTS = {
    "zendesk": Dialect(
        name="zendesk",
        settings={
            "ACCOUNT_ID": "22129848",
            "CLIENT_ID": "guichet-sandbox",
            "CLIENT_SECRET": "sandbox-secret",
            "SCOPE": "read write",
            "EMAIL": "",
            "API_TOKEN": "",
            # The stories follow each other faster than any budget for a real account would let them.
            "CALLS_PER_MINUTE": "10000",
        },
        tickets="/api/v2/tickets",
        reads=2,
        refuses_stale=True,
        tag_calls=0,
        account="104512",
        address="marie.lefevre@adherents.example",
    ),
    "zammad": Dialect(
        name="zammad",
        settings={"TOKEN": "sandbox-bot-token", "WEBHOOK_USER": "", "WEBHOOK_PASSWORD": "", "CALLS_AT_ONCE": "32"},
        tickets="/api/v1/tickets",
        reads=3,
        refuses_stale=False,
        tag_calls=2,
        account="204512",
        address="marie.lefevre@adherentes.example",
    ),
}
