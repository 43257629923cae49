"""``python -m gateway``: the command line, for child processes that know no installed script."""

from __future__ import annotations

from gateway.cli import app

app()
