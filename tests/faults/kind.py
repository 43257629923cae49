"""Kind: a way in which an upstream fails, and what the page may say then."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tests.faults.proxy import AtAccept, AtRequest, Misbehaviour

LATE = "DEADLINE_EXCEEDED"
AWAY = "SOURCE_UNAVAILABLE"
BAD = "SOURCE_BAD_ANSWER"

# Stands in whatever the proxy makes up: no answer may ever show it.
SECRET = "swordfish-of-the-upstream"


@dataclass(frozen=True, slots=True)
class Kind:
    """``codes``: what the error of a broken panel may be; none: it does no harm."""

    name: str
    misbehaviour: Misbehaviour
    codes: AbstractSet[str]

    def __str__(self) -> str:
        return self.name


def of_connection(name: str, codes: AbstractSet[str], at_accept: AtAccept) -> Kind:
    """A kind that shows before a request is read."""
    return Kind(name, Misbehaviour(at_accept=at_accept), codes)


def of_answer(name: str, codes: AbstractSet[str], at_request: AtRequest) -> Kind:
    """A kind that shows in the answer."""
    return Kind(name, Misbehaviour(at_request=at_request), codes)
