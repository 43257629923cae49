"""Security headers: the few that every HTTP answer carries, pages and data alike."""

from __future__ import annotations

from starlette.types import Message, Send

SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
_FRAMES = b"x-frame-options"
# What says that anybody may show it in a page of theirs; the older header could only forbid that.
_FRAMED_BY_ANYBODY = b"frame-ancestors *"


def secured(send: Send) -> Send:
    """The same way back to the client, which adds the headers an answer does not have already."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            known = {name.lower() for name, _ in headers}
            if any(_FRAMED_BY_ANYBODY in value for _, value in headers):
                known.add(_FRAMES)
            headers += [pair for pair in SECURITY_HEADERS if pair[0] not in known]
            message = {**message, "headers": headers}
        await send(message)

    return send_with_headers
