"""Language: which of our languages the words of an answer are in, from ``Accept-Language``.

Lookup as in RFC 4647, section 3.4: a tag that is not ours is shortened until one is. The result is
part of the identity of everything that is loaded, so it may only be one of a few.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_MOST_RANGES = 16
_LONGEST_REMEMBERED = 256


def language_of(accept_language: str | None, languages: Sequence[str]) -> str:
    """The best of ``languages`` for the header; the first of them when none fits."""
    if not accept_language:
        return languages[0]
    if len(accept_language) > _LONGEST_REMEMBERED:
        return _looked_up(accept_language, tuple(languages))
    return _known(accept_language, tuple(languages))


def _looked_up(accept_language: str, languages: tuple[str, ...]) -> str:
    ours = {tag.lower(): tag for tag in languages}
    for wanted in _by_weight(accept_language):
        tag = wanted
        while tag:
            if tag in ours:
                return ours[tag]
            tag = tag.rpartition("-")[0]
    return languages[0]


# Clients send one of a few headers, each the same all the time.
_known = lru_cache(256)(_looked_up)


def _by_weight(header: str) -> list[str]:
    weighted = []
    for item in header.split(",")[:_MOST_RANGES]:
        tag, _, parameter = item.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            weight = 0.0
        if 0 < weight <= 1:
            weighted.append((weight, tag.strip().lower()))
    # Sorting is stable: of equal weights, the one that the client names first.
    return [tag for _, tag in sorted(weighted, key=lambda pair: -pair[0])]
