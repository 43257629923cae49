"""Links to recordings in a real browser's own player, on a page that knows nothing but the link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import httpx
import pytest
from bson.int64 import Int64
from playwright.async_api import Response, Route
from pymongo import MongoClient
from pymongo.collection import Collection

from tests.app.creator import opaque
from tests.app.product import OPERATIONS
from tests.browser.far_apart import GAP, put_far_apart
from tests.browser.test_clips import PLAYED
from tests.browser.visit import Visit
from tests.dev_process import DevProcess
from upstreams.company.collections import database_of
from upstreams.media.stand_in import HEIGHT, HIGHLIGHTS, SEGMENTS, WIDTH

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FAR_APART = "clips/far-apart.mp4"
# As soon as the player knows what it is, how long it is.
KNOWN = """async () => {
  const video = document.querySelector("video");
  if (video.readyState < HTMLMediaElement.HAVE_METADATA) {
    await new Promise((resolve, reject) => {
      video.addEventListener("loadedmetadata", resolve, {once: true});
      video.addEventListener("error", () => reject(video.error), {once: true});
    });
  }
  return video.duration;
}"""
# Return when the picture behind the middle is there.
MOVED = """async () => {
  const video = document.querySelector("video");
  await new Promise((resolve, reject) => {
    video.addEventListener("seeked", resolve, {once: true});
    video.addEventListener("error", () => reject(video.error), {once: true});
    video.currentTime = video.duration * 3 / 4;
  });
}"""
Document = dict[str, Any]


@pytest.fixture
def recordings(dev: DevProcess) -> Iterator[Collection[Document]]:
    """All recordings of the company."""
    with MongoClient[Document](dev.ready["mongodb_uri"]) as client:
        yield database_of(client)["recordings"]


@pytest.fixture
def far_apart(dev: DevProcess, recordings: Collection[Document]) -> Iterator[Document]:
    """A replay the halves of whose first segment lie far apart, as long as a test needs it."""
    replay = recordings.find_one({"live_id": dev.session("ended"), "kind": "REPLAY"})
    assert replay is not None
    media = Path(dev.ready["media_directory"])
    first, *others = replay["segments"]
    put_far_apart(media / first["file"]["key"], media / FAR_APART)
    changed = {**first, "file": {**first["file"], "key": FAR_APART}}
    revision = Int64(replay["revision"] + 1)
    of_replay = {"_id": replay["_id"]}
    recordings.replace_one(
        of_replay, {**replay, "segments": [changed, *others], "revision": revision}
    )
    yield replay
    recordings.replace_one(of_replay, {**replay, "revision": Int64(revision + 1)})


async def playback(dev: DevProcess, recording: Document) -> Document:
    """The first link to watch the recording, as the APP is given it."""
    body = {
        "query": OPERATIONS["RecordingLinks"],
        "variables": {"id": opaque(recording["live_id"], recording["_id"])},
    }
    headers = {"authorization": f"Bearer {dev.token('ended')}"}
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        response = await client.post(f"{dev.origin}/graphql", json=body, headers=headers)
    link: Document = response.json()["data"]["createRecordingLinks"]["links"]["playback"][0]
    return link


@dataclass(frozen=True)
class Part:
    """What the player has asked for, from which byte on, and was given."""

    first: int
    status: int
    told: str


async def show(visit: Visit, link: str) -> list[Part]:
    """Open a page with nothing on it but a player; what it has asked for so far, at any time."""
    asked: list[Part] = []

    async def page(route: Route) -> None:
        video = f'<!doctype html><video preload="metadata" src="{escape(link)}"></video>'
        await route.fulfill(content_type="text/html", body=video)

    def hear(response: Response) -> None:
        if response.url == link:
            found = re.fullmatch(r"bytes=(\d+)-\d*", response.request.headers["range"])
            assert found is not None
            told = response.headers["content-range"]
            asked.append(Part(int(found[1]), response.status, told))

    visit.page.on("response", hear)
    await visit.page.route(f"{visit.origin}/player", page)
    await visit.page.goto(f"{visit.origin}/player")
    return asked


async def test_a_link_is_played_and_moved_in(
    visit: Visit, dev: DevProcess, recordings: Collection[Document]
) -> None:
    """A highlight has its length and size, plays with sound, and goes on from its middle."""
    clip = recordings.find_one({"live_id": dev.session("ended"), "kind": "HIGHLIGHT"})
    assert clip is not None
    asked = await show(visit, (await playback(dev, clip))["url"])
    played = await visit.page.evaluate(PLAYED)
    assert played.pop("duration") == pytest.approx(HIGHLIGHTS[0].seconds, abs=0.2)
    assert played.pop("at") == pytest.approx(HIGHLIGHTS[0].seconds / 2, abs=0.2)
    assert played == {"width": WIDTH, "height": HEIGHT, "sound": True}
    assert asked[0].first == 0
    assert {part.status for part in asked} == {206}


async def test_who_moves_far_asks_for_that_part(
    visit: Visit, dev: DevProcess, far_apart: Document
) -> None:
    """What lies far behind is asked for by its place, is sent from there, and is shown."""
    asked = await show(visit, (await playback(dev, far_apart))["url"])
    assert await visit.page.evaluate(KNOWN) == pytest.approx(SEGMENTS[0].seconds, abs=0.2)
    before = len(asked)
    await visit.page.evaluate(MOVED)
    jumps = [part for part in asked[before:] if part.first > GAP]
    assert jumps != []
    assert {part.status for part in asked} == {206}
    size = GAP + SEGMENTS[0].size_bytes
    for part in jumps:
        assert part.told == f"bytes {part.first}-{size - 1}/{size}"
