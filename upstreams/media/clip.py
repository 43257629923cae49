"""Clip: a stand-in's video file: H.264 and AAC in MP4, its index first, a key frame a second."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

import av
from av import AudioFrame, VideoFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from upstreams.media.padding import pad
from upstreams.media.picture import draw
from upstreams.media.stand_in import FRAMES_PER_SECOND, HEIGHT, WIDTH, StandIn

_SAMPLE_RATE = 16_000
_SAMPLES = 1024
_AUDIO_BITS = 24_000
_LOUDNESS = 0.05
# Of a file's size the video is told to fill so much: the rest is for sound, index and padding.
_VIDEO_PART = 0.88
_DEGREES_PER_SECOND = 10


def write_clip(stand_in: StandIn, path: Path) -> None:
    """Write the file, of exactly `size_bytes`; raises ValueError when it does not fit in them."""
    with av.open(path, "w", format="mp4", options={"movflags": "+faststart"}) as container:
        # Both streams first: the header that tells of them is written with the first packet.
        video, audio = _video_stream(container, stand_in), _audio_stream(container)
        _film(container, video, stand_in)
        _sound(container, audio, stand_in)
    pad(path, stand_in.size_bytes)


def _video_stream(container: OutputContainer, stand_in: StandIn) -> VideoStream:
    kilobits = int(stand_in.size_bytes * 8 / stand_in.seconds * _VIDEO_PART / 1000)
    stream = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
    stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    stream.gop_size = FRAMES_PER_SECOND
    stream.bit_rate = kilobits * 1000
    # One thread: the same file on every machine. A constant rate, filled up where a picture needs
    # less of it: every part of the file is a part of the film, as a player that seeks expects.
    stream.codec_context.thread_count = 1
    stream.options = {
        "preset": "ultrafast",
        "x264-params": f"scenecut=0:nal-hrd=cbr:vbv-maxrate={kilobits}:vbv-bufsize={kilobits}",
    }
    return stream


def _audio_stream(container: OutputContainer) -> AudioStream:
    stream = container.add_stream("aac", rate=_SAMPLE_RATE, options={"aac_coder": "fast"})
    stream.layout = "mono"
    stream.bit_rate = _AUDIO_BITS
    return stream


def _film(container: OutputContainer, stream: VideoStream, stand_in: StandIn) -> None:
    frames = stand_in.seconds * FRAMES_PER_SECOND
    for at in range(frames):
        second = at // FRAMES_PER_SECOND
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        frame.pts = at
        hue = stand_in.hue + second * _DEGREES_PER_SECOND
        draw(frame, number=second, part=at / frames, hue=hue)
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


def _sound(container: OutputContainer, stream: AudioStream, stand_in: StandIn) -> None:
    """A quiet tone. A frame holds a whole number of its waves, so that all frames are alike."""
    waves = round(stand_in.tone_hertz * _SAMPLES / _SAMPLE_RATE)
    step = 2 * math.pi * waves / _SAMPLES
    samples = array("f", (_LOUDNESS * math.sin(step * at) for at in range(_SAMPLES))).tobytes()
    for at in range(stand_in.seconds * _SAMPLE_RATE // _SAMPLES):
        frame = AudioFrame("fltp", "mono", _SAMPLES)
        frame.sample_rate, frame.pts = _SAMPLE_RATE, at * _SAMPLES
        frame.planes[0].update(samples)
        container.mux(stream.encode(frame))
    container.mux(stream.encode())
