"""The reference of the settings: each stands in it once, and the page that is kept is this one."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from gateway import setting_files as files
from gateway.cli import app
from gateway.setting_declarations import declarations_of, field_of
from gateway.setting_groups import EXAMPLES, GROUPS
from gateway.setting_reference import example_of, reference_of, unit_of
from gateway.settings import Settings
from tests.house.source_file import ROOT

DECLARED = {field_of(name): one for name, one in declarations_of(Settings).items()}


def test_the_page_is_as_it_is_printed() -> None:
    """`endpage settings --format markdown` writes it."""
    printed = CliRunner().invoke(app, ["settings", "--format", "markdown"]).output
    assert printed == reference_of(Settings)
    assert printed == (ROOT / "docs" / "settings.md").read_text("utf-8")


def test_every_setting_stands_in_one_group() -> None:
    """Whoever adds a setting says what it is about."""
    grouped = [field for fields in GROUPS.values() for field in fields]
    assert sorted(grouped) == sorted(DECLARED)


def test_every_setting_has_an_example() -> None:
    """Those without a default have one of their own, and no example is of a setting that is not."""
    assert EXAMPLES.keys() <= DECLARED.keys()
    assert [field for field, one in DECLARED.items() if not example_of(field, one)] == []


@pytest.mark.parametrize("field", [one for one in EXAMPLES if unit_of(one) in {"", "address"}])
def test_an_example_can_be_used(field: str) -> None:
    """What names a file is left out: it is not there."""
    if DECLARED[field].parse is not files.directory and field != "documents":
        DECLARED[field].parse(EXAMPLES[field].replace("…", "secret"))


@pytest.mark.parametrize(
    ("field", "unit"),
    [
        ("queue_ms", "milliseconds"),
        ("token_seconds_most", "seconds"),
        ("kept_megabytes", "megabytes"),
        ("share_visits_per_minute", "a minute"),
        ("mongodb_uri", "address"),
        ("operations", ""),
    ],
)
def test_units_are_told_by_the_name(field: str, unit: str) -> None:
    """A number alone, or a word, has none."""
    assert unit_of(field) == unit
