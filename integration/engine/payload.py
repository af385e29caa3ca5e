"""What lies in the queue: ids and times as JSON, never anything a person wrote."""

from datetime import UTC, datetime

from integration.core.delivery import Delivery


def delivery_key(delivery: Delivery) -> str:
    """The id under which a delivery is queued, once for ever."""
    return f"{delivery.helpdesk}:{delivery.id}"


def ticket_key(delivery: Delivery) -> str:
    """What must not be worked on twice at the same time."""
    return f"{delivery.helpdesk}:{delivery.ticket_id}"


def tick_key(job: str, due: datetime) -> str:
    """The id under which a tick is queued: the same for every clock that finds it due."""
    return f"tick:{job}:{due.astimezone(UTC).isoformat(timespec='seconds')}"


def packed(delivery: Delivery, failures: int = 0) -> dict[str, str]:
    """A delivery as it is stored; `failures` is how many attempts counted before it was put off."""
    return {
        "id": delivery.id,
        "helpdesk": delivery.helpdesk,
        "ticket_id": delivery.ticket_id,
        "kind": delivery.kind,
        "occurred_at": delivery.occurred_at.astimezone(UTC).isoformat(),
        "received_at": delivery.received_at.astimezone(UTC).isoformat(),
        "actor": delivery.actor,
        **({"failures": str(failures)} if failures else {}),
    }


def failures_of(stored: dict[str, str]) -> int:
    """How many attempts had counted when it was stored."""
    return int(stored.get("failures", "0"))


def unpacked(stored: dict[str, str]) -> Delivery:
    """A delivery as it was put; one stored by an older version may lack the newest parts."""
    return Delivery(
        id=stored["id"],
        helpdesk=stored["helpdesk"],
        ticket_id=stored["ticket_id"],
        kind=stored["kind"],
        occurred_at=datetime.fromisoformat(stored["occurred_at"]),
        received_at=datetime.fromisoformat(stored["received_at"]),
        actor=stored.get("actor", ""),
    )
