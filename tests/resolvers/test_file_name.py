"""File names: for people, and harmless on every file system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.playable import Piece
from loaders.recording import StoredFile
from resolvers.file_name import file_name


def piece(index: int | None = None) -> Piece:
    return Piece("r1", index, 0, 1.0, StoredFile("key"))


@pytest.mark.parametrize(
    ("title", "index", "name"),
    [
        ("Autumn coats", None, "Autumn coats.mp4"),
        ("Autumn coats", 0, "Autumn coats 1.mp4"),
        ("Abrigos de otoño", 11, "Abrigos de otoño 12.mp4"),
        ("معاطف الخريف", None, "معاطف الخريف.mp4"),
        ("🧥 50% off!", None, "🧥 50% off!.mp4"),
        ("../../etc/passwd", None, "etc passwd.mp4"),
        ('a"b\\c\r\nd:e', None, "a b c d e.mp4"),
        ("evil\u202egpj.exe", None, "evil gpj.exe.mp4"),
        ("  . ", None, "LIVE.mp4"),
        ("", 2, "LIVE 3.mp4"),
        ("\ud800x", None, "x.mp4"),
        ("é" * 100, None, f"{'é' * 60}.mp4"),
    ],
)
def test_a_title_becomes_a_name(title: str, index: int | None, name: str) -> None:
    """Letters of any language stay; what a file system or a header minds does not."""
    assert file_name(title, piece(index)) == name


@given(st.text(max_size=400), st.one_of(st.none(), st.integers(0, 99)))
def test_no_title_makes_a_bad_name(title: str, index: int | None) -> None:
    """Whatever it is, the name is short, has no path in it, and can be sent and read."""
    name = file_name(title, piece(index))
    assert len(name.encode()) <= 128
    assert name.endswith(".mp4")
    assert not name.startswith((".", " "))
    assert not set(name) & set('/\\:*?"<>|\r\n\x00')
