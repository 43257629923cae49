"""Each check of the gateway that is taken out is missed by name: its own tests fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from tests.house.source_file import ROOT
from tests.mutations.child import ASSERTED, PASSED
from tests.mutations.of_ownership import OWNERSHIP
from tests.mutations.of_requests import REQUESTS
from tests.mutations.of_tokens import TOKENS

MUTATIONS = {mutation.name: mutation for mutation in (*TOKENS, *REQUESTS, *OWNERSHIP)}
WHOLE = "the whole house"
Outcomes = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def outcomes() -> Outcomes:
    """What became of the tests of each mutation, and of all of them in the house as it is."""
    tests = sorted({test for mutation in MUTATIONS.values() for test in mutation.tests})
    rounds: list[dict[str, Any]] = [{"file": "", "source": "", "tests": tests}]
    for mutation in MUTATIONS.values():
        source = mutation.applied_to((ROOT / mutation.file).read_text(encoding="utf-8"))
        rounds.append({"file": mutation.file, "source": source, "tests": mutation.tests})
    child = subprocess.run(
        [sys.executable, "-P", "-m", "tests.mutations.child"],
        input=json.dumps(rounds),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        text=True,
        check=True,
        timeout=900,
    )
    told: list[dict[str, str]] = json.loads(child.stdout)
    return dict(zip([WHOLE, *MUTATIONS], told, strict=True))


def test_every_mutation_has_its_place() -> None:
    """The text that each of them changes stands in the house, once."""
    for mutation in MUTATIONS.values():
        source = (ROOT / mutation.file).read_text(encoding="utf-8")
        assert mutation.applied_to(source) != source


def test_the_house_as_it_is_passes(outcomes: Outcomes) -> None:
    """Every test that is to notice something passes when there is nothing to notice."""
    tests = {test for mutation in MUTATIONS.values() for test in mutation.tests}
    assert set(outcomes[WHOLE].values()) == {PASSED}
    assert {test.partition("[")[0] for test in outcomes[WHOLE]} == {
        test.partition("[")[0] for test in tests
    }


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_taken_out_is_missed(outcomes: Outcomes, name: str) -> None:
    """Each of the tests that are named fails, by what it asserts and not by accident; of one with
    several cases, one case at the least, and none by accident.
    """
    for test in MUTATIONS[name].tests:
        cases = {
            one for id_, one in outcomes[name].items() if id_ == test or id_.startswith(f"{test}[")
        }
        assert ASSERTED in cases, test
        assert cases <= {ASSERTED, PASSED}
