"""The environment is read in one place: a setting has one name, one check, one description."""

from __future__ import annotations

from tests.house.source_file import ROOMS, source_files

READS = {"os.environ", "os.getenv", "os.environb", "os.putenv"}
THE_ONE_FILE = "gateway/settings.py"


def test_only_the_settings_read_the_environment() -> None:
    """No file but gateway/settings.py names the process's environment."""
    found = [
        f"{file}:{line}: {name}"
        for file in source_files(*ROOMS)
        for name, line in file.dotted_names()
        if name in READS and str(file) != THE_ONE_FILE
    ]
    assert found == []


def test_nothing_of_the_environment_is_imported_by_name() -> None:
    """`from os import environ` would hide a second reader."""
    found = [
        str(file)
        for file in source_files(*ROOMS)
        if "from os import environ" in file.text or "from os import getenv" in file.text
    ]
    assert found == []
