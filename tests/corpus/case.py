"""Case: what a client sends over one connection, byte for byte, and what it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.gateway.asking import JSON
from tests.gateway.raw_http import Told

ID = "corpus"
NEW_ID = "<new>"
"""What stands in the place of an id that the gateway has made up."""
TOKEN = b"<token>"
"""What stands in the place of a good token."""
BODY = b'{"query":"{ a }"}'
DATA: dict[str, Any] = {"variables": {}, "name": None}
ALLOWED = "GET, HEAD, POST, QUERY, OPTIONS, PUT, DELETE"

_SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
_RETRYABLE = {"REQUEST_TIMEOUT", "OVERLOADED"}
NO_DOCUMENT = "The request has neither a document in query nor the id of one."
VARY = "authorization, accept, accept-language, accept-encoding"


@dataclass(frozen=True, slots=True)
class Case:
    """``told`` are the answers; ``is_closed``: that the connection ends behind the last of them."""

    name: str
    sent: bytes
    told: tuple[Told, ...]
    is_closed: bool = False

    def __str__(self) -> str:
        return self.name


def request(
    method: bytes = b"POST",
    target: bytes = b"/graphql",
    *headers: bytes,
    body: bytes = BODY,
    length: int | None = None,
    without: tuple[bytes, ...] = (),
    version: bytes = b"HTTP/1.1",
) -> bytes:
    """A good request but for the changes: ``headers`` are added, and those of ``without`` are not
    there.
    """
    standard = [b"Host: gateway", b"X-Request-Id: corpus", b"Authorization: Bearer " + TOKEN]
    if method in {b"POST", b"QUERY"}:
        size = len(body) if length is None else length
        standard += [b"Content-Type: application/json", b"Content-Length: %d" % size]
    else:
        body = b""
    kept = [line for line in standard if line.partition(b":")[0].lower() not in without]
    return b"\r\n".join([b"%b %b %b" % (method, target, version), *kept, *headers, b"", body])


def answer(data: Any = DATA, *, media_type: str = JSON, **headers: str) -> Told:
    """An answer with that data."""
    return _told({"data": data}, media_type, 200, ID, headers)


def refusal(
    status: int,
    code: str,
    message: str,
    *,
    media_type: str = JSON,
    request_id: str = ID,
    **headers: str,
) -> Told:
    """An answer that is nothing but this error."""
    extensions = {"code": code, "retryable": code in _RETRYABLE, "requestId": request_id}
    body = {"errors": [{"message": message, "extensions": extensions}]}
    return _told(body, media_type, status, request_id, headers)


def bare(status: int, **headers: str) -> Told:
    """An answer without a body."""
    standard = {"cache-control": "no-store", "vary": VARY, "x-request-id": ID}
    return Told(status, _headers({**_SECURITY, **standard}, headers))


def _told(
    body: Any, media_type: str, status: int, request_id: str, headers: dict[str, str]
) -> Told:
    content = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    standard = {
        "content-type": f"{media_type}; charset=utf-8",
        "content-length": str(len(content.replace(NEW_ID.encode(), b"0" * 32))),
        "cache-control": "no-store",
        "vary": VARY,
        "x-request-id": request_id,
        "accept-query": "application/json",
    }
    return Told(status, _headers({**_SECURITY, **standard}, headers), content)


def _headers(standard: dict[str, str], changes: dict[str, str]) -> dict[str, str]:
    return {**standard, **{name.replace("_", "-"): value for name, value in changes.items()}}
