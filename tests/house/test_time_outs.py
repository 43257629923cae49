"""A time-out above a shared loader cancels its neighbours: deadlines live below the loaders."""

from __future__ import annotations

import pytest

from tests.house.source_file import SourceFile, source_files

TIME_OUTS = {
    "asyncio.timeout",
    "asyncio.timeout_at",
    "asyncio.wait",
    "asyncio.wait_for",
    "anyio.fail_after",
    "anyio.move_on_after",
    "loop.call_later",
    "loop.call_at",
}


@pytest.mark.parametrize("file", source_files("resolvers"), ids=str)
def test_resolvers_set_no_time_out(file: SourceFile) -> None:
    """No resolver bounds the time of what it awaits."""
    found = [f"line {line}: {name}" for name, line in file.dotted_names() if name in TIME_OUTS]
    assert found == []
