"""Panel rows: what is told of panels is what was seen of them."""

from __future__ import annotations

from prometheus_client.core import Metric as Family

from gateway.telemetry.panel_rows import PanelRows


def told(families: list[Family]) -> dict[tuple[str, ...], float]:
    """Every sample by its name without the first word, and its labels' values; but for buckets in
    which there is nothing.
    """
    return {
        (sample.name.removeprefix("endpage_panel_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
        if sample.value
    }


def test_a_panel_is_told_by_its_state_its_time_and_whether_it_was_in_time() -> None:
    """One that was there just in time was in time; one that failed was not, and never was there."""
    rows = PanelRows(budget=0.3)
    rows.add("Page", [("Metrics", "READY", 0.3, False), ("Rewards", "READY", 0.31, True)])
    rows.add("Page", [("Metrics", "EMPTY", 0.1, False), ("Metrics", "FAILED", 0.1, False)])
    taken = rows.taken()
    rows.add("Page", [("Metrics", "READY", 0.1, False)])
    found = told(rows.families(taken))
    assert {key: value for key, value in found.items() if "seconds" not in key[0]} == {
        ("answers_total", "Page", "Metrics", "READY"): 1,
        ("answers_total", "Page", "Metrics", "EMPTY"): 1,
        ("answers_total", "Page", "Metrics", "FAILED"): 1,
        ("answers_total", "Page", "Rewards", "READY"): 1,
        ("in_time_total", "Page", "Metrics"): 2,
    }
    assert found["seconds_count", "Page", "Metrics", "first"] == 2
    assert found["seconds_sum", "Page", "Metrics", "first"] == 0.4
    assert found["seconds_bucket", "Page", "Metrics", "first", "0.25"] == 1
    assert found["seconds_bucket", "Page", "Metrics", "first", "0.3"] == 2
    assert found["seconds_count", "Page", "Rewards", "later"] == 1
    assert ("seconds_bucket", "Page", "Rewards", "later", "0.3") not in found


def test_a_budget_may_be_one_of_the_bounds() -> None:
    """There is one bucket for it then, and not two."""
    rows = PanelRows(budget=0.5)
    rows.add("Page", [("Metrics", "READY", 0.5, False)])
    found = told(rows.families(rows.taken()))
    assert found["in_time_total", "Page", "Metrics"] == 1
    assert sum(key[0] == "seconds_bucket" for key in found) == len(("0.5", "1", "2.5", "5", "+Inf"))
