"""Limits that become others while a gateway runs: all of them or none, and the log says which."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from gateway.admission import Admission, Overloaded
from gateway.demand_limits import DemandExceeded, DemandLimits, Limits
from gateway.document_id import hash_of
from gateway.document_reload import DocumentReload
from gateway.documents import Documents
from gateway.errors import RequestError
from gateway.known_documents import known_documents
from gateway.limits_reload import LimitsReload
from gateway.priority import Priority
from gateway.rate_limited import RateLimited
from gateway.rates import Rates
from gateway.setting_declarations import declarations_of
from gateway.settings import Settings
from resolvers.schema import schema
from tests.gateway.limits_file import settings_with, write
from tests.gateway.serving import environment
from tests.gateway.test_document_start import listed, reloaded

BUILT = schema._schema
SHALLOW, DEEP = "query Q { __typename }", "query Q { viewer { creatorId } }"
MINUTE = 1_790_000_000 // 60 * 60


def test_all_limits_are_applied() -> None:
    """Whoever declares another has to apply it, too."""
    declared = {name for name, one in declarations_of(Settings).items() if one.is_limit}
    assert len(declared) == 15
    assert all(one.reloads for one in declarations_of(Settings).values() if one.is_limit)


def test_budgets_are_changed_and_what_was_taken_stays_taken() -> None:
    """A smaller one may be spent by then; one that was none begins now."""
    rates = Rates(creator=10, address=5, now=lambda: MINUTE)
    rates.charge(6, priority=Priority.PAGE, creator_id="1", client=None, address="")
    rates.change(creator=20, client=3, address=0, failures=0)
    assert {name: budget.most for name, budget in rates.budgets.items()} == {
        "creator": 20,
        "client": 3,
    }
    assert rates.budgets["creator"].left("1") == 15
    rates.change(creator=4, client=0, address=0, failures=0)
    with pytest.raises(RateLimited):
        rates.enter("1")
    rates.change(creator=0, client=0, address=0, failures=0)
    rates.enter("1")
    assert rates.budgets == {}


async def test_who_waits_is_let_in_when_there_is_more_room() -> None:
    """And who comes when there is less is refused, while nobody who runs is sent away."""

    async def never_idle() -> bool:
        return False

    admission = Admission(operations=1, queue=2, wait_ms=60_000, is_idle=never_idle)
    leave = asyncio.Event()

    async def run() -> None:
        async with admission.turn(Priority.PAGE, patience_ms=60_000):
            await leave.wait()

    running = [asyncio.create_task(run()) for _ in range(3)]
    await asyncio.sleep(0)
    assert (admission.running, admission.waiting) == (1, 2)
    admission.change(operations=3, queue=2, wait_ms=60_000)
    assert (admission.running, admission.waiting) == (3, 0)
    admission.change(operations=1, queue=0, wait_ms=60_000)
    with pytest.raises(Overloaded):
        admission.check()
    assert admission.running == 3
    leave.set()
    await asyncio.gather(*running)
    assert admission.running == 0


def test_documents_are_held_to_new_limits() -> None:
    """Also those that were planned under others, by their text or by the hash of it."""
    documents = Documents(BUILT, automatic=10)
    documents.plan(DEEP, None)
    documents.plan(DEEP, None, document_id=hash_of(DEEP))
    documents.renew(documents.known, DemandLimits(Limits(depth=1)))
    with pytest.raises(DemandExceeded):
        documents.plan(DEEP, None)
    with pytest.raises(RequestError) as told:
        documents.plan("", None, document_id=hash_of(DEEP))
    assert told.value.code == "PERSISTED_QUERY_NOT_FOUND"
    documents.renew(documents.known, DemandLimits())
    assert documents.plan(DEEP, None).kind == "query"


class House:
    """A gateway's limits, as its start and its reload have them."""

    def __init__(self, folder: Path, **documents: str) -> None:
        self.folder = folder
        self.source = listed(folder / "m.json", **documents)
        self.settings = settings_with(folder, {})
        self.rates, self.admission = Rates(), Admission()
        self.documents = Documents(BUILT, known=known_documents([self.source], BUILT, say=print))
        self.beside = Documents(BUILT)
        limits = LimitsReload(
            self.settings,
            read=self.read,
            rates=self.rates,
            admission=self.admission,
            beside=[self.beside],
        )
        self.reload = DocumentReload(self.documents, BUILT, [self.source], limits=limits)
        self.changes: dict[str, str] = {}

    def read(self) -> Settings:
        """The settings as they are by now."""
        given = environment(self.folder, ENDPAGE_LIMITS_FILE=str(self.folder / "limits.json"))
        return Settings.from_environment({**given, **self.changes})


async def test_a_reload_says_which_limits_are_others(tmp_path: Path) -> None:
    """By name, from what to what, and what only a new start would change; all of it holds."""
    house = House(tmp_path, a=SHALLOW)
    write(tmp_path / "limits.json", {"operations": 3, "document_depth": 1, "client_cost": 7})
    house.changes = {"ENDPAGE_STREAMS": "5"}
    limits, documents = await reloaded(house.reload)
    assert limits == {
        "event": "limits_reloaded",
        "log_level": "info",
        "changed": {
            "document_depth": "20 -> 1",
            "limits_file": "read again",
            "operations": "8 -> 3",
            "client_cost": "0 -> 7",
        },
        "needs_restart": ["streams"],
    }
    assert documents["event"] == "documents_reloaded"
    assert house.documents.limits.general.depth == house.beside.limits.general.depth == 1
    assert house.rates.budgets["client"].most == 7
    assert house.rates.budgets["creator"].most == 100_000
    again, _ = await reloaded(house.reload)
    assert (again["changed"], again["needs_restart"]) == ({}, [])


@pytest.mark.parametrize(
    ("limits", "documents", "event"),
    [
        ({"operations": 0}, {"a": SHALLOW}, "limits_refused"),
        ({"opperations": 3}, {"b": SHALLOW}, "limits_refused"),
        # Each is good for itself, and the document is too deep for the limit.
        ({"operations": 3, "document_depth": 1}, {"a": DEEP}, "documents_refused"),
        ({"operations": 3}, {"b": "{ xyzzy }"}, "documents_refused"),
    ],
)
async def test_a_bad_file_leaves_all_as_it_was(
    tmp_path: Path, limits: dict[str, int], documents: dict[str, str], event: str
) -> None:
    """Limits and documents are taken together or not at all; the log says why."""
    house = House(tmp_path, a=DEEP)
    before = house.documents.known
    write(tmp_path / "limits.json", limits)
    listed(tmp_path / "m.json", **documents)
    [line] = await reloaded(house.reload)
    assert (line["event"], line["log_level"]) == (event, "error")
    assert house.documents.known is before
    assert house.documents.limits == DemandLimits()
    assert house.rates.budgets == {}
    assert house.documents.plan("", None, document_id="a").document_id == "a"
