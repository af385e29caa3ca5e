"""Remembers what was made or adopted in each helpdesk: our key, and the helpdesk's id for it."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from integration.ledger.tables import Table


class ProvisionedThing(Table):
    """One row per thing that is ours."""

    __tablename__ = "provisioned"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    thing_id: Mapped[str]
    at: Mapped[datetime]


class Provisioned:
    """The memory of provisioning over one open database. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def ids(self, helpdesk: str) -> Mapping[str, str]:
        """The helpdesk's ids of our things, by key."""
        with Session(self._engine) as session:
            rows = session.scalars(sa.select(ProvisionedThing).where(ProvisionedThing.helpdesk == helpdesk))
            return {row.key: row.thing_id for row in rows}

    def remember(self, helpdesk: str, key: str, thing_id: str, at: datetime) -> None:
        """Note that the thing is ours now."""
        with Session(self._engine) as session, session.begin():
            session.merge(ProvisionedThing(helpdesk=helpdesk, key=key, thing_id=thing_id, at=at))

    def forget(self, helpdesk: str, key: str) -> None:
        """It is gone, or no longer ours."""
        this = (ProvisionedThing.helpdesk == helpdesk, ProvisionedThing.key == key)
        with Session(self._engine) as session, session.begin():
            session.execute(sa.delete(ProvisionedThing).where(*this))
