"""Operation log: one line for each operation, whatever became of it.

It carries identifiers, never a token, a variable or a document.
"""

from __future__ import annotations

import time
from typing import Any

import structlog

from gateway.answer import Answer
from gateway.client import Client
from gateway.errors import RequestError
from gateway.graphql_request import GraphQLRequest
from loaders.viewer import Viewer

_LONGEST_NAME = 128


class OperationLog:
    """Collects what is known of an operation while it runs; ``write`` says it once.

    A subscription holds one for as long as it waits, so it is kept small.
    """

    __slots__ = ("_answers", "_began", "_codes", "_fields", "_is_closed", "_upstream_calls")

    def __init__(self, *, request_id: str, transport: str) -> None:
        self._began = time.perf_counter()
        self._fields: dict[str, Any] = {"request_id": request_id, "transport": transport}
        self._codes: frozenset[str] = frozenset()
        self._upstream_calls = 0
        self._answers = 0
        self._is_closed = False

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
        if request.plan is not None and request.plan.document_id is not None:
            self._fields["operation_name"] = request.plan.name
            self._fields["document_id"] = request.plan.document_id
        if deprecated:
            self._fields["deprecated"] = list(deprecated)

    def answer(self, answer: Answer) -> None:
        """What was answered; once for each event of a subscription, and each frame of a query."""
        self._answers += 1
        self._upstream_calls += answer.upstream_calls
        self._codes |= {
            str(error.get("extensions", {}).get("code", "INTERNAL")) for error in answer.errors
        }

    def refusal(self, error: RequestError) -> None:
        """Why nothing was answered."""
        self._codes |= {error.code}

    def client_left(self) -> None:
        """That the client went, or asked for no more, before the end."""
        self._is_closed = True

    def write(self, *, http_status: int | None = None) -> None:
        """Write the line."""
        if http_status is not None:
            self._fields["http_status"] = http_status
        if self._fields.get("kind") == "subscription":
            self._fields["events"] = self._answers
        elif self._answers > 1:
            self._fields["frames"] = self._answers
        structlog.get_logger().info(
            "operation",
            **self._fields,
            ms=round((time.perf_counter() - self._began) * 1000, 2),
            upstream_calls=self._upstream_calls,
            outcome="closed" if self._is_closed else "error" if self._codes else "ok",
            codes=sorted(self._codes),
        )
