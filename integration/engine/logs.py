"""Keep the queue library's log to warnings, without a word of what it carries."""

import logging


class DeadLetter(Exception):
    """A piece of work that a person has to look at. Its words are listed; they hold no personal data."""


class Discreet(logging.Filter):
    """Names the kind of an exception and drops its words and trace: a driver's message can repeat what it was given.

    A dead letter is not logged here: it is listed, counted, and logged where it happens.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; False drops it."""
        kind = record.exc_info[0] if record.exc_info else None
        if kind is None:
            return True
        record.msg, record.args = f"{record.getMessage()} {kind.__name__}", ()
        record.exc_info = record.exc_text = None
        return not issubclass(kind, DeadLetter)


def quiet() -> None:
    """Hand DBOS's log to the house's own handlers, warnings and worse only. Saying it again changes nothing."""
    log = logging.getLogger("dbos")
    if any(isinstance(known, Discreet) for known in log.filters):
        return
    log.setLevel(logging.WARNING)
    log.addFilter(Discreet())
    # With a handler of its own in place DBOS adds no other, and leaves the records to ours.
    log.addHandler(logging.NullHandler())
