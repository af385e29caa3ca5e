"""Every job there is, by the name that the schedule and the command line use."""

from collections.abc import Mapping
from types import MappingProxyType

from jobs.catch_up import catch_up
from jobs.notices import notices
from jobs.overdue import overdue
from jobs.prune import prune
from jobs.reminders import reminders
from jobs.statement import statement
from jobs.strip_attachments import strip_attachments
from jobs.sweep import sweep
from jobs.turn import Job

JOBS: Mapping[str, Job] = MappingProxyType(
    {
        job.name: job
        for job in (
            Job("overdue", "wakes the cases whose time has come", overdue),
            Job("reminders", "wakes the cases in which a member owes an answer", reminders),
            Job("strip_attachments", "wakes the cases whose documents are due to go", strip_attachments),
            Job("notices", "sends what the team lead has to know", notices),
            Job("catch_up", "finds what changed without a webhook telling", catch_up),
            Job("sweep", "looks at every open case, and for those nobody has seen", sweep),
            Job("statement", "counts where every refund ticket stands, and whether it adds up", statement),
            Job("prune", "forgets what no longer has to be known", prune),
        )
    }
)
