"""The drawings: they show what the code does, and are whole by themselves."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.house.source_file import ROOMS, ROOT, source_files

DRAWINGS = sorted((ROOT / "docs").rglob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"


def arrows() -> set[tuple[str, str]]:
    """Who imports whom in the drawing of the rooms."""
    tree = ET.parse(ROOT / "docs" / "drawings" / "rooms.svg")
    return {
        (path.attrib["data-from"], path.attrib["data-to"])
        for path in tree.iter(f"{SVG}path")
        if "data-from" in path.attrib
    }


def contracts() -> list[dict[str, Any]]:
    """What the linter of imports is told."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = told["tool"]["importlinter"]["contracts"]
    return found


def test_the_rooms_import_as_drawn() -> None:
    """Each arrow between rooms is an import that there is, and no import is without an arrow."""
    imported = {
        (file.room, package)
        for file in source_files(*ROOMS)
        for package in file.imported_packages() & set(ROOMS)
        if package != file.room
    }
    assert arrows() == imported


def test_no_arrow_is_forbidden() -> None:
    """The linter of imports forbids none of them, but for what commands alone may do."""
    forbidden = {
        (source, target)
        for contract in contracts()
        for source in contract["source_modules"]
        for target in contract["forbidden_modules"]
    }
    assert arrows() & forbidden == {("gateway", "upstreams")}
    # Every pair of rooms is either drawn or forbidden.
    pairs = {(one, other) for one in ROOMS for other in ROOMS if one != other}
    assert pairs <= arrows() | forbidden


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_whole(path: Path) -> None:
    """It says in words what it shows, and needs nothing from elsewhere."""
    tree = ET.parse(path)
    root = tree.getroot()
    assert [root.findtext(f"{SVG}{name}") for name in ("title", "desc")] != [None, None]
    assert root.attrib["role"] == "img"
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:href|src)=|<script|@import|url\((?!#)", text) == []


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_the_files_that_are_drawn_are_there(path: Path) -> None:
    """A file that a drawing names is there."""
    words = " ".join(ET.parse(path).getroot().itertext())
    named = re.findall(rf"\b(?:{'|'.join(ROOMS)})/\w+", words)
    assert [name for name in named if not _is_there(name)] == []


def _is_there(name: str) -> bool:
    return (ROOT / f"{name}.py").is_file() or (ROOT / name).is_dir()


def test_each_drawing_is_shown() -> None:
    """No drawing lies about that no page shows."""
    pages = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert [path.name for path in DRAWINGS if f"{path.name})" not in pages] == []
