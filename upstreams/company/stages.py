"""Experience stages of creators and the distributions of their LIVEs.

Medians and sigmas are of lognormal distributions; they reproduce the shape of audiences that follow
a power law. The mix of sessions over the stages is 45 / 33 / 19 / 3 per cent; because a creator of
a higher stage has more sessions, the mix of creators is another one (`creator_weight`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: a pair is (median, sigma) of a lognormal, or (least, most) of a uniform draw."""

    name: str
    creator_weight: float
    sessions: tuple[int, int]
    cadence_days: tuple[float, float]
    levels: tuple[int, int]
    duration_minutes: tuple[float, float]
    shortest_minutes: float
    impressions_per_hour: tuple[float, float]
    click_to_order: float
    followers: tuple[float, float]


NEW = Stage(
    "NEW", 0.45 / 2.5, (1, 4), (5, 12), (0, 1), (30, 0.9), 0.6, (700, 1.3), 0.012, (350, 0.9)
)
GROWING = Stage(
    "GROWING",
    0.33 / 11,
    (8, 14),
    (1.6, 3.0),
    (2, 4),
    (75, 0.7),
    4,
    (3_500, 1.1),
    0.02,
    (4_000, 0.8),
)
SEASONED = Stage(
    "SEASONED", 0.19 / 18, (12, 24), (1.0, 2.0), (4, 6), (150, 0.6), 11, (16_000, 1.0), 0.028,
    (38_000, 0.8),
)  # fmt: skip
TOP = Stage(
    "TOP", 0.03 / 25, (20, 30), (0.9, 1.2), (7, 8), (240, 0.5), 36, (110_000, 0.9), 0.038,
    (420_000, 0.9),
)  # fmt: skip

STAGES: tuple[Stage, ...] = (NEW, GROWING, SEASONED, TOP)
