"""Developers: the pages that are theirs alone in production, and how a browser shows who it is.

Whoever has no developer's token finds a page that asks for one, and nothing behind it: no page, no
asset, no list. A browser cannot send a header when it opens an address, so the token is posted once
and comes back as a cookie. The cookie opens these pages and nothing else: no browser sends it to
``/graphql``, to another site or from one, and no script can read it. What it holds is checked with
each request, as a header would be, so that a token that has run out or is revoked opens nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send

from gateway.address import address_of
from gateway.errors import RequestError
from gateway.gateway import gateway_of
from gateway.request_headers import RequestHeaders
from gateway.sign_in_page import sign_in_page
from loaders.viewer import Viewer

PLACE = "/graphiql"
COOKIE = "endpage_developer"
_MOST_SECONDS = 3600
_MOST_BYTES = 16_384
# What says nothing of the token.
_LATER = {"IDENTITY_UNAVAILABLE": 503, "RATE_LIMITED": 429}


class _SignIn(msgspec.Struct):
    token: str


def developers_only(routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """The routes, all of them under ``PLACE``, for developers alone."""
    door = _Door(routes)
    return [Route(PLACE, door, name="developers"), Route(PLACE + "/{anything:path}", door)]


class _Door:
    """An ASGI app: whoever is a developer goes through it to the routes."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._inside = Router(routes, redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        is_at_door = scope["path"] == PLACE
        if is_at_door and request.method == "POST":
            await (await _signed_in(request))(scope, receive, send)
            return
        shown = request.headers.get("authorization") or _bearer(request.cookies.get(COOKIE, ""))
        try:
            await _developer(scope, shown)
        except RequestError as error:
            if error.code in _LATER:
                refusal: Response = PlainTextResponse(
                    "Not possible now\n", status_code=_LATER[error.code]
                )
            elif is_at_door and request.method in {"GET", "HEAD"}:
                refusal = sign_in_page()
            else:
                refusal = PlainTextResponse("Not found\n", status_code=404)
            await refusal(scope, receive, send)
            return
        await self._inside(scope, receive, send)


async def _signed_in(request: Request) -> Response:
    try:
        token = await _token_in(request)
        viewer = await _developer(request.scope, _bearer(token))
    except RequestError as error:
        # Whatever is wrong with it, it is told in one way.
        status = _LATER.get(error.code, 401)
        return Response(status_code=status, headers={"Cache-Control": "no-store"})
    left = _MOST_SECONDS
    if viewer.expires_at is not None:
        left = int((viewer.expires_at - datetime.now(UTC)).total_seconds())
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE,
        token,
        max_age=max(min(left, _MOST_SECONDS), 0),
        path=PLACE,
        secure=True,
        httponly=True,
        samesite="strict",
    )
    structlog.get_logger().info("developer_signed_in", creator=viewer.creator_id)
    return answer


async def _token_in(request: Request) -> str:
    """The token in the body. Raises RequestError."""
    # Another site's page could send any other type without having asked whether it may.
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise _nobody()
    body = bytearray()
    try:
        async with asyncio.timeout(gateway_of(request.scope).settings.body_seconds):
            async for piece in request.stream():
                body += piece
                if len(body) > _MOST_BYTES:
                    raise _nobody()
        token = msgspec.json.decode(bytes(body), type=_SignIn).token
    except (msgspec.MsgspecError, UnicodeDecodeError, ClientDisconnect, TimeoutError):
        raise _nobody() from None
    # It is to be a cookie; no token has anything else in it.
    if (
        not token.isascii()
        or not token.replace(".", "").replace("-", "").replace("_", "").isalnum()
    ):
        raise _nobody()
    return token


async def _developer(scope: Scope, authorization: str | None) -> Viewer:
    """Who is shown to ask. Raises RequestError, the same for nobody and for who is no developer,
    and RateLimited for an address that has tried too much.
    """
    if authorization is None:
        raise _nobody()
    gateway = gateway_of(scope)
    address = address_of(scope, RequestHeaders(scope), proxies=gateway.settings.proxies)
    gateway.rates.knock(address)
    try:
        viewer = await gateway.identify(authorization)
    except RequestError as error:
        if error.code == "UNAUTHENTICATED":
            gateway.rates.failed(address)
        raise
    if not viewer.is_developer:
        raise _nobody()
    return viewer


def _bearer(token: str) -> str | None:
    return f"Bearer {token}" if token else None


def _nobody() -> RequestError:
    return RequestError("UNAUTHENTICATED", "The token cannot be trusted.")
