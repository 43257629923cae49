"""How long something is: as it is said in each language, as a player and as a machine has it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.share_page.length import Length
from gateway.share_page.words import WORDS


@pytest.mark.parametrize(
    ("seconds", "spoken", "clock", "iso"),
    [
        (0.0, "1 second", "0:01", "PT1S"),
        (0.4, "1 second", "0:01", "PT1S"),
        (59.4, "59 seconds", "0:59", "PT59S"),
        (59.6, "1 minute", "1:00", "PT1M"),
        (62.4, "1 minute 2 seconds", "1:02", "PT1M2S"),
        (720, "12 minutes", "12:00", "PT12M"),
        (3599, "59 minutes 59 seconds", "59:59", "PT59M59S"),
        (3600, "1 hour", "1:00:00", "PT1H"),
        (3661, "1 hour 1 minute", "1:01:01", "PT1H1M1S"),
        (3659, "1 hour", "1:00:59", "PT1H59S"),
        (90_000, "25 hours", "25:00:00", "PT25H"),
    ],
)
def test_a_length_in_english(seconds: float, spoken: str, clock: str, iso: str) -> None:
    """The two largest units are said, and all of it is there for machines."""
    length = Length.of(seconds)
    assert (length.spoken("en"), length.clock, length.iso) == (spoken, clock, iso)


@pytest.mark.parametrize(
    ("language", "seconds", "spoken"),
    [
        ("es", 62, "1 minuto y 2 segundos"),
        ("es", 7_200, "2 horas"),
        ("ar", 1, "ثانية واحدة"),
        ("ar", 62, "دقيقة واحدة وثانيتان"),
        ("ar", 303, "5 دقائق و3 ثوانٍ"),
        ("ar", 660, "11 دقيقة"),
        ("ar", 7_200 + 600, "ساعتان و10 دقائق"),
        ("ar", 3600 * 100, "100 ساعة"),
        ("ar", 3600 * 103, "103 ساعات"),
    ],
)
def test_a_length_in_other_languages(language: str, seconds: int, spoken: str) -> None:
    """Each language has its own plurals."""
    assert Length.of(seconds).spoken(language) == spoken


@given(st.integers(min_value=1, max_value=400_000), st.sampled_from(sorted(WORDS)))
def test_every_length_can_be_told(seconds: int, language: str) -> None:
    """Nothing is left open, and what machines read is the length to the second."""
    length = Length.of(seconds)
    assert length.spoken(language)
    assert "{" not in length.spoken(language)
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", length.iso)
    assert found is not None
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    assert hours * 3600 + minutes * 60 + rest == seconds
