"""SECURITY.md: each test that it names is there, and so is each file that it speaks of."""

from __future__ import annotations

import re

from tests.house.source_file import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`((?:tests|gateway|loaders|resolvers)/[^`]*)`", TEXT))
MODULES = set(re.findall(r"python -m ([a-z_.]+)", TEXT))


def test_whatever_is_named_is_there() -> None:
    """A promise whose test has been renamed is held by nothing."""
    assert len(NAMED) > 20
    assert {name for name in NAMED if not (ROOT / name).exists()} == set()
    modules = {f"{name.replace('.', '/')}.py" for name in MODULES}
    assert {name for name in modules if not (ROOT / name).exists()} == set()


def test_all_tests_of_abuse_are_named() -> None:
    """No file of tests that holds a promise is forgotten here."""
    files = {
        path.relative_to(ROOT).as_posix()
        for folder in ("abuse", "fuzz", "mutations")
        for path in (ROOT / "tests" / folder).glob("test_*.py")
    }
    assert files - NAMED == set()
