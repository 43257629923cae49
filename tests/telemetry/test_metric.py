"""Metric: what is counted is told as it was, and what is counted later does not change it."""

from __future__ import annotations

from prometheus_client.core import Metric as Family

from gateway.telemetry.declared import METRICS
from gateway.telemetry.metric import COUNTER, GAUGE, HISTOGRAM, Counts, Durations, Metric


def told(family: Family) -> dict[tuple[str, ...], float]:
    """Every sample by its name and its labels' values."""
    return {(sample.name, *sample.labels.values()): sample.value for sample in family.samples}


def test_a_counter_adds_up_by_its_labels() -> None:
    """Each set of labels has a sum of its own."""
    counts = Counts(Metric("endpage_eaten_total", COUNTER, "Eaten.", ("what",)))
    counts.add(("apples",))
    counts.add(("pears",), 3)
    counts.add(("apples",), 2)
    taken = counts.taken()
    counts.add(("apples",))
    assert told(taken()) == {
        ("endpage_eaten_total", "apples"): 3,
        ("endpage_eaten_total", "pears"): 3,
    }


def test_a_histogram_counts_what_is_as_long_as_a_bound_below_it() -> None:
    """Buckets hold all that is not longer than they say, and the last one holds everything."""
    metric = Metric("endpage_nap_seconds", HISTOGRAM, "Naps.", ("who",), bounds=(0.1, 1.0))
    durations = Durations(metric)
    for seconds in (0.05, 0.1, 0.5, 7.0):
        durations.add(("cat",), seconds)
    taken = durations.taken()
    durations.add(("cat",), 1.0)
    assert told(taken()) == {
        ("endpage_nap_seconds_bucket", "cat", "0.1"): 2,
        ("endpage_nap_seconds_bucket", "cat", "1.0"): 3,
        ("endpage_nap_seconds_bucket", "cat", "+Inf"): 4,
        ("endpage_nap_seconds_count", "cat"): 4,
        ("endpage_nap_seconds_sum", "cat"): 7.65,
    }


def test_a_gauge_is_what_it_is_now() -> None:
    """Without labels there is one sample."""
    family = Metric("endpage_awake", GAUGE, "Awake.").family([((), True)])
    assert told(family) == {("endpage_awake",): 1}


def test_every_figure_says_what_it_is() -> None:
    """Names are told once each, in words that Prometheus' users expect."""
    names = [metric.name for metric in METRICS]
    assert len(set(names)) == len(names) >= 40
    for metric in METRICS:
        assert metric.name.startswith("endpage_")
        assert metric.name.endswith("_total") == (metric.kind == COUNTER)
        assert metric.help.endswith(".")
        assert not {"creator", "viewer", "session", "worker"} & set(metric.labels)
