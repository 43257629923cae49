"""Asked: what is noted of an operation before it runs, whichever transport it came by."""

from __future__ import annotations

from gateway.client import Client, client_of_extensions
from gateway.execution import GraphQLRequest
from gateway.gateway import Gateway
from gateway.operation_log import OperationLog
from loaders.viewer import Viewer


def note_asked(
    gateway: Gateway, log: OperationLog, request: GraphQLRequest, viewer: Viewer, client: Client
) -> GraphQLRequest:
    """The request with its document's plan, once its log knows what is asked and by which client.

    Raises RequestError when there is no such document, or it cannot be planned.
    """
    client = client.or_else(client_of_extensions(request.extensions))
    log.client(client)
    request = gateway.engine.planned(request, viewer=viewer, client=client.name)
    deprecated = gateway.engine.deprecated(request)
    log.request(request, gateway.engine.kind(request), deprecated)
    gateway.deprecated_uses.add(deprecated, client)
    return request
