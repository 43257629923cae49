"""Trace parent: what clients send is read strictly, and what is sent on can be read."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from gateway.telemetry.trace_parent import read_trace_parent, write_trace_parent

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def test_a_client_says_which_span_it_asks_from() -> None:
    """The example of the specification."""
    read = read_trace_parent(f"00-{TRACE}-{SPAN}-01")
    assert read is not None
    assert (read.trace_id, read.span_id) == (int(TRACE, 16), int(SPAN, 16))
    assert read.trace_flags.sampled
    assert read.is_remote
    assert write_trace_parent(read) == f"00-{TRACE}-{SPAN}-01"


@pytest.mark.parametrize(
    "told",
    [
        None,
        "",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-1",
        f"00-{TRACE}-{SPAN}-01\n",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE}-{SPAN}-01-more",
    ],
)
def test_what_is_no_trace_parent_is_none(told: str | None) -> None:
    """It is then as if the client had said nothing."""
    assert read_trace_parent(told) is None


@given(strategies.text())
def test_any_text_is_read_without_a_fault(told: str) -> None:
    """Headers may hold anything."""
    assert read_trace_parent(told) is None
