"""Deployed: what a doctor may be shown of a deployment."""

from __future__ import annotations

from pathlib import Path

from gateway.settings import Settings
from tests.gateway.serving import environment


def settings_with(folder: Path, **changes: str) -> Settings:
    """Settings that could be used, with changes."""
    return Settings.from_environment(environment(folder, **changes))


def http(body: bytes, *headers: str) -> bytes:
    """A whole answer."""
    head = "".join(f"{line}\r\n" for line in headers)
    return f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n{head}\r\n".encode() + body
