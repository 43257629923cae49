"""Tracing: how finished spans leave: together, from a thread of their own, by OTLP over HTTP.

What the collector does not take in time is dropped: no operation ever waits for it.
"""

from __future__ import annotations

import os

import requests
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

_PATH = "/v1/traces"
_SERVICE = "endpage-gateway"
_MOST_SPANS, _MOST_AT_ONCE = 8_192, 512
_EVERY_MS = 1_000
_SECONDS = 5
_MOST = 128


def tracing_to(url: str) -> TracerProvider:
    """What makes tracers whose spans go to the collector at ``url``, until it is shut down."""
    # All of it is said here: nothing is left to variables of the environment of its own.
    session = requests.Session()
    session.trust_env = False
    exporter = OTLPSpanExporter(
        endpoint=url + _PATH,
        headers={},
        timeout=_SECONDS,
        compression=Compression.NoCompression,
        session=session,
    )
    provider = TracerProvider(
        sampler=ALWAYS_ON,
        resource=Resource({"service.name": _SERVICE, "process.pid": os.getpid()}),
        span_limits=SpanLimits(
            max_attributes=_MOST,
            max_events=_MOST,
            max_links=_MOST,
            max_span_attributes=_MOST,
            max_event_attributes=_MOST,
            max_link_attributes=_MOST,
        ),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(
        BatchSpanProcessor(
            exporter,
            max_queue_size=_MOST_SPANS,
            schedule_delay_millis=_EVERY_MS,
            max_export_batch_size=_MOST_AT_ONCE,
            export_timeout_millis=_SECONDS * 1_000,
        )
    )
    return provider
