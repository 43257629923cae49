"""Stand-in: a short video file, and its still picture, that stands in for many recordings.

A company of 50,000 creators has a million recordings and these few files. A key is a digest of all
that the file is made from: it tells nothing of a recording, the same picture has the same key, and
another picture has another one. The files are `file_key` and `poster_file` of a media directory.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import cache
from hashlib import blake2b

# Changes whenever the same numbers below would make other files.
_EDITION = 1

MEDIA_TYPE = "video/mp4"
WIDTH, HEIGHT = 360, 640
POSTER_WIDTH, POSTER_HEIGHT = 720, 1280
FRAMES_PER_SECOND = 10
_SEGMENT_BYTES = 786_432
_HIGHLIGHT_BYTES = 524_288


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a file is made from. `hue` is in degrees; `size_bytes` is exact."""

    number: int
    seconds: int
    size_bytes: int
    hue: int
    tone_hertz: int

    @property
    def file_key(self) -> str:
        """The name of the video file in the storage."""
        return f"clips/{_digest(self, 'clip', WIDTH, HEIGHT, FRAMES_PER_SECOND)}.mp4"

    @property
    def poster_key(self) -> str:
        """The key of its still picture."""
        return f"posters/{_digest(self, 'poster', POSTER_WIDTH, POSTER_HEIGHT)}"

    @property
    def poster_file(self) -> str:
        """The name of the picture's file in the storage."""
        return f"{self.poster_key}.jpg"


@cache
def _digest(stand_in: StandIn, *kind: object) -> str:
    made_from = repr((_EDITION, *kind, *astuple(stand_in)))
    return blake2b(made_from.encode(), digest_size=12).hexdigest()


SEGMENTS = (
    StandIn(1, 16, _SEGMENT_BYTES, hue=0, tone_hertz=220),
    StandIn(2, 16, _SEGMENT_BYTES, hue=60, tone_hertz=262),
    StandIn(3, 16, _SEGMENT_BYTES, hue=120, tone_hertz=330),
)
HIGHLIGHTS = (
    StandIn(4, 12, _HIGHLIGHT_BYTES, hue=180, tone_hertz=392),
    StandIn(5, 12, _HIGHLIGHT_BYTES, hue=240, tone_hertz=440),
    StandIn(6, 12, _HIGHLIGHT_BYTES, hue=300, tone_hertz=523),
)
STAND_INS = (*SEGMENTS, *HIGHLIGHTS)


def segment_stand_in(recording_id: str, index: int) -> StandIn:
    """Return what stands in for segment `index` of a replay; segments in a row differ."""
    return SEGMENTS[(int(recording_id) + index) % len(SEGMENTS)]


def highlight_stand_in(recording_id: str) -> StandIn:
    """Return what stands in for a highlight; those of one LIVE in a row differ."""
    return HIGHLIGHTS[int(recording_id) % len(HIGHLIGHTS)]
