"""Recordings: the replay, the highlights, and what state they are in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, live_id, recording, session
from tests.fakes.times import ENDED_AT, NOW, SOON, wire


def highlight(number: int, clicks: int, **changes: Any) -> dict[str, Any]:
    return recording(f"h{number}", kind="HIGHLIGHT", product_clicks=clicks, **changes)


async def test_a_replay_is_shown_with_its_segments(company: FakeCompany) -> None:
    """Lengths in seconds, sizes beyond 32 bits, a poster with a stable key, times from the data."""
    segment = {
        "index": 0,
        "state": "READY",
        "starts_at_seconds": 0,
        "duration_seconds": 1800.5,
        "size_bytes": 2_500_000_000,
    }
    company.mongo.put("recordings", recording("r1", segments=[segment], expires_at=SOON))
    page = await company.page(
        """recordings { status replay { recordingId kind state reason title durationSeconds
          sizeBytes poster { cacheKey width height } readyAt expiresAt
          segments { index state startsAtSeconds durationSeconds sizeBytes } } }"""
    )
    assert page["recordings"] == {
        "status": "READY",
        "replay": {
            "recordingId": "r1",
            "kind": "REPLAY",
            "state": "READY",
            "reason": None,
            "title": "Autumn coats",
            "durationSeconds": 3600.0,
            "sizeBytes": 5_000_000_000,
            "poster": {"cacheKey": "poster/r1", "width": 720, "height": 1280},
            "readyAt": wire(ENDED_AT),
            "expiresAt": wire(SOON),
            "segments": [
                {
                    "index": 0,
                    "state": "READY",
                    "startsAtSeconds": 0,
                    "durationSeconds": 1800.5,
                    "sizeBytes": 2_500_000_000,
                }
            ],
        },
    }


async def test_highlights_are_those_with_most_clicks(company: FakeCompany) -> None:
    """Twenty at most, most clicked first, and in the order of the LIVE where clicks are alike."""
    company.mongo.put("recordings", *(highlight(n, n % 5, starts_at_seconds=n) for n in range(25)))
    page = await company.page("recordings { replay { id } highlights { recordingId } }")
    shown = [one["recordingId"] for one in page["recordings"]["highlights"]]
    expected = sorted(range(25), key=lambda n: (-(n % 5), n))[:20]
    assert shown == [f"h{n}" for n in expected]
    assert page["recordings"]["replay"] is None


async def test_of_two_replays_the_newer_is_shown(company: FakeCompany) -> None:
    """The one with the higher revision."""
    company.mongo.put("recordings", recording("new", revision=3), recording("old", revision=2))
    page = await company.page("recordings { replay { recordingId } }")
    assert page["recordings"]["replay"] == {"recordingId": "new"}


PROCESSING = recording("r1", state="PROCESSING", ready_at=None, next_check_at=SOON)


@pytest.mark.parametrize(
    ("documents", "status", "refresh"),
    [
        ([], "EMPTY", None),
        ([recording("r1")], "READY", None),
        ([highlight(1, 0)], "READY", None),
        ([PROCESSING], "PENDING", SOON),
        ([PROCESSING, highlight(1, 0)], "PARTIAL", SOON),
        ([recording("r1", state="PARTIAL")], "PARTIAL", None),
        ([recording("r1", state="DELETED", reason="BY_CREATOR")], "READY", None),
    ],
)
async def test_the_panel_says_what_state_it_is_in(
    company: FakeCompany, documents: list[dict[str, Any]], status: str, refresh: Any
) -> None:
    """A replay that is gone for good is told, and nothing more is to come."""
    company.mongo.put("recordings", *documents)
    page = await company.page("recordings { status nextRefreshAt }")
    assert page["recordings"] == {"status": status, "nextRefreshAt": refresh and wire(refresh)}


@pytest.mark.parametrize(
    "state",
    ["PROCESSING", "READY", "PARTIAL", "FAILED", "DELETED", "EXPIRED", "RESTRICTED", "NOT_SAVED"],
)
async def test_every_state_is_data(company: FakeCompany, state: str) -> None:
    """With its reason, and without an error."""
    company.mongo.put("recordings", recording("r1", state=state, reason="WHY"))
    page = await company.page("recordings { replay { state reason } }")
    assert page["recordings"]["replay"] == {"state": state, "reason": "WHY"}


async def test_a_state_of_tomorrow_is_unknown(company: FakeCompany) -> None:
    """And is logged."""
    company.mongo.put("recordings", recording("r1", state="COLOURISED"))
    with capture_logs() as logs:
        page = await company.page("recordings { replay { state } }")
    assert page["recordings"]["replay"] == {"state": "UNKNOWN"}
    assert [line["value"] for line in logs] == ["COLOURISED"]


async def test_recordings_of_another_live_are_not_shown(company: FakeCompany) -> None:
    """Each page has its own."""
    company.mongo.put("live_sessions", session(live_id(2)))
    company.mongo.put("recordings", recording("r1", live_id(2)))
    assert (await company.page("recordings { status }", LIVE))["recordings"]["status"] == "EMPTY"
    assert (await company.page("recordings { status }", live_id(2)))["recordings"]["status"] == (
        "READY"
    )


async def test_a_replay_whose_time_is_over_has_expired(company: FakeCompany) -> None:
    """From that moment on it cannot be played, even where its document does not say so yet."""
    company.mongo.put("recordings", recording("r1", expires_at=NOW))
    page = await company.page("recordings { replay { state } }")
    assert page["recordings"] == {"replay": {"state": "EXPIRED"}}


async def test_a_time_that_has_passed_is_not_told(company: FakeCompany) -> None:
    """A client would ask again and again: it is told to wait as long as a poll."""
    document = recording("r1", state="PROCESSING", ready_at=None, next_check_at=ENDED_AT)
    company.mongo.put("recordings", document)
    page = await company.page("recordings { nextRefreshAt }")
    assert page["recordings"] == {"nextRefreshAt": wire(NOW + timedelta(seconds=15))}
