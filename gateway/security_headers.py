"""Security headers: the few that every HTTP answer carries, pages and data alike.

What is no page may do nothing at all if a browser ever takes it for one. What others may show in
pages of theirs (a share's player, pictures and films behind signed links) says so by itself.
"""

from __future__ import annotations

from functools import lru_cache

from starlette.types import Message, Send

_RESOURCE = b"cross-origin-resource-policy"
_FRAMES = b"x-frame-options"
_POLICY = b"content-security-policy"
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (_FRAMES, b"DENY"),
    (_POLICY, b"default-src 'none'; frame-ancestors 'none'"),
    (_RESOURCE, b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
)
_TWO_YEARS = (b"strict-transport-security", b"max-age=63072000")
# What says that anybody may show it in a page of theirs; the older header could only forbid that.
_FRAMED_BY_ANYBODY = b"frame-ancestors *"
_FOR_ANYBODY = (_RESOURCE, b"cross-origin")


def secured(send: Send, *, is_https: bool) -> Send:
    """The same way back to the client, which adds the headers an answer does not have already.

    ``is_https``: the world knows the gateway by an https address, and is to use no other.
    """

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            names = frozenset([name for name, _ in headers])
            # Data says nothing of frames, and is most of what is sent.
            is_framed = _POLICY in names and _may_be_framed(headers)
            headers += _added(names, is_framed=is_framed)
            if is_https:
                headers.append(_TWO_YEARS)
            message = {**message, "headers": headers}
        await send(message)

    return send_with_headers


def _may_be_framed(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(_FRAMED_BY_ANYBODY in value for name, value in headers if name == _POLICY)


@lru_cache(maxsize=64)
def _added(names: frozenset[bytes], *, is_framed: bool) -> tuple[tuple[bytes, bytes], ...]:
    """What is added to headers of these names: there are few sets of them, all of them ours."""
    known = {name.lower() for name in names}
    if is_framed:
        known |= {_FRAMES, _RESOURCE}
    added = tuple(pair for pair in SECURITY_HEADERS if pair[0] not in known)
    return (_FOR_ANYBODY, *added) if is_framed else added
