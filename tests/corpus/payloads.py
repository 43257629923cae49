"""Payloads: the bodies of the corpus as they travel on a socket, and in streams that last."""

from __future__ import annotations

from dataclasses import dataclass

from tests.corpus.bodies import BAD, GOOD, WITH_VARIABLES
from tests.corpus.case import BODY

_QUERY, _ESCAPED = b"{ a }", b"\\u007b a }"
_SUBSCRIPTION = b"subscription { tick }"
_EMPTY = b'{"variables":{},"name":null}'


@dataclass(frozen=True, slots=True)
class Payload:
    """``data`` is what a query with it is answered; None where it is no request."""

    name: str
    body: bytes
    data: bytes | None

    @property
    def subscribing(self) -> bytes:
        """The same with a subscription in the place of its query."""
        return self.body.replace(_QUERY, _SUBSCRIPTION).replace(_ESCAPED, _SUBSCRIPTION)

    def __str__(self) -> str:
        return self.name


_READ = {
    "of two variables of one name the last counts": b'{"a":2}',
    "letters of all kinds": '{"é":"\U0001f600"}'.encode(),
    "a number in another form": b'{"a":1000.0}',
}
GOOD_PAYLOADS = (
    *(Payload(name, body, _EMPTY) for name, body in GOOD.items()),
    *(
        Payload(
            name,
            BODY[:-1] + b',"variables":' + given + b"}",
            b'{"variables":' + _READ[name] + b',"name":null}',
        )
        for name, (given, _) in WITH_VARIABLES.items()
    ),
)
BAD_PAYLOADS = tuple(Payload(name, body, None) for name, (body, _) in BAD.items())
"""What is told to each of them over HTTP stands in ``BAD``."""
