"""What a client of the last release relies on is still there."""

from __future__ import annotations

import re

import pytest

from tests.contract.released import RELEASES, broken, last_release
from tests.house.source_file import ROOT

BEFORE = """
type Query {
  page: Page
  old: Int @deprecated(reason: "Use `page`. Removal after 2026-12-01.")
}
type Page {
  id: ID!
  state: State!
  orders(first: Int = 5, all: Boolean @deprecated(reason: "Leave it out.")): [Int!]!
  views: Int!
}
enum State {
  READY
  PENDING
  GONE @deprecated(reason: "Use `PENDING`.")
}
"""
LINES = BEFORE.splitlines(keepends=True)
BREAKING = {
    "a field is removed": ("  views: Int!\n", ""),
    "a field may be null": ("views: Int!", "views: Int"),
    "a field has another type": ("views: Int!", "views: String!"),
    "an argument is removed": ("first: Int = 5, ", ""),
    "an argument must be given": ("first: Int = 5", "first: Int!"),
    "an enum value is removed": ("  PENDING\n", ""),
    "a field leads elsewhere": ("page: Page", "page: Int"),
}
HARMLESS = {
    "nothing": ("", ""),
    "a field is added": ("  views: Int!\n", "  views: Int!\n  likes: Int\n"),
    "an argument is added": ("first: Int = 5", "first: Int = 5, after: String"),
    "a deprecated field is removed": (LINES[3], ""),
    "a deprecated argument is removed": (
        ', all: Boolean @deprecated(reason: "Leave it out.")',
        "",
    ),
    "a deprecated enum value is removed": (LINES[14], ""),
}


def test_nothing_of_the_last_release_is_broken() -> None:
    """Every document of an APP that is in people's hands goes on working, or was told in time."""
    released = last_release().read_text(encoding="utf-8")
    now = (ROOT / "schema.graphql").read_text(encoding="utf-8")
    assert broken(released, now) == []


def test_releases_are_named_by_their_versions() -> None:
    """Each file is one release; the last one is the highest by number, not by letter."""
    assert [file.name for file in RELEASES.iterdir() if not _is_release(file.name)] == []
    assert _is_release(last_release().name)


@pytest.mark.parametrize("change", BREAKING.values(), ids=list(BREAKING))
def test_what_breaks_a_client_is_found(change: tuple[str, str]) -> None:
    """The test above can fail: each way to break a client is told as one change."""
    now = BEFORE.replace(*change)
    assert now != BEFORE
    assert len(broken(BEFORE, now)) == 1


@pytest.mark.parametrize("change", HARMLESS.values(), ids=list(HARMLESS))
def test_what_breaks_nobody_is_allowed(change: tuple[str, str]) -> None:
    """Additions, and the removal of what had been deprecated, are no breaking changes."""
    now = BEFORE.replace(*change)
    assert (now == BEFORE) == (change == ("", ""))
    assert broken(BEFORE, now) == []


def _is_release(name: str) -> bool:
    return re.fullmatch(r"\d+\.\d+\.\d+\.graphql", name) is not None
