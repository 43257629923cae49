"""Counts: the numbers of a LIVE by what they measure, each made up when somebody looks at it.

A page looks at a few of them, and a list at one or two of each of its LIVEs.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from loaders.measures import FOR_GOOD, Counted, Measure, Measures, Missing, Provenance


class Counts(Mapping[Measure, Counted]):
    """What every kind of them can do beside; looking for one that is not there costs no more."""

    __slots__ = ()

    @abstractmethod
    def get(self, key: Measure, default: Any = None) -> Any:
        """The number of a measure, or ``default``."""

    @abstractmethod
    def newest_at(self) -> datetime | None:
        """When the newest of them was counted (UTC); None when there are none."""

    def __getitem__(self, measure: Measure) -> Counted:
        found: Counted | None = self.get(measure)
        if found is None:
            raise KeyError(measure)
        return found

    def __contains__(self, measure: object) -> bool:
        return isinstance(measure, Measure) and self.get(measure) is not None

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return self.newest_at() is not None


class GroupCounts(Counts):
    """Numbers of one answer; those of a group have been counted together."""

    __slots__ = ("_known", "_numbers", "_provenances")

    def __init__(self) -> None:
        self._numbers: dict[Measure, int | Decimal] = {}
        self._provenances: dict[Measure, Provenance] = {}
        self._known: dict[Measure, Counted] = {}

    def add(self, numbers: dict[Measure, int | Decimal], provenance: Provenance) -> None:
        """The numbers of one group."""
        self._numbers.update(numbers)
        self._provenances.update(dict.fromkeys(numbers, provenance))

    def put(self, measure: Measure, counted: Counted) -> None:
        """One of those numbers, of which there is more to tell."""
        self._known[measure] = counted
        self._provenances[measure] = counted.provenance

    def get(self, key: Measure, default: Any = None) -> Any:
        """The number of a measure, or ``default``."""
        known = self._known.get(key)
        if known is None:
            number = self._numbers.get(key)
            if number is None:
                return default
            known = self._known[key] = Counted(number, self._provenances[key])
        return known

    def newest_at(self) -> datetime | None:
        """When the newest of them was counted (UTC); None when there are none."""
        told = {id(one): one for one in self._provenances.values()}
        return max((one.as_of for one in told.values()), default=None)

    def __iter__(self) -> Iterator[Measure]:
        return iter(self._numbers)


class NewestCounts(Counts):
    """Of two that tell the same, the one that was counted later; of one moment, ours.

    ``withheld``: what is missing in ours for good, which theirs do not tell, either.
    """

    __slots__ = ("_ours", "_theirs", "_withheld")

    def __init__(
        self,
        ours: Mapping[Measure, Counted],
        theirs: Mapping[Measure, Counted],
        *,
        withheld: frozenset[Measure],
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._withheld = withheld

    def get(self, key: Measure, default: Any = None) -> Any:
        """The number of a measure, or ``default``."""
        ours = self._ours.get(key)
        if ours is None and key in self._withheld:
            return default
        theirs = self._theirs.get(key)
        if ours is None:
            return default if theirs is None else theirs
        if theirs is None or theirs.provenance.as_of <= ours.provenance.as_of:
            return ours
        return theirs

    def newest_at(self) -> datetime | None:
        """When the newest of them was counted (UTC); None when there are none."""
        ours, theirs = newest_at(self._ours), newest_at(self._theirs)
        if theirs is None or (ours is not None and ours >= theirs):
            return ours
        if not self._withheld:
            return theirs
        return max((one.provenance.as_of for one in self.values()), default=None)

    def __iter__(self) -> Iterator[Measure]:
        yield from self._ours
        for measure in self._theirs:
            if measure not in self._ours and measure not in self._withheld:
                yield measure


def newest_at(counted: Mapping[Measure, Counted]) -> datetime | None:
    """When the newest of these numbers was counted (UTC); None when there are none."""
    if isinstance(counted, Counts):
        return counted.newest_at()
    return max((one.provenance.as_of for one in counted.values()), default=None)


def newest_of(ours: Measures, theirs: Measures) -> Measures:
    """``ours``, with those of ``theirs`` that were counted later, or that are not there.

    At the end of a LIVE a source may still be behind what its creator last saw; the number that
    was counted later is the true one, even where it is smaller. What is forbidden or not supported
    in ours stays so.
    """
    missing: Mapping[Measure, Missing] = ours.missing
    withheld = frozenset(one for one, why in missing.items() if why in FOR_GOOD)
    counted = NewestCounts(ours.counted, theirs.counted, withheld=withheld)
    if missing:
        missing = {measure: why for measure, why in missing.items() if measure not in counted}
    return Measures(counted, missing)
