"""File refusal: why a file is not given, as its status and a few words for people.

| status | when | what a client does |
|---|---|---|
| 403 | nobody has signed this link | asks for a link |
| 404 | there is no such piece or file, or files are not served from here | gives up |
| 405 | it is neither GET nor HEAD | |
| 410 | the link, its recording or its share is over | asks for a new link, which says why |
| 412 | the file is not the one that the client has in mind | begins anew |
| 416 | there is no such part, or several are asked for | asks for one part, or for all |
| 503 | it cannot be looked up now, too many are sent, or the gateway stops | comes back later |
"""

from __future__ import annotations

from collections.abc import Mapping

from gateway.coming_back import coming_back_ms


class FileRefusal(Exception):
    """A file is not given. ``outcome`` is a word for the log, ``words`` are for people."""

    def __init__(
        self, status: int, outcome: str, words: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(words)
        self.status = status
        self.outcome = outcome
        self.words = words
        self.headers = headers or {}


def not_signed() -> FileRefusal:
    """It is not a link of ours, or not any more the one that it was."""
    return FileRefusal(403, "not_signed", "This is no link of ours.")


def not_there() -> FileRefusal:
    """There is no such file."""
    return FileRefusal(404, "not_found", "There is no such file.")


def wrong_method() -> FileRefusal:
    """A file can be read, and nothing else."""
    return FileRefusal(
        405, "method", "A file can be read, and nothing else.", headers={"allow": "GET, HEAD"}
    )


def expired() -> FileRefusal:
    """The link's own time is over."""
    return FileRefusal(410, "expired", "This link is over. Ask for a new one.")


def gone() -> FileRefusal:
    """The recording has been deleted, restricted or has expired, or its share is over."""
    return FileRefusal(410, "gone", "This recording is not here any more.")


def changed() -> FileRefusal:
    """A precondition does not hold."""
    return FileRefusal(412, "changed", "The file is not the one that you have in mind.")


def no_such_part(size: int) -> FileRefusal:
    """``size`` is that of the whole file, in bytes."""
    words = "There is no such part, or more than one is asked for."
    return FileRefusal(416, "range", words, headers={"content-range": f"bytes */{size}"})


def unavailable() -> FileRefusal:
    """It cannot be looked up now."""
    return _later("unavailable", "This cannot be looked up now. Try again soon.")


def too_many() -> FileRefusal:
    """More is being sent than can be."""
    return _later("overloaded", "Too much is being sent. Try again soon.")


def draining() -> FileRefusal:
    """The gateway is about to stop."""
    return _later("draining", "This server is about to stop. Try again soon.")


def broken() -> FileRefusal:
    """Something went wrong that nobody foresaw."""
    return FileRefusal(500, "error", "Something unexpected went wrong.")


def _later(outcome: str, words: str) -> FileRefusal:
    seconds = str(coming_back_ms() // 1000)
    return FileRefusal(503, outcome, words, headers={"retry-after": seconds})
