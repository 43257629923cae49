"""Asked: what is noted of an operation, and taken for it, before it runs, whichever transport it
came by.
"""

from __future__ import annotations

from msgspec.structs import replace

from gateway.client import Client, client_of_extensions
from gateway.errors import RequestError
from gateway.gateway import Gateway
from gateway.graphql_request import GraphQLRequest
from gateway.operation_log import OperationLog
from loaders.viewer import Viewer

# Each eighth byte of what is looked at in vain costs as much as an object that is told: the worst
# of documents keeps a processor for some 90 ms, in which it would serve that many.
_BYTES_FOR_ONE = 8


def note_asked(
    gateway: Gateway,
    log: OperationLog,
    request: GraphQLRequest,
    viewer: Viewer,
    client: Client,
    *,
    address: str,
) -> GraphQLRequest:
    """The request with its document's plan, once its log knows what is asked and by which client,
    and its cost is taken of the budgets. ``address`` is the network that it comes from.

    Raises RequestError when there is no such document, it cannot be planned, or it is more than is
    left for it.
    """
    client = client.or_else(client_of_extensions(request.extensions))
    log.client(client)
    engine = gateway.engine
    try:
        request = engine.planned(request, viewer=viewer, client=client.name)
    except RequestError:
        cost = len(request.query) // _BYTES_FOR_ONE
        gateway.rates.spend(cost, creator_id=viewer.creator_id, address=address)
        raise
    deprecated = engine.deprecated(request)
    log.request(request, engine.kind(request), deprecated)
    if log.span is not None:
        request = replace(request, span=log.span)
    gateway.deprecated_uses.add(deprecated, client)
    gateway.rates.charge(
        engine.cost(request),
        priority=engine.priority(request),
        creator_id=viewer.creator_id,
        client=client.name,
        address=address,
    )
    return request
