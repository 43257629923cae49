"""Words come in the client's language, codes never change; and no two clients' answers mix."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.app.panels import without_clocks
from tests.app.product import Product
from tests.app.services import REWARDS, SHOP

DOCUMENT = """query ($id: ID!) { endPage(sessionId: $id) { session { sessionId title }
  rewards { items { missionCode kind state title body } }
  journey { level { level league } milestones { code title state unit }
            opportunities { code type title reason reasonCode } }
  roomImprovements { outcome improvements { code dimension title action { code title } } }
  benchmarks { cohort { categoryId categoryName } } } }"""
WORDS = {"title", "body", "reason", "categoryName"}


def parts(value: Any, *, are_words: bool, key: str = "") -> list[tuple[str, Any]]:
    """The leaves of an answer: those that are words, or those that are not."""
    if isinstance(value, dict):
        return [
            leaf
            for name, inner in value.items()
            for leaf in parts(inner, are_words=are_words, key=name)
        ]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in parts(inner, are_words=are_words, key=key)]
    return [(key, value)] if (key in WORDS) == are_words else []


async def told(product: Product, language: str | None, kind: str = "final") -> Any:
    answer = await product.ask(DOCUMENT, of=kind, language=language, id=product.session(kind))
    assert "errors" not in answer
    page = answer["data"]["endPage"]
    # What the creator called their LIVE is theirs, in whichever language.
    page["session"].pop("title")
    return page


@pytest.mark.parametrize("language", ["es", "ar"])
async def test_words_differ_and_codes_do_not(product: Product, language: str) -> None:
    """In another language every code, enum and id is the same, and the words are others."""
    english, other = await told(product, "en"), await told(product, language)
    assert parts(english, are_words=False) == parts(other, are_words=False)
    words, others = parts(english, are_words=True), parts(other, are_words=True)
    assert len(words) == len(others) > 20
    same = [one for one, another in zip(words, others, strict=True) if one == another]
    assert len(same) <= len(words) // 10, same
    if language == "ar":
        assert all("\u0600" <= word[0] <= "\u06ff" for _, word in others if word[0].isalpha())


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("fr-FR", "en"),
        ("es-MX, en;q=0.5", "es"),
        ("de, ar;q=0.8, es;q=0.4", "ar"),
        ("*;q=0.1", "en"),
    ],
)
async def test_the_language_is_forwarded(
    product: Product, header: str | None, language: str
) -> None:
    """The best of our languages goes with each key; one that we do not have is English."""
    answer = await told(product, header)
    assert without_clocks(answer) == without_clocks(await told(product, language))
    for service in (SHOP, REWARDS):
        asked = [
            key["language"]
            for call in await product.services.calls(service)
            for key in call["sessions"] + call["creators"]
        ]
        assert set(asked) == {language}


async def test_a_hundred_clients_at_once_get_their_own(product: Product) -> None:
    """Creators and languages mixed, all at once: each answer is what its client gets alone."""
    kinds = [
        kind
        for kind in product.running.sessions
        if kind not in {"live", "paused", "scheduled", "practice", "cancelled", "false_start"}
    ]
    mixed = [(kinds[at % len(kinds)], ("en", "es", "ar")[at % 3]) for at in range(102)]
    alone = {
        (kind, language): without_clocks(await told(product, language, kind))
        for kind, language in dict.fromkeys(mixed)
    }
    together = await asyncio.gather(*(told(product, language, kind) for kind, language in mixed))
    for (kind, language), page in zip(mixed, together, strict=True):
        assert page["session"]["sessionId"] == product.session(kind)
        assert without_clocks(page) == alone[kind, language], (kind, language)
