"""Bombs: all of them, by what they are made of."""

from __future__ import annotations

from tests.abuse.bomb import Bomb
from tests.abuse.bombs_of_costs import COSTS
from tests.abuse.bombs_of_fragments import FRAGMENTS
from tests.abuse.bombs_of_names import NAMES
from tests.abuse.bombs_of_schema import SCHEMA
from tests.abuse.bombs_of_values import VALUES

BOMBS: tuple[Bomb, ...] = (*NAMES, *FRAGMENTS, *VALUES, *COSTS, *SCHEMA)
