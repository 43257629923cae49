"""Figures as a gateway would tell them, as few as a test needs."""

from __future__ import annotations

from gateway.telemetry.told_figures import ToldFigures, told_by


def figures(*lines: str, address: str = "a:1") -> ToldFigures:
    """What these lines of Prometheus' text tell at one address."""
    return told_by({address: "\n".join(lines) + "\n"})


def panel(
    operation: str,
    name: str,
    *,
    ready: int = 0,
    in_time: int | None = None,
    seconds: dict[str, int] | None = None,
    part: str = "first",
    empty: int = 0,
    not_supported: int = 0,
    failed: int = 0,
) -> list[str]:
    """The lines of one panel of a document. ``seconds`` are cumulative counts by their bounds."""
    labels = f'operation="{operation}",panel="{name}"'
    counts = {"READY": ready, "EMPTY": empty, "NOT_SUPPORTED": not_supported, "FAILED": failed}
    answers = sum(counts.values())
    lines = [
        f'endpage_panel_answers_total{{{labels},status="{state}"}} {count}'
        for state, count in counts.items()
        if count
    ]
    lines.append(
        f"endpage_panel_in_time_total{{{labels}}} {answers if in_time is None else in_time}"
    )
    buckets = {**(seconds or {"0.1": answers}), "+Inf": answers - failed}
    lines += [
        f'endpage_panel_seconds_bucket{{{labels},part="{part}",le="{bound}"}} {count}'
        for bound, count in buckets.items()
    ]
    lines.append(f'endpage_panel_seconds_count{{{labels},part="{part}"}} {buckets["+Inf"]}')
    return lines
