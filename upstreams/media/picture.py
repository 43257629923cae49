"""Picture: what a stand-in shows, drawn into a frame: a number, a bar that fills, and a colour.

Large and flat, so that a person, or a test, sees at a glance where a video has been moved to, and
that encoding it costs next to nothing.
"""

from __future__ import annotations

import math
from functools import lru_cache

from av import VideoFrame

# The picture is a grid of 9 by 16 squares: two digits of 3 by 5, and a bar below.
_COLUMNS, _ROWS = 9, 16
_DIGITS_ROW, _BAR_ROW = 4, 13
_DARK, _MIDDLE, _BRIGHT = 50, 95, 235
_NEUTRAL, _SATURATION = 128, 60
# Rows of each digit from above, three bits a row.
_GLYPHS = (
    "75557", "26227", "71747", "71717", "55711", "74717", "74757", "71111", "75757", "75717",
)  # fmt: skip


def draw(frame: VideoFrame, *, number: int, part: float, hue: float) -> None:
    """Draw a number of two digits, a bar filled to `part` (0 to 1), in a colour of `hue` degrees.

    The frame is in 4:2:0, and its width a multiple of 9, its height of 16.
    """
    light, *colours = frame.planes
    line, square = light.line_size, frame.width // _COLUMNS
    light.update(
        _plain(line, _DIGITS_ROW * square)
        + _digits(line, square, number)
        + _plain(line, (_BAR_ROW - _DIGITS_ROW - len(_GLYPHS[0])) * square)
        + _bar(line, square, part)
        + _plain(line, (_ROWS - _BAR_ROW - 1) * square)
    )
    angle = math.radians(hue)
    for plane, share in zip(colours, (math.cos(angle), math.sin(angle)), strict=True):
        plane.update(bytes([round(_NEUTRAL + _SATURATION * share)]) * plane.buffer_size)


def _plain(line: int, rows: int) -> bytes:
    return bytes([_MIDDLE]) * (line * rows)


def _bar(line: int, square: int, part: float) -> bytes:
    length = (_COLUMNS - 2) * square
    filled = round(length * part)
    margin = bytes([_MIDDLE]) * square
    row = margin + bytes([_BRIGHT]) * filled + bytes([_DARK]) * (length - filled) + margin
    return row.ljust(line, b"\0") * square


@lru_cache(128)
def _digits(line: int, square: int, number: int) -> bytes:
    tens, ones = divmod(number, 10)
    rows = []
    for left, right in zip(_GLYPHS[tens], _GLYPHS[ones], strict=True):
        squares = f"0{int(left):03b}0{int(right):03b}0"
        lit = (_BRIGHT if one == "1" else _MIDDLE for one in squares)
        row = b"".join(bytes([light]) * square for light in lit)
        rows.append(row.ljust(line, b"\0") * square)
    return b"".join(rows)
