"""Incremental accept: whether a client takes an answer in parts, and in which format.

| named in ``Accept`` | what it takes |
|---|---|
| ``multipart/mixed;incrementalSpec=v0.2`` | the current format, as multipart |
| ``multipart/mixed;deferSpec=20220824`` | the older format, as multipart |
| ``multipart/mixed`` without a parameter of that kind | the current format, as multipart |
| ``text/event-stream`` with one of the two | that format, as events |
| ``text/event-stream`` without, liked better than a plain answer | the current format, as events |

What is liked best is taken, and nothing that is liked less than a plain answer. Wildcards name
none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gateway.current_format import CurrentFormat
from gateway.incremental_format import IncrementalFormat
from gateway.negotiation import EVENT_STREAM, GRAPHQL_RESPONSE, JSON, MULTIPART
from gateway.older_format import OlderFormat

CURRENT: IncrementalFormat = CurrentFormat()
OLDER: IncrementalFormat = OlderFormat()

_MOST_RANGES = 32
# Clients say the same few things in every request; what is longer is read each time.
_LONGEST_KNOWN = 256
# The more specific ranges first; of ours the first that are there count.
_PLAIN = ((GRAPHQL_RESPONSE, JSON), ("application/*",), ("*/*",))
_FORMATS = {("incrementalspec", "v0.2"): CURRENT, ("deferspec", "20220824"): OLDER}
_SPECS = frozenset({"incrementalspec", "deferspec", "subscriptionspec"})


@dataclass(frozen=True, slots=True)
class Incremental:
    """The format, and whether it comes as events; else it comes as multipart."""

    format: IncrementalFormat
    is_events: bool


def incremental_of(accept: str | None) -> Incremental | None:
    """What an ``Accept`` header says; None: whole answers alone."""
    if not accept:
        return None
    return _known(accept) if len(accept) <= _LONGEST_KNOWN else _read(accept)


def _read(accept: str) -> Incremental | None:
    ranges = [_Range.read(item) for item in accept.split(",")[:_MOST_RANGES]]
    plain = _plain_weight(ranges)
    offered = [one for one in ranges if one.is_offer(plain)]
    best = max(offered, key=lambda one: one.rank(plain), default=None)
    if best is None:
        return None
    return Incremental(best.format or CURRENT, best.name == EVENT_STREAM)


_known = lru_cache(maxsize=256)(_read)


@dataclass(frozen=True, slots=True)
class _Range:
    """One entry of the header. ``format`` is the one that it names; ``has_spec``: or another."""

    name: str
    weight: float
    format: IncrementalFormat | None
    has_spec: bool

    @classmethod
    def read(cls, item: str) -> _Range:
        name, *parameters = item.split(";")
        weight, named, has_spec = 1.0, None, False
        for parameter in parameters:
            key, value = (part.strip() for part in parameter.partition("=")[::2])
            if key.lower() == "q":
                weight = _weight(value)
            elif key.lower() in _SPECS:
                has_spec = True
                named = _FORMATS.get((key.lower(), value.strip('"')))
        return cls(name.strip().lower(), weight, named, has_spec)

    def is_offer(self, plain: float) -> bool:
        """Whether it names a way to take parts, where a plain answer is liked as much as that."""
        if self.name not in {MULTIPART, EVENT_STREAM} or not 0 < self.weight >= plain:
            return False
        if self.has_spec:
            return self.format is not None
        return self.name == MULTIPART or self.weight > plain

    def rank(self, plain: float) -> tuple[float, bool, bool, bool]:
        """The highest is taken; where two are liked as much, what is asked for more clearly."""
        is_events = self.name == EVENT_STREAM and self.weight > plain
        return self.weight, is_events, self.has_spec, self.format is CURRENT


def _plain_weight(ranges: list[_Range]) -> float:
    """How much a plain answer is liked."""
    for names in _PLAIN:
        weights = [one.weight for one in ranges if one.name in names]
        if weights:
            return max(weights)
    return 0.0


def _weight(value: str) -> float:
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
