"""Media streams: how many there are, and how often it is looked whether they may go on."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from gateway.file_refusal import FileRefusal
from gateway.media_streams import MediaStreams
from loaders.local_link import LocalLink
from loaders.sources import Sources
from tests.fakes.documents import recording
from tests.fakes.sources import FakeSources
from tests.fakes.times import NOW
from tests.loaders.simulated_time import in_simulated_time, now, ticks

FILE = {"key": "a", "media_type": "video/mp4"}


def link(id_: str) -> LocalLink:
    """A link to a highlight."""
    return LocalLink(recording_id=id_, index=None, expires_at=NOW)


def put(sources: FakeSources, *ids: str) -> None:
    """These highlights can be watched."""
    sources.mongo.put("recordings", *(recording(id_, file=FILE) for id_ in ids))


def streams_over(sources: FakeSources, *, most: int = 10) -> MediaStreams:
    """The streams of a process."""
    return MediaStreams(cast("Sources", sources), most=most)


@in_simulated_time
async def test_once_a_second_all_are_looked_at_together() -> None:
    """In one find, for as long as there are any, and not once after that."""
    sources = FakeSources()
    put(sources, "1", "2")
    streams, ends = streams_over(sources), list[str]()
    ended = [streams.watch(link(id_), ends.append) for id_ in ("1", "2", "2")]
    await asyncio.sleep(3.5)
    asked = [sorted(find.question["_id"]["$in"]) for find in sources.mongo.finds]
    assert asked == [["1", "2"]] * 3
    for end in ended:
        end()
    await asyncio.sleep(10)
    assert len(sources.mongo.finds) == 3
    assert ends == []


@in_simulated_time
async def test_who_begins_later_is_looked_at_too() -> None:
    """Also when nobody was there meanwhile."""
    sources = FakeSources()
    put(sources, "1")
    streams, ends = streams_over(sources), list[str]()
    streams.watch(link("1"), ends.append)()
    await asyncio.sleep(10)
    ended = streams.watch(link("1"), ends.append)
    sources.mongo.collections["recordings"].clear()
    await asyncio.sleep(1.1)
    assert ends == ["gone"]
    ended()
    await asyncio.sleep(1)


@in_simulated_time
async def test_those_alone_are_broken_off_that_have_no_right() -> None:
    """Within a second; the others go on."""
    sources = FakeSources()
    put(sources, "1", "2")
    streams, ends = streams_over(sources), list[tuple[str, float]]()
    ended = [
        streams.watch(link("1"), lambda why: ends.append((why, now()))),
        streams.watch(link("2"), lambda why: ends.append((f"not this one: {why}", now()))),
    ]
    began = now()
    sources.mongo.put("recordings", recording("1", state="DELETED"))
    await asyncio.sleep(0.9)
    assert ends == []
    await asyncio.sleep(0.2)
    assert ends == [("gone", began + 1.0)]
    for end in ended:
        end()
    await asyncio.sleep(1)


@in_simulated_time
async def test_places_are_counted() -> None:
    """No more than there are, and one that is given back is free."""
    streams = streams_over(FakeSources(), most=2)
    streams.take_place()
    streams.take_place()
    with pytest.raises(FileRefusal) as refused:
        streams.take_place()
    assert (refused.value.status, refused.value.outcome) == (503, "overloaded")
    streams.give_place_back()
    streams.take_place()
    assert len(streams) == 2


@in_simulated_time
async def test_at_the_end_all_are_broken_off_one_by_one() -> None:
    """Spread over the time for it; none begins any more, not even one that has its place."""
    sources = FakeSources()
    put(sources, "1")
    streams, ends = streams_over(sources), list[tuple[str, float]]()
    ended = [streams.watch(link("1"), lambda why: ends.append((why, now()))) for _ in range(4)]
    began = now()
    draining = asyncio.ensure_future(streams.drain(4.0))
    await ticks()
    for begin in (streams.take_place, lambda: streams.watch(link("1"), print)):
        with pytest.raises(FileRefusal) as refused:
            begin()
        assert (refused.value.status, refused.value.outcome) == (503, "draining")
    await draining
    assert ends == [("drained", began + second) for second in range(4)]
    for end in ended:
        end()
    await streams.close()
