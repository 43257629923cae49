"""The words that go with the codes."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from tests.upstreams.asking import ANCHOR
from upstreams.company.words import LANGUAGES, Words
from upstreams.company.world import World
from upstreams.contracts.document import NAMES
from upstreams.departments import DEPARTMENTS
from upstreams.service.department import Delays

_DELAYS = Delays(analytics=0, diagnosis=0)


def test_every_code_has_words_in_every_language() -> None:
    """The shipped languages have the same codes, and an unknown code still has words."""
    tables = {language: Words.of(language).table for language in LANGUAGES}
    assert tables["en"].keys() == tables["es"].keys() == tables["ar"].keys()
    assert Words.of("es-MX").title("CATEGORY_SNACKS") == "Aperitivos"
    assert Words.of("fr").title("CATEGORY_SNACKS") == "Snacks"
    assert Words.of("en").title("SOMETHING_NEW") == "Something New"


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_uses_a_code_without_words(world: World, name: str) -> None:
    """Whatever the services say has real words: made-up ones would read like the code."""
    spoken: dict[str, str] = {}

    def listen(value: Any) -> None:
        if isinstance(value, dict):
            if "title" in value and isinstance(value.get("code"), str):
                spoken[value["code"]] = value["title"]
            for inner in value.values():
                listen(inner)
        if isinstance(value, list):
            for inner in value:
                listen(inner)

    department = DEPARTMENTS[name]
    for index in range(world.size):
        creator = world.creator(index)
        for session in world.history(creator):
            listen(
                department.session_item(
                    world,
                    session,
                    live_id=session.id,
                    on_behalf_of=creator.id,
                    language="ar",
                    groups=department.session_groups,
                    now=time.time(),
                    delays=_DELAYS,
                )
            )
        listen(
            department.creator_item(
                world,
                creator_id=creator.id,
                on_behalf_of=creator.id,
                language="ar",
                groups=department.creator_groups,
                now=ANCHOR,
                delays=_DELAYS,
            )
        )
    assert spoken or name == "rewards"
    for code, title in spoken.items():
        assert not re.fullmatch(r"[A-Za-z ]+", title), code
