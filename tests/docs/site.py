"""The documentation site as it is built, and its pages as a browser reads them."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

from tests.house.source_file import ROOT

# What a browser fetches by itself, as links to be clicked it does not.
FETCHED = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("source", "src"),
    ("iframe", "src"),
}


@dataclass
class _Reader(HTMLParser):
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif (tag, name) == ("a", "href") and value:
                self.links.append(value)
            elif (tag, name) in FETCHED and value:
                self.fetched.append(value)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass(frozen=True)
class Page:
    """One page of the site."""

    path: Path

    @cached_property
    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.path.read_text(encoding="utf-8"))
        return reader

    @property
    def ids(self) -> set[str]:
        """The places in it that a link may lead to."""
        return self._read.ids

    @property
    def links(self) -> list[str]:
        """Where its links lead, as they are written."""
        return self._read.links

    @property
    def fetched(self) -> list[str]:
        """What a browser fetches for it."""
        return self._read.fetched

    @property
    def text(self) -> str:
        """Its words, in one line."""
        return " ".join("".join(self._read.words).split())


async def build(source: Path, folder: Path) -> tuple[int, str]:
    """Build the site of ``source`` as `make docs` does; the exit code, and what was said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"),
        *("-c", str(ROOT / "docs"), "-d", str(folder / "doctrees")),
        *(str(source), str(folder / "html")),
        env={**os.environ, "NO_COLOR": "1"},
        stdout=PIPE,
        stderr=STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()
