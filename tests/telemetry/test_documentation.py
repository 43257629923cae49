"""What is written of telemetry is what there is."""

from __future__ import annotations

import re

from gateway.setting_declarations import declarations_of
from gateway.settings import Settings
from gateway.telemetry.declared import table_of_figures
from tests.house.source_file import ROOT

TEXT = (ROOT / "docs" / "telemetry.md").read_text(encoding="utf-8")


def test_the_figures_are_those_of_the_code() -> None:
    """The table of figures is printed from their declarations."""
    assert table_of_figures() in TEXT


def test_what_it_names_is_there() -> None:
    """Its links lead to files, and its settings are declared."""
    for path in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (ROOT / "docs" / path).exists()
    assert set(re.findall(r"ENDPAGE_[A-Z_]+", TEXT)) <= set(declarations_of(Settings))
