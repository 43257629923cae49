"""File answer: what a request for a file is answered with: all of it, a part, or that it is known.

HEAD is answered like a GET of all, since a part is for GET alone (RFC 9110, section 14.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from gateway.byte_range import NotSatisfiable, part_of
from gateway.file_refusal import changed, no_such_part
from gateway.preconditions import is_what_was_begun, status_instead
from gateway.request_headers import RequestHeaders
from loaders.local_file import LocalFile


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A status, headers, and the positions of the bytes that are sent."""

    status: int
    headers: Mapping[str, str]
    part: range


def answer_with(
    file: LocalFile, headers: RequestHeaders, *, is_head: bool, now: datetime
) -> FileAnswer:
    """The answer to a GET or HEAD with these headers. Raises FileRefusal."""
    facts, modified_at = file.facts, file.modified_at
    told = {
        "etag": facts.etag,
        "last-modified": format_datetime(modified_at, usegmt=True),
        "accept-ranges": "bytes",
    }
    status = status_instead(headers, etag=facts.etag, modified_at=modified_at)
    if status == 412:
        raise changed()
    if status == 304:
        return FileAnswer(304, told, range(0))
    told["content-type"] = facts.media_type
    whole = range(facts.size_bytes)
    part = None
    asked = headers.get("range")
    is_begun = is_what_was_begun(headers, etag=facts.etag, modified_at=modified_at, now=now)
    if asked is not None and is_begun and not is_head:
        try:
            part = part_of(facts.size_bytes, asked)
        except NotSatisfiable:
            raise no_such_part(facts.size_bytes) from None
    if part is not None:
        told["content-range"] = f"bytes {part.start}-{part.stop - 1}/{facts.size_bytes}"
    told["content-length"] = str(len(whole if part is None else part))
    sent = range(0) if is_head else whole if part is None else part
    return FileAnswer(200 if part is None else 206, told, sent)
