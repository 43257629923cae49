"""Start: the telemetry that the settings ask for, made without the packages that it does not need.

Its packages are imported here and nowhere earlier, so that who asks for nothing pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from gateway.settings import Settings
from gateway.telemetry.log_sample import LogSample
from gateway.telemetry.telemetry import Telemetry


def telemetry_from(settings: Settings) -> tuple[Telemetry, Callable[[], None]]:
    """The telemetry, and what ends it: that sends what there is still to send, and waits for it."""
    log_sample = LogSample(settings.log_successes)
    if settings.metrics_address is None and settings.otlp_url is None:
        return Telemetry(log_sample=log_sample), _nothing
    from gateway.telemetry.names import Names, clients_of

    names = Names(clients_of(settings))
    figures = traces = None
    close: Callable[[], None] = _nothing
    if settings.metrics_address is not None:
        from gateway.telemetry.figures import Figures

        figures = Figures(names, panel_budget=settings.panel_budget_ms / 1000)
    if settings.otlp_url is not None:
        from gateway.telemetry.traces import Traces
        from gateway.telemetry.tracing import tracing_to

        provider = tracing_to(settings.otlp_url)
        traces = Traces(provider.get_tracer("endpage"), names, ratio=settings.trace_ratio)
        close = provider.shutdown
    from gateway.telemetry.observed import Observed

    return Observed(figures=figures, traces=traces, log_sample=log_sample), close


def _nothing() -> None:
    """There is nothing to end."""
