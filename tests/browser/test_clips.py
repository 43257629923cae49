"""The company's videos and posters in a real browser's own player."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser.visit import PATIENCE_MS
from upstreams.media.shelf import fill
from upstreams.media.stand_in import (
    HEIGHT,
    HIGHLIGHTS,
    POSTER_HEIGHT,
    POSTER_WIDTH,
    SEGMENTS,
    STAND_INS,
    WIDTH,
    StandIn,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLAYED = """async () => {
  const video = document.querySelector("video");
  video.muted = true;
  const happens = name => new Promise((resolve, reject) => {
    if (video.error) reject(video.error);
    video.addEventListener(name, resolve, {once: true});
    video.addEventListener("error", () => reject(video.error), {once: true});
  });
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) await happens("loadeddata");
  await video.play();
  while (video.currentTime === 0) await happens("timeupdate");
  video.pause();
  const seeked = happens("seeked");
  video.currentTime = video.duration / 2;
  await seeked;
  return {
    duration: video.duration,
    at: video.currentTime,
    width: video.videoWidth,
    height: video.videoHeight,
    sound: video.webkitAudioDecodedByteCount > 0,
  };
}"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with all files in it."""
    directory = tmp_path_factory.mktemp("media")
    fill(directory)
    return directory


@pytest.fixture
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A page with an empty profile."""
    context = await chromium.new_context()
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    await context.close()


@pytest.mark.parametrize("stand_in", [SEGMENTS[0], HIGHLIGHTS[0]], ids=["segment", "highlight"])
async def test_a_clip_plays_and_is_moved_in(page: Page, shelf: Path, stand_in: StandIn) -> None:
    """It has its length and size, plays with sound, and goes on from its middle when told to."""
    await page.goto((shelf / stand_in.file_key).as_uri())
    played: dict[str, Any] = await page.evaluate(PLAYED)
    assert played.pop("duration") == pytest.approx(stand_in.seconds, abs=0.2)
    assert played.pop("at") == pytest.approx(stand_in.seconds / 2, abs=0.2)
    assert played == {"width": WIDTH, "height": HEIGHT, "sound": True}


async def test_posters_are_shown(page: Page, shelf: Path) -> None:
    """Each is a picture of the size that documents tell."""
    for stand_in in STAND_INS:
        await page.goto((shelf / stand_in.poster_file).as_uri())
        shown = await page.evaluate(
            "() => (image => [image.naturalWidth, image.naturalHeight])(document.images[0])"
        )
        assert shown == [POSTER_WIDTH, POSTER_HEIGHT]
