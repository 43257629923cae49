"""Moment: when an answer was made, as it stands in the answer itself.

It is told from every other time of the same moment, so that what was written of it is found again
in an answer that is sent once more, and another moment can be put in its place.
"""

from __future__ import annotations

from datetime import datetime


class Moment(datetime):
    """Equal to itself alone. ``text`` is what it was written as first; None: it was not yet."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__
    text: str | None = None

    @classmethod
    def of(cls, at: datetime) -> Moment:
        """``at``, to be shown as the moment at which an answer was made."""
        return cls.combine(at.date(), at.timetz())

    def written(self, text: str) -> str:
        """``text``, or what it was written as before: always the same object."""
        if self.text is None:
            self.text = text
        return self.text
