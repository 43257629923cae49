"""Texts: what is thrown at everything that reads: the corpus first, then what hypothesis makes.

A short run is the same each time. ``make fuzz`` tries many more, and others each time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, settings
from hypothesis import strategies as st

CORPUS: list[str] = json.loads(
    (Path(__file__).parent / "corpus" / "hostile.json").read_text(encoding="utf-8")
)
_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
_IS_LONG = "FUZZ_EXAMPLES" in os.environ

fuzzed = settings(
    max_examples=_EXAMPLES,
    deadline=None,
    derandomize=not _IS_LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
)
_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(2**70), max_value=2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(CORPUS)
)
values = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
objects = st.dictionaries(st.text(max_size=8), values, max_size=5)
texts = st.text(max_size=80) | st.sampled_from(CORPUS) | values.map(json.dumps)
binaries = st.binary(max_size=120) | texts.map(lambda text: text.encode(errors="surrogatepass"))


def from_corpus(test: Callable[..., Any]) -> Callable[..., Any]:
    """The test with every text of the corpus tried before anything else."""
    for text in CORPUS:
        test = example(text)(test)
    return test


def objects_like(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects that have some of these fields, of the right kind or of any."""
    either = {name: strategy | values for name, strategy in fields.items()}
    return st.fixed_dictionaries({}, optional=either)
