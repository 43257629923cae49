"""Abuse bombs: every bomb of the tests as an attack."""

from __future__ import annotations

import json
from functools import partial

from tests.abuse.bomb import Bomb
from tests.abuse.bombs import BOMBS
from tests.bench.abuse_attack import Attack, Target


async def _throw(body: bytes, target: Target) -> None:
    headers = {"content-type": "application/json"}
    await target.client.post("/graphql", content=body, headers=headers)


def _attack(bomb: Bomb) -> Attack:
    return Attack(bomb.name, partial(_throw, json.dumps(bomb.body).encode("ascii")))


ATTACKS = tuple(map(_attack, BOMBS))
