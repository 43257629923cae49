"""Content disposition: a name survives in every alphabet, and can do no harm."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.content_disposition import attachment


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Autumn coats.mp4", 'attachment; filename="Autumn coats.mp4"'),
        (
            "Mäntel – 3.mp4",
            (
                'attachment; filename="M_ntel _ 3.mp4"; '
                "filename*=UTF-8''M%C3%A4ntel%20%E2%80%93%203.mp4"
            ),
        ),
        (
            "معاطف.mp4",
            (
                'attachment; filename="_____.mp4"; '
                "filename*=UTF-8''%D9%85%D8%B9%D8%A7%D8%B7%D9%81.mp4"
            ),
        ),
        ("100%.mp4", "attachment; filename=\"100_.mp4\"; filename*=UTF-8''100%25.mp4"),
        ('a"b\\c/d.mp4', 'attachment; filename="a_b_c_d.mp4"'),
        ("../../etc/passwd", 'attachment; filename="_.._etc_passwd"'),
        ("a\r\nset-cookie: x", 'attachment; filename="a__set-cookie_ x"'),
        ("photo\u202egpj.exe", 'attachment; filename="photo_gpj.exe"'),
        ("", 'attachment; filename="recording"'),
        (" .. ", 'attachment; filename="recording"'),
    ],
)
def test_a_file_has_a_name(name: str, header: str) -> None:
    """A plain name for old readers, and the very name beside it where that is another."""
    assert attachment(name) == header


@given(st.text(max_size=100))
def test_no_name_leaves_its_place(name: str) -> None:
    """Whatever the name is, the header is one line of ASCII with one or two quoted names in it."""
    header = attachment(name)
    found = re.fullmatch(
        r"attachment; filename=\"(?P<plain>[ !#-$&-\[\]-~]+)\"(?:; filename\*=UTF-8''"
        r"(?P<real>[A-Za-z0-9_.~%-]+))?",
        header,
    )
    assert found is not None
    real = unquote(found["real"]) if found["real"] else found["plain"]
    assert not re.search(r'[\x00-\x1f/\\"]', real)
    assert real == real.strip(" .")
    assert len(real) <= max(len(name), len("recording"))
