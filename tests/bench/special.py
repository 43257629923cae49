"""Special scenarios: what is measured on some gateways only, because it means something there."""

from __future__ import annotations

from tests.bench.gateways import OURS
from tests.bench.kinds import APOLLO, HELLO, KEEPING, KNOWING, MERCURIUS
from tests.bench.scenarios import TWICE, Scenario

# With what was read before kept, and tokens that come again: the one place where that is allowed.
REOPENED = Scenario(
    "page reopened while settled",
    "EndPageFull",
    32,
    2000,
    only=(KEEPING.name, HELLO.name),
    is_reopened=True,
)
KNOWN = Scenario(
    "full page by its document's id",
    "EndPageFull",
    32,
    800,
    only=(KNOWING.name, MERCURIUS.name, APOLLO.name),
    is_known=True,
)
LARGE = Scenario("document twice as large", TWICE, 8, 400, only=(OURS.name,))
SPECIAL = (REOPENED, KNOWN, LARGE)
