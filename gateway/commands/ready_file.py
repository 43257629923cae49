"""Ready file: how a program that has started the product learns where everything is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

ReadyFile = Annotated[Path | None, typer.Option(help="Written, as JSON, when all answers.")]


def remove_ready_file(path: Path | None) -> None:
    """Remove what an earlier start has left, so that nobody takes it for this one's."""
    if path is not None:
        path.unlink(missing_ok=True)


def write_ready_file(path: Path | None, content: dict[str, Any]) -> None:
    """Write it in one step: whoever sees it sees it whole. It holds tokens, so it is private."""
    if path is None:
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
    draft.replace(path)
