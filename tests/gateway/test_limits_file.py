"""The file of limits: its values take the place of settings, and every fault of it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.demand_limits import DemandLimits, Limits
from gateway.settings import Settings, SettingsError
from tests.gateway.limits_file import settings_with
from tests.gateway.serving import environment


def test_limits_of_the_file_take_the_place_of_settings(tmp_path: Path) -> None:
    """What the file does not name is as the environment has it."""
    limits = {"operations": 3, "document_depth": 4, "creator_cost": 0}
    settings = settings_with(tmp_path, limits, ENDPAGE_OPERATIONS="9", ENDPAGE_QUEUE="7")
    assert (settings.operations, settings.queue, settings.creator_cost) == (3, 7, 0)
    assert settings.demand_limits == DemandLimits(Limits(depth=4))


def test_every_fault_of_the_file_is_told(tmp_path: Path) -> None:
    """What is no limit, what may be changed at a start alone, and what cannot be."""
    limits = {"operationz": 3, "port": 8000, "queue": -1, "depth": 3}
    with pytest.raises(SettingsError) as told:
        settings_with(tmp_path, limits)
    assert told.value.faults == [
        "ENDPAGE_LIMITS_FILE has 'operationz', which is no limit; is operations meant?",
        "ENDPAGE_LIMITS_FILE has 'port', which is no limit",
        "ENDPAGE_LIMITS_FILE has a value of queue that must be a whole number from 0 to 100000",
        "ENDPAGE_LIMITS_FILE has 'depth', which is no limit",
    ]


@pytest.mark.parametrize("written", ["", "[]", '{"queue": "1"}', '{"queue": 1.5}', '{"queue": {}}'])
def test_what_is_no_file_of_limits_is_told(tmp_path: Path, written: str) -> None:
    """It is not repeated: it may be a secret in the wrong place."""
    (tmp_path / "limits.json").write_text(written)
    given = environment(tmp_path, ENDPAGE_LIMITS_FILE=str(tmp_path / "limits.json"))
    with pytest.raises(SettingsError) as told:
        Settings.from_environment(given)
    assert told.value.faults == [
        "ENDPAGE_LIMITS_FILE must name a JSON file of whole numbers by limit"
    ]
