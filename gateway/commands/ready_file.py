"""Ready file: how a program that has started the product learns where everything is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

ReadyFile = Annotated[
    Path | None, typer.Option(help="Written, as JSON, when all answers; gone at the end.")
]


def remove_ready_file(path: Path | None) -> None:
    """Remove what an earlier start has left, so that nobody takes it for this one's."""
    if path is not None:
        path.unlink(missing_ok=True)


@contextmanager
def ready_file_with(path: Path | None, content: dict[str, Any]) -> Iterator[None]:
    """The file, there for as long as what it tells of is. It is private: it holds tokens."""
    if path is None:
        yield
        return
    written = msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"
    _write(path, written)
    try:
        yield
    finally:
        # Another start with the same path may have put its own there by now.
        with suppress(OSError):
            if path.read_bytes() == written:
                path.unlink()


def _write(path: Path, written: bytes) -> None:
    """Write it in one step: whoever sees it sees it whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(written)
    draft.replace(path)
