"""Links to a recording: for whom, to what, until when, and why not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from resolvers.global_id import global_id
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, SOMEBODY_ELSE, live_id, recording, session
from tests.fakes.times import NOW, SOON, unix, wire

LINKS = """mutation ($id: ID!) { createRecordingLinks(input: { id: $id }) {
  recording { state }
  links {
    playback { segmentIndex startsAtSeconds durationSeconds mediaType url expiresAt }
    downloads { segmentIndex fileName mediaType sizeBytes etag url expiresAt }
  }
  userErrors { code field }
} }"""
DAY = timedelta(days=1)


def opaque(recording_id: str, session_id: str = LIVE) -> dict[str, str]:
    return {"id": global_id("Recording", f"{session_id}/{recording_id}")}


def segment(index: int, **changes: Any) -> dict[str, Any]:
    return {
        "index": index,
        "state": "READY",
        "starts_at_seconds": index * 1800,
        "duration_seconds": 1800.0,
        "size_bytes": 7,
        "file": {"key": f"s{index}", "media_type": "video/mp4"},
        **changes,
    }


def clip(id_: str, **changes: Any) -> dict[str, Any]:
    file = {"key": f"c-{id_}", "media_type": "video/mp4"}
    return recording(id_, kind="HIGHLIGHT", duration_seconds=40.0, file=file, **changes)


async def links(company: FakeCompany, variables: dict[str, str]) -> dict[str, Any]:
    found = (await company.data(LINKS, variables))["createRecordingLinks"]
    assert isinstance(found, dict)
    return found


async def test_a_replay_is_linked_segment_by_segment(company: FakeCompany) -> None:
    """In order; to watch for its own length longer, and to keep under a name for people."""
    segments = [segment(1), segment(0)]
    company.mongo.put("recordings", recording("r1", segments=segments, expires_at=NOW + 30 * DAY))
    found = await links(company, opaque("r1"))
    assert found["recording"] == {"state": "READY"}
    assert found["userErrors"] == []
    until = NOW.replace(microsecond=0) + timedelta(seconds=3600 + 1800)
    assert found["links"]["playback"] == [
        {
            "segmentIndex": index,
            "startsAtSeconds": index * 1800,
            "durationSeconds": 1800.0,
            "mediaType": "video/mp4",
            "url": f"https://media.invalid/media/r1/{index}.mp4?expires={unix(until)}",
            "expiresAt": wire(until),
        }
        for index in (0, 1)
    ]
    until = NOW.replace(microsecond=0) + DAY
    assert found["links"]["downloads"][1] == {
        "segmentIndex": 1,
        "fileName": "Autumn coats 2.mp4",
        "mediaType": "video/mp4",
        "sizeBytes": 1_000_000,
        "etag": '"s1"',
        "url": f"https://media.invalid/media/r1/1.mp4?expires={unix(until)}"
        "&name=Autumn+coats+2.mp4",
        "expiresAt": wire(until),
    }
    assert [link["segmentIndex"] for link in found["links"]["downloads"]] == [0, 1]


async def test_a_highlight_is_linked_whole(company: FakeCompany) -> None:
    """While the replay is still processing, too."""
    company.mongo.put("recordings", clip("h1"), recording("r1", state="PROCESSING"))
    found = await links(company, opaque("h1"))
    [link] = found["links"]["playback"]
    assert (link["segmentIndex"], link["durationSeconds"]) == (None, 40.0)
    assert [link["fileName"] for link in found["links"]["downloads"]] == ["Autumn coats.mp4"]


async def test_a_partial_replay_offers_what_there_is(company: FakeCompany) -> None:
    """The segment that was lost has no link, and neither has a file that the storage lacks."""
    lost = segment(1, state="FAILED", file=None)
    company.mongo.put(
        "recordings", recording("r1", state="PARTIAL", segments=[segment(0), lost, segment(2)])
    )
    company.sources.fake_storage.missing.add("s2")
    found = await links(company, opaque("r1"))
    assert [link["segmentIndex"] for link in found["links"]["playback"]] == [0, 2]
    assert [link["segmentIndex"] for link in found["links"]["downloads"]] == [0]


async def test_no_link_outlives_its_recording(company: FakeCompany) -> None:
    """Neither kind."""
    company.mongo.put("recordings", clip("h1", expires_at=SOON))
    found = await links(company, opaque("h1"))
    kinds = found["links"]["playback"] + found["links"]["downloads"]
    assert [link["expiresAt"] for link in kinds] == [wire(SOON)] * 2


@pytest.mark.parametrize(
    ("changes", "state", "code"),
    [
        ({"state": "PROCESSING"}, "PROCESSING", "RECORDING_PROCESSING"),
        ({"state": "FAILED"}, "FAILED", "RECORDING_FAILED"),
        ({"state": "NOT_SAVED"}, "NOT_SAVED", "RECORDING_NOT_SAVED"),
        ({"state": "DELETED"}, "DELETED", "RECORDING_DELETED"),
        ({"state": "EXPIRED"}, "EXPIRED", "RECORDING_EXPIRED"),
        ({"state": "READY", "expires_at": NOW}, "EXPIRED", "RECORDING_EXPIRED"),
        ({"state": "RESTRICTED"}, "RESTRICTED", "RECORDING_RESTRICTED"),
        ({"state": "COLOURISED"}, "UNKNOWN", "RECORDING_FAILED"),
    ],
)
async def test_what_cannot_be_played_says_why(
    company: FakeCompany, changes: dict[str, Any], state: str, code: str
) -> None:
    """As data, with the recording as it is now; no link is made and no file looked at."""
    company.mongo.put("recordings", clip("h1", **changes))
    assert await links(company, opaque("h1")) == {
        "recording": {"state": state},
        "links": None,
        "userErrors": [{"code": code, "field": ["input", "id"]}],
    }
    assert company.sources.fake_storage.asked == []


@pytest.mark.parametrize(
    "variables",
    [
        opaque("unknown"),
        opaque("h2", live_id(2)),
        opaque("h1", live_id(3)),
        {"id": global_id("LiveSession", LIVE)},
        {"id": "h1"},
        {"id": ""},
        {"id": '{"$ne": ""}'},
    ],
    ids=range(7),
)
async def test_unknown_and_foreign_are_alike(
    company: FakeCompany, variables: dict[str, str]
) -> None:
    """To the last byte."""
    company.mongo.put("live_sessions", session(live_id(2), creator_id=SOMEBODY_ELSE))
    company.mongo.put(
        "recordings", clip("h1"), clip("h2", live_id=live_id(2), creator_id=SOMEBODY_ELSE)
    )
    assert await links(company, variables) == {
        "recording": None,
        "links": None,
        "userErrors": [{"code": "NOT_FOUND", "field": ["input", "id"]}],
    }


async def test_only_what_is_selected_is_looked_up(company: FakeCompany) -> None:
    """Who only wants to watch has no file looked at."""
    company.mongo.put("recordings", recording("r1", segments=[segment(0), segment(1)]))
    only = "createRecordingLinks(input: { id: $id }) { links { playback { url } } }"
    await company.data(f"mutation ($id: ID!) {{ {only} }}", opaque("r1"))
    assert company.sources.fake_storage.asked == []
    await links(company, opaque("r1"))
    assert company.sources.fake_storage.asked == ["s0", "s1"]


async def test_a_recording_is_read_as_it_is_now(company: FakeCompany) -> None:
    """What was kept of it a moment ago decides nothing."""
    company.mongo.put("recordings", clip("h1"))
    await company.page("recordings { highlights { id } }")
    company.mongo.put("recordings", clip("h1", state="DELETED"))
    found = await links(company, opaque("h1"))
    assert found["userErrors"][0]["code"] == "RECORDING_DELETED"
