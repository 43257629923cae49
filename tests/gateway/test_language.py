"""Language: one of ours comes out, whatever a client asks for."""

from __future__ import annotations

import pytest

from gateway.language import language_of

LANGUAGES = ("en", "es", "ar", "pt-BR")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("es", "es"),
        ("ES-mx", "es"),
        ("ar-Arab-EG", "ar"),
        ("pt-br", "pt-BR"),
        ("pt", "en"),
        ("fr, de", "en"),
        ("*", "en"),
        ("fr;q=1, ar;q=0.3, es;q=0.7", "es"),
        ("es;q=0, ar;q=0.1", "ar"),
        ("es;q=2, ar;q=0.1", "ar"),
        ("es;q=nan, ar;q=0.1", "ar"),
        ("es;q=x", "en"),
        (",;,-,;q=", "en"),
        ("es-" * 5000, "es"),
        ("fr," * 5000 + "es", "en"),
    ],
    ids=range(17),
)
def test_the_best_of_ours_is_taken(header: str | None, language: str) -> None:
    """A tag is shortened until it is one of ours; weights count; nonsense counts for nothing."""
    assert language_of(header, LANGUAGES) == language
