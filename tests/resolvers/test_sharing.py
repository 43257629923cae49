"""Shares: made once a wish, listed, and ended; each creator's own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loaders.errors import SourceUnavailable
from loaders.names import SHARES
from resolvers.global_id import global_id
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, SOMEBODY_ELSE, live_id, recording, session
from tests.fakes.times import NOW, SOON, wire
from tests.resolvers.sharing import CREATE, REPLAY, REVOKE, made


@pytest.fixture(autouse=True)
def replay(company: FakeCompany) -> None:
    company.mongo.put("recordings", recording("r1"), recording("r2"))


async def test_a_share_has_an_address_of_its_own(company: FakeCompany) -> None:
    """It is open for as long as the setting says, and not listed unless that is asked for."""
    found = await made(company)
    token = company.sources.fake_shares.all[0].token
    assert found == {
        "share": {
            "id": global_id("Share", token),
            "url": f"http://gateway.invalid/s/{token}",
            "state": "ACTIVE",
            "isIndexable": False,
            "createdAt": wire(NOW),
            "expiresAt": wire(NOW + timedelta(days=30)),
            "revokedAt": None,
            "visits": 0,
            "recording": {"recordingId": "r1"},
        },
        "userErrors": [],
    }
    assert (await made(company, "other", isIndexable=True))["share"]["isIndexable"] is True


async def test_the_same_key_gives_the_same_share(company: FakeCompany) -> None:
    """However often, after it was revoked, too, and after its recording has gone."""
    first = (await made(company))["share"]["id"]
    assert (await made(company))["share"]["id"] == first
    await company.data(REVOKE, {"id": first})
    again = (await made(company))["share"]
    assert (again["id"], again["state"]) == (first, "REVOKED")
    company.mongo.put("recordings", recording("r1", state="DELETED"))
    assert (await made(company))["share"]["id"] == first
    assert len(company.sources.fake_shares.all) == 1


async def test_a_key_is_one_creators(company: FakeCompany) -> None:
    """Two creators may have the same."""
    theirs = live_id(2)
    company.mongo.put("live_sessions", session(theirs, creator_id=SOMEBODY_ELSE))
    company.mongo.put("recordings", recording("r9", theirs, creator_id=SOMEBODY_ELSE))
    first = await made(company)
    wanted = {"recordingId": global_id("Recording", f"{theirs}/r9"), "idempotencyKey": "wish"}
    answer = await company.ask(CREATE, {"input": wanted}, creator=SOMEBODY_ELSE)
    assert answer.data is not None
    assert answer.data["createShare"]["share"]["id"] != first["share"]["id"]


async def test_a_key_is_for_one_recording(company: FakeCompany) -> None:
    """For another one it is refused."""
    await made(company)
    assert await made(company, opaque=global_id("Recording", f"{LIVE}/r2")) == {
        "share": None,
        "userErrors": [{"code": "IDEMPOTENCY_KEY_REUSED", "field": ["input", "idempotencyKey"]}],
    }


@pytest.mark.parametrize("key", ["", " ", "a b", "ä", "x" * 65, "$ne", "a.b"])
async def test_an_odd_key_is_refused(company: FakeCompany, key: str) -> None:
    """Before anything is looked at."""
    assert await made(company, key) == {
        "share": None,
        "userErrors": [{"code": "IDEMPOTENCY_KEY_INVALID", "field": ["input", "idempotencyKey"]}],
    }
    assert company.calls() == {}


@pytest.mark.parametrize("state", ["PROCESSING", "FAILED", "DELETED", "EXPIRED", "RESTRICTED"])
async def test_what_cannot_be_played_is_not_shared(company: FakeCompany, state: str) -> None:
    """It says why."""
    company.mongo.put("recordings", recording("r1", state=state))
    found = await made(company)
    assert found["share"] is None
    assert [error["code"] for error in found["userErrors"]] == [f"RECORDING_{state}"]
    assert company.sources.fake_shares.all == []


async def test_somebody_elses_recording_is_not_found(company: FakeCompany) -> None:
    """And one that is unknown is not, in the same words."""
    theirs = live_id(2)
    company.mongo.put("live_sessions", session(theirs, creator_id=SOMEBODY_ELSE))
    company.mongo.put("recordings", recording("r9", theirs, creator_id=SOMEBODY_ELSE))
    answers = [
        await made(company, opaque=global_id("Recording", raw))
        for raw in (f"{theirs}/r9", f"{LIVE}/r9", "x/y")
    ]
    refused = {"code": "NOT_FOUND", "field": ["input", "recordingId"]}
    assert answers == [{"share": None, "userErrors": [refused]}] * 3


async def test_open_shares_are_bounded(company: FakeCompany) -> None:
    """One too many is refused; one that has ended makes room."""
    most = company.sources.settings.shares_per_creator
    ids = [(await made(company, f"wish-{number}"))["share"]["id"] for number in range(most)]
    refused = await made(company, "one-more")
    assert [error["code"] for error in refused["userErrors"]] == ["TOO_MANY_SHARES"]
    await company.data(REVOKE, {"id": ids[0]})
    assert (await made(company, "one-more"))["userErrors"] == []


async def test_no_share_outlives_its_recording(company: FakeCompany) -> None:
    """It is open as long as there is something to see."""
    company.mongo.put("recordings", recording("r1", expires_at=SOON))
    assert (await made(company))["share"]["expiresAt"] == wire(SOON)


async def test_revoking_is_once_and_for_all(company: FakeCompany) -> None:
    """A second time changes nothing, and is no error."""
    opaque = (await made(company))["share"]["id"]
    ended = {"share": {"id": opaque, "state": "REVOKED", "revokedAt": wire(NOW)}, "userErrors": []}
    for _ in range(2):
        assert (await company.data(REVOKE, {"id": opaque}))["revokeShare"] == ended


async def test_only_ones_own_share_is_ended(company: FakeCompany) -> None:
    """Somebody else's and unknown ones are alike, and nothing happens to them."""
    opaque = (await made(company))["share"]["id"]
    refused = {"share": None, "userErrors": [{"code": "NOT_FOUND", "field": ["input", "id"]}]}
    answer = await company.ask(REVOKE, {"id": opaque}, creator=SOMEBODY_ELSE)
    assert answer.data == {"revokeShare": refused}
    for other in (global_id("Share", "0" * 21 + "9"), global_id("Recording", "x"), "", "nonsense"):
        assert (await company.data(REVOKE, {"id": other}))["revokeShare"] == refused
    assert company.sources.fake_shares.all[0].revoked_at is None


async def test_a_database_that_is_away_is_told(company: FakeCompany) -> None:
    """Null with an error that says that asking again makes sense."""
    company.sources.fake_shares.failure = SourceUnavailable(upstream=SHARES)
    wanted = {"recordingId": REPLAY, "idempotencyKey": "wish"}
    answer = await company.ask(CREATE, {"input": wanted})
    assert answer.data == {"createShare": None}
    [error] = answer.errors
    assert (error["extensions"]["code"], error["extensions"]["retryable"]) == (
        "SOURCE_UNAVAILABLE",
        True,
    )
