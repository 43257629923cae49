"""Documents of recordings: their files are there, and as large as is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from tests.upstreams.asking import ANCHOR
from upstreams.company.collections import database_of
from upstreams.company.recordings import recordings_of
from upstreams.company.world import World
from upstreams.launch import Running
from upstreams.media.stand_in import HIGHLIGHTS, SEGMENTS, STAND_INS

SIZES = {stand_in.file_key: stand_in.size_bytes for stand_in in STAND_INS}
SEGMENT_BYTES, CLIP_BYTES = SEGMENTS[0].size_bytes, HIGHLIGHTS[0].size_bytes


def recorded(world: World, kind: str) -> list[dict[str, Any]]:
    """The recordings of a kind's session: the replay first."""
    session = world.session_by_id(world.kinds()[kind][0])
    assert session is not None
    return recordings_of(session, ANCHOR)


def size_of(file: dict[str, Any] | None) -> int:
    """The true size of a file that a document names, 0 when it names none."""
    return 0 if file is None else SIZES[file["key"]]


def test_every_size_is_that_of_a_file(world: World) -> None:
    """Of all recordings: each segment's size, each highlight's, and the sum of a replay's."""
    kinds, posters = set(), set()
    for index in range(world.size):
        for session in world.history(world.creator(index)):
            for document in recordings_of(session, ANCHOR):
                kinds.add(document["kind"])
                pieces = [segment["file"] for segment in document["segments"]]
                for segment in document["segments"]:
                    assert segment["size_bytes"] == size_of(segment["file"])
                assert document["size_bytes"] == sum(map(size_of, [document["file"], *pieces]))
                if document["poster"] is not None:
                    posters.add(document["poster"]["key"])
    assert kinds == {"REPLAY", "HIGHLIGHT"}
    assert posters == {stand_in.poster_key for stand_in in STAND_INS}


@pytest.mark.parametrize(
    ("kind", "sizes"),
    [
        ("ended", [SEGMENT_BYTES] * 3),
        ("replay_partial", [SEGMENT_BYTES, 0, SEGMENT_BYTES]),
        ("suspended", [SEGMENT_BYTES] * 3),
        ("replay_expired", [0, 0, 0]),
        ("replay_deleted", []),
        ("replay_processing", []),
        ("replay_failed", []),
        ("replay_not_saved", []),
    ],
)
def test_a_replay_has_the_files_that_its_state_has(
    world: World, kind: str, sizes: list[int]
) -> None:
    """Ready ones and restricted ones have all, partial ones some; expired ones have none left."""
    replay = recorded(world, kind)[0]
    assert [segment["size_bytes"] for segment in replay["segments"]] == sizes
    assert replay["file"] is None
    assert replay["size_bytes"] == sum(sizes)


def test_highlights_are_there_before_the_replay(world: World) -> None:
    """Those that have been cut by now, while the replay is still being processed."""
    replay, *highlights = recorded(world, "replay_processing")
    assert replay["state"] == "PROCESSING"
    assert highlights
    assert all(one["state"] == "READY" for one in highlights)
    assert all(one["ready_at"].timestamp() <= ANCHOR for one in highlights)


def test_lengths_are_those_of_the_live(world: World) -> None:
    """A file is a stand-in of some seconds: what is told of the LIVE does not shrink with it."""
    replay, *highlights = recorded(world, "ended")
    assert replay["duration_seconds"] == 75 * 60
    assert [segment["duration_seconds"] for segment in replay["segments"]] == [1800, 1800, 900]
    assert all(highlight["duration_seconds"] >= 15 for highlight in highlights)


def test_a_highlight_has_one_file_and_most_a_page_in_the_shop(world: World) -> None:
    """The file has its true size; the page is the product's, and one in five has none."""
    highlights = recorded(world, "ended")[1:]
    assert [one["size_bytes"] for one in highlights] == [CLIP_BYTES] * 6
    assert [one["product_url"] for one in highlights] == [
        None if position == 5 else f"https://shop.example/products/{one['product_id']}"
        for position, one in enumerate(highlights, start=1)
    ]
    assert recorded(world, "ended")[0]["product_url"] is None


def test_a_running_company_has_the_files_that_it_tells_of(
    running: Running, company_client: MongoClient[dict[str, Any]]
) -> None:
    """Every file that a document names is in the media directory, as large as it says."""
    directory = Path(running.media_directory)
    named = {
        piece["file"]["key"]: piece["size_bytes"]
        for document in database_of(company_client)["recordings"].find()
        for piece in (document, *document["segments"])
        if piece["file"] is not None
    }
    assert named == {
        stand_in.file_key: (directory / stand_in.file_key).stat().st_size for stand_in in STAND_INS
    }
