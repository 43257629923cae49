"""Document start: the documents that the settings name, worked out before anything is served."""

from __future__ import annotations

import multiprocessing
import sys
import time

import structlog

from gateway.documents import Documents
from gateway.known_documents import known_documents
from gateway.listed_document import DocumentsError
from gateway.settings import Settings
from resolvers.schema import schema

MOST_FAULTS = 20
"""How many faults one line of the log names."""


def documents_from(settings: Settings) -> Documents:
    """The documents, with those that are known planned.

    Raises DocumentsError. A worker that is started again while the sources are unusable, and the
    others go on with what they know, says so and ends: it is started again soon.
    """
    began = time.monotonic()
    try:
        known = known_documents(
            settings.documents or (), schema._schema, say=_say, limits=settings.demand_limits
        )
    except DocumentsError as error:
        if multiprocessing.parent_process() is None:
            raise
        structlog.get_logger().error("documents_refused", faults=error.faults[:MOST_FAULTS])
        sys.exit(1)
    known_only = settings.answers_known_documents_only
    if settings.documents is not None:
        ms = round((time.monotonic() - began) * 1000)
        structlog.get_logger().info("documents_known", known=len(known), only=known_only, ms=ms)
    elif not settings.is_development and settings.documents_only == "auto":
        # Whoever says so knows it; whoever says nothing is told.
        structlog.get_logger().warning("any_document_is_answered")
    return Documents(
        schema._schema,
        known=known,
        known_only=known_only,
        automatic=settings.documents_automatic,
        limits=settings.demand_limits,
        tells_schema=settings.is_development,
    )


def _say(done: int, of: int) -> None:
    structlog.get_logger().info("documents_being_planned", done=done, of=of)
