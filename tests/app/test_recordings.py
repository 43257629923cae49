"""Recordings: what the database says of replay and highlights, in whichever state they are."""

from __future__ import annotations

import pytest

from tests.app.product import OPERATIONS, Product, unix

STATES = {
    "replay_deleted": "DELETED",
    "replay_partial": "PARTIAL",
    "replay_failed": "FAILED",
    "replay_expired": "EXPIRED",
    "replay_not_saved": "NOT_SAVED",
    "ended": "READY",
}


@pytest.mark.parametrize("kind", STATES)
async def test_a_replay_is_in_its_state(product: Product, kind: str) -> None:
    """State and reason of the replay are told as data, each with what is left of it."""
    session = product.session(kind)
    told = await product.data(OPERATIONS["Recordings"], of=kind, sessionId=session)
    replay = told["endPage"]["recordings"]["replay"]
    written = product.live.sessions.database["recordings"].find_one(
        {"live_id": session, "kind": "REPLAY"}
    )
    assert written is not None
    assert (replay["state"], written["state"]) == (STATES[kind], STATES[kind])
    assert replay["reason"] == written["reason"]
    assert replay["sizeBytes"] == written["size_bytes"]
    assert replay["durationSeconds"] == written["duration_seconds"]
    assert [segment["index"] for segment in replay["segments"]] == [
        segment["index"] for segment in written["segments"]
    ]
    if written["expires_at"] is not None:
        assert unix(replay["expiresAt"]) == written["expires_at"].timestamp()
    if written["poster"] is not None:
        assert replay["poster"]["cacheKey"] == written["poster"]["key"]


async def test_highlights_are_those_with_most_clicks(product: Product) -> None:
    """Up to twenty, most product clicks first, none of them twice."""
    for kind, count in (("ended", 6), ("top_creator", 20)):
        session = product.session(kind)
        told = await product.data(OPERATIONS["Recordings"], of=kind, sessionId=session)
        clips = told["endPage"]["recordings"]["highlights"]
        clicks = [clip["productClicks"] for clip in clips]
        assert clicks == sorted(clicks, reverse=True)
        assert len({clip["id"] for clip in clips}) == len(clips) == count
        assert {clip["kind"] for clip in clips} == {"HIGHLIGHT"}


async def test_highlights_are_there_while_the_replay_is_processed(product: Product) -> None:
    """The panel is partial: clips to watch, and when to look for the replay."""
    told = await product.page(
        "replay_processing",
        "recordings { status nextRefreshAt replay { state } highlights { state } }",
    )
    recordings = told["recordings"]
    assert recordings["status"] == "PARTIAL"
    assert recordings["replay"] == {"state": "PROCESSING"}
    assert recordings["nextRefreshAt"] is not None
    assert {clip["state"] for clip in recordings["highlights"]} == {"READY"}


async def test_a_poster_has_the_same_key_each_time(product: Product) -> None:
    """What a client keeps a picture by does not change between two answers."""
    selection = "recordings { replay { poster { cacheKey } } highlights { poster { cacheKey } } }"
    assert await product.page("ended", selection) == await product.page("ended", selection)
