"""Document source: a file or folder with documents that the settings name, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_CLIENT = re.compile(r"[A-Za-z0-9_.-][A-Za-z0-9_. -]{0,127}")


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """``client`` is the name of the one client that the documents are for; None: all."""

    path: Path
    client: str | None = None

    def __str__(self) -> str:
        return f"{self.client}={self.path}" if self.client else str(self.path)


def document_sources(value: str) -> tuple[DocumentSource, ...]:
    """The sources that a setting names: paths with commas between them, each with ``client=``
    before it or for all.

    Raises ``ValueError`` with words that do not repeat the value.
    """
    return tuple(map(_source, value.split(",")))


def _source(item: str) -> DocumentSource:
    client, equals, path = item.partition("=")
    # What has a slash in it before the sign is a path with such a sign in it.
    is_bound = bool(equals) and _CLIENT.fullmatch(client.strip()) is not None
    words = (path if is_bound else item).strip()
    given = Path(words)
    try:
        # Nothing at all would be the working directory.
        is_there = bool(words) and (given.is_file() or given.is_dir())
    except (OSError, ValueError):
        is_there = False
    if not is_there:
        raise ValueError(
            "must name files or folders that are there, with commas between them, each with its "
            "client before it (ios=path) or for all"
        )
    return DocumentSource(given.absolute(), client.strip() if is_bound else None)
