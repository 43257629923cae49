"""Counts: the numbers of a LIVE by what they measure, each made up when somebody looks at it.

A page looks at a few of them, and a list at one or two of each of its LIVEs.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from loaders.measures import FOR_GOOD, Counted, Measure, Measures, Missing, Provenance
from loaders.metric_groups import FORM_OF, GroupForm, WireProvenance


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
    """Numbers of one answer, by its groups; those of a group have been counted together."""

    __slots__ = ("_groups", "_known")

    def __init__(self) -> None:
        self._groups: dict[GroupForm, tuple[WireProvenance, Provenance]] = {}
        self._known: dict[Measure, Counted] = {}

    def add(self, form: GroupForm, group: WireProvenance, provenance: Provenance) -> None:
        """The numbers of one group, which has been checked."""
        self._groups[form] = group, provenance

    def put(self, measure: Measure, counted: Counted) -> None:
        """One of those numbers, of which there is more to tell than when it was counted."""
        self._known[measure] = counted

    def get(self, key: Measure, default: Any = None) -> Any:
        """The number of a measure, or ``default``."""
        known = self._known.get(key)
        if known is None:
            form = FORM_OF[key]
            told = self._groups.get(form)
            if told is None:
                return default
            group, provenance = told
            known = self._known[key] = Counted(form.numbers[key](group), provenance)
        return known

    def newest_at(self) -> datetime | None:
        """When the newest of them was counted (UTC); None when there are none."""
        return max((told.as_of for _, told in self._groups.values()), default=None)

    def __iter__(self) -> Iterator[Measure]:
        for form in self._groups:
            yield from form.numbers


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
