"""Creators: who they are, worked out from their index."""

from __future__ import annotations

from dataclasses import dataclass

from upstreams.company.categories import CATEGORIES, Category
from upstreams.company.dice import Dice
from upstreams.company.identifiers import creator_id
from upstreams.company.markets import MARKET_BY_CODE, MARKETS, Market
from upstreams.company.stages import STAGES, Stage
from upstreams.company.strata import DAY, STRATA, Stratum


@dataclass(frozen=True, slots=True)
class Creator:
    """One creator. `sessions` is how many ended sessions are seeded, `quiet_seconds` how long ago
    the newest ended, `cadence_seconds` the usual time between two ends."""

    index: int
    id: str
    stage: Stage
    market: Market
    category: Category
    account_type: str
    level: int
    followers: int
    sessions: int
    quiet_seconds: int
    cadence_seconds: int
    stratum: Stratum | None

    @property
    def level_name(self) -> str:
        """The level as the platform writes it, L0 to L8."""
        return f"L{self.level}"


def drawn_creator(seed: int, index: int) -> Creator:
    """Return the creator with this index in the company of this seed."""
    dice = Dice.of(seed, "creator", index)
    stratum = STRATA[index] if index < len(STRATA) else None
    stage = (
        stratum.stage
        if stratum
        else dice.weighted("stage", [(stage, stage.creator_weight) for stage in STAGES])
    )
    market = (
        MARKET_BY_CODE[stratum.market]
        if stratum
        else dice.weighted("market", [(market, market.weight) for market in MARKETS])
    )
    cadence = int(dice.between("cadence", *stage.cadence_days) * DAY)
    median, sigma = stage.followers
    return Creator(
        index=index,
        id=creator_id(index),
        stage=stage,
        market=market,
        category=dice.weighted("category", [(one, one.weight) for one in CATEGORIES]),
        account_type=stratum.account_type if stratum else _account_type(dice),
        level=dice.whole("level", *stage.levels),
        followers=int(
            dice.lognormal("followers", median=median, sigma=sigma, low=20, high=30_000_000)
        ),
        sessions=stratum.sessions if stratum else dice.whole("sessions", *stage.sessions),
        quiet_seconds=stratum.ended_ago if stratum else dice.whole("quiet", 600, cadence),
        cadence_seconds=cadence,
        stratum=stratum,
    )


def _account_type(dice: Dice) -> str:
    return dice.weighted("account", [("OFFICIAL", 0.35), ("MARKETING", 0.25), ("AFFILIATE", 0.4)])
