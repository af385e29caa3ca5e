"""Settings in, a helpdesk to furnish out: what `plan`, `apply`, `destroy` and `doctor` work on."""

from integration.connections import Connection, ZendeskSettings
from integration.core.errors import NotConfigured
from integration.helpdesks.contract import Ground
from integration.helpdesks.zammad.provisioning.ground import ZammadGround
from integration.helpdesks.zendesk.provisioning.ground import ZendeskGround
from integration.ledger.ledger import Ledger
from integration.provision import Site
from integration.settings import Settings
from integration.wiring import clock, policy_in_force, zammad_access, zendesk_access


def build_site(settings: Settings, ledger: Ledger, helpdesk: str) -> Site:
    """One helpdesk with the policy it has to serve. Raises NotConfigured, PolicyError."""
    return Site(
        helpdesk=helpdesk,
        ground=build_ground(settings.connections[helpdesk]),
        policy=policy_in_force(settings, ledger, settings.own_policy(helpdesk)),
        receiver=receiver(settings, helpdesk),
        memory=ledger.provisioned,
        now=clock,
    )


def build_ground(connection: Connection) -> Ground:
    """The furnishing of one helpdesk, by its kind."""
    if isinstance(connection, ZendeskSettings):
        return ZendeskGround(zendesk_access(connection), clock)
    return ZammadGround(zammad_access(connection), clock)


def receiver(settings: Settings, helpdesk: str) -> str:
    """The public address of the helpdesk's webhook door. Raises NotConfigured when the settings do not tell it."""
    if not settings.public_url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise NotConfigured("Set GUICHET_PUBLIC_URL to the address at which the helpdesk reaches this service (https).")
    return f"{settings.public_url.rstrip('/')}/webhooks/{helpdesk}"
