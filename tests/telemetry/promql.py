"""PromQL, as far as it has to be read to know which figures and which labels a query names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*")|(?P<span>\[[^\]]*\])|(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"""
    r"""|(?P<number>[0-9][0-9a-z.]*)|(?P<sign>[-+*/(){},=!<>~^]+?)""",
)
_BY = {"by", "without", "on", "ignoring", "group_left", "group_right"}
_FUNCTIONS = {
    *("sum", "max", "min", "avg", "count", "rate", "increase", "changes", "histogram_quantile"),
    *("max_over_time", "label_values"),
}
_BETWEEN = {"and", "or", "unless", "bool"}


@dataclass(frozen=True, slots=True)
class Named:
    """A figure that a query names, with the labels of its own selector."""

    figure: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Query:
    """What a query names: its figures, and the labels that it groups by."""

    figures: tuple[Named, ...]
    grouped: frozenset[str]


def read_query(text: str) -> Query:
    """What is named in it. Raises ValueError when brackets do not fit or a character is odd."""
    words = list(_words(text))
    figures: list[Named] = []
    grouped: set[str] = set()
    depth = place = 0
    while place < len(words):
        word = words[place]
        depth += (word in "({") - (word in ")}") if len(word) == 1 else 0
        if depth < 0:
            raise ValueError(f"a bracket too many: {text}")
        if word in _BY:
            end = words.index(")", place)
            grouped.update(one for one in words[place + 2 : end] if one != ",")
            place = end
        elif _is_name(word) and word not in _FUNCTIONS | _BETWEEN:
            labels, place = _labels(words, place + 1)
            figures.append(Named(word, labels))
            continue
        place += 1
    if depth:
        raise ValueError(f"a bracket is open: {text}")
    return Query(tuple(figures), frozenset(grouped))


def _labels(words: list[str], place: int) -> tuple[frozenset[str], int]:
    """The labels of the selector that begins there, if one does, and what comes after it."""
    if place >= len(words) or words[place] != "{":
        return frozenset(), place
    end = words.index("}", place)
    inner = words[place + 1 : end]
    return frozenset(word for word in inner if _is_name(word)), end + 1


def _is_name(word: str) -> bool:
    return word[0].isalpha() or word[0] in "_:"


def _words(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found = _WORDS.match(text, place)
        if found is None:
            raise ValueError(f"what is {text[place]!r} in: {text}")
        place = found.end()
        yield found.group()
