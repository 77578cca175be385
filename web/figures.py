"""Figures for Prometheus: requests by route and status, how long they took, and how the record's work stands.

Only where the installation gives them a place of their own (``front``), so that no proxy can hand them to the public.
"""

import os
from collections.abc import Iterator
from time import perf_counter

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from govflow.acts.answers import UnavailableError
from govflow.acts.checking_up import WHOLE
from govflow.acts.house import House
from govflow.acts.watching import Figures, figures
from web.access import allow
from web.here import house, now

figures_alone = Blueprint("figures", __name__)  # not among the screens: an installation without figures has no such page
EXTENSION = "figures"
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of one server add up what they count; ``govflow serve`` sets it
METHODS = frozenset({"GET", "HEAD", "POST"})
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Requests:
    """What was answered, by all the processes of this server."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        names = ["method", "route", "status"]
        self._answered = Counter("govflow_requests", "Requests answered", names, registry=self._own)
        self._took = Histogram(
            "govflow_request_seconds", "How long requests took", names[1:2], registry=self._own, buckets=BUCKETS
        )

    def count(self, response: Response) -> Response:
        """Count a request that is being answered."""
        route = request.url_rule.rule if request.url_rule else ""
        method = request.method if request.method in METHODS else "other"
        self._answered.labels(method, route, str(response.status_code)).inc()
        self._took.labels(route).observe(perf_counter() - g.get("began", perf_counter()))
        return response

    def text(self) -> bytes:
        """Return what was counted, as Prometheus reads it."""
        if SHARED not in os.environ:
            return generate_latest(self._own)
        everywhere = CollectorRegistry()
        MultiProcessCollector(everywhere)  # type: ignore[no-untyped-call]
        return generate_latest(everywhere)


class Work(Collector):
    """How the record's work stands now, the same for every process."""

    def __init__(self, of: House) -> None:
        self._house = of

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask the record; where it does not answer, say only that."""
        try:
            found = figures(self._house)
        except (UnavailableError, OSError):
            yield GaugeMetricFamily("govflow_record_up", "Whether the record answers", value=0)
            return
        yield GaugeMetricFamily("govflow_record_up", "Whether the record answers", value=1)
        yield from _gauges(found)


def _gauges(found: Figures) -> Iterator[GaugeMetricFamily]:
    moment = now()
    waits = (moment - found.oldest_at).total_seconds() if found.oldest_at else 0
    seen = found.pulse.seen_at.timestamp() if found.pulse.seen_at else 0
    yield GaugeMetricFamily("govflow_outbox_waiting", "Messages that are due and not sent", value=found.pulse.waiting)
    yield GaugeMetricFamily("govflow_outbox_failed", "Messages that will not be tried again", value=found.failed)
    yield GaugeMetricFamily("govflow_outbox_oldest_seconds", "How long the oldest untried message has been due", value=waits)
    yield GaugeMetricFamily("govflow_timers_overdue", "Acts of the clock that are due and not done", value=found.pulse.overdue)
    yield GaugeMetricFamily("govflow_worker_seen_timestamp_seconds", "When a worker was last seen (0: never)", value=seen)
    whole = GaugeMetricFamily("govflow_record_whole", "Whether a record was whole when it was last checked", labels=["alliance"])
    checked = GaugeMetricFamily("govflow_record_checked_timestamp_seconds", "When a record was last checked", labels=["alliance"])
    for one in found.pulse.checked:
        whole.add_metric([one.alliance], one.outcome == WHOLE)
        checked.add_metric([one.alliance], one.began_at.timestamp())
    yield from (whole, checked)
    entries = GaugeMetricFamily("govflow_ledger_entries", "Entries of each alliance's ledger", labels=["alliance"])
    for alliance, count in found.entries.items():
        entries.add_metric([alliance], count)
    yield entries


def set_up(app: Flask) -> None:
    """Count the requests of ``app``, and hand out what was counted."""
    requests = Requests()
    app.register_blueprint(figures_alone)
    app.extensions[EXTENSION] = requests
    app.after_request(requests.count)


@figures_alone.get("/metrics")
@allow("anyone")
def show() -> ResponseReturnValue:
    requests: Requests = current_app.extensions[EXTENSION]
    work = CollectorRegistry()
    work.register(Work(house()))
    return Response(requests.text() + generate_latest(work), content_type=CONTENT_TYPE_LATEST)
