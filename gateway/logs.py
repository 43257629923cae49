"""Logs: structured lines on standard error; JSON in production, for people in development.

Events are constant words with fields: identifiers, never tokens, variables or exception texts.
In development alone a fault is told with what it says.
"""

from __future__ import annotations

import logging
import sys

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from gateway.fault import fault_of
from gateway.settings import Settings

_LONGEST_WORDS = 200


def configure_logs(settings: Settings) -> None:
    """Write this process's own lines and its libraries' alike. Called once a process.

    The libraries' own lines start at warnings: the server's would carry addresses and queries.
    """
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    stamps: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderers = _renderers(is_development=settings.is_development)
    structlog.configure(
        processors=[*stamps, *renderers],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        # Put together once each, and not for each line.
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_constant_words, *stamps], processors=[remove_meta, *renderers]
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)


def _renderers(*, is_development: bool) -> list[Processor]:
    if is_development:
        # The renderer's own tracebacks show every local variable: addresses, credentials, tokens.
        plain = structlog.dev.plain_traceback
        colors = sys.stderr.isatty()
        return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]
    # An exception's own words may hold an address, a file's name or what a client has sent.
    return [structlog.processors.ExceptionRenderer(fault_of), _as_json]


def _constant_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Of a library's line what is the same every time: what it puts in may be anything."""
    record: logging.LogRecord = event["_record"]
    words = str(record.msg).split("\n", 1)[0]
    return {**event, "event": words[:_LONGEST_WORDS], "logger": record.name}


def _as_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()
