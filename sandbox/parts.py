"""What one running sandbox is made of, and how a view finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from sandbox.calls import Calls
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.sender import Sender
from sandbox.store import Store


@dataclass(frozen=True)
class Parts:
    """The parts of one sandbox; they share one lock, the store's `bell`."""

    store: Store
    sender: Sender
    faults: Faults
    calls: Calls
    limits: Limits


def parts() -> Parts:
    """The parts of the sandbox that answers the present request."""
    return cast("Parts", current_app.extensions["sandbox"])


def the_store() -> Store:
    """The store of the sandbox that answers the present request."""
    return parts().store
