"""Everything that can go wrong, by name; each says what, where and what to do, and never carries personal data."""

from dataclasses import dataclass


class GuichetError(Exception):
    """The root of every error Guichet raises on purpose."""


class BadSignature(GuichetError):
    """The call is not proven to come from the helpdesk. One sentence, whatever was wrong, so that nobody can probe."""

    def __init__(self) -> None:
        super().__init__("The signature of this call could not be verified: check the webhook secret and the clock.")


class BadPayload(GuichetError):
    """The call is signed but its body is not one Guichet can read."""


class NotConfigured(GuichetError):
    """A door is shut because its secret or its credentials are missing or refused."""


class CannotRecord(GuichetError):
    """The delivery could not be put on disk; the sender must try again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file, with the place where an admin can mend it (lines and columns count from 1)."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class PolicyError(GuichetError):
    """The policy cannot be loaded; all its problems at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class TicketGone(GuichetError):
    """The ticket was deleted, or cannot be seen any more: there is nothing left to do."""


class TicketMoved(GuichetError):
    """Somebody changed the ticket since it was read: read it again and decide again."""


class TryLater(GuichetError):
    """The helpdesk cannot answer now. `after` is in seconds; a rate limit does not count (`counts`) as a failure."""

    def __init__(self, reason: str, after: float | None = None, *, counts: bool = True) -> None:
        super().__init__(reason)
        self.after = after
        self.counts = counts


class NoBudget(TryLater):
    """There is no budget for this call now, so it was not sent; nothing before it was written either."""

    def __init__(self, reason: str, after: float) -> None:
        super().__init__(reason, after, counts=False)


class Refused(GuichetError):
    """The helpdesk will not do it, and asking again will not help: a person has to look."""


class CannotRemove(Refused):
    """The helpdesk does not remove these files; `why` is the code of the reason (see `core/documents.py`)."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(reason)
        self.why = why


class LimitReached(GuichetError):
    """It would be more than the policy's `limit` allows, so nothing was written. The sentence says what to do."""

    def __init__(self, limit: str, reason: str) -> None:
        super().__init__(reason)
        self.limit = limit


class NotProven(GuichetError):
    """A certificate cannot be given, since not everything in it is proven; all the reasons at once, each a sentence."""

    def __init__(self, subject: str, reasons: tuple[str, ...]) -> None:
        super().__init__("\n".join((f"No certificate for {subject}:", *(f"- {reason}" for reason in reasons))))
        self.reasons = reasons


class NotGenuine(GuichetError):
    """A certificate is not what was signed, or not by the key it was checked with."""
