"""Header list: the elements of a header that is a list, each with its parameters and its weight.

RFC 9110, sections 5.6 and 12.4.2. An element that cannot be read is passed over as if it had not
been sent: it excludes nothing and is no reason to refuse the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Who names more has lost count, and each costs us time.
_MOST_ELEMENTS = 32
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+(?:/[!#$%&'*+.^_`|~0-9a-z-]+)?", re.ASCII)
# The grammar has three decimals at most, and clients write more of them.
_WEIGHT = re.compile(r"0?\.[0-9]+|0\.?|1(?:\.0*)?", re.ASCII)
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Element:
    """One of them. Its name and those of its parameters are lower case; ``q`` is the weight."""

    name: str
    parameters: Mapping[str, str]
    weight: float


def elements(header: str) -> list[Element]:
    """The elements of ``header``, in its order; no more than the first 32 are looked at."""
    found = (_element(item) for item in _split(header, ",")[:_MOST_ELEMENTS])
    return [element for element in found if element is not None]


def _element(item: str) -> Element | None:
    name, *given = _split(item, ";")
    name = name.strip(" \t").lower()
    if not _NAME.fullmatch(name):
        return None
    parameters: dict[str, str] = {}
    for parameter in given:
        key, _, value = parameter.partition("=")
        parameters[key.strip(" \t").lower()] = _unquoted(value.strip(" \t"))
    weight = parameters.pop("q", "1")
    return Element(name, parameters, float(weight)) if _WEIGHT.fullmatch(weight) else None


def _split(text: str, separator: str) -> list[str]:
    """The parts of ``text`` between separators that are not within quotes."""
    if '"' not in text:
        return text.split(separator)
    parts, begin, is_quoted, is_escaped = [], 0, False, False
    for at, character in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif character == "\\":
            is_escaped = is_quoted
        elif character == '"':
            is_quoted = not is_quoted
        elif character == separator and not is_quoted:
            parts.append(text[begin:at])
            begin = at + 1
    return [*parts, text[begin:]]


def _unquoted(value: str) -> str:
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        return value
    return _ESCAPED.sub(r"\1", value[1:-1])
