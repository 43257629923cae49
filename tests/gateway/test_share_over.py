"""The page of a share that is over, that never was, or that cannot be looked up."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.errors import DeadlineExceeded, SourceUnavailable
from tests.fakes.times import NOW
from tests.gateway.read_page import read
from tests.gateway.share_site import ShareSite

ENDED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"revoked_at": NOW}, {}, "The creator has stopped sharing this recording."),
    ({"expires_at": NOW}, {}, "Recordings are shared for a limited time"),
    ({}, {"state": "DELETED"}, "What was shared here is no longer kept."),
    ({}, {"expires_at": NOW}, "What was shared here is no longer kept."),
    ({}, {"state": "RESTRICTED"}, "It is not available at the moment."),
]


@pytest.mark.parametrize("path", ["", "/player"])
@pytest.mark.parametrize(("changes", "recording_changes", "said"), ENDED)
async def test_what_is_over_says_so_kindly(
    site: ShareSite,
    path: str,
    changes: dict[str, Any],
    recording_changes: dict[str, Any],
    said: str,
) -> None:
    """410 with a page that says why, and no word or picture of what was there."""
    site.put(recording_changes=recording_changes, **changes)
    response = await site.get(path)
    assert response.status_code == 410
    page = read(response)
    assert said in page.one("main").text
    assert "Autumn" not in response.text
    assert "media.invalid" not in response.text
    assert page.meta("robots") == response.headers["x-robots-tag"] == "noindex"
    assert site.shares.visits == []


async def test_a_recording_that_is_not_there_any_more_is_over(site: ShareSite) -> None:
    """As if it said so itself."""
    site.recordings.clear()
    response = await site.get()
    assert response.status_code == 410
    assert "The recording is gone" in response.text


async def test_a_share_that_is_over_needs_no_recording(site: ShareSite) -> None:
    """It is not even looked for."""
    site.put(revoked_at=NOW)
    await site.get()
    assert site.recordings_read == 0


@pytest.mark.parametrize("token", ["N" * 22, "short", "a" * 5_000, "%00", "..%2f..%2fetc", "é"])
async def test_what_nobody_shared_is_not_found(site: ShareSite, token: str) -> None:
    """404 with a page of the same kind; only what has the form of a token is looked for."""
    response = await site.get(token=token)
    assert response.status_code == 404
    if "%2f" not in token:
        assert read(response).one("h1").text == "There is nothing here"
    assert site.shares.looked == (["N" * 22] if token == "N" * 22 else [])


@pytest.mark.parametrize("failing", ["share", "recording"])
@pytest.mark.parametrize("error", [SourceUnavailable, DeadlineExceeded])
async def test_a_database_that_is_away_is_on_our_side(
    site: ShareSite, failing: str, error: type[SourceUnavailable | DeadlineExceeded]
) -> None:
    """503, when to come back, and a page of the same kind."""
    if failing == "share":
        site.shares.failure = error(upstream="shares")
    else:
        site.recording_failure = error(upstream="mongodb")
    response = await site.get()
    assert response.status_code == 503
    assert 1 <= int(response.headers["retry-after"]) <= 4
    assert read(response).one("h1").text == "We cannot look right now"
    assert site.shares.visits == []
