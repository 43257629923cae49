"""Head: what a server says of something that it has, without giving it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadAnswer:
    """An HTTP status, and headers whose names are lower case."""

    status: int
    headers: Mapping[str, str]


Head = Callable[[str], Awaitable[HeadAnswer]]
"""Asks for the head of what is at an absolute URL. Raises SourceUnavailable."""
