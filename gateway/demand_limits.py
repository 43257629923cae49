"""Demand limits: how much one document may ask for, by everybody and by a client of some name.

A client's name is its own word, which nothing proves. So a client's limits are tighter than those
for everybody and never wider: whoever takes another's name gains nothing by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from gateway.errors import RequestError

_WORDS = {
    "bytes": "The document has {requested} bytes",
    "tokens": "The document has {requested} tokens or more",
    "operations": "The document has {requested} operations",
    "nesting": "The document's selections and fragments are {requested} deep in each other or more",
    "depth": "The document is {requested} fields deep",
    "aliases": "The document has {requested} aliases",
    "rootFields": "The document asks for {requested} fields of the root",
    "directives": "The document has {requested} directives",
    "fields": "The document asks for {requested} fields",
    "comparisons": "The document has fields of the same name to be compared {requested} times",
    "cost": "The operation costs {requested}",
}


class DemandExceeded(RequestError):
    """A document asks for more than may be asked for.

    ``limit`` names what is limited; ``requested`` is what was asked for, as far as it was counted,
    and ``most`` what may be.
    """

    def __init__(self, limit: str, *, requested: int, most: int) -> None:
        told = _WORDS[limit].format(requested=f"{requested:,}")
        message = f"{told}: {most:,} at most."
        extensions = {
            "code": "DEMAND_EXCEEDED",
            "limit": limit,
            "requested": requested,
            "most": most,
        }
        super().__init__(
            "DEMAND_EXCEEDED", message, errors=[{"message": message, "extensions": extensions}]
        )
        self.limit = limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most of each. The defaults are those of the settings."""

    document_bytes: int = 32_768
    tokens: int = 2_000
    depth: int = 20
    aliases: int = 100
    root_fields: int = 20
    directives: int = 100
    fields: int = 1_500
    cost: int = 5_000

    def check(self, limit: str, requested: int) -> None:
        """Refuse more than the limit of that name, as clients read it. Raises DemandExceeded."""
        most: int = getattr(self, _FIELDS[limit])
        if requested > most:
            raise DemandExceeded(limit, requested=requested, most=most)

    def tightened(self, changes: Mapping[str, int]) -> Limits:
        """These with the changes, by their names as clients read them.

        Raises ValueError for a name that there is not, and for a limit that would be wider.
        """
        for name, most in changes.items():
            if name not in _FIELDS:
                raise ValueError(f"has {name!r}, which is none of {', '.join(_FIELDS)}")
            widest: int = getattr(self, _FIELDS[name])
            if not 0 <= most <= widest:
                raise ValueError(f"has a {name} that is not from 0 to {widest}")
        return replace(self, **{_FIELDS[name]: most for name, most in changes.items()})


_FIELDS = {
    "bytes": "document_bytes",
    "rootFields": "root_fields",
    **{
        item.name: item.name
        for item in fields(Limits)
        if item.name not in {"document_bytes", "root_fields"}
    },
}


@dataclass(frozen=True, slots=True)
class DemandLimits:
    """The limits for everybody, and those of clients by their names."""

    general: Limits = Limits()
    by_client: Mapping[str, Limits] = field(default_factory=dict)

    def of(self, client: str | None) -> Limits:
        """The limits of the client of this name; None: it has told none."""
        return self.general if client is None else self.by_client.get(client, self.general)


EVERYBODY = DemandLimits()
"""The limits where no settings say others."""
