"""The README's tables are those that the product prints, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.errors import table_of_errors
from gateway.setting_declarations import table_of
from gateway.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_the_settings_are_those_of_the_code() -> None:
    """The README's table of settings has all that must be given, as the code says it."""
    assert table_of(Settings, only_needed=True) in README


def test_the_error_codes_are_those_of_the_code() -> None:
    """The README's table of error codes is what `endpage errors` prints."""
    assert table_of_errors() in README


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_a_link_leads_somewhere(target: str) -> None:
    """Each relative link of the README names a file or folder that is there."""
    assert (ROOT / target).exists()
