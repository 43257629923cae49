"""Words: closed sets of them, as keys that are quick to look up."""

from __future__ import annotations

from enum import Enum


class Word(Enum):
    """An enum whose members are told apart by which object they are.

    There is one object for each of them, so that is enough; Python's own way to hash a member goes
    through its name, and takes longer than the look-up that it is for.
    """

    __hash__ = object.__hash__
