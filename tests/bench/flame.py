"""Flame: where the time of a page goes, as a flame graph and as a table by part.

    python -m tests.bench.flame [--scenario "full page, 8 in flight"] [--seconds 20]

The gateway runs as in production, keeps nothing and is asked as in the bench, while py-spy looks at
it five hundred times a second, at whoever runs Python then: who waits for the core, which load and
services are busy on, would look busy itself. The graph goes to ``artefacts/profile.svg``.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from asyncio.subprocess import DEVNULL
from pathlib import Path

import uvloop

from tests.bench.flame_parts import table_of_parts
from tests.bench.gateways import OURS, Gateway, gateway
from tests.bench.rounds import loaded
from tests.bench.scenarios import SCENARIOS, Asking, Scenario
from tests.bench.stage import stage
from tests.house.source_file import ROOT

_RATE = 500
_WARM_UPS = 2
_FOLDER = ROOT / "artefacts"
_FORMS = {"flamegraph": _FOLDER / "profile.svg", "raw": _FOLDER / "profile.txt"}


async def flame(scenario: Scenario, *, seconds: int) -> str:
    """Profile it, and give the table."""
    _FOLDER.mkdir(exist_ok=True)
    async with (
        stage(copies=8) as on,
        gateway(OURS, on.environment, on.cores, on.folder) as running,
    ):
        for _ in range(_WARM_UPS):
            await _load(running, scenario, on.asking, seconds)
        for form, path in _FORMS.items():
            await _recorded(running, scenario, on.asking, form, path, seconds)
    return table_of_parts(_FORMS["raw"].read_text(encoding="utf-8"))


async def _recorded(
    running: Gateway, scenario: Scenario, asking: Asking, form: str, path: Path, seconds: int
) -> None:
    """One recording of the gateway under load."""
    recording = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).with_name("py-spy")), "record", "--gil"),
        *("--pid", str(running.pid)),
        *("--rate", str(_RATE), "--duration", str(seconds), "--format", form),
        *("--output", str(path)),
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    while recording.returncode is None:
        await _load(running, scenario, asking, seconds)
    if recording.returncode != 0:
        raise SystemExit("py-spy cannot look at the gateway: it needs to be root, or its parent")


async def _load(running: Gateway, scenario: Scenario, asking: Asking, seconds: int) -> None:
    requests = asking.requests(scenario.operation, scenario.requests)
    await loaded(running, scenario, requests[:8], requests, seconds)


def _scenario(title: str) -> Scenario:
    found = [scenario for scenario in SCENARIOS if scenario.title == title]
    if not found:
        titles = ", ".join(scenario.title for scenario in SCENARIOS)
        raise argparse.ArgumentTypeError(f"the scenarios are: {titles}")
    return found[0]


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenario", type=_scenario, default=SCENARIOS[0])
    options.add_argument("--seconds", type=int, default=20)
    given = options.parse_args()
    if not Path(sys.executable).with_name("py-spy").exists():
        raise SystemExit("py-spy is not installed: make setup does it")
    told = uvloop.run(flame(given.scenario, seconds=given.seconds))
    sys.stdout.write(f"{given.scenario.title}\n\n{told}\nthe graph: {_FORMS['flamegraph']}\n")
