"""One noun a file, and no drawers."""

from __future__ import annotations

import re

import pytest

from tests.house.source_file import ROOMS, SourceFile, source_files

DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "shared", "lib"}
MOST_LINES = 220
REASON = re.compile(r"\blong\b[^.]*\b(because|since|as)\b", re.IGNORECASE)


def test_no_file_is_a_drawer() -> None:
    """A file or folder named for nothing in particular fills with everything."""
    files = source_files(*ROOMS, "tests")
    found = [str(file) for file in files if DRAWERS & set(file.path.with_suffix("").parts)]
    assert found == []


@pytest.mark.parametrize("file", source_files(*ROOMS, "tests"), ids=str)
def test_a_file_is_short_or_says_why_not(file: SourceFile) -> None:
    """A file of more than 220 lines has a docstring that says why it is long."""
    lines = file.text.count("\n")
    assert lines <= MOST_LINES or REASON.search(file.docstring), (
        f"{file} has {lines} lines: split it, or say in its docstring: long, because ..."
    )


@pytest.mark.parametrize("file", source_files(*ROOMS), ids=str)
def test_a_file_says_what_it_is(file: SourceFile) -> None:
    """Every file with code in it opens with a docstring."""
    assert file.docstring or not file.text.strip(), f"{file} has no docstring"
