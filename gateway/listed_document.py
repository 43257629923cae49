"""Listed document: one that a source lists, and what is said when the lists cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document as it stands in a list, before it is known whether it fits the schema.

    ``text`` is what the ``id`` stands for; ``written`` is the file that it was made from, when that
    says the same and no more. ``name`` and ``kind`` are its operation's, where the list tells them.
    ``client`` is the one client that may ask for it; None: all may. ``source`` is where it stands,
    for words about it.
    """

    id: str
    text: str
    source: str
    name: str | None = None
    kind: str | None = None
    client: str | None = None
    written: str | None = None

    @property
    def title(self) -> str:
        """What a person finds it by: where it stands, its name and its id."""
        called = f"{self.name} ({self.id})" if self.name else self.id
        return f"{self.source}: {called}"


class DocumentsError(Exception):
    """Documents that cannot be used. ``faults`` says of each where it stands and what is wrong."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))
