"""Draws that depend on names alone, so that a fact never moves when another one is added."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")

_STANDARD_NORMAL = NormalDist()
# Below this mean the Poisson quantile is summed exactly, above it is approximated.
_EXACT_MEAN = 50.0


@dataclass(frozen=True, slots=True)
class Dice:
    """A cup of named draws: the same name in the same cup always falls the same way."""

    key: bytes

    @classmethod
    def of(cls, *parts: object) -> Dice:
        """Return the cup that belongs to `parts`, for example a seed and a session id."""
        return cls(blake2b("|".join(map(str, parts)).encode(), digest_size=32).digest())

    def uniform(self, name: str) -> float:
        """Return a number strictly between 0 and 1."""
        digest = blake2b(name.encode(), key=self.key, digest_size=8).digest()
        return ((int.from_bytes(digest) >> 11) + 0.5) / 9007199254740992.0

    def between(self, name: str, low: float, high: float) -> float:
        """Return a number between `low` and `high`, all equally likely."""
        return low + (high - low) * self.uniform(name)

    def whole(self, name: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.uniform(name) * (high - low + 1))

    def chance(self, name: str, probability: float) -> bool:
        """Return whether something of this probability happens."""
        return self.uniform(name) < probability

    def choice(self, name: str, options: Sequence[T]) -> T:
        """Return one of `options`, all equally likely."""
        return options[int(self.uniform(name) * len(options))]

    def weighted(self, name: str, options: Sequence[tuple[T, float]]) -> T:
        """Return one of `options` by its weight; weights need not add up to one."""
        left = self.uniform(name) * sum(weight for _, weight in options)
        for option, weight in options:
            left -= weight
            if left < 0:
                return option
        return options[-1][0]

    def lognormal(
        self, name: str, *, median: float, sigma: float, low: float, high: float
    ) -> float:
        """Return a right-skewed number around `median`, clamped to `low`..`high`."""
        drawn = median * math.exp(sigma * _STANDARD_NORMAL.inv_cdf(self.uniform(name)))
        return min(max(drawn, low), high)


def poisson_quantile(uniform: float, mean: float) -> int:
    """Return the Poisson count of `mean` at the quantile `uniform`; it never falls as `mean` grows.

    A fixed quantile over a growing mean is how orders come in while a LIVE runs: at every moment
    the count is Poisson, and it is monotone.
    """
    if mean <= 0:
        return 0
    if mean <= _EXACT_MEAN:
        return _exact_quantile(uniform, mean)
    z = _STANDARD_NORMAL.inv_cdf(uniform)
    # The approximation is hung on the exact value at the seam, or the count could step back there.
    seam = _exact_quantile(uniform, _EXACT_MEAN) - _approximate_quantile(z, _EXACT_MEAN)
    return max(0, seam + _approximate_quantile(z, mean))


def _exact_quantile(uniform: float, mean: float) -> int:
    count, term = 0, math.exp(-mean)
    total = term
    while total < uniform and count < 400:
        count += 1
        term *= mean / count
        total += term
    return count


def _approximate_quantile(z: float, mean: float) -> int:
    """Return the Cornish-Fisher approximation of the Poisson quantile."""
    return math.floor(mean + z * math.sqrt(mean) + (z * z - 1) / 6 + 0.5)
