"""Install: what the peers need, in folders of their own that git ignores. The tests never do it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.kinds import NODE, PACKAGES


def install(say: Callable[[str], None]) -> None:
    """Install what is missing or older than its lock file. Without npm the Node.js peers stay out.

    Raises CalledProcessError when a registry cannot be reached.
    """
    lock = Path(__file__).with_name("peers") / "requirements.txt"
    if _is_older(PACKAGES / ".stamp", lock):
        say("installing what the Python peers need")
        shutil.rmtree(PACKAGES, ignore_errors=True)
        target = ("--no-deps", "--require-hashes", "--target", str(PACKAGES), "-r", str(lock))
        _run(sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *target)
        (PACKAGES / ".stamp").touch()
    if shutil.which("npm") is None:
        say("npm is missing, so the servers of Node.js are left out (Node.js 20.19 or newer)")
    elif _is_older(NODE / "node_modules" / ".stamp", NODE / "package-lock.json"):
        say("installing the servers of Node.js (half a minute the first time)")
        _run("npm", "--prefix", str(NODE), "ci", "--loglevel=error", "--no-progress")
        (NODE / "node_modules" / ".stamp").touch()


def _is_older(stamp: Path, lock: Path) -> bool:
    return not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
