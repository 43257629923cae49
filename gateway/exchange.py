"""Exchange: one HTTP request, and the way back to its client."""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from gateway.address import address_of
from gateway.client import client_of_headers
from gateway.content_coding import Coding, coding_of
from gateway.cors import crossing
from gateway.errors import RequestError
from gateway.gateway import Gateway, gateway_of
from gateway.language import language_of
from gateway.negotiation import Accept, accept_of
from gateway.operation_log import OperationLog
from gateway.rate_limited import HeaderLines, Standing
from gateway.request_headers import RequestHeaders
from loaders.viewer import Viewer


class Exchange:
    """What every way of answering a request needs to know of it."""

    __slots__ = (
        "accept",
        "address",
        "client",
        "coding",
        "creator_id",
        "gateway",
        "has_begun",
        "headers",
        "in_events",
        "is_operation",
        "language",
        "log",
        "method",
        "receive",
        "refused_by",
        "request_id",
        "scope",
        "send",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.receive = receive
        self.method: str = scope["method"]
        self.headers = RequestHeaders(scope)
        self.request_id = self.headers.request_id()
        self.gateway: Gateway = gateway_of(scope)
        settings = self.gateway.settings
        self.send = crossing(send, self.method, self.headers, settings.cors_origins)
        self.accept: Accept = accept_of(self.headers.get("accept"))
        self.coding: Coding = coding_of(
            self.headers.get("accept-encoding"), is_on=settings.compression == "on"
        )
        self.language = language_of(self.headers.get("accept-language"), settings.languages)
        """The language of the answer's words."""
        self.in_events = self.accept.prefers_events
        """Whether what is wrong with the GraphQL is told in an event stream."""
        self.is_operation = True
        """Whether the request is an operation, so that its log is written when it is answered."""
        self.has_begun = False
        """Whether an answer is on its way, so that no other can be sent."""
        self.log = OperationLog(
            request_id=self.request_id,
            transport="http",
            telemetry=self.gateway.telemetry,
            trace_parent=self.headers.get("traceparent"),
        )
        self.client = client_of_headers(self.headers)
        self.log.client(self.client)
        self.address = ""
        """From which network it is asked, where that matters."""
        if self.gateway.rates.knows_addresses:
            self.address = address_of(scope, self.headers, proxies=settings.proxies)
        self.creator_id = ""
        """Who asks, once that is known."""
        self.refused_by: Standing | None = None
        """How the budget stands that has refused it."""

    @property
    def rate_lines(self) -> HeaderLines:
        """The headers that say what is left to ask for."""
        standing = self.refused_by
        if standing is None and self.creator_id:
            standing = self.gateway.rates.standing("creator", self.creator_id)
        return () if standing is None else standing.lines()

    @property
    def wants_stream(self) -> bool:
        """Whether a stream is what the client asks for, by all that is known before the body."""
        return self.accept.wants_stream or self.method in {"PUT", "DELETE"}

    async def identify(self) -> Viewer:
        """Who asks. Raises RequestError when nobody is named who can be trusted, or who has asked
        for too much.
        """
        rates = self.gateway.rates
        try:
            viewer = await self.gateway.identify(self.headers.get("authorization"))
        except RequestError as refusal:
            if refusal.code == "UNAUTHENTICATED":
                rates.failed(self.address)
            raise
        self.log.viewer(viewer, self.language)
        self.creator_id = viewer.creator_id
        rates.enter(viewer.creator_id)
        return viewer

    def forget_headers(self) -> None:
        """Let go of the request's headers, the token among them; nobody may ask for them again.

        The server holds the same list, so it is emptied and not replaced.
        """
        self.headers.forget()
        self.scope["headers"].clear()
