"""The figures that a gateway tells, read as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
from prometheus_client.parser import text_string_to_metric_families

Labels = frozenset[tuple[str, str]]


class FiguresOf:
    """What one address told once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.families = list(text_string_to_metric_families(text))
        self._samples: dict[tuple[str, Labels], float] = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in self.families
            for sample in family.samples
        }

    def value(self, name: str, **labels: str) -> float:
        """One sample, which must be there; labels are all but ``worker``, which is 0."""
        return self._samples[name, frozenset({**labels, "worker": "0"}.items())]

    def all_of(self, name: str) -> Mapping[tuple[str, ...], float]:
        """Every sample of a name, by its labels' values in the order of their names."""
        return {
            tuple(value for label, value in sorted(labels) if label != "worker"): figure
            for (found, labels), figure in self._samples.items()
            if found == name
        }

    def since(self, before: FiguresOf, name: str) -> dict[tuple[str, ...], float]:
        """By how much the samples of a name have risen, where they have."""
        old = before.all_of(name)
        risen = {key: value - old.get(key, 0) for key, value in self.all_of(name).items()}
        return {key: value for key, value in risen.items() if value}

    def labels(self) -> dict[str, set[frozenset[str]]]:
        """The names of the labels by that of the sample, but for a histogram's own."""
        found: dict[str, set[frozenset[str]]] = {}
        for name, labels in self._samples:
            found.setdefault(name, set()).add(frozenset(key for key, _ in labels) - {"le"})
        return found


async def figures_of(client: httpx.AsyncClient, address: str) -> FiguresOf:
    """What is told at an address now."""
    answer = await client.get(f"http://{address}/metrics")
    assert answer.status_code == 200, answer.text
    return FiguresOf(answer.text)
