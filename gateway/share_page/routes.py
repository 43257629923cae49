"""Routes: a share's page, its player, and what other sites ask for to show it.

Nothing that is answered here may be kept by anybody: a share ends when its creator says so. One
line is logged an answer, without the token, the address and who came.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from gateway.address import address_of
from gateway.language import language_of
from gateway.request_headers import RequestHeaders
from gateway.settings import Settings
from gateway.share_page import oembed
from gateway.share_page.html import Page, notice_page, player_page, share_page
from gateway.share_page.lookup import Behind, Found, Lookup, Nothing
from gateway.share_page.view import ShareAddresses, ShareView, view_of
from gateway.share_page.visitor import is_visit
from gateway.share_page.words import WORDS, Words, spoken_of

_log = structlog.get_logger(__name__)
_SHOWN, _REFUSED = "SHOWN", "REFUSED"


def share_routes(settings: Settings, behind: Callable[[Scope], Behind]) -> list[BaseRoute]:
    """``/s/{token}``, ``/s/{token}/player`` and ``/oembed``; GET and HEAD.

    ``behind`` says, of a request's scope, what the pages read.
    """
    pages = _SharePages(settings, behind)
    return [
        Route("/s/{token}", pages.page, name="share"),
        Route("/s/{token}/player", pages.player, name="share_player"),
        Route("/oembed", pages.oembed, name="oembed"),
    ]


@dataclass(slots=True)
class _Visit:
    """One request, and what is to be said of it in the log."""

    request: Request
    page: str
    headers: RequestHeaders
    request_id: str
    address: str
    words: Words
    began: float = field(default_factory=time.perf_counter)

    def answered(self, response: Response, outcome: str) -> Response:
        """The answer with what every answer has, after it has been logged."""
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Vary"] = "Accept-Language"
        response.headers["X-Request-Id"] = self.request_id
        _log.info(
            "share_page",
            page=self.page,
            request_id=self.request_id,
            status=response.status_code,
            outcome=outcome,
            ms=round((time.perf_counter() - self.began) * 1000, 2),
        )
        return response


class _SharePages:
    def __init__(self, settings: Settings, behind: Callable[[Scope], Behind]) -> None:
        self._behind = behind
        self._lookup = Lookup(settings)
        self._addresses = ShareAddresses(settings.public_url)
        self._languages = spoken_of(settings.languages)
        self._link_seconds = settings.playback_link_seconds
        self._proxies = settings.proxies

    async def page(self, request: Request) -> Response:
        """The page that the link leads to."""
        return await self._shown(self._visit(request, "page"), share_page)

    async def player(self, request: Request) -> Response:
        """The player alone."""
        return await self._shown(self._visit(request, "player"), player_page)

    async def oembed(self, request: Request) -> Response:
        """What another site needs to show the player. It is no visit."""
        visit = self._visit(request, "oembed")
        try:
            question = oembed.Question.of(
                request.query_params, public_url=self._addresses.public_url
            )
        except oembed.BadQuestion as error:
            return visit.answered(_json({"error": error.message}, error.status), _REFUSED)
        found = await self._found(visit, question.token)
        if isinstance(found, Nothing):
            _, sentence = visit.words.notices[found.notice]
            response = _json({"error": sentence}, found.status)
            return visit.answered(_later(response, found), found.notice.value)
        told = oembed.answer(self._view(visit, found), question)
        response = _json(told, 200)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return visit.answered(response, _SHOWN)

    async def _shown(self, visit: _Visit, written: Callable[[ShareView, Words], Page]) -> Response:
        found = await self._found(visit, visit.request.path_params["token"])
        if isinstance(found, Nothing):
            page = notice_page(found.notice, visit.words, is_embedded=visit.page == "player")
            response = _html(page, visit.words, status=found.status, is_indexable=False)
            return visit.answered(_later(response, found), found.notice.value)
        view = self._view(visit, found)
        page = written(view, visit.words)
        if is_visit(visit.request.method, visit.headers):
            await self._behind(visit.request.scope).shares.visited(found.share.token)
        is_indexable = view.is_indexable and visit.page == "page"
        response = _html(page, visit.words, status=200, is_indexable=is_indexable)
        return visit.answered(response, _SHOWN)

    async def _found(self, visit: _Visit, token: str) -> Found | Nothing:
        return await self._lookup.find(
            self._behind(visit.request.scope),
            token,
            address=visit.address,
            request_id=visit.request_id,
        )

    def _view(self, visit: _Visit, found: Found) -> ShareView:
        return view_of(
            found.share,
            found.recording,
            storage=self._behind(visit.request.scope).storage,
            addresses=self._addresses,
            words=visit.words,
            now=found.now,
            link_seconds=self._link_seconds,
        )

    def _visit(self, request: Request, page: str) -> _Visit:
        headers = RequestHeaders(request.scope)
        language = language_of(headers.get("accept-language"), self._languages)
        return _Visit(
            request=request,
            page=page,
            headers=headers,
            request_id=headers.request_id(),
            address=address_of(request.scope, headers, proxies=self._proxies),
            words=WORDS[language],
        )


def _html(page: Page, words: Words, *, status: int, is_indexable: bool) -> Response:
    response = Response(page.html, status_code=status, media_type="text/html")
    response.headers["Content-Security-Policy"] = page.policy
    response.headers["Content-Language"] = words.language
    if not is_indexable:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _json(told: object, status: int) -> Response:
    return Response(msgspec.json.encode(told), status_code=status, media_type="application/json")


def _later(response: Response, nothing: Nothing) -> Response:
    if nothing.retry_after is not None:
        response.headers["Retry-After"] = str(nothing.retry_after)
    return response
