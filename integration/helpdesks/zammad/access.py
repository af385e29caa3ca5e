"""Where a Zammad is and with what we sign in there."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ZammadAccess:
    """What an admin configures for one Zammad; the secrets never show in a repr.

    `url` is its address, e.g. https://helpdesk.example.org, and `token` the access token of the agent Guichet acts as
    (permission ticket.agent). The rest is for the door: the signature tokens of the webhook, and the user and password
    of its basic authentication where it has one besides.
    """

    url: str
    token: str = field(default="", repr=False)
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    webhook_user: str = field(default="", repr=False)
    webhook_password: str = field(default="", repr=False)
