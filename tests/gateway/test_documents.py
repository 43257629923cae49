"""Documents: which one a request means, and whether whoever asks may ask for it.

The file is long, because ids and texts that are known and not known meet in many ways.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.document_id import hash_of
from gateway.documents import Documents
from gateway.errors import RequestError
from gateway.known_documents import KnownDocuments, KnownDocumentsMaker
from gateway.listed_document import ListedDocument
from gateway.plan import Plan
from loaders.viewer import Viewer
from resolvers.schema import schema

BUILT = schema._schema
KNOWN = "query Known { viewer { id } }"
IOS = "query Ios { viewer { creatorId } }"
NEW = "query New { __typename }"
TWO = "query A { viewer { id } } query B { __typename }"
SOMEBODY = Viewer("6800000000000000001", "app")
ANOTHER = Viewer("6800000000000000002", "app")
DEVELOPER = Viewer("6800000000000000003", "app", is_developer=True)
NOT_FOUND = ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
NOT_SUPPORTED = ("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
ID_REQUIRED = (
    "PERSISTED_QUERY_ID_REQUIRED",
    "Only known documents are answered here: ask for one by its id.",
)
OTHER_TEXT = ("BAD_REQUEST", "The document of this id has another text than query.")
NO_HASH = ("BAD_REQUEST", "The document's id is not the SHA-256 of its text.")


def known() -> KnownDocuments:
    maker = KnownDocumentsMaker(BUILT)
    maker.add(ListedDocument(hash_of(KNOWN), KNOWN, "m", written=f"# As a file.\n{KNOWN}"))
    maker.add(ListedDocument("md5", KNOWN, "m"))
    maker.add(ListedDocument(hash_of(IOS), IOS, "m", client="ios"))
    maker.add(ListedDocument("two", TWO, "m"))
    return maker.made()


def documents(*, only: bool = False, automatic: int = 0, has_known: bool = True) -> Documents:
    given = known() if has_known else None
    return Documents(BUILT, known=given, known_only=only, automatic=automatic)


def plan(asked: Documents, text: str = "", document_id: str | None = None, **more: Any) -> Plan:
    given = {"viewer": SOMEBODY, **more}
    return asked.plan(text, given.pop("name", None), document_id=document_id, **given)


def refusal(asked: Documents, *given: Any, **more: Any) -> tuple[str, str]:
    with pytest.raises(RequestError) as caught:
        plan(asked, *given, **more)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize("only", [True, False])
@pytest.mark.parametrize("automatic", [0, 100])
def test_a_known_document_is_found_by_its_ids_and_its_texts(only: bool, automatic: int) -> None:
    """By any of them it is the very same plan, whatever else is allowed."""
    asked = documents(only=only, automatic=automatic)
    found = plan(asked, document_id=hash_of(KNOWN))
    assert found.document_id == hash_of(KNOWN)
    assert plan(asked, KNOWN) is found
    assert plan(asked, KNOWN, hash_of(KNOWN)) is found
    assert plan(asked, f"# As a file.\n{KNOWN}") is found
    assert plan(asked, document_id="md5").document_id == "md5"
    assert plan(asked, KNOWN, "md5").document_id == "md5"


@pytest.mark.parametrize("only", [True, False])
def test_an_id_and_a_text_that_disagree_are_refused(only: bool) -> None:
    """Whichever of the two is known, and whatever kind of id it is."""
    asked = documents(only=only, automatic=100)
    assert refusal(asked, NEW, hash_of(KNOWN)) == OTHER_TEXT
    assert refusal(asked, NEW, "md5") == OTHER_TEXT
    assert refusal(asked, KNOWN, "0" * 64) == NO_HASH
    assert refusal(asked, NEW, "0" * 64) == NO_HASH
    assert plan(asked, document_id=hash_of(KNOWN)).name == "Known"


def test_what_is_not_known_is_refused_where_known_documents_alone_are_answered() -> None:
    """A text that is not known wants an id, an id that is not known wants another."""
    asked = documents(only=True, automatic=100)
    assert refusal(asked, NEW) == ID_REQUIRED
    assert refusal(asked, "{") == ID_REQUIRED
    assert refusal(asked, document_id=hash_of(NEW)) == NOT_FOUND
    assert refusal(asked, document_id="gone") == NOT_FOUND
    assert refusal(asked, NEW, hash_of(NEW)) == NOT_FOUND
    assert refusal(asked, NEW, "gone") == NOT_FOUND
    assert refusal(asked, document_id=hash_of(NEW)) == NOT_FOUND


def test_a_developer_asks_for_anything_and_brings_nothing() -> None:
    """What they ask for is theirs alone: nobody else may ask for it afterwards."""
    asked = documents(only=True, automatic=100)
    assert plan(asked, NEW, viewer=DEVELOPER).name == "New"
    assert plan(asked, NEW, hash_of(NEW), viewer=DEVELOPER).name == "New"
    assert refusal(asked, document_id=hash_of(NEW), viewer=DEVELOPER) == NOT_FOUND
    assert refusal(asked, NEW) == ID_REQUIRED
    assert refusal(asked, NEW, hash_of(NEW)) == NOT_FOUND
    assert refusal(asked, "{ nobody }", viewer=DEVELOPER)[0] == "GRAPHQL_VALIDATION_FAILED"


def test_who_is_not_named_is_no_developer() -> None:
    """Whoever forgets to say who asks is answered what everybody is."""
    assert refusal(documents(only=True), NEW, viewer=None) == ID_REQUIRED
    assert plan(documents(only=True), KNOWN, viewer=None).name == "Known"
    assert plan(documents(automatic=9), NEW, hash_of(NEW), viewer=None).name == "New"


def test_an_automatic_document_is_brought_once() -> None:
    """The id alone is not found, then it is brought, then its id is enough for everybody."""
    asked = documents(automatic=100)
    assert refusal(asked, document_id=hash_of(NEW)) == NOT_FOUND
    brought = plan(asked, NEW, hash_of(NEW))
    assert brought.document_id == hash_of(NEW)
    assert plan(asked, document_id=hash_of(NEW)) is brought
    assert plan(asked, document_id=hash_of(NEW), viewer=ANOTHER) is brought
    assert plan(asked, NEW, hash_of(NEW), viewer=ANOTHER) is brought


def test_only_what_can_be_run_is_kept() -> None:
    """A hash of what cannot be parsed, is not valid or is unclear is not found afterwards."""
    asked = documents(automatic=100)
    deep = "{ viewer { currentLive { " + "broadcast { sessions { " * 10 + "id " + "}} " * 10 + "}}}"
    for text, code in (
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nobody }", "GRAPHQL_VALIDATION_FAILED"),
        (TWO.replace("A", "C"), "OPERATION_RESOLUTION_FAILURE"),
        (deep, "DEMAND_EXCEEDED"),
    ):
        assert refusal(asked, text, hash_of(text))[0] == code
        assert refusal(asked, document_id=hash_of(text)) == NOT_FOUND
    assert refusal(asked, NEW, "0" * 64) == NO_HASH
    assert refusal(asked, document_id="0" * 64) == NOT_FOUND


def test_only_a_hash_brings_a_document() -> None:
    """Of a list's own id nobody can say what it stands for: its text runs, and is not kept."""
    asked = documents(automatic=100)
    assert plan(asked, NEW, "own").name == "New"
    assert refusal(asked, document_id="own") == NOT_FOUND


def test_without_any_ids_clients_are_told_to_send_texts() -> None:
    """Where nothing is known and nothing kept, Apollo's clients stop asking by hashes."""
    asked = documents(has_known=False)
    assert refusal(asked, document_id=hash_of(NEW)) == NOT_SUPPORTED
    assert plan(asked, NEW, hash_of(NEW)).name == "New"
    assert refusal(asked, document_id=hash_of(NEW)) == NOT_SUPPORTED
    assert refusal(documents(), document_id=hash_of(NEW)) == NOT_FOUND


def test_an_operation_of_a_known_document_is_chosen_by_its_name() -> None:
    """As in a document that is sent; what is unclear is refused."""
    asked = documents(only=True)
    assert plan(asked, document_id="two", name="B").name == "B"
    assert plan(asked, TWO, "two", name="A").name == "A"
    assert refusal(asked, document_id="two")[0] == "OPERATION_RESOLUTION_FAILURE"
    assert refusal(asked, document_id="two", name="C")[0] == "OPERATION_RESOLUTION_FAILURE"
    assert refusal(asked, document_id="md5", name="C")[0] == "OPERATION_RESOLUTION_FAILURE"


def test_a_list_of_one_client_is_that_clients() -> None:
    """To any other client its documents are not known, by id or by text."""
    asked = documents(only=True)
    assert plan(asked, document_id=hash_of(IOS), client="ios").name == "Ios"
    assert plan(asked, IOS, client="ios").name == "Ios"
    for client in (None, "android", "iOS"):
        assert refusal(asked, document_id=hash_of(IOS), client=client) == NOT_FOUND
        assert refusal(asked, IOS, client=client) == ID_REQUIRED
        assert refusal(asked, IOS, hash_of(IOS), client=client) == NOT_FOUND
        assert plan(asked, document_id=hash_of(KNOWN), client=client).name == "Known"
    opened = documents(automatic=9)
    assert plan(opened, IOS, client="android").document_id is None
    assert plan(opened, IOS, hash_of(IOS), client="android").document_id == hash_of(IOS)


def test_what_becomes_known_takes_the_place_of_what_was() -> None:
    """A set that is replaced is the one that is asked; plans that are held go on."""
    asked = documents(only=True)
    before = plan(asked, document_id=hash_of(KNOWN))
    maker = KnownDocumentsMaker(BUILT, before=asked.known)
    maker.add(ListedDocument(hash_of(NEW), NEW, "m"))
    asked.known = maker.made()
    assert refusal(asked, document_id=hash_of(KNOWN)) == NOT_FOUND
    assert plan(asked, document_id=hash_of(NEW)).name == "New"
    assert before.name == "Known"


def test_a_known_id_costs_no_hash_and_no_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hot path looks up and does nothing else."""
    asked = documents(only=True, automatic=100)

    def forbidden(*_: Any, **__: Any) -> Any:
        raise AssertionError("not on this path")

    for name in ("gateway.documents.hash_of", "gateway.reading.parse", "gateway.reading.validate"):
        monkeypatch.setattr(name, forbidden)
    assert plan(asked, document_id=hash_of(KNOWN)).name == "Known"
    assert plan(asked, document_id=hash_of(KNOWN), name="Known").name == "Known"


TEXTS = st.sampled_from([KNOWN, IOS, NEW, "", "{", "{ nobody }"])
IDS = st.sampled_from([None, "md5", "gone", *map(hash_of, (KNOWN, IOS, NEW))])


@given(st.lists(st.tuples(TEXTS, IDS, st.sampled_from([None, "ios"])), max_size=20))
def test_nothing_that_is_sent_makes_anything_known(
    asked: list[tuple[str, str | None, str | None]],
) -> None:
    """Where known documents alone are answered, what is answered is known, whatever came before."""
    kept = documents(only=True, automatic=100)
    for text, document_id, client in asked:
        name = _outcome(lambda: plan(kept, text, document_id, client=client))  # noqa: B023  # Called at once.
        assert name in {"Known", "Ios", None}
        assert name != "Ios" or client == "ios"


def _outcome(ask: Callable[[], Plan]) -> str | None:
    try:
        return ask().name
    except RequestError:
        return None
