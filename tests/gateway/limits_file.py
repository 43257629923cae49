"""Limits file: one that is written while a gateway runs, and the settings that name it."""

from __future__ import annotations

import json
from pathlib import Path

from gateway.settings import Settings
from tests.gateway.serving import environment


def write(path: Path, limits: object) -> None:
    """The file with these limits, in one step."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(limits))
    draft.replace(path)


def settings_with(folder: Path, limits: object, **changes: str) -> Settings:
    """The settings with a file of these limits."""
    write(folder / "limits.json", limits)
    given = environment(folder, ENDPAGE_LIMITS_FILE=str(folder / "limits.json"), **changes)
    return Settings.from_environment(given)
