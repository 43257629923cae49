"""Automatic documents: bounded, and nobody can take another's place for little."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gateway.automatic_documents import AutomaticDocuments
from gateway.document_id import hash_of
from gateway.plan import PlannedDocument
from resolvers.schema import schema

_PLANNED: dict[str, PlannedDocument] = {}


def planned(number: int, *, padding: int = 0) -> tuple[str, PlannedDocument]:
    """One of many documents, which are the same objects for all tests."""
    text = f"query Q{number} {{ __typename }}" + " " * padding
    document_id = hash_of(text)
    if document_id not in _PLANNED:
        _PLANNED[document_id] = PlannedDocument(schema._schema, text, document_id=document_id)
    return document_id, _PLANNED[document_id]


def bring(kept: AutomaticDocuments, creator_id: str, *numbers: int, padding: int = 0) -> None:
    for number in numbers:
        document_id, document = planned(number, padding=padding)
        kept.keep(document_id, document, creator_id=creator_id)


def has(kept: AutomaticDocuments, number: int, *, creator_id: str = "somebody") -> bool:
    document_id, document = planned(number)
    found = kept.find(document_id, creator_id=creator_id)
    assert found in {None, document}
    return found is not None


def test_what_was_brought_is_found_by_everybody() -> None:
    """By whoever brought it and by others; what was not brought is not."""
    kept = AutomaticDocuments(most=100)
    bring(kept, "a", 1)
    assert has(kept, 1, creator_id="a")
    assert has(kept, 1, creator_id="b")
    assert not has(kept, 2)
    assert len(kept) == 1


def test_one_creator_has_a_tenth_and_pushes_out_their_own() -> None:
    """A flood costs whoever makes it, and nobody else, however long it goes on."""
    kept = AutomaticDocuments(most=100)
    bring(kept, "good", 1, 2, 3)
    bring(kept, "flood", *range(1_000, 2_000))
    assert len(kept) == 3 + 10
    assert all(has(kept, number, creator_id="good") for number in (1, 2, 3))
    last = [has(kept, number, creator_id="flood") for number in range(1_980, 2_000)]
    assert last == [False] * 10 + [True] * 10


def test_what_others_ask_for_too_is_not_pushed_out_by_what_is_new() -> None:
    """Many creators who flood together take each other's places alone."""
    kept = AutomaticDocuments(most=100)
    bring(kept, "good", *range(10))
    assert all(has(kept, number, creator_id="other") for number in range(10))
    for flood in range(50):
        bring(kept, f"flood{flood}", *range(1_000 + flood * 10, 1_010 + flood * 10))
    assert all(has(kept, number) for number in range(10))
    assert len(kept) == 10 + 25


def test_whoever_brought_what_is_proven_cannot_take_it_back() -> None:
    """Their share is used up, so that what they bring more is not even kept."""
    kept = AutomaticDocuments(most=100)
    bring(kept, "a", *range(10))
    assert all(has(kept, number, creator_id="b") for number in range(10))
    bring(kept, "a", *range(100, 200))
    assert all(has(kept, number) for number in range(10))
    assert not any(has(kept, number, creator_id="a") for number in range(100, 200))


def test_two_who_play_together_hold_their_two_shares_at_most() -> None:
    """One brings and the other asks, and the other way round: everybody else's stays."""
    kept = AutomaticDocuments(most=100)
    for number in range(40):
        bring(kept, f"good{number}", number)
        assert has(kept, number, creator_id="other")
    for number in range(1_000, 1_500):
        bring(kept, "x", number)
        has(kept, number, creator_id="y")
        bring(kept, "y", number + 1_000)
        has(kept, number + 1_000, creator_id="x")
    assert all(has(kept, number) for number in range(40))
    assert len(kept) == 40 + 20


def test_bytes_are_bounded_as_numbers_are() -> None:
    """A tenth of all characters is one creator's, and a longer document is not kept."""
    kept = AutomaticDocuments(most=1_000, most_characters=10_000)
    bring(kept, "a", 1, padding=1_000)
    assert len(kept) == 0
    bring(kept, "a", *range(10), padding=450)
    assert len(kept) == 2
    for creator in range(20):
        bring(kept, f"c{creator}", *range(100 + creator * 10, 110 + creator * 10), padding=450)
    assert len(kept) == 5


def test_the_same_document_again_takes_no_more_room() -> None:
    """Bringing what is there is asking for it."""
    kept = AutomaticDocuments(most=100)
    for _ in range(3):
        bring(kept, "a", 1)
    bring(kept, "b", 1)
    bring(kept, "flood", *range(1_000, 1_100))
    assert has(kept, 1)
    assert len(kept) == 11


@pytest.mark.parametrize("most", [1, 2, 3, 9])
def test_little_room_is_room_for_something(most: int) -> None:
    """At least one document, and never more than there is room for."""
    kept = AutomaticDocuments(most=most)
    for number in range(20):
        bring(kept, f"c{number}", number)
        has(kept, number, creator_id="other")
        assert 0 <= len(kept) <= most
    bring(kept, "last", 100)
    assert has(kept, 100, creator_id="last")


class Model(RuleBasedStateMachine):
    """Whatever is brought and asked for, the bounds hold and the books are right."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = AutomaticDocuments(most=20, most_characters=1_500)

    @rule(
        creator=st.sampled_from("abc"), number=st.integers(0, 30), padding=st.sampled_from([0, 90])
    )
    def bring(self, creator: str, number: int, padding: int) -> None:
        """What was just brought is there, unless it is too much for its creator's share."""
        bring(self.kept, creator, number, padding=padding)
        document_id, document = planned(number, padding=padding)
        if self.kept.find(document_id, creator_id=creator) is None:
            own = self.kept._shares.get(creator)
            assert own is None or own.number == 2 or own.characters + len(document.text) > 150

    @rule(creator=st.sampled_from("abc"), number=st.integers(0, 30))
    def ask(self, creator: str, number: int) -> None:
        """What is found is what was brought."""
        has(self.kept, number, creator_id=creator)

    @invariant()
    def bounds_hold(self) -> None:
        """In all, in what is new, and of each creator who has brought anything."""
        new, proven = self.kept._new, self.kept._proven
        assert not new.is_over
        assert not proven.is_over
        assert not new.kept.keys() & proven.kept.keys()
        books: dict[str, list[Any]] = {}
        for shelf in (new, proven):
            assert shelf.characters == sum(len(one.planned.text) for one in shelf.kept.values())
            for document_id, one in shelf.kept.items():
                books.setdefault(one.creator_id, []).append((document_id, len(one.planned.text)))
        assert self.kept._shares.keys() == books.keys()
        for creator, found in books.items():
            share = self.kept._shares[creator]
            assert share.number == len(found) <= 2
            assert share.characters == sum(length for _, length in found) <= 150
            assert list(share.new) == [one for one in new.kept if one in dict(found)]


TestModel = Model.TestCase
