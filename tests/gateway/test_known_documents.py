"""Known documents: planned before they are asked for, all faults told at once, never forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from gateway.document_id import hash_of
from gateway.document_source import DocumentSource
from gateway.document_start import documents_from
from gateway.known_documents import KnownDocuments, KnownDocumentsMaker, known_documents
from gateway.listed_document import DocumentsError, ListedDocument
from gateway.settings import Settings
from resolvers.schema import schema
from tests.gateway.serving import environment
from tests.house.source_file import ROOT

BUILT = schema._schema
A = "query A { viewer { id } }"
TWO = "query A { viewer { id } } query B { viewer { creatorId } }"


def listed(text: str, **changes: str) -> ListedDocument:
    given = {"id": hash_of(text), "text": text, "source": "m.json", **changes}
    return ListedDocument(**given)


def nothing(done: int, of: int) -> None:
    """Who says nothing."""


def made(*documents: ListedDocument, before: KnownDocuments | None = None) -> KnownDocuments:
    maker = KnownDocumentsMaker(BUILT, before=before)
    for document in documents:
        maker.add(document)
    return maker.made()


def test_the_shipped_documents_are_planned() -> None:
    """Each file of web/operations is known by its id, by its text, and as it is written."""
    known = known_documents([DocumentSource(ROOT / "web" / "operations")], BUILT, say=nothing)
    assert len(known) == len(list((ROOT / "web" / "operations").glob("*.graphql")))
    for document_id, one in known.by_id.items():
        plan = one.planned.plan(None)
        assert plan is one.planned.plan(plan.name)
        assert plan.document_id == document_id == hash_of(one.planned.text)
        assert known.by_text[one.planned.text].planned is one.planned
        path = ROOT / "web" / "operations" / f"{plan.name}.graphql"
        assert known.by_text[path.read_text(encoding="utf-8")].planned is one.planned


def test_a_document_of_several_operations_has_a_plan_for_each() -> None:
    """They are chosen by name, as they would be in a document that is sent."""
    [one] = made(listed(TWO, id="two")).by_id.values()
    assert [one.planned.plan(name).name for name in ("A", "B")] == ["A", "B"]
    assert one.planned.plan("A").document_id == "two"


def test_every_fault_of_every_document_is_told() -> None:
    """With its place and its id; what is right beside it makes the set no better."""
    with pytest.raises(DocumentsError) as caught:
        made(
            listed(A),
            listed("query B { xyzzy plugh }", id="b", name="B"),
            listed("query C {", id="c"),
            listed("fragment E on Creator { id }", id="e"),
        )
    assert caught.value.faults == [
        "m.json: B (b): Cannot query field 'xyzzy' on type 'Query'.",
        "m.json: B (b): Cannot query field 'plugh' on type 'Query'.",
        "m.json: c: Syntax Error: Expected Name, found <EOF>.",
        "m.json: e: Fragment 'E' is never used.",
    ]


def test_a_document_is_for_the_clients_that_list_it() -> None:
    """For two when both do, and for all as soon as one list is everybody's."""
    clients = [{"client": "ios"}, {"client": "android"}, {}]
    found = [
        made(*(listed(A, **one) for one in clients[:number])).by_id[hash_of(A)].clients
        for number in (1, 2, 3)
    ]
    assert found == [frozenset({"ios"}), frozenset({"ios", "android"}), None]


def test_a_text_is_for_the_clients_of_all_its_ids() -> None:
    """Relay's id of a text is one client's, its hash another's: as a text it is both's."""
    known = made(listed(A, id="md5", client="web"), listed(A, client="ios"))
    assert known.by_id["md5"].clients == frozenset({"web"})
    assert known.by_id[hash_of(A)].clients == frozenset({"ios"})
    assert known.by_text[A].clients == frozenset({"web", "ios"})
    assert len(known) == 2


def test_what_has_not_changed_is_not_planned_again() -> None:
    """A reload costs what is new in it; the same id with another text is new."""
    before = made(listed(A), listed(TWO, id="own"))
    after = made(listed(A), listed(A, id="own"), before=before)
    assert after.by_id[hash_of(A)].planned is before.by_id[hash_of(A)].planned
    assert after.by_id["own"].planned.text == A


def test_a_slow_start_says_how_far_it_is(tmp_path: Path) -> None:
    """A line a second at most, and none when it is quick."""
    content = {f"id{number}": f"query Q{number} {{ __typename }}" for number in range(10)}
    path = tmp_path / "m.json"
    path.write_text(json.dumps(content))
    # It is looked at once a document, and once more when something is said.
    clock: Iterator[float] = iter(0.3 * step for step in range(1_000))
    said: list[tuple[int, int]] = []

    def say(done: int, of: int) -> None:
        said.append((done, of))

    sources = [DocumentSource(path)]
    slow = known_documents(sources, BUILT, say=say, monotonic=lambda: next(clock))
    assert said == [(3, 10), (7, 10)]
    quick = known_documents(sources, BUILT, say=say, monotonic=lambda: 0.0)
    assert len(said) == 2
    assert (len(slow), len(quick)) == (10, 10)


def test_a_slow_start_of_the_gateway_says_so_in_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How far it is while it goes on, and what is known at its end."""
    listed = {f"id{number}": f"query Q{number} {{ __typename }}" for number in range(3)}
    (tmp_path / "m.json").write_text(json.dumps(listed))
    given = environment(tmp_path, ENDPAGE_DOCUMENTS=str(tmp_path / "m.json"))
    monkeypatch.setattr("gateway.known_documents._SAY_EVERY_SECONDS", 0.0)
    with structlog.testing.capture_logs() as lines:
        documents_from(Settings.from_environment(given))
    *progress, last = lines
    assert [(line["event"], line["done"], line["of"]) for line in progress] == [
        ("documents_being_planned", done, 3) for done in range(3)
    ]
    assert (last["event"], last["known"], last["only"]) == ("documents_known", 3, False)
