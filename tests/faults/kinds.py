"""Kinds: all ways of failing that the page is held against."""

from __future__ import annotations

from tests.faults.kinds_of_answer import KINDS_OF_ANSWER
from tests.faults.kinds_of_connection import KINDS_OF_CONNECTION
from tests.faults.kinds_of_content import KINDS_OF_CONTENT

KINDS = {kind.name: kind for kind in (*KINDS_OF_CONNECTION, *KINDS_OF_ANSWER, *KINDS_OF_CONTENT)}
HARMFUL = [kind for kind in KINDS.values() if kind.codes]
HARMLESS = [kind for kind in KINDS.values() if not kind.codes]
