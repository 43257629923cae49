"""Bombs of fragments: that unfold, meet themselves, or are compared with each other."""

from __future__ import annotations

from tests.abuse.bomb import Bomb, harmless, invalid, passing

_LIVE = "{ viewer { currentLive { ...f0 } } } "


def _fan(depth: int) -> str:
    made = [
        f"fragment f{n} on LiveSession {{ a: continuedBy {{ ...f{n + 1} }} "
        f"b: continuedBy {{ ...f{n + 1} }} }}"
        for n in range(depth)
    ]
    return " ".join([_LIVE, *made, f"fragment f{depth} on LiveSession {{ id }}"])


def _flat(depth: int) -> str:
    made = [f"fragment f{n} on LiveSession {{ ...f{n + 1} ...f{n + 1} }}" for n in range(depth)]
    return " ".join([_LIVE, *made, f"fragment f{depth} on LiveSession {{ id }}"])


def _ring(count: int) -> str:
    made = [
        f"fragment f{n} on LiveSession {{ continuedBy {{ ...f{(n + 1) % count} }} }}"
        for n in range(count)
    ]
    return _LIVE + " ".join(made)


def _all_of_all(count: int) -> str:
    spreads = " ".join(f"...f{n}" for n in range(count))
    return _LIVE + " ".join(f"fragment f{n} on LiveSession {{ {spreads} }}" for n in range(count))


def _beside(count: int, inside: str) -> str:
    spreads = " ".join(f"...f{n}" for n in range(count))
    made = " ".join(f"fragment f{n} on Creator {{ {inside} }}" for n in range(count))
    return f"{{ viewer {{ {spreads} }} }} {made}"


FRAGMENTS: tuple[Bomb, ...] = (
    passing("fields", "twenty pairs of objects, unfolded", _fan(17), 3 * 2**17),
    passing("fields", "pairs of spreads, unfolded", _flat(20), 2**20 + 2),
    passing("fields", "as many as numbers go", _flat(60), 2**31 - 1),
    passing("nesting", "a long chain", _flat(110), 101),
    passing(
        "fields",
        "unused fragments that unfold",
        "{ __typename } " + _flat(14).removeprefix(_LIVE),
        2**14,
    ),
    passing(
        "fields",
        "spreads without end",
        "{ viewer {" + " ...f" * 600 + " } } fragment f on Creator { id creatorId __typename }",
        1_801,
    ),
    invalid("a fragment in itself", _ring(1)),
    invalid("two fragments in each other", _ring(2)),
    invalid("a ring of fragments", _ring(40)),
    invalid("fragments, all in all", _all_of_all(20)),
    invalid("an unused ring", "{ __typename } " + _ring(3).removeprefix(_LIVE)),
    invalid("unused fragments", "{ __typename } " + _beside(90, "id").partition("} }")[2]),
    invalid("an unknown fragment", "{ viewer { ...nothing } }"),
    invalid(
        "fragments of the same name",
        "{ viewer { ...f } }" + " fragment f on Creator { id }" * 90,
    ),
    passing(
        "comparisons",
        "fragments beside each other",
        _beside(100, "currentLive { id } lastEndedLive { id }"),
        20_001,
    ),
    harmless(
        "spreads of one fragment",
        "{ viewer {" + " ...f" * 90 + " } } fragment f on Creator { __typename }",
        {"viewer": {"__typename": "Creator"}},
    ),
)
