"""The page's own words: the same in every language, and chosen among those of the settings."""

from __future__ import annotations

from dataclasses import fields

import pytest

from gateway.share_page.words import WORDS, Notice, Words, spoken_of


@pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
def test_a_language_has_all_words(words: Words) -> None:
    """Nothing is empty, each notice is there, and a part has a place for its number."""
    texts = [getattr(words, item.name) for item in fields(words) if item.name != "notices"]
    assert all(texts)
    assert set(words.notices) == set(Notice)
    assert all(headline and sentence for headline, sentence in words.notices.values())
    assert words.part.count("{}") == 1
    assert words.direction == ("rtl" if words.language == "ar" else "ltr")


def test_languages_do_not_share_words() -> None:
    """What is said in one language is not left over in another."""
    for item in fields(Words):
        if item.name not in {"direction", "notices"}:
            assert len({getattr(words, item.name) for words in WORDS.values()}) == len(WORDS)
    for notice in Notice:
        assert len({words.notices[notice] for words in WORDS.values()}) == len(WORDS)


def test_it_speaks_what_the_gateway_does() -> None:
    """Of the settings' languages those that it has words in; English where that is none."""
    assert spoken_of(("pt-BR", "es", "en")) == ["es", "en"]
    assert spoken_of(("pt-BR",)) == ["en"]
