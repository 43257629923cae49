"""Operation log: one line for each operation, whatever became of it.

It carries identifiers, never a token, a variable or a document. Of operations that went well there
may be a line for some alone (``ENDPAGE_LOG_SUCCESSES``); of failures there always is, and of what
is traced.
"""

from __future__ import annotations

import time
from typing import Any

import structlog

from gateway.answer import Answer
from gateway.client import Client
from gateway.errors import RequestError
from gateway.graphql_request import GraphQLRequest
from gateway.plan import Plan
from gateway.telemetry.telemetry import SILENT, Telemetry
from loaders.viewer import Viewer

_LONGEST_NAME = 128
_log = structlog.get_logger(__name__)


class OperationLog:
    """Collects what is known of an operation while it runs; ``write`` says it once.

    A subscription holds one for as long as it waits, so it is kept small. ``plan`` and ``cost`` are
    those of the document, once that is known; ``span`` is what it is in a trace, None: in none.
    """

    __slots__ = (
        "_answers",
        "_began",
        "_fields",
        "_is_closed",
        "_telemetry",
        "_trace_parent",
        "_upstream_calls",
        "codes",
        "cost",
        "plan",
        "span",
    )

    def __init__(
        self,
        *,
        request_id: str,
        transport: str,
        telemetry: Telemetry = SILENT,
        trace_parent: str | None = None,
    ) -> None:
        self._began = time.perf_counter()
        self._fields: dict[str, Any] = {"request_id": request_id, "transport": transport}
        self._telemetry = telemetry
        self._upstream_calls = 0
        self._answers = 0
        self._is_closed = False
        self.codes: frozenset[str] = frozenset()
        self.cost = 0
        self.plan: Plan | None = None
        self._trace_parent = trace_parent
        self.span: object | None = None

    @property
    def kind(self) -> str | None:
        """``query``, ``mutation`` or ``subscription``; None: that was never known."""
        return self._fields.get("kind")

    @property
    def client_name(self) -> str | None:
        """The name that its client tells."""
        return self._fields.get("client")

    @property
    def transport_name(self) -> str:
        """Over which transport it is answered."""
        name: str = self._fields["transport"]
        return name

    @property
    def outcome(self) -> str:
        """What became of it: ``closed``, ``error`` or ``ok``."""
        return "closed" if self._is_closed else "error" if self.codes else "ok"

    def transport(self, name: str) -> None:
        """Over which transport it is answered, where that is known only when it has been read."""
        self._fields["transport"] = name

    def viewer(self, viewer: Viewer, language: str) -> None:
        """Who asks, and in which language."""
        self._fields["creator"] = viewer.creator_id
        self._fields["platform"] = viewer.platform
        self._fields["language"] = language

    def client(self, client: Client) -> None:
        """Which APP asks, where it says so."""
        self._fields["client"] = client.name
        self._fields["client_version"] = client.version

    def request(self, request: GraphQLRequest, kind: str, deprecated: tuple[str, ...] = ()) -> None:
        """What is asked, and what of it will go."""
        name = request.operation_name
        self._fields["operation_name"] = name[:_LONGEST_NAME] if name else None
        self._fields["kind"] = kind
        self.plan, self.cost = request.plan, request.cost or 0
        seconds = time.perf_counter() - self._began
        self.span = self._telemetry.begins(self._trace_parent, seconds_ago=seconds)
        if request.plan is not None and request.plan.document_id is not None:
            self._fields["operation_name"] = request.plan.name
            self._fields["document_id"] = request.plan.document_id
        if deprecated:
            self._fields["deprecated"] = list(deprecated)

    def answer(self, answer: Answer) -> None:
        """What was answered; once for each event of a subscription, and each frame of a query."""
        self._answers += 1
        self._upstream_calls += answer.upstream_calls
        self.codes |= {
            str(error.get("extensions", {}).get("code", "INTERNAL")) for error in answer.errors
        }

    def refusal(self, error: RequestError) -> None:
        """Why nothing was answered."""
        self.codes |= {error.code}
        self._telemetry.refused(error.code)

    def client_left(self) -> None:
        """That the client went, or asked for no more, before the end."""
        self._is_closed = True

    def write(self, *, http_status: int | None = None) -> None:
        """Write the line, if it is to be written."""
        seconds = time.perf_counter() - self._began
        self._telemetry.ended(self, seconds=seconds)
        if self.span is not None:
            self._fields["trace_id"] = self._telemetry.trace_id(self.span)
        elif not self.codes and not self._telemetry.log_sample.takes():
            return
        if http_status is not None:
            self._fields["http_status"] = http_status
        if self.kind == "subscription":
            self._fields["events"] = self._answers
        elif self._answers > 1:
            self._fields["frames"] = self._answers
        _log.info(
            "operation",
            **self._fields,
            ms=round(seconds * 1000, 2),
            upstream_calls=self._upstream_calls,
            outcome=self.outcome,
            codes=sorted(self.codes),
        )
