"""Shared stream: the answers of several operations in one event stream, each under its id."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

from gateway.errors import RequestError
from gateway.event_stream import complete_event, next_event
from gateway.operation_log import OperationLog
from gateway.outlet import Outlet
from gateway.refusal import refusal_errors


class SharedOperation(Outlet):
    """One of them. It is a sink with a place of its own, so that none holds up the others."""

    __slots__ = ("id", "is_query", "log", "request_id")

    def __init__(
        self, stream: SharedStream, operation_id: str, request_id: str, log: OperationLog
    ) -> None:
        super().__init__(partial(stream.has_news, self))
        self.id = operation_id
        self.is_query = False
        self.request_id = request_id
        self.log = log


class SharedStream:
    """The operations, and what is to be written of them. It may fill before somebody reads it.

    ``on_news`` is called when there is something to take. It has no end of its own.
    """

    is_over = False

    def __init__(self) -> None:
        self.on_news: Callable[[], None] = _nobody
        self._operations: dict[str, SharedOperation] = {}
        # Who has had something to tell for longest is first.
        self._news: deque[SharedOperation] = deque()
        self._being_written: SharedOperation | None = None
        self.is_closed = False

    def __len__(self) -> int:
        return len(self._operations)

    @property
    def is_answering(self) -> bool:
        """Whether one of them is a query, which its client takes for accepted."""
        return any(operation.is_query for operation in self._operations.values())

    def begin(self, operation_id: str, request_id: str, log: OperationLog) -> SharedOperation:
        """One more operation; its sink. Raises RequestError when the id is in use."""
        if operation_id in self._operations:
            raise RequestError("STREAM_CONFLICT", "An operation with this operationId is running.")
        operation = SharedOperation(self, operation_id, request_id, log)
        self._operations[operation_id] = operation
        return operation

    def drop(self, operation: SharedOperation) -> None:
        """Forget one that could not be begun."""
        self._operations.pop(operation.id, None)

    def end(self, operation_id: str) -> None:
        """The client wants no more of this one; nothing more is said of it."""
        operation = self._operations.pop(operation_id, None)
        if operation is not None:
            operation.log.client_left()
            self._let_go(operation)

    def close(self) -> None:
        """Nobody reads any more: all of them end."""
        self.is_closed = True
        for operation_id in list(self._operations):
            self.end(operation_id)

    def has_news(self, operation: SharedOperation) -> None:
        """That this one has something to tell."""
        if operation not in self._news:
            self._news.append(operation)
        self.on_news()

    def take(self) -> bytes | None:
        """The next event, of whichever operation; None when there is none now."""
        while self._news:
            operation = self._news.popleft()
            if self._operations.get(operation.id) is operation:
                return self._told(operation)
        return None

    def written(self) -> None:
        """What was taken has been written."""
        operation, self._being_written = self._being_written, None
        if operation is not None:
            operation.make_room()

    def _told(self, operation: SharedOperation) -> bytes:
        complete = complete_event({"id": operation.id})
        try:
            answer = operation.take_answer()
        except RequestError as error:
            operation.log.refusal(error)
            self._over(operation)
            payload = {"errors": refusal_errors(error, operation.request_id)}
            return next_event({"id": operation.id, "payload": payload}) + complete
        if answer is None:
            self._over(operation)
            return complete
        operation.log.answer(answer)
        self._being_written = operation
        if operation.has_news:
            self._news.append(operation)
        return next_event({"id": operation.id, "payload": answer.to_wire()}, answer.event_id)

    def _over(self, operation: SharedOperation) -> None:
        del self._operations[operation.id]
        self._let_go(operation)

    def _let_go(self, operation: SharedOperation) -> None:
        operation.close()
        operation.log.write()


def _nobody() -> None:
    """Nobody reads it yet."""
