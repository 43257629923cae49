"""The ways in which services write a time; that they differ is part of the contract."""

from __future__ import annotations


def string_seconds(unix: float) -> str:
    """Return unix seconds as a string, as shop analytics and rewards write a time."""
    return str(int(unix))


def whole_seconds(unix: float) -> int:
    """Return unix seconds as a number, as the journey writes a time."""
    return int(unix)


def percent(ratio: float | None) -> str | None:
    """Return a rate as the company writes it, "13.99%", or None when nothing was divided by."""
    return None if ratio is None else f"{ratio * 100:.2f}%"
