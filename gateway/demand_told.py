"""Demand told: what an answer says of its cost, to a request whose extensions ask for it.

    {"query": "...", "extensions": {"cost": true}}

It then stands in the answer's own extensions: ``requested``, what was counted before anything ran,
with the variables given; ``limit``, what may be asked for; and ``actual``, what it came to by the
same units: its calls to sources, and the objects in its data. Of an answer in parts there is no
``actual``: it is told with the last part, when the data has gone already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resolvers.cost import READ

# The schema says what a call is worth.
_CALL = int(READ.weight)


@dataclass(frozen=True, slots=True)
class CostTold:
    """What a request is told of its cost."""

    requested: int
    limit: int

    def to_wire(self, data: Any, *, upstream_calls: int) -> dict[str, Any]:
        """As extensions. ``data`` is that of the answer, None when it is not at hand."""
        told = {"requested": self.requested, "limit": self.limit}
        if data is not None:
            told["actual"] = _CALL * upstream_calls + _objects(data) - 1
        return {"cost": told}


def asks_for_cost(extensions: Mapping[str, Any]) -> bool:
    """Whether a request with these extensions asks for its cost."""
    return extensions.get("cost") is True


def _objects(data: Any) -> int:
    """How many objects there are in it, itself among them."""
    found, waiting = 0, [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found += 1
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found
