"""Declared: every figure that the gateway tells, and what it means.

Labels are bounded: ``operation`` is the name of a known document, or ``other``; ``client`` one that
the settings name, or ``other``; ``worker`` the place of a process among those that serve together.
"""

from __future__ import annotations

from gateway.telemetry.metric import COUNTER, GAUGE, HISTOGRAM, WORKED, Metric

METRICS_PATH = "/metrics"
"""Where they are told."""
OTHER = "other"
"""The label of what has no name that is known."""

OPERATIONS = Metric(
    "endpage_operations_total",
    COUNTER,
    "Operations that have ended: ok, with an error, or closed by their client.",
    ("operation", "client", "kind", "outcome"),
)
OPERATION_SECONDS = Metric(
    "endpage_operation_seconds",
    HISTOGRAM,
    "How long queries and mutations took, from the request to the answer.",
    ("operation", "client"),
)
OPERATION_COST = Metric(
    "endpage_operation_cost_total",
    COUNTER,
    "What operations cost, in the schema's units.",
    ("operation", "client"),
)
ERRORS = Metric(
    "endpage_errors_total",
    COUNTER,
    "Operations with an error of that code in their answer, or in its place.",
    ("operation", "code"),
)
REFUSED = Metric(
    "endpage_refused_total",
    COUNTER,
    "Requests and operations that got a refusal and no answer.",
    ("code",),
)
OWN_SECONDS = Metric(
    "endpage_own_seconds",
    HISTOGRAM,
    "The gateway's own time in a run: that in which none of its upstream calls was under way.",
    ("operation",),
    WORKED,
)
RUNS = Metric(
    "endpage_runs_total",
    COUNTER,
    "Runs of operations and of updates: by code written for the document (compiled) or by the "
    "reference; and answers that were sent again as they were (copied).",
    ("plan",),
)
PANEL_SECONDS = Metric(
    "endpage_panel_seconds",
    HISTOGRAM,
    "After how long a panel was there, from the beginning of its run; one that failed never was.",
    ("operation", "panel", "part"),
)
PANEL_ANSWERS = Metric(
    "endpage_panel_answers_total",
    COUNTER,
    "Panels by the state that they were in; FAILED: one that could not be loaded.",
    ("operation", "panel", "status"),
)
PANEL_IN_TIME = Metric(
    "endpage_panel_in_time_total",
    COUNTER,
    "Panels that were there within ENDPAGE_PANEL_BUDGET_MS.",
    ("operation", "panel"),
)
PANEL_BUDGET = Metric(
    "endpage_panel_budget_seconds", GAUGE, "How soon a panel is to be there, by the setting."
)
UPSTREAM_SECONDS = Metric(
    "endpage_upstream_seconds",
    HISTOGRAM,
    "How long calls took, joined ones once.",
    ("upstream",),
)
UPSTREAM_CALLS = Metric(
    "endpage_upstream_calls_total",
    COUNTER,
    "Calls by what came of them: OK or a code.",
    ("upstream", "outcome"),
)
UPSTREAM_KEYS = Metric(
    "endpage_upstream_keys_total", COUNTER, "Keys that calls were made for.", ("upstream",)
)
UPSTREAM_JOINED = Metric(
    "endpage_upstream_joined_keys_total",
    COUNTER,
    "Keys that needed no call of their own, since another operation asked for them as well.",
    ("upstream",),
)
UPSTREAM_OPERATIONS = Metric(
    "endpage_upstream_operations_total",
    COUNTER,
    "Operations that calls have served: a joined call several.",
    ("upstream",),
)
UPSTREAM_RETRIES = Metric(
    "endpage_upstream_retries_total", COUNTER, "Calls that were made again.", ("upstream",)
)
UPSTREAM_SPLITS = Metric(
    "endpage_upstream_splits_total",
    COUNTER,
    "Calls that were split, since their answer could not be read.",
    ("upstream",),
)
UPSTREAM_UNDER_WAY = Metric(
    "endpage_upstream_under_way", GAUGE, "Calls that are under way.", ("upstream",)
)
UPSTREAM_WAITING = Metric(
    "endpage_upstream_waiting_keys", GAUGE, "Keys that wait to be joined.", ("upstream",)
)
BREAKER_OPEN = Metric(
    "endpage_breaker_open", GAUGE, "1 while calls are held back, or one alone goes.", ("upstream",)
)
BREAKER_OPENED = Metric(
    "endpage_breaker_opened_total", COUNTER, "How often a breaker has opened.", ("upstream",)
)
READS = Metric(
    "endpage_reads_total",
    COUNTER,
    "Keys by how they were answered: kept and fresh, kept and shown stale, kept and standing in "
    "for an upstream that cannot answer, or asked for.",
    ("upstream", "state"),
)
KEPT_BYTES = Metric("endpage_kept_bytes", GAUGE, "Bytes of answers that are kept.", ("upstream",))
REACHABLE = Metric(
    "endpage_source_reachable", GAUGE, "1 when the source can be reached.", ("source",)
)
RUNNING = Metric("endpage_operations_running", GAUGE, "Operations that have their turn.")
WAITING = Metric("endpage_operations_waiting", GAUGE, "Operations that wait for their turn.")
SHED = Metric(
    "endpage_shed_total",
    COUNTER,
    "Operations that had no turn: no room, displaced by one that is more urgent, or waited too "
    "long.",
    ("reason",),
)
PROGRAMS = Metric(
    "endpage_programs",
    GAUGE,
    "Documents and ways to run them, with code of their own, and those that it does not cover.",
    ("state",),
)
KNOWN_DOCUMENTS = Metric("endpage_known_documents", GAUGE, "Documents that are known.")
SUBSCRIBERS = Metric("endpage_subscribers", GAUGE, "Subscriptions that are open.")
STREAMS = Metric("endpage_streams", GAUGE, "Sockets and event streams that are held.")
DELIVERIES = Metric(
    "endpage_deliveries_total", COUNTER, "Updates that were told, by their reason.", ("reason",)
)
DELIVERY_SECONDS = Metric(
    "endpage_delivery_seconds", HISTOGRAM, "How long updates took from when they were due."
)
STREAM_OPEN = Metric("endpage_change_stream_open", GAUGE, "1 while changes are heard of.")
STREAM_LAG = Metric(
    "endpage_change_stream_lag_seconds",
    GAUGE,
    "How long before it was heard the last change was written, by the clocks of both.",
)
STREAM_EVENTS = Metric("endpage_change_stream_events_total", COUNTER, "Changes that were heard of.")
STREAM_RESUMES = Metric(
    "endpage_change_stream_resumes_total", COUNTER, "How often it broke and went on where it was."
)
STREAM_GAPS = Metric(
    "endpage_change_stream_gaps_total",
    COUNTER,
    "How often it could not go on, so that everything that is followed was read anew.",
)
READY = Metric("endpage_ready", GAUGE, "1 when it has begun and is not about to stop.")

METRICS: tuple[Metric, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Metric)
)
"""All of them."""
PROCESS = {
    "process_cpu_seconds_total",
    "process_max_fds",
    "process_open_fds",
    "process_resident_memory_bytes",
    "process_start_time_seconds",
    "process_virtual_memory_bytes",
}
"""What Prometheus' client tells of the process, with no label but ``worker``."""


def table_of_figures() -> str:
    """All of them as a Markdown table, as it stands in ``docs/telemetry.md``."""
    lines = ["| figure | kind | labels | what it is |", "|---|---|---|---|"]
    for metric in METRICS:
        labels = ", ".join(f"`{label}`" for label in metric.labels)
        lines.append(f"| `{metric.name}` | {metric.kind} | {labels} | {metric.help} |")
    return "\n".join(lines) + "\n"
