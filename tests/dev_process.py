"""The product as a person starts it: a real `endpage dev`, with its real children."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

ENDPAGE = Path(sys.executable).with_name("endpage")


@dataclass(frozen=True)
class DevProcess:
    """A running `endpage dev`: what its ready file says, and where it was started."""

    ready: dict[str, Any]
    folder: Path

    @property
    def origin(self) -> str:
        """`http://host:port` of the gateway."""
        return str(self.ready["url"]).removesuffix("/graphql")

    def session(self, kind: str) -> str:
        return str(self.ready["sessions"][kind]["id"])

    def creator(self, kind: str) -> str:
        return str(self.ready["sessions"][kind]["creator"])

    def token(self, kind: str) -> str:
        """The token of the creator whose session that is."""
        return str(self.ready["tokens"][self.creator(kind)])

    def simulate(self, action: str, *arguments: str) -> str:
        """`endpage simulate ...` against this process's database; what it printed."""
        command = [str(ENDPAGE), "simulate", action, *arguments]
        command += ["--mongodb-uri", str(self.ready["mongodb_uri"])]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=30
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def dev_process(
    folder: Path, *arguments: str, starts_within: float = 60, stops_within: float = 20
) -> Iterator[DevProcess]:
    """Start `endpage dev` in a folder of its own, wait until all answers, stop it as Ctrl-C does.

    Raises AssertionError with its log when it ends early or is not ready in time (seconds).
    """
    ready_file, log_file = folder / "ready.json", folder / "dev.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [ENDPAGE, "dev", "--port", "0", "--ready-file", ready_file, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(process, ready_file, log_file, time.monotonic() + starts_within)
        yield DevProcess(ready=msgspec.json.decode(ready_file.read_bytes()), folder=folder)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(stops_within)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"did not stop:\n{_end_of(log_file)}") from None


def _wait_until_ready(
    process: subprocess.Popen[bytes], ready_file: Path, log_file: Path, until: float
) -> None:
    while not ready_file.exists():
        assert process.poll() is None, f"ended by itself:\n{_end_of(log_file)}"
        assert time.monotonic() < until, f"not ready in time:\n{_end_of(log_file)}"
        time.sleep(0.05)


def _end_of(log_file: Path) -> str:
    return log_file.read_text(encoding="utf-8", errors="replace")[-4000:]
