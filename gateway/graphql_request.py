"""GraphQL request: what a client asks, whichever transport it came by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from gateway.demand_limits import Limits
from gateway.on_error import OnError
from gateway.plan import Plan


class GraphQLRequest(msgspec.Struct, frozen=True):
    """What a client asks, whichever transport it came by.

    ``query`` is the document's text, "" when it is asked for by its ``document_id`` alone. ``plan``
    is the document's, once ``Engine.planned`` has found it, ``cost`` what it costs with these
    variables, and ``limits`` those of its client. ``span`` is what it is in a trace; None: in none.
    """

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = msgspec.field(default_factory=dict)
    extensions: Mapping[str, Any] = msgspec.field(default_factory=dict)
    document_id: str | None = None
    plan: Plan | None = None
    cost: int | None = None
    limits: Limits | None = None
    on_error: OnError = OnError.PROPAGATE
    span: object | None = None
