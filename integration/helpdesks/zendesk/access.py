"""Where a Zendesk account is and with what we sign in there."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ZendeskAccess:
    """What an admin configures for one Zendesk account; the secrets never show in a repr.

    `url` is the account's address, e.g. https://acme.zendesk.com. Sign in with an OAuth client (`client_id`,
    `client_secret`, `scope`), or, as long as Zendesk still accepts it (until 2027-04-30), with `email` and `api_token`.
    `account_id` and `webhook_secrets` are for the door.
    """

    url: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    scope: str = "read write"
    email: str = field(default="", repr=False)
    api_token: str = field(default="", repr=False)
    account_id: str = ""
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
