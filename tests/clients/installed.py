"""Installed: whether Node.js and the clients are there to be driven."""

from __future__ import annotations

import shutil

from tests.clients.kind import FOLDER
from tests.needed import lacking


def check_installed() -> None:
    """Skip the test where they are not, or fail it when CI is set."""
    if shutil.which("node") is None:
        lacking("node is missing: install Node.js 20.19 or newer")
    if not (FOLDER / "node_modules" / ".stamp").exists():
        lacking("the clients are not installed: make clients")
