"""Faults: what may be wrong with a reference service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

QUICK: tuple[Mapping[str, Any], ...] = (
    {"latency_ms": 200, "jitter_ms": 400},
    {"status": 500},
    {"status": 503, "error_rate": 0.3},
    {"status": 429},
    {"status": 404},
    {"mode": "garbage"},
    {"mode": "truncate"},
    {"mode": "refuse"},
    {"mode": "reset", "error_rate": 0.5},
    {"traps": ["data-null"]},
    {"traps": ["error-in-200"]},
)
"""Those for which nobody has to wait."""

ALL: tuple[Mapping[str, Any], ...] = (
    *QUICK,
    {"latency_ms": 5_000},
    {"mode": "drip"},
    {"mode": "huge"},
    {"mode": "closed", "seconds": 2.0},
)
