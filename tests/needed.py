"""What a machine lacks: a developer's run goes on without it; one that others rely on does not."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def lacking(missing: str) -> NoReturn:
    """Skip with these words, or fail with them when CI is set."""
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
