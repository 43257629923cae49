"""What is being sent ends with its right: deleted, taken back, too slow, or with the gateway."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from loaders.errors import SourceUnavailable
from loaders.names import MONGODB
from tests.gateway.media_served import MediaServed, serving_media
from tests.gateway.slow_reader import LARGE, media_lines, put_large, reading
from tests.gateway.started import until

SHARE = "abcdefghijklmnopqrstuv"


def delete(media: MediaServed) -> None:
    media.delete("r1")


def restrict(media: MediaServed) -> None:
    media.say("r1", state="RESTRICTED")


def lose_the_piece(media: MediaServed) -> None:
    media.say("r1", segments=[])


def close_the_share(media: MediaServed) -> None:
    media.shares.open.clear()


def lose_the_database(media: MediaServed) -> None:
    media.sources.mongo.failures["recordings"] = SourceUnavailable(upstream=MONGODB)


def lose_the_shares(media: MediaServed) -> None:
    media.shares.failure = SourceUnavailable(upstream=MONGODB)


def break_something(media: MediaServed) -> None:
    media.shares.failure = RuntimeError("a fault")


@pytest.mark.parametrize(
    ("happens", "outcome"),
    [
        (delete, "gone"),
        (restrict, "gone"),
        (lose_the_piece, "not_found"),
        (close_the_share, "gone"),
        (lose_the_database, "unavailable"),
        (lose_the_shares, "unavailable"),
        (break_something, "error"),
    ],
)
async def test_what_has_no_right_any_more_is_broken_off(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    happens: Callable[[MediaServed], None],
    outcome: str,
) -> None:
    """Its reader has the beginning and knows that it is no more; its place is free."""
    async with serving_media(tmp_path) as media:
        put_large(media)
        media.shares.open.add(SHARE)
        target = media.target("r1", share=SHARE)
        with capture_logs() as lines:
            async with reading(media, target) as reader:
                happens(media)
                await until(lambda: bool(media_lines(lines)))
                await reader.read()
                assert reader.received < LARGE
        [line] = media_lines(lines)
        assert (line["status"], line["outcome"]) == (200, outcome)
        assert 0 < line["bytes"] < LARGE
        # The server makes nothing of it.
        assert caplog.records == []
        assert len(media.served.media_streams) == 0


async def test_what_goes_on_to_have_a_right_goes_on(tmp_path: Path) -> None:
    """However often it is looked at, and whatever becomes of others, and of the link's own time."""
    async with serving_media(tmp_path) as media:
        put_large(media)
        media.put("r2")
        async with reading(media, media.target("r1")) as reader:
            looked_at = len(media.sources.mongo.finds)
            media.delete("r2")
            later = media.sources.now()
            media.sources.now = lambda: later.replace(year=later.year + 1)
            await until(lambda: len(media.sources.mongo.finds) >= looked_at + 3)
            rest = LARGE - reader.received
            assert await reader.read(rest) >= rest


async def test_one_look_is_for_all(tmp_path: Path) -> None:
    """However many are sent, they are looked up in one find."""
    async with serving_media(tmp_path) as media:
        for id_ in ("r1", "r2", "r3"):
            put_large(media, id_)
        async with (
            reading(media, media.target("r1")),
            reading(media, media.target("r2")),
            reading(media, media.target("r2", file_name="a")),
            reading(media, media.target("r3")),
        ):
            before = len(media.sources.mongo.finds)
            await until(lambda: len(media.sources.mongo.finds) > before + 1)
            asked = [
                list(find.question["_id"]["$in"]) for find in media.sources.mongo.finds[before:]
            ]
            assert all(sorted(ids) == ["r1", "r2", "r3"] for ids in asked[1:])


async def test_a_reader_that_leaves_gives_its_place_back(tmp_path: Path) -> None:
    """Nothing is read for it any more."""
    async with serving_media(tmp_path) as media:
        put_large(media)
        with capture_logs() as lines:
            async with reading(media, media.target("r1")):
                assert len(media.served.media_streams) == 1
            await until(lambda: len(media.served.media_streams) == 0)
        [line] = media_lines(lines)
        assert (line["status"], line["outcome"]) == (200, "closed")


async def test_a_reader_that_stalls_is_cut_off(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It takes nothing for too long, and its place is another's."""
    async with serving_media(tmp_path, stall_seconds=1) as media:
        put_large(media)
        with capture_logs() as lines:
            async with reading(media, media.target("r1")) as reader:
                await until(lambda: bool(media_lines(lines)))
                await reader.read()
        [line] = media_lines(lines)
        assert line["outcome"] == "stalled"
        assert caplog.records == []
        # What was read ahead is what fits into the buffers on the way.
        assert line["bytes"] < LARGE / 2
        assert reader.received < LARGE


async def test_a_file_that_changes_is_broken_off(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Two halves of two files are no film."""
    async with serving_media(tmp_path) as media:
        path = put_large(media)
        with capture_logs() as lines:
            async with reading(media, media.target("r1")) as reader:
                path.write_bytes(b"x" * 1000)
                await reader.read()
                assert reader.received < LARGE
            await until(lambda: bool(media_lines(lines)))
        [line] = media_lines(lines)
        assert line["outcome"] == "file_changed"
        assert caplog.records == []
