"""Padding: an MP4 file made as long as it was promised to be, by a box that players pass over."""

from __future__ import annotations

import os
from pathlib import Path

_HEADER_BYTES = 8


def pad(path: Path, size_bytes: int) -> None:
    """Append a `free` box up to `size_bytes`; raises ValueError when the file leaves no room."""
    present = path.stat().st_size
    missing = size_bytes - present
    if missing < _HEADER_BYTES:
        raise ValueError(f"{present} bytes cannot be padded to {size_bytes}")
    with path.open("ab") as file:
        file.write(missing.to_bytes(4, "big") + b"free")
    os.truncate(path, size_bytes)
