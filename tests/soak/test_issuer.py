"""The issuer: no good token is ever without its key, however often the keys rotate."""

from __future__ import annotations

import pytest

from gateway.errors import RequestError
from gateway.key_set import fetch_key_set, parse_key_set
from gateway.keys import KeySet
from tests.gateway.tokens_of import CREATOR, verifier
from tests.soak.issuer import Issuer
from tests.soak.plan import Plan


async def test_tokens_outlive_a_rotation() -> None:
    """Old and new tokens are good for one who fetched the keys before it, and for one after it."""
    issuer = Issuer(token_seconds=600)
    async with issuer.served():
        keys = KeySet(lambda: fetch_key_set(issuer.url))
        before = verifier(keys, "ES256")
        old = issuer.fresh(CREATOR)
        assert (await before.viewer(old.text)).creator_id == CREATOR
        issuer.rotate()
        new = issuer.fresh(CREATOR)
        after = verifier(KeySet(lambda: fetch_key_set(issuer.url)), "ES256")
        for checking in (before, after):
            for token in (old, new):
                assert (await checking.viewer(token.text)).creator_id == CREATOR
        assert issuer.fetched == 2


async def test_a_key_that_was_removed_is_good_no_more() -> None:
    """Who fetches then refuses its tokens, and knows the two that stand in the set."""
    issuer = Issuer(token_seconds=600)
    async with issuer.served():
        old = issuer.fresh(CREATOR)
        issuer.rotate()
        issuer.remove_old()
        assert list(parse_key_set(await fetch_key_set(issuer.url))) == ["key-2", "key-3"]
        checking = verifier(KeySet(lambda: fetch_key_set(issuer.url)), "ES256")
        with pytest.raises(RequestError):
            await checking.viewer(old.text)
        assert (await checking.viewer(issuer.fresh(CREATOR).text)).creator_id == CREATOR
    assert (issuer.rotations, issuer.removed) == (1, 1)


async def test_a_token_is_handed_out_again_while_it_is_young() -> None:
    """Whoever asks gets the same for the first half of its time."""
    issuer = Issuer(token_seconds=600)
    assert issuer.token(CREATOR) == issuer.token(CREATOR)
    assert issuer.token(CREATOR).left > 500
    assert issuer.signed == 1


@pytest.mark.parametrize("minutes", [1, 5, 60, 1440])
def test_a_plan_of_any_length_has_everything_in_it(minutes: float) -> None:
    """There is time for trouble, for two restarts and for a rotation whose tokens run out."""
    plan = Plan.lasting(minutes, seed=1)
    assert plan.calm_seconds + plan.trouble_seconds < plan.seconds
    assert 2 * plan.restart_seconds < plan.seconds
    assert plan.token_seconds + 10 < plan.rotate_seconds <= plan.seconds
