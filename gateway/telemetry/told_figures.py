"""Told figures: what some workers tell at one time, read as Prometheus would read it.

Nothing has to keep them over time for a person who looks now: the figures themselves say what has
happened since each worker began, and two of them what has happened between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.request import ProxyHandler, build_opener

from prometheus_client.parser import text_string_to_metric_families

from gateway.telemetry.declared import METRICS_PATH

_SECONDS = 10.0
_LE = "le"
Key = tuple[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """Every sample by its name and labels; each worker's has its address among them."""

    samples: Mapping[Key, float] = field(default_factory=dict)

    def of(self, name: str, /, **labels: str) -> Iterator[tuple[dict[str, str], float]]:
        """The samples of that name with those labels."""
        for (found, told), value in self.samples.items():
            if found == name and labels.items() <= told:
                yield dict(told), value

    def total(self, name: str, /, **labels: str) -> float:
        """Their sum; 0 where there is none."""
        return sum(value for _, value in self.of(name, **labels))

    def most(self, name: str, /, **labels: str) -> float:
        """The largest of them; 0 where there is none."""
        return max((value for _, value in self.of(name, **labels)), default=0.0)

    def by(self, name: str, label: str, /, **labels: str) -> dict[str, float]:
        """Their sums by the values of one label, the largest first."""
        found: dict[str, float] = {}
        for told, value in self.of(name, **labels):
            found[told[label]] = found.get(told[label], 0) + value
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    def quantile(self, part: float, name: str, /, **labels: str) -> float | None:
        """Below how many seconds that part of a histogram lies; None when there is nothing in it.

        Within a bucket it is taken for even, and what is beyond the last bound for that bound.
        """
        buckets = self.by(f"{name}_bucket", _LE, **labels)
        bounds = sorted((float(bound), count) for bound, count in buckets.items())
        if not bounds or not bounds[-1][1]:
            return None
        rank, below, under = part * bounds[-1][1], 0.0, 0.0
        for bound, count in bounds:
            if count >= rank and count > under:
                if bound == float("inf"):
                    return below
                return below + (bound - below) * (rank - under) / (count - under)
            below, under = bound, count
        return below

    def since(self, before: ToldFigures) -> ToldFigures:
        """What has been counted since then. What stands, stands as it is: look at that in ``self``.

        A worker that has begun anew since then has counted all that it tells.
        """
        risen: dict[Key, float] = {}
        for key, value in self.samples.items():
            was = before.samples.get(key, 0.0)
            risen[key] = value - was if value >= was else value
        return ToldFigures(risen)


def told_by(texts: Mapping[str, str]) -> ToldFigures:
    """What is told in these texts, by the addresses that they are from."""
    samples: dict[Key, float] = {}
    for address, text in texts.items():
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                labels = frozenset({**sample.labels, "address": address}.items())
                samples[sample.name, labels] = sample.value
    return ToldFigures(samples)


def ask(addresses: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """What each address tells, and those that tell nothing."""
    # What stands in the environment of proxies is for the world, not for this machine's own.
    opener = build_opener(ProxyHandler({}))
    texts: dict[str, str] = {}
    silent: list[str] = []
    for address in addresses:
        try:
            with opener.open(f"http://{address}{METRICS_PATH}", timeout=_SECONDS) as answer:
                texts[address] = answer.read().decode()
        except (OSError, ValueError):
            silent.append(address)
    return texts, silent
