"""Automatic documents: those that clients have brought with their hashes, to ask by these later.

Anybody may bring one, so room is bounded, and shared so that nobody can take it from others for
little. A document is new until somebody else asks for it, too: then it is proven, and new ones push
it out no more. A creator has a tenth of the room for what they have brought, new and proven; who
brings more loses their own new ones.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from gateway.plan import PlannedDocument

_MOST_CHARACTERS = 16_000_000
_SHARES = 10
_NEW_PART = 4


@dataclass(frozen=True, slots=True)
class _Brought:
    planned: PlannedDocument
    creator_id: str


class _Shelf:
    """Documents by their ids, who was asked for last at the end, and how long they are together."""

    def __init__(self, most: int, most_characters: int) -> None:
        self.most = most
        self.most_characters = most_characters
        self.characters = 0
        self.kept: OrderedDict[str, _Brought] = OrderedDict()

    def put(self, document_id: str, brought: _Brought) -> None:
        self.kept[document_id] = brought
        self.characters += len(brought.planned.text)

    def take(self, document_id: str) -> _Brought:
        brought = self.kept.pop(document_id)
        self.characters -= len(brought.planned.text)
        return brought

    @property
    def is_over(self) -> bool:
        return len(self.kept) > self.most or self.characters > self.most_characters

    @property
    def oldest(self) -> str:
        return next(iter(self.kept))


@dataclass(slots=True)
class _Share:
    """What one creator has brought: how much it is, and the ids of what is new of it."""

    number: int = 0
    characters: int = 0
    new: OrderedDict[str, None] = field(default_factory=OrderedDict)


class AutomaticDocuments:
    """Those of one process: ``most`` of them at most, of ``most_characters`` together."""

    def __init__(self, *, most: int, most_characters: int = _MOST_CHARACTERS) -> None:
        new, new_characters = max(most // _NEW_PART, 1), most_characters // _NEW_PART
        self._new = _Shelf(new, new_characters)
        self._proven = _Shelf(most - new, most_characters - new_characters)
        self._most_of_one = max(most // _SHARES, 1)
        self._most_characters_of_one = most_characters // _SHARES
        self._shares: dict[str, _Share] = {}

    def __len__(self) -> int:
        return len(self._new.kept) + len(self._proven.kept)

    def find(self, document_id: str, *, creator_id: str) -> PlannedDocument | None:
        """The document of that hash, asked for by this creator; None when it is not kept."""
        found = self._proven.kept.get(document_id)
        if found is not None:
            self._proven.kept.move_to_end(document_id)
            return found.planned
        found = self._new.kept.get(document_id)
        if found is None:
            return None
        if found.creator_id == creator_id or not self._proven.most:
            self._new.kept.move_to_end(document_id)
            self._shares[found.creator_id].new.move_to_end(document_id)
        else:
            self._prove(document_id)
        return found.planned

    def keep(self, document_id: str, planned: PlannedDocument, *, creator_id: str) -> None:
        """Keep a document that this creator has brought, whose hash is its id."""
        if self.find(document_id, creator_id=creator_id) is not None:
            return
        self._new.put(document_id, _Brought(planned, creator_id))
        share = self._shares.setdefault(creator_id, _Share())
        share.number += 1
        share.characters += len(planned.text)
        share.new[document_id] = None
        while share.new and self._is_too_much(share):
            self._drop(self._new, next(iter(share.new)))
        while self._new.is_over:
            self._drop(self._new, self._new.oldest)

    def _is_too_much(self, share: _Share) -> bool:
        return share.number > self._most_of_one or share.characters > self._most_characters_of_one

    def _prove(self, document_id: str) -> None:
        brought = self._new.take(document_id)
        del self._shares[brought.creator_id].new[document_id]
        self._proven.put(document_id, brought)
        while self._proven.is_over:
            self._drop(self._proven, self._proven.oldest)

    def _drop(self, shelf: _Shelf, document_id: str) -> None:
        brought = shelf.take(document_id)
        share = self._shares[brought.creator_id]
        share.number -= 1
        share.characters -= len(brought.planned.text)
        share.new.pop(document_id, None)
        if not share.number:
            del self._shares[brought.creator_id]
