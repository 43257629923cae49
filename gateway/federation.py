"""Federation: the schema as a subgraph, for a router that shows its own credential.

    POST /federation/graphql
    X-Endpage-Router: <the router's credential>
    Authorization: Bearer <the creator's token, which the router passes on>

The credential opens the way in and nothing else: what is shown is what the creator may see, as
everywhere. Without a creator the router is told the subgraph's schema (``_service``) alone, which
is what it asks for before any creator has come.
"""

from __future__ import annotations

from dataclasses import replace
from hmac import compare_digest

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from gateway import http_answer
from gateway.delivery import deliver
from gateway.errors import RequestError
from gateway.exchange import Exchange
from gateway.gateway import Gateway, gateway_of
from gateway.http import GraphQLOverHttp
from gateway.methods import MethodNotAllowed
from gateway.negotiation import JSON
from gateway.request_headers import RequestHeaders
from gateway.settings import Settings
from loaders.viewer import Viewer

FEDERATION_PATH = "/federation/graphql"
ROUTER_HEADER = "x-endpage-router"
_NOBODY = Viewer(creator_id="", platform="")


class Federation:
    """The ASGI endpoint. It answers as the public one does, of the schema with entities."""

    def __init__(self, credential: bytes) -> None:
        self._credential = credential
        self._graphql = GraphQLOverHttp()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of a router, and of nobody else."""
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(Exchange(scope, receive, send), refusal)
            return
        names_creator = RequestHeaders(scope).get("authorization") is not None
        gateway = _as_router_sees_it(gateway_of(scope), for_creator=names_creator)
        state = {**scope["state"], "gateway": gateway}
        await self._graphql({**scope, "state": state}, receive, send)

    def _refusal(self, scope: Scope) -> RequestError | None:
        shown = RequestHeaders(scope).get(ROUTER_HEADER) or ""
        if not compare_digest(shown.encode("latin-1"), self._credential):
            message = "This address is for a router, which shows its credential."
            return RequestError("ROUTER_NOT_TRUSTED", message)
        if scope["method"] != "POST":
            return MethodNotAllowed("A router asks by POST.", allowed="POST")
        return None


def federation_routes(settings: Settings) -> list[BaseRoute]:
    """The way in for a router; none when there is no router."""
    if settings.federation_credential_file is None:
        return []
    return [Route(FEDERATION_PATH, Federation(settings.federation_credential_file.content))]


def _as_router_sees_it(gateway: Gateway, *, for_creator: bool) -> Gateway:
    subgraph = gateway.subgraph
    assert subgraph is not None
    rates = gateway.rates.for_a_router()
    if for_creator:
        return replace(gateway, engine=subgraph.for_creators, rates=rates)
    return replace(gateway, engine=subgraph.for_the_router, identify=_nobody, rates=rates)


async def _nobody(_authorization: str | None) -> Viewer:
    return _NOBODY


async def _refuse(exchange: Exchange, error: RequestError) -> None:
    exchange.log.refusal(error)
    answer = http_answer.of_refusal(
        error,
        media_type=exchange.accept.answer or JSON,
        policy=exchange.gateway.settings.status_policy,
        request_id=exchange.request_id,
    )
    exchange.log.write(http_status=answer.status)
    await deliver(answer, exchange)
