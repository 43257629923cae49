"""The errors that are thrown on purpose. Anything else is masked before it reaches a client.

KnownError                 has a stable code; its message may be shown to a client
├── NotFound               NOT_FOUND            unknown, or somebody else's: not to be told apart
├── BadUserInput           BAD_USER_INPUT       an argument cannot be used
├── OperationClosed        OPERATION_CLOSED     the client has left; nobody reads the answer
└── SourceError            one of the four sources did not give what was asked
    ├── DeadlineExceeded   DEADLINE_EXCEEDED    it did not answer in the time that was left
    ├── SourceUnavailable  SOURCE_UNAVAILABLE   it refused, broke off, or said that it cannot now
    ├── SourceBadAnswer    SOURCE_BAD_ANSWER    it answered what its contract does not allow
    └── SourceForbidden    SOURCE_FORBIDDEN     it does not show this to this creator
"""

from __future__ import annotations

from typing import ClassVar


class KnownError(Exception):
    """An error with a stable code. The message names no address, no key and no upstream's words."""

    code: ClassVar[str] = "INTERNAL"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, retry_after_ms: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after_ms = retry_after_ms


class NotFound(KnownError):
    """There is no such thing for this viewer."""

    code = "NOT_FOUND"

    def __init__(self, message: str = "There is no such LIVE for this creator.") -> None:
        super().__init__(message)


class BadUserInput(KnownError):
    """An argument has a value that cannot be used."""

    code = "BAD_USER_INPUT"


class OperationClosed(KnownError):
    """The operation ended before its sources answered, because its client has left."""

    code = "OPERATION_CLOSED"


class SourceError(KnownError):
    """A source did not give what was asked; ``upstream`` says which one, for logs."""

    def __init__(self, message: str, *, upstream: str, retry_after_ms: int | None = None) -> None:
        super().__init__(message, retry_after_ms=retry_after_ms)
        self.upstream = upstream


class DeadlineExceeded(SourceError):
    """The source did not answer within its cap or the time that the operation had left."""

    code = "DEADLINE_EXCEEDED"
    retryable = True

    def __init__(self, *, upstream: str) -> None:
        super().__init__("This could not be loaded in time.", upstream=upstream)


class SourceUnavailable(SourceError):
    """The source could not be reached, broke off, or said that it cannot answer now."""

    code = "SOURCE_UNAVAILABLE"
    retryable = True

    def __init__(self, *, upstream: str, retry_after_ms: int | None = None) -> None:
        super().__init__(
            "This could not be loaded now.", upstream=upstream, retry_after_ms=retry_after_ms
        )


class SourceBadAnswer(SourceError):
    """The source answered something that its contract does not allow; ``detail`` is for logs."""

    code = "SOURCE_BAD_ANSWER"

    def __init__(self, detail: str, *, upstream: str) -> None:
        super().__init__("This could not be read from its source.", upstream=upstream)
        self.detail = detail


class SourceForbidden(SourceError):
    """The source does not show this to this creator."""

    code = "SOURCE_FORBIDDEN"

    def __init__(self, *, upstream: str) -> None:
        super().__init__("This is not shown to this creator.", upstream=upstream)
