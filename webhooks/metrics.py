"""What can be watched: calls at the door counted here, everything else read from the records when asked for."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from integration.ledger.runs import Colour, Run
from integration.watch import Counts, Watch


class Counted:
    """Counters of this process; one registry for each app, so that two apps in one process do not mix."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._calls = Counter(
            "guichet_webhook_calls",
            "Webhook calls, by helpdesk and by what became of them at the door.",
            ["helpdesk", "result"],
            registry=registry,
        )

    def received(self, helpdesk: str, result: str) -> None:
        """Count one call."""
        self._calls.labels(helpdesk, result).inc()


class Records(Collector):
    """Reads the queue and the ledger at each scrape, so that the figures are true after a restart as well."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def collect(self) -> Iterator[Metric]:
        """The gauges, or only guichet_database_up 0 when the database is away."""
        try:
            seen = self._watch.look()
        except Exception:  # noqa: BLE001 - a scrape must always answer; the gauge says what is wrong
            yield GaugeMetricFamily("guichet_database_up", "1 when queue and ledger can be read.", value=0)
            return
        yield GaugeMetricFamily("guichet_database_up", "1 when queue and ledger can be read.", value=1)
        yield GaugeMetricFamily("guichet_deliveries_waiting", "Deliveries not finished yet.", value=seen.waiting)
        yield GaugeMetricFamily("guichet_oldest_waiting_seconds", "The oldest one's age.", value=seen.oldest_seconds)
        yield GaugeMetricFamily("guichet_deliveries_dead", "Deliveries that a person must look at.", value=seen.dead)
        yield _by("guichet_cases", "Cases, by where they stand.", "state", seen.cases)
        yield _by("guichet_limit_reached", "Cases that wait for a limit, by limit.", "limit", seen.held)
        calls = "What waits for the budget of calls to a helpdesk, by purpose."
        yield _by("guichet_budget_waiting", calls, "purpose", seen.without_budget)
        yield _by("guichet_passes", "Looks at a ticket, by how they ended.", "outcome", seen.passes)
        yield from _jobs(seen.runs)


def _by(name: str, help_: str, label: str, counts: Counts) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_, labels=["helpdesk", label])
    for words, count in counts:
        family.add_metric(words, count)
    return family


def _jobs(runs: tuple[Run, ...]) -> Iterator[GaugeMetricFamily]:
    red = GaugeMetricFamily("guichet_job_red", "1 when the job's last run left work undone.", labels=["job"])
    left = GaugeMetricFamily("guichet_job_left", "What the job's last run left undone or was refused.", labels=["job"])
    due = GaugeMetricFamily("guichet_job_due_timestamp_seconds", "When the last run was due.", labels=["job"])
    for run in runs:
        red.add_metric([run.job], int(run.colour is Colour.RED))
        left.add_metric([run.job], run.report.left + run.report.refused)
        due.add_metric([run.job], run.due_at.timestamp())
    yield from (red, left, due)
