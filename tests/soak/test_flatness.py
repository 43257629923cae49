"""Flatness: growth is found through noise, and noise alone is none."""

from __future__ import annotations

import random

import pytest

from tests.soak.flatness import between_generations, faults_of_memory, slope_of, trend_of
from tests.soak.life import Life, Sample

_HOUR = 3600


def _life(number: int, *, begins: float = 110, an_hour: float = 0, seconds: int = 480) -> Life:
    """A life whose memory (MB) begins there, grows so much an hour, and is noisy as real ones."""
    chance = random.Random(number)
    samples = [
        Sample(
            float(age),
            round((begins + an_hour * age / _HOUR + chance.uniform(-1, 1)) * 1_000_000),
            20,
        )
        for age in range(0, seconds, 10)
    ]
    return Life("A", number, pid=0, born_at=float(number), samples=samples)


def test_noise_is_no_leak() -> None:
    """Twelve lives whose memory goes up and down by a megabyte are flat."""
    lives = [_life(number) for number in range(12)]
    assert faults_of_memory(lives, warm_seconds=120) == []
    trend = trend_of(lives, warm_seconds=120)
    assert trend is not None
    assert trend.lives == 12
    assert abs(trend.mean) < 16_000_000


def test_a_leak_is_found_through_noise() -> None:
    """One of a megabyte a minute is, in lives of eight minutes."""
    lives = [_life(number, an_hour=60) for number in range(12)]
    [told] = faults_of_memory(lives, warm_seconds=120)
    assert told.startswith("memory grows by ")


def test_a_burst_that_is_not_given_back_is_found() -> None:
    """A life that grows by 60 MB after its warm-up is told by its name, if it is the only one."""
    lives = [_life(7, an_hour=60 * _HOUR / 360)]
    assert faults_of_memory(lives, warm_seconds=120) == ["A7 has grown by 59 MB"]


def test_later_gateways_begin_where_the_first_began() -> None:
    """Thirty megabytes more in the last ones than in the first are told."""
    lives = [_life(number, begins=110 + 10 * number) for number in range(5)]
    between = between_generations(lives, warm_seconds=120)
    assert between is not None
    assert between == pytest.approx(30_000_000, abs=2_000_000)
    [told] = faults_of_memory(lives, warm_seconds=120)
    assert told.startswith("the last gateways hold ")


def test_what_is_too_short_is_not_judged() -> None:
    """Samples of less than two minutes give no slope, two lives no trend, three no generations."""
    assert slope_of(_life(1, seconds=100).samples) is None
    assert slope_of(_life(1, seconds=140).samples) is not None
    assert trend_of([_life(1), _life(2)], warm_seconds=120) is None
    assert between_generations([_life(1), _life(2), _life(3)], warm_seconds=120) is None
