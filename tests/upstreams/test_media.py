"""The company's media: real files, of the sizes that documents tell, made once."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from av import VideoFrame
from hypothesis import given
from hypothesis import strategies as st

from upstreams.media import clip
from upstreams.media.padding import pad
from upstreams.media.picture import draw
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
    highlight_stand_in,
    segment_stand_in,
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with all files in it."""
    directory = tmp_path_factory.mktemp("media")
    assert len(fill(directory)) == 2 * len(STAND_INS)
    return directory


def boxes(content: bytes) -> list[str]:
    """The kinds of the outermost boxes of an MP4 file, which must fill it exactly."""
    kinds, at = [], 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        kinds.append(content[at + 4 : at + 8].decode("ascii"))
        at += size
    assert at == len(content)
    return kinds


def files(directory: Path) -> dict[str, int]:
    """Every file of a directory by its name, with when it was written."""
    found = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.stat().st_mtime_ns for path in found}


@pytest.mark.parametrize("stand_in", STAND_INS, ids=lambda one: str(one.number))
def test_a_clip_is_what_players_expect(shelf: Path, stand_in: StandIn) -> None:
    """H.264 and AAC, upright, as long as was said, index before content, a key frame a second."""
    path = shelf / stand_in.file_key
    content = path.read_bytes()
    assert len(content) == stand_in.size_bytes
    assert [kind for kind in boxes(content) if kind != "free"] == ["ftyp", "moov", "mdat"]
    assert boxes(content)[-1] == "free"
    with av.open(path) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (video.width, video.height, video.pix_fmt) == (WIDTH, HEIGHT, "yuv420p")
        assert 12 <= stand_in.seconds <= 20
        assert video.duration is not None
        assert video.time_base is not None
        assert video.duration * video.time_base == stand_in.seconds
        keys = [
            packet.pts * video.time_base
            for packet in container.demux(video)
            if packet.is_keyframe and packet.pts is not None
        ]
        assert keys == [Fraction(second) for second in range(stand_in.seconds)]


def test_where_a_clip_is_can_be_seen(shelf: Path) -> None:
    """After a seek the picture is the one of that second, and that of no other."""
    with av.open(shelf / SEGMENTS[0].file_key) as container:
        shown = []
        for second in range(SEGMENTS[0].seconds):
            container.seek(second * av.time_base)
            frame = next(container.decode(video=0))
            assert frame.time == second
            shown.append(frame)
    for second, frame in enumerate(shown):
        differences = [distance(frame, drawn(number=other)) for other in range(len(shown))]
        assert differences.index(min(differences)) == second
    colours = [bytes(frame.planes[1])[0] for frame in shown]
    assert all(before != after for before, after in pairwise(colours))


def drawn(*, number: int) -> VideoFrame:
    frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
    draw(frame, number=number, part=0, hue=0)
    return frame


def distance(one: VideoFrame, other: VideoFrame) -> int:
    """How much the light of two frames differs, looked at here and there."""
    return sum(abs(left - right) for left, right in zip(light(one), light(other), strict=True))


def light(frame: VideoFrame) -> bytes:
    """Every ninth line of a frame, every seventh point of it; what is beyond its edge is not."""
    plane = frame.planes[0]
    content, line = bytes(plane), plane.line_size
    starts = range(0, frame.height * line, 9 * line)
    return b"".join(content[start : start + frame.width : 7] for start in starts)


def test_posters_are_pictures_of_their_own(shelf: Path) -> None:
    """Each is a JPEG of the size that documents tell, and no two are the same."""
    contents = [(shelf / stand_in.poster_file).read_bytes() for stand_in in STAND_INS]
    assert len(set(contents)) == len(STAND_INS)
    for stand_in, content in zip(STAND_INS, contents, strict=True):
        assert content[:3] == b"\xff\xd8\xff"
        with av.open(shelf / stand_in.poster_file) as container:
            frame = next(container.decode(video=0))
        assert (frame.width, frame.height) == (POSTER_WIDTH, POSTER_HEIGHT)


def test_what_is_there_is_not_made_again(shelf: Path) -> None:
    """A second start finds the files and leaves them; one that is cut short is made anew, alone."""
    before = files(shelf)
    assert fill(shelf) == []
    assert files(shelf) == before
    short, empty = shelf / SEGMENTS[1].file_key, shelf / HIGHLIGHTS[0].poster_file
    whole = {path: path.read_bytes() for path in (short, empty)}
    short.write_bytes(whole[short][:-1])
    empty.write_bytes(b"")
    assert fill(shelf) == [short, empty]
    assert {path: path.read_bytes() for path in whole} == whole


def test_a_file_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An encoder that breaks off leaves neither half a file nor a draft of one."""

    def breaks_off(stand_in: StandIn, path: Path) -> None:
        path.write_bytes(b"half of it")
        raise OSError("the disk is full")

    monkeypatch.setattr(clip, "write_clip", breaks_off)
    with pytest.raises(OSError, match="full"):
        fill(tmp_path)
    assert files(tmp_path) == {}


def test_a_key_tells_nothing_and_is_nobody_elses() -> None:
    """Keys are digests of what the files are made from: no id, no order, no two alike."""
    keys = [key for one in STAND_INS for key in (one.file_key, one.poster_key)]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"clips/[0-9a-f]{24}\.mp4|posters/[0-9a-f]{24}", key) for key in keys)
    assert SEGMENTS[0].file_key == StandIn(1, 16, 786_432, hue=0, tone_hertz=220).file_key


def test_recordings_side_by_side_do_not_look_alike() -> None:
    """Segments of one replay, and highlights of one LIVE, take turns."""
    replay = "7500000000000310000"
    assert {segment_stand_in(replay, index) for index in range(3)} == set(SEGMENTS)
    clips = [f"75000000000003100{position:02d}" for position in range(1, 4)]
    assert {highlight_stand_in(identifier) for identifier in clips} == set(HIGHLIGHTS)
    assert segment_stand_in(replay, 1) == segment_stand_in(replay, 1)


@given(st.binary(max_size=200), st.integers(min_value=0, max_value=400))
def test_padding_fills_exactly_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, size: int
) -> None:
    """A file grows to the size that was promised, its content untouched, by one box."""
    path = tmp_path_factory.mktemp("padded") / "file"
    path.write_bytes(content)
    if size - len(content) < 8:
        with pytest.raises(ValueError, match="cannot be padded"):
            pad(path, size)
        assert path.read_bytes() == content
        return
    pad(path, size)
    padded = path.read_bytes()
    assert len(padded) == size
    assert padded.startswith(content)
    assert boxes(padded[len(content) :]) == ["free"]
