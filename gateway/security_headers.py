"""Security headers: the few that every HTTP answer carries, pages and data alike."""

from __future__ import annotations

from starlette.types import Message, Send

SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


def secured(send: Send) -> Send:
    """The same way back to the client, which adds the headers an answer does not have already."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            known = {name.lower() for name, _ in headers}
            headers += [pair for pair in SECURITY_HEADERS if pair[0] not in known]
            message = {**message, "headers": headers}
        await send(message)

    return send_with_headers
