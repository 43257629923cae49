"""Screen: what ``endpage top`` shows of the figures, on one screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from gateway.telemetry.told_figures import ToldFigures

_MOST_ROWS = 12
_NOTHING = "–"


def screen(
    now: ToldFigures, counted: ToldFigures, *, seconds: float, since: str, silent: Sequence[str]
) -> RenderableType:
    """``now`` is what stands; ``counted`` what has happened in so many ``seconds``, which ``since``
    says in words. ``silent`` are the addresses that tell nothing.
    """
    per_second = 1 / max(seconds, 1e-9)
    return Group(
        _headline(now, counted, per_second, since, silent),
        _operations(counted, per_second),
        _panels(counted, per_second),
        _upstreams(now, counted, per_second),
        Columns([_streams(now, counted, per_second), _refused(now, counted)], padding=(0, 4)),
    )


def _headline(
    now: ToldFigures,
    counted: ToldFigures,
    per_second: float,
    since: str,
    silent: Sequence[str],
) -> Text:
    workers = len(list(now.of("endpage_ready")))
    operations = counted.total("endpage_operations_total")
    cpu = counted.total("process_cpu_seconds_total")
    memory = now.total("process_resident_memory_bytes")
    own = [_ms(counted.quantile(part, "endpage_own_seconds")) for part in (0.5, 0.95)]
    words = [
        f"{now.total('endpage_ready'):.0f} of {workers + len(silent)} workers ready",
        f"{operations * per_second:.1f} operations/s",
        f"own time p50 {own[0]} p95 {own[1]}",
        f"CPU {cpu * per_second:.0%}",
        f"memory {memory / 1e6:.0f} MB",
        since,
    ]
    text = Text(" · ".join(words), style="bold")
    for address in silent:
        text.append(f"\n{address} tells nothing", style="bold red")
    return text


def _operations(counted: ToldFigures, per_second: float) -> Table:
    table = _table("operation", "per s", "p50", "p95", "own p95", "failed", "cost")
    found = counted.by("endpage_operations_total", "operation")
    for name, count in list(found.items())[:_MOST_ROWS]:
        if count:
            labels = {"operation": name}
            failed = counted.total("endpage_operations_total", outcome="error", **labels)
            table.add_row(
                name,
                f"{count * per_second:.1f}",
                _ms(counted.quantile(0.5, "endpage_operation_seconds", **labels)),
                _ms(counted.quantile(0.95, "endpage_operation_seconds", **labels)),
                _ms(counted.quantile(0.95, "endpage_own_seconds", **labels)),
                _part(failed, count),
                _each(counted.total("endpage_operation_cost_total", **labels), count),
            )
    return table


def _panels(counted: ToldFigures, per_second: float) -> Table:
    table = _table("panel", "per s", "p50", "p95", "in time", "failed", "empty")
    for name, count in counted.by("endpage_panel_answers_total", "panel").items():
        if count:
            states = counted.by("endpage_panel_answers_total", "status", panel=name)
            in_time = counted.total("endpage_panel_in_time_total", panel=name)
            table.add_row(
                name,
                f"{count * per_second:.1f}",
                _ms(counted.quantile(0.5, "endpage_panel_seconds", panel=name)),
                _ms(counted.quantile(0.95, "endpage_panel_seconds", panel=name)),
                _part(in_time, count),
                _part(states.get("FAILED", 0), count),
                _part(states.get("EMPTY", 0) + states.get("NOT_SUPPORTED", 0), count),
            )
    return table


def _upstreams(now: ToldFigures, counted: ToldFigures, per_second: float) -> Table:
    table = _table("upstream", "calls/s", "p50", "p95", "failed", "operations", "breaker")
    for name in sorted(now.by("endpage_breaker_open", "upstream")):
        labels = {"upstream": name}
        calls = counted.total("endpage_upstream_calls_total", **labels)
        good = counted.total("endpage_upstream_calls_total", outcome="OK", **labels)
        is_open = now.most("endpage_breaker_open", **labels) > 0
        table.add_row(
            name,
            f"{calls * per_second:.1f}",
            _ms(counted.quantile(0.5, "endpage_upstream_seconds", **labels)),
            _ms(counted.quantile(0.95, "endpage_upstream_seconds", **labels)),
            _part(calls - good, calls),
            _each(counted.total("endpage_upstream_operations_total", **labels), calls, digits=1),
            Text("open", style="bold red") if is_open else "closed",
        )
    return table


def _streams(now: ToldFigures, counted: ToldFigures, per_second: float) -> Table:
    table = Table.grid(padding=(0, 2))
    told = counted.total("endpage_deliveries_total")
    lag = now.most("endpage_change_stream_lag_seconds")
    gaps = now.total("endpage_change_stream_gaps_total")
    rows = [
        ("subscribers", f"{now.total('endpage_subscribers'):.0f}"),
        ("streams", f"{now.total('endpage_streams'):.0f}"),
        ("deliveries/s", f"{told * per_second:.1f}"),
        ("delivered after, p95", _ms(counted.quantile(0.95, "endpage_delivery_seconds"))),
        ("change stream", f"{lag:.1f} s behind, {gaps:.0f} gaps"),
    ]
    for row in rows:
        table.add_row(*row)
    return table


def _refused(now: ToldFigures, counted: ToldFigures) -> Table:
    table = Table.grid(padding=(0, 2))
    running = now.total("endpage_operations_running")
    waiting = now.total("endpage_operations_waiting")
    table.add_row("running, waiting", f"{running:.0f}, {waiting:.0f}")
    for code, count in counted.by("endpage_refused_total", "code").items():
        if count:
            table.add_row(code, f"{count:.0f} refused")
    for reason, count in counted.by("endpage_shed_total", "reason").items():
        if count:
            table.add_row(reason, f"{count:.0f} shed")
    return table


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for place, name in enumerate(names):
        if place == 0:
            table.add_column(name, min_width=22, no_wrap=True)
        else:
            table.add_column(name, justify="right", min_width=8, no_wrap=True)
    return table


def _ms(seconds: float | None) -> str:
    return _NOTHING if seconds is None else f"{seconds * 1000:.1f} ms"


def _part(some: float, of_all: float) -> str:
    return f"{some / of_all:.1%}" if of_all else _NOTHING


def _each(some: float, of_all: float, *, digits: int = 0) -> str:
    return f"{some / of_all:.{digits}f}" if of_all else _NOTHING
