"""What the corridor asks and keeps at every look is put into statements made once, and run without a session.

A session, an object and a statement made anew for each question took about half of the time of a look.
"""

from typing import Any

import sqlalchemy as sa

from integration.ledger.tables import Table


def table_of(rows: type[Table]) -> sa.Table:
    """The bare table of a class of rows."""
    return Table.metadata.tables[rows.__tablename__]


def is_of(table: sa.Table) -> sa.ColumnElement[bool]:
    """Of one ticket, which is named by `of` when the statement is run."""
    return sa.and_(table.c.helpdesk == sa.bindparam("its_helpdesk"), table.c.ticket_id == sa.bindparam("its_id"))


def of(helpdesk: str, ticket_id: str) -> dict[str, Any]:
    """Names the ticket of such a statement; keys of the same dictionary that are columns are what is written."""
    return {"its_helpdesk": helpdesk, "its_id": ticket_id}
