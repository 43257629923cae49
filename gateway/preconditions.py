"""Preconditions: whether a client has what is here, or means what it began with (RFC 9110, 13)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from gateway.request_headers import RequestHeaders

_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
# Within a minute of its writing a file may have been written again: its time says not enough.
_SURE_AFTER = timedelta(seconds=60)


def status_instead(headers: RequestHeaders, *, etag: str, modified_at: datetime) -> int | None:
    """412 or 304, in place of what a GET or HEAD would be answered with; None: answer it.

    ``etag`` is a strong one, ``modified_at`` has whole seconds (UTC).
    """
    if (match := headers.get("if-match")) is not None:
        if not _is_among(etag, match, weakly=False):
            return 412
    elif (since := _moment(headers.get("if-unmodified-since"))) and modified_at > since:
        return 412
    if (none := headers.get("if-none-match")) is not None:
        return 304 if _is_among(etag, none, weakly=True) else None
    since = _moment(headers.get("if-modified-since"))
    return 304 if since and modified_at <= since else None


def is_what_was_begun(
    headers: RequestHeaders, *, etag: str, modified_at: datetime, now: datetime
) -> bool:
    """Whether a part will do, by ``If-Range``: the rest of what the client has the beginning of."""
    asked = headers.get("if-range")
    if asked is None:
        return True
    if _ETAG.fullmatch(asked):
        return asked == etag
    return _moment(asked) == modified_at and now - modified_at >= _SURE_AFTER


def _is_among(etag: str, listed: str, *, weakly: bool) -> bool:
    if listed.strip() == "*":
        return True
    found: list[str] = _ETAG.findall(listed)
    return etag in [each.removeprefix("W/") if weakly else each for each in found]


def _moment(text: str | None) -> datetime | None:
    """The time (UTC) of an HTTP date; None: it is none, and to be ignored."""
    if text is None:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
