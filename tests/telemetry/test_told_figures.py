"""Told figures: what some workers tell, added up, and what has happened between two looks."""

from __future__ import annotations

import pytest

from gateway.telemetry.told_figures import ToldFigures, told_by
from tests.telemetry.little_figures import figures

COUNTED = "endpage_operations_total"


def seconds(**buckets: int) -> ToldFigures:
    """A histogram by its bounds, as in ``b1=3``: three within a second."""
    return figures(
        *[
            f'endpage_nap_seconds_bucket{{le="{bound[1:].replace("inf", "+Inf")}"}} {count}'
            for bound, count in buckets.items()
        ]
    )


def test_workers_are_added_up() -> None:
    """Sums are of all of them; the largest is of the one that has it."""
    told = told_by(
        {
            "a:1": f'{COUNTED}{{operation="A",worker="0"}} 3\nendpage_lag{{worker="0"}} 1.5\n',
            "a:2": f'{COUNTED}{{operation="A",worker="1"}} 4\n{COUNTED}{{operation="B"}} 9\n'
            'endpage_lag{worker="1"} 0.5\n',
        }
    )
    assert told.total(COUNTED) == 16
    assert told.total(COUNTED, operation="A") == 7
    assert told.by(COUNTED, "operation") == {"B": 9, "A": 7}
    assert list(told.by(COUNTED, "operation")) == ["B", "A"]
    assert told.most("endpage_lag") == 1.5
    assert (told.total("nothing"), told.most("nothing")) == (0, 0)


def test_what_has_happened_between_is_the_difference() -> None:
    """A worker that has begun anew counts from nothing again, and so does a new one."""
    before = told_by({"a:1": f"{COUNTED} 10\n", "a:2": f"{COUNTED} 10\n"})
    now = told_by({"a:1": f"{COUNTED} 12\n", "a:2": f"{COUNTED} 3\n", "a:3": f"{COUNTED} 5\n"})
    assert now.since(before).total(COUNTED) == 2 + 3 + 5


@pytest.mark.parametrize(
    ("part", "value"), [(0.5, 1.0), (0.25, 0.5), (0.75, 1.5), (0.9, 1.8), (1.0, 2.0)]
)
def test_a_quantile_lies_evenly_in_its_bucket(part: float, value: float) -> None:
    """As Prometheus has it."""
    assert seconds(b1=50, b2=100, binf=100).quantile(part, "endpage_nap_seconds") == value


def test_a_quantile_beyond_all_bounds_is_the_last_bound() -> None:
    """More is not known; and of nothing there is none."""
    assert seconds(b1=1, b2=2, binf=100).quantile(0.5, "endpage_nap_seconds") == 2.0
    assert seconds(b1=0, binf=0).quantile(0.5, "endpage_nap_seconds") is None
    assert ToldFigures().quantile(0.5, "endpage_nap_seconds") is None
