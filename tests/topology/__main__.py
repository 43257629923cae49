"""The topology without containers, and a rolling restart of it under load.

    python -m tests.topology [--streams 2000] [--askers 8] [--drain 30] [--keep]

It prints what it found, and appends it to tests/bench/RESULTS-TOPOLOGY.md with ``--keep``. It fails
when a query has failed, an end was missed or told twice, or somebody was back later than in time.
Streams are closed over ``--drain`` seconds. ``--unhurried`` gives answers more time than a gateway
does by default, for a machine that is busy.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from tests.app.gateway_process import UNHURRIED
from tests.topology.nginx import found
from tests.topology.results import faults_of, keep, table_of
from tests.topology.rolling import Rolled, Rolling, allow_files
from tests.topology.topology import topology

_SHOWN = 20


async def _roll(given: argparse.Namespace) -> Rolled:
    changes = {
        **(UNHURRIED if given.unhurried else {}),
        "ENDPAGE_DRAIN_SECONDS": str(given.drain),
    }
    with TemporaryDirectory() as folder:
        async with topology(Path(folder), changes) as on:
            sys.stdout.write(f"{given.streams} streams and {given.askers} askers at {on.url}\n")
            sys.stdout.flush()
            rolling = Rolling(on, streams=given.streams, hurry=1)
            return await rolling.roll(askers=given.askers, pause=given.pause)


def _main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.topology", description=__doc__)
    options.add_argument("--streams", type=int, default=2_000)
    options.add_argument("--askers", type=int, default=8)
    options.add_argument("--pause", type=float, default=0.1)
    options.add_argument("--drain", type=int, default=30)
    options.add_argument("--unhurried", action="store_true")
    options.add_argument("--keep", action="store_true")
    given = options.parse_args()
    if found() is None:
        sys.stderr.write("topology: there is no nginx; as root, `make nginx` installs it\n")
        return 1
    allow_files(given.streams)
    rolled = uvloop.run(_roll(given))
    told, faults = table_of(rolled), faults_of(rolled)
    sys.stdout.write(told)
    for fault in faults[:_SHOWN]:
        sys.stdout.write(f"fault: {fault}\n")
    if given.keep:
        command = " ".join(["python -m tests.topology", *sys.argv[1:]])
        keep(f"{told}\n{len(faults)} faults.\n", command)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(_main())
