"""Frame rate: so many frames in ten seconds, and a flood is one for good."""

from __future__ import annotations

from gateway.frame_rate import FrameRate


def test_so_many_may_come() -> None:
    """In every ten seconds; one more is a flood, and stays one."""
    rate = FrameRate()
    assert all(rate.add(100.0, most=3) for _ in range(3))
    assert all(rate.add(110.0, most=3) for _ in range(3))
    assert not rate.add(119.0, most=3)
    assert rate.is_flood
    assert not rate.add(500.0, most=3)
