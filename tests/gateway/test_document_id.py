"""Document ids: where a request may put one, and what is no id at all."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.document_id import asked_id, hash_of, is_hash, plain_id
from gateway.errors import RequestError
from gateway.front import document_id_in
from gateway.parameters import Parameters

HASH = "7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e"
OTHER = "0" * 64


def apollo(document_id: Any = HASH, **changes: Any) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": document_id, **changes}}


def refusal(*given: Any) -> str:
    with pytest.raises(RequestError) as caught:
        asked_id(*given)
    assert caught.value.code == "BAD_REQUEST"
    return caught.value.message


def test_a_hash_is_that_of_the_specification() -> None:
    """The example of "GraphQL over HTTP", appendix A, has the id that stands there."""
    assert hash_of("query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}") == HASH
    compact = "71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b"
    assert hash_of("query($id:ID!){user(id:$id){name}}") == compact


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ((None, None, None, None), None),
        (({}, None, None, None), None),
        (({"persistedQuery": None}, None), None),
        ((apollo(),), HASH),
        ((apollo(f"sha256:{HASH}"),), HASH),
        ((None, HASH), HASH),
        ((None, f"sha256:{HASH}"), HASH),
        ((None, None, HASH), HASH),
        ((None, None, None, HASH), HASH),
        ((apollo(), f"sha256:{HASH}", HASH, HASH), HASH),
        ((apollo("list's-own.1"), None), "list's-own.1"),
        ((None, "x-app:42"), "x-app:42"),
        ((None, "d41d8cd98f00b204e9800998ecf8427e"), "d41d8cd98f00b204e9800998ecf8427e"),
        ((apollo(version=1.0),), HASH),
    ],
)
def test_an_id_is_found_wherever_it_stands(given: tuple[Any, ...], found: str | None) -> None:
    """In Apollo's extension, ``documentId``, ``doc_id`` or the path, and the same in several."""
    assert asked_id(*given) == found


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((apollo(), OTHER), "The request names several documents by their ids."),
        ((None, HASH, None, OTHER), "The request names several documents by their ids."),
        ((None, HASH.upper(), HASH), "The request names several documents by their ids."),
        ((apollo(version=2),), "The version of extensions.persistedQuery must be 1."),
        ((apollo(version=True),), "The version of extensions.persistedQuery must be 1."),
        ((apollo(version=None),), "The version of extensions.persistedQuery must be 1."),
        (
            (apollo(3),),
            "extensions.persistedQuery is an object with version and sha256Hash.",
        ),
        (
            ({"persistedQuery": {"version": 1}},),
            "extensions.persistedQuery is an object with version and sha256Hash.",
        ),
        (
            ({"persistedQuery": HASH},),
            "extensions.persistedQuery is an object with version and sha256Hash.",
        ),
        ((None, ""), "The id of a document is 1 to 256 visible ASCII characters."),
        ((None, "a b"), "The id of a document is 1 to 256 visible ASCII characters."),
        ((None, "é"), "The id of a document is 1 to 256 visible ASCII characters."),
        ((None, "a" * 257), "The id of a document is 1 to 256 visible ASCII characters."),
        (
            (None, "sha256:abc"),
            "After sha256: the id of a document has 64 hexadecimal digits in lower case.",
        ),
        (
            (None, f"sha256:{HASH.upper()}"),
            "After sha256: the id of a document has 64 hexadecimal digits in lower case.",
        ),
    ],
)
def test_what_is_no_id_is_told_exactly(given: tuple[Any, ...], message: str) -> None:
    """Each fault has words of its own."""
    assert refusal(*given) == message


@given(st.text(max_size=300))
def test_any_text_is_an_id_or_a_refusal(text: str) -> None:
    """Nothing else comes of it, and a plain id is what it was but for the prefix."""
    code = None
    try:
        found = plain_id(text)
    except RequestError as error:
        code = error.code
    else:
        assert text in {found, f"sha256:{found}"}
        assert is_hash(found) or not text.startswith("sha256:")
    assert code in {None, "BAD_REQUEST"}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/graphql", None),
        ("/graphql/", None),
        (f"/graphql/{HASH}", HASH),
        (f"/graphql/sha256:{HASH}", f"sha256:{HASH}"),
        (f"/below/graphql/{HASH}", HASH),
        ("/graphql/a/b", "a/b"),
    ],
)
def test_the_id_of_a_path_is_what_stands_behind_it(path: str, found: str | None) -> None:
    """Wherever the server is mounted."""
    assert document_id_in(path) == found


@pytest.mark.parametrize(
    ("body", "has_document"),
    [
        ({}, False),
        ({"variables": {}, "extensions": {}}, False),
        ({"query": None}, False),
        ({"query": ""}, True),
        ({"documentId": HASH}, True),
        ({"doc_id": HASH}, True),
        ({"docId": HASH}, False),
        ({"extensions": apollo()}, True),
    ],
)
def test_parameters_know_whether_there_is_a_document(
    body: dict[str, Any], has_document: bool
) -> None:
    """By its text or by any id; without one a request is refused."""
    parameters = msgspec.json.decode(json.dumps(body), type=Parameters)
    assert parameters.has_document is has_document
    if has_document:
        assert parameters.to_request().document_id == (None if "query" in body else HASH)
    else:
        with pytest.raises(RequestError) as caught:
            parameters.to_request()
        assert caught.value.message == (
            "The request has neither a document in query nor the id of one."
        )
