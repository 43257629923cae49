"""The pages of shares as answers: who counts, what may be kept, framed, loaded and logged."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from loaders.recording import Poster
from tests.fakes.shares import TOKEN
from tests.fakes.times import NOW
from tests.gateway.read_page import rules_of
from tests.gateway.share_site import PUBLIC_URL, ShareSite


async def test_a_visit_counts_once_shown(site: ShareSite) -> None:
    """The page and the player count; what is no visit does not, and is shown the same."""
    await site.get()
    await site.get("/player")
    assert site.shares.visits == [TOKEN, TOKEN]
    body = (await site.get()).content
    for headers in ({"sec_purpose": "prefetch"}, {"user_agent": "Twitterbot/1.0"}):
        assert (await site.get(**headers)).content == body
    await site.client.get("/oembed", params={"url": f"{PUBLIC_URL}/s/{TOKEN}"})
    assert site.shares.visits == [TOKEN] * 3


async def test_the_headers_alone_are_no_visit(site: ShareSite) -> None:
    """HEAD says what GET says, without the page and without a visit."""
    head, get = await site.client.head(f"/s/{TOKEN}"), await site.get()
    ignored = {"date", "x-request-id"}
    assert {name: value for name, value in head.headers.items() if name not in ignored} == {
        name: value for name, value in get.headers.items() if name not in ignored
    }
    assert (head.status_code, head.content) == (200, b"")
    assert site.shares.visits == [TOKEN]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nothing_can_be_sent_to_it(site: ShareSite, method: str) -> None:
    """It is there to be looked at."""
    response = await site.client.request(method, f"/s/{TOKEN}")
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD"}


async def test_nobody_keeps_it(site: ShareSite) -> None:
    """A share ends when its creator says so, so no cache has it; and nobody learns who was here."""
    for response in (await site.get(), await site.get("/player"), await site.get(token="N" * 22)):
        assert response.headers["cache-control"] == "private, no-store"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in response.headers


async def test_the_player_may_be_shown_anywhere(site: ShareSite) -> None:
    """It may stand in anybody's page, also when it says that it is over; the page may in none."""
    page, player = await site.get(), await site.get("/player")
    site.put(revoked_at=NOW)
    over = await site.get("/player")
    assert page.headers["x-frame-options"] == "DENY"
    assert rules_of(page)["frame-ancestors"] == "'none'"
    for framed in (player, over):
        assert "x-frame-options" not in framed.headers
        assert rules_of(framed)["frame-ancestors"] == "*"


async def test_nothing_is_loaded_but_the_recording(site: ShareSite) -> None:
    """The policy names our own style and script by digest, and the storage; nothing else."""
    site.put(recording_changes={"poster": Poster("posters/clip", 720, 1280)})
    rules = rules_of(await site.get())
    assert rules.pop("style-src").startswith("'sha256-")
    assert rules.pop("script-src").startswith("'sha256-")
    assert rules == {
        "default-src": "'none'",
        "img-src": "'self' data: https://media.invalid",
        "media-src": "'self' https://media.invalid",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    over = rules_of(await site.get(token="N" * 22))
    assert (over["script-src"], over["img-src"], over["media-src"]) == ("'none'", "data:", "'none'")


@pytest.mark.parametrize(
    ("path", "status", "outcome"),
    [
        (f"/s/{TOKEN}", 200, "SHOWN"),
        (f"/s/{TOKEN}/player", 200, "SHOWN"),
        (f"/s/{'N' * 22}", 404, "UNKNOWN"),
        (f"/oembed?url={PUBLIC_URL}/s/{TOKEN}", 200, "SHOWN"),
        ("/oembed?url=https://elsewhere.invalid", 404, "REFUSED"),
    ],
)
async def test_a_line_is_logged_without_the_token(
    site: ShareSite, path: str, status: int, outcome: str
) -> None:
    """What became of it, and how long it took; not what was asked for, and not by whom."""
    with capture_logs() as logs:
        await site.client.get(path, headers={"x-request-id": "request-7", "user-agent": "me"})
    (line,) = [one for one in logs if one["event"] == "share_page"]
    assert line.pop("ms") >= 0
    assert line == {
        "event": "share_page",
        "page": "oembed" if "oembed" in path else "player" if "player" in path else "page",
        "request_id": "request-7",
        "status": status,
        "outcome": outcome,
        "log_level": "info",
    }


async def test_an_answer_is_told_apart_by_its_id(site: ShareSite) -> None:
    """Whoever asks us about a page that they saw can name it."""
    named = await site.get(x_request_id="request-7")
    assert named.headers["x-request-id"] == "request-7"
    assert (await site.get()).headers["x-request-id"]
