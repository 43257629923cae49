"""Needs: which field groups of which upstream a schema field cannot do without.

A field says so in its metadata, and the plan of a document gathers what its selected fields say.
So nothing is asked for that is not selected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loaders.keys import Group

_NEEDS = "needs"


def needs(*groups: Group) -> Mapping[str, frozenset[Group]]:
    """The metadata of a field that needs ``groups``."""
    return {_NEEDS: frozenset(groups)}


def needs_of(metadata: Mapping[str, Iterable[Group]]) -> frozenset[Group]:
    """The groups that a field with this metadata needs."""
    return frozenset(metadata.get(_NEEDS, ()))
