"""Copies: creators and LIVEs under ids of their own, so that no request need be asked twice.

The company's ids are two digits of kind and seventeen that count. The first two of these are 00;
a copy has its own number there, up to 99. Copying is the same for bytes of JSON, for documents and
for single ids.
"""

from __future__ import annotations

import re
from typing import Any

_ID = re.compile(r"\b(68|7[2-5])00(\d{15})\b")
_ID_BYTES = re.compile(_ID.pattern.encode())
_ANY_COPY = re.compile(r"(68|7[2-5])(\d\d)(\d{15})")


def copied_text(text: str, copy: int) -> str:
    """The text with every id of the company become that of a copy; 0 is the original."""
    return _ID.sub(rf"\g<1>{copy:02d}\g<2>", text)


def copied_bytes(content: bytes, copy: int) -> bytes:
    """Bytes of JSON with every id become that of a copy."""
    return _ID_BYTES.sub(rb"\g<1>%02d\g<2>" % copy, content)


def copied_document(value: Any, copy: int) -> Any:
    """A document of MongoDB with every id in it become that of a copy."""
    match value:
        case str():
            return copied_text(value, copy)
        case dict():
            return {name: copied_document(item, copy) for name, item in value.items()}
        case list():
            return [copied_document(item, copy) for item in value]
        case _:
            return value


def original_of(identifier: str) -> tuple[str, int]:
    """The original id of a copy's, and which copy it is."""
    match = _ANY_COPY.fullmatch(identifier)
    assert match is not None
    return f"{match[1]}00{match[3]}", int(match[2])
