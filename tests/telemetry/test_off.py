"""Off: who asks for no telemetry pays for none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import cast

from gateway.prepared import Prepared
from gateway.settings import Settings
from gateway.telemetry.start import telemetry_from
from gateway.telemetry.telemetry import Telemetry
from loaders.joined_call import JoinedCall
from tests.gateway.serving import environment

_LOADED = """
import sys, gateway.app, gateway.server, gateway.worker
print(*sorted({"prometheus_client", "opentelemetry", "requests"} & set(sys.modules)))
"""


def test_nothing_is_heard_unless_it_is_asked_for(tmp_path: Path) -> None:
    """No run is watched, no operation is in a trace, no call has a context of its own."""
    telemetry, close = telemetry_from(Settings.from_environment(environment(tmp_path)))
    assert type(telemetry) is Telemetry
    prepared = cast("Prepared", None)
    call = cast("JoinedCall[str, str]", None)
    assert telemetry.begins("00-anything", seconds_ago=0.0) is None
    assert telemetry.watch(prepared) is None
    assert telemetry.call_begins("rewards", call) is None
    assert [telemetry.log_sample.takes() for _ in range(3)] == [True] * 3
    close()


def test_no_package_is_loaded_that_is_not_needed() -> None:
    """They would take a tenth of a process's memory."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED],
        env={"PYTHONPATH": ":".join(["", *sys.path])},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.strip() == ""
