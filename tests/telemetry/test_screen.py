"""Screen: what a person sees of the figures, in full."""

from __future__ import annotations

from rich.console import Console

from gateway.telemetry.screen import screen
from gateway.telemetry.told_figures import ToldFigures
from tests.telemetry.little_figures import figures, panel

TOLD = figures(
    "endpage_ready 1",
    "process_cpu_seconds_total 5",
    "process_resident_memory_bytes 123000000",
    'endpage_operations_total{operation="EndPageFull",client="phone",outcome="ok"} 90',
    'endpage_operations_total{operation="EndPageFull",client="web",outcome="error"} 10',
    'endpage_operation_seconds_bucket{operation="EndPageFull",client="phone",le="0.1"} 100',
    'endpage_operation_seconds_bucket{operation="EndPageFull",client="phone",le="+Inf"} 100',
    'endpage_operation_cost_total{operation="EndPageFull",client="phone"} 61400',
    'endpage_own_seconds_bucket{operation="EndPageFull",le="0.002"} 100',
    'endpage_own_seconds_bucket{operation="EndPageFull",le="+Inf"} 100',
    *panel("EndPageFull", "Rewards", ready=40, empty=50, failed=10, in_time=85),
    'endpage_breaker_open{upstream="rewards"} 1',
    'endpage_upstream_calls_total{upstream="rewards",outcome="OK"} 15',
    'endpage_upstream_calls_total{upstream="rewards",outcome="SOURCE_UNAVAILABLE"} 5',
    'endpage_upstream_operations_total{upstream="rewards"} 50',
    'endpage_upstream_seconds_bucket{upstream="rewards",le="0.05"} 20',
    'endpage_upstream_seconds_bucket{upstream="rewards",le="+Inf"} 20',
    "endpage_operations_running 3",
    "endpage_operations_waiting 1",
    'endpage_refused_total{code="UNAUTHENTICATED"} 7',
    'endpage_shed_total{reason="full"} 2',
    "endpage_subscribers 1000",
    "endpage_streams 1001",
    'endpage_deliveries_total{reason="PROGRESS"} 20',
    'endpage_delivery_seconds_bucket{le="0.5"} 20',
    'endpage_delivery_seconds_bucket{le="+Inf"} 20',
    "endpage_change_stream_lag_seconds 0.25",
    "endpage_change_stream_gaps_total 1",
)


_FIRST = (
    "1 of 2 workers ready · 10.0 operations/s · own time p50 1.0 ms p95 1.9 ms · CPU 50% · "
    "memory 123 MB · in 10.0 s"
)


def shown(now: ToldFigures, counted: ToldFigures, *silent: str) -> list[list[str]]:
    """The words of each line of a frame over ten seconds."""
    console = Console(width=160, color_system=None)
    frame = screen(now, counted, seconds=10.0, since="in 10.0 s", silent=silent)
    with console.capture() as capture:
        console.print(frame)
    return [line.split() for line in capture.get().splitlines() if line.strip()]


def test_all_is_seen_on_one_screen() -> None:
    """Rates are by second, parts in per cent, and a breaker that is open says so."""
    lines = [" ".join(words) for words in shown(TOLD, TOLD, "a:2")]
    assert lines == [
        _FIRST,
        "a:2 tells nothing",
        "operation per s p50 p95 own p95 failed cost",
        "EndPageFull 10.0 50.0 ms 95.0 ms 1.9 ms 10.0% 614",
        "panel per s p50 p95 in time failed empty",
        "Rewards 10.0 45.0 ms 85.5 ms 85.0% 10.0% 50.0%",
        "upstream calls/s p50 p95 failed operations breaker",
        "rewards 2.0 25.0 ms 47.5 ms 25.0% 2.5 open",
        "subscribers 1000 running, waiting 3, 1",
        "streams 1001 UNAUTHENTICATED 7 refused",
        "deliveries/s 2.0 full 2 shed",
        "delivered after, p95 475.0 ms",
        "change stream 0.2 s behind, 1 gaps",
    ]


def test_what_has_not_happened_is_not_shown() -> None:
    """What stands is, as it stands now."""
    lines = [" ".join(words) for words in shown(TOLD, TOLD.since(TOLD))]
    assert lines[0].startswith("1 of 1 workers ready · 0.0 operations/s · own time p50 – p95 –")
    assert not any(line.startswith(("EndPageFull", "Rewards")) for line in lines)
    assert "rewards 0.0 – – – – open" in lines
    assert "subscribers 1000 running, waiting 3, 1" in lines
