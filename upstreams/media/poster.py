"""Poster: a stand-in's still picture, a JPEG."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from av import VideoCodecContext, VideoFrame

from upstreams.media.picture import draw
from upstreams.media.stand_in import POSTER_HEIGHT, POSTER_WIDTH, StandIn

# JPEG counts light from 0 to 255, unlike a video.
_FORMAT = "yuvj420p"


def write_poster(stand_in: StandIn, path: Path) -> None:
    """Write the picture, which shows the stand-in's number in its colour."""
    encoder = VideoCodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = POSTER_WIDTH, POSTER_HEIGHT, _FORMAT
    encoder.time_base = Fraction(1)
    frame = VideoFrame(POSTER_WIDTH, POSTER_HEIGHT, _FORMAT)
    draw(frame, number=stand_in.number, part=0, hue=stand_in.hue)
    packets = [*encoder.encode(frame), *encoder.encode(None)]
    path.write_bytes(b"".join(bytes(packet) for packet in packets))
