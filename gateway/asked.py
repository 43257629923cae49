"""Asked: what is noted of an operation before it runs, whichever transport it came by."""

from __future__ import annotations

from gateway.client import Client, client_of_extensions
from gateway.execution import GraphQLRequest
from gateway.gateway import Gateway
from gateway.operation_log import OperationLog


def note_asked(gateway: Gateway, log: OperationLog, request: GraphQLRequest, client: Client) -> str:
    """The operation's kind, once its log knows what is asked and by which client.

    Raises RequestError when it cannot be planned.
    """
    client = client.or_else(client_of_extensions(request.extensions))
    log.client(client)
    kind = gateway.engine.kind(request)
    deprecated = gateway.engine.deprecated(request)
    log.request(request, kind, deprecated)
    gateway.deprecated_uses.add(deprecated, client)
    return kind
