"""Head size: how long the head of a request is, and when that is too long."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.errors import RequestError

MOST_HEADERS = 128
# What stands around an address and around a header: method, version, colon, ends of lines.
_AROUND_ADDRESS = 16
_AROUND_HEADER = 4

Headers = Sequence[tuple[bytes, bytes]]


def head_size(url: bytes, headers: Headers) -> int:
    """The bytes of a head with that address and those headers."""
    lines = sum(len(name) + len(value) + _AROUND_HEADER for name, value in headers)
    return len(url) + _AROUND_ADDRESS + lines


def head_refusal(url: bytes, headers: Headers, *, size: int, most: int) -> RequestError | None:
    """Why a head of ``size`` bytes is too long, where ``most`` are allowed; None when it is not."""
    if size > most and len(url) > most // 2:
        return RequestError("URI_TOO_LONG", "The address is too long.")
    if size > most:
        message = f"Address and headers are longer than {most} bytes."
        return RequestError("HEADERS_TOO_LARGE", message)
    if len(headers) > MOST_HEADERS:
        return RequestError("HEADERS_TOO_LARGE", f"There are more than {MOST_HEADERS} headers.")
    return None
