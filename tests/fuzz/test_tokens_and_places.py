"""Names that the gateway has given out and gets back: each is ours, letter for letter, or none."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.auth import identify_by
from gateway.errors import RequestError
from gateway.keys import OneKey
from gateway.multipart import DELIMITER, END, part
from loaders.errors import BadUserInput
from loaders.link_keys import LinkKeys
from loaders.local_link import verified
from loaders.poster_link import verified as verified_poster
from resolvers.cursor import CursorList
from resolvers.global_id import global_id, read_global_id
from tests.fakes.times import NOW
from tests.fuzz.texts import binaries, from_corpus, fuzzed, objects, texts
from tests.gateway.tokens_of import verifier

KEYS = LinkKeys({"test": b"k" * 32})
LIST = CursorList(KEYS, "6800000000000000001", "Creator.liveSessions")
IDENTIFY = identify_by(verifier(OneKey(b"s" * 48), "HS256"))
GOOD = LIST.cursor(NOW, "7200000000000000001")


@from_corpus
@fuzzed
@given(texts)
def test_a_global_id_is_spelt_in_one_way(text: str) -> None:
    """What is read from it is written again as it was."""
    found = read_global_id(text)
    assert found is None or global_id(*found) == text


@from_corpus
@fuzzed
@given(texts)
def test_no_text_is_a_cursor(text: str) -> None:
    """But those that we have sealed."""
    for one in (text, GOOD + text, text + GOOD, GOOD[: len(text) % len(GOOD)]):
        with contextlib.suppress(BadUserInput):
            LIST.place(one)
            assert one == GOOD
    assert LIST.place(LIST.cursor(NOW + timedelta(days=1), "x"))[1] == "x"


@from_corpus
@fuzzed
@given(texts)
async def test_no_text_is_a_token(text: str) -> None:
    """Whatever is shown as an authorization is refused as one that names nobody."""
    for one in (text, f"Bearer {text}", f"Bearer {text}.{text}.{text}", f"Bearer e30.{text}.e30"):
        with pytest.raises(RequestError) as refusal:
            await IDENTIFY(one)
        assert refusal.value.code == "UNAUTHENTICATED"


@fuzzed
@given(binaries, binaries)
def test_no_address_is_a_link(path: bytes, query: bytes) -> None:
    """But those that we have signed."""
    for one in (path, b"/media/" + path, b"/media/a/clip.mp4"):
        assert verified(KEYS, path=one, query=query) is None
        assert verified_poster(KEYS, path=one, query=query) is None


@fuzzed
@given(st.lists(objects | texts.map(lambda text: {"text": text}), min_size=1, max_size=5))
def test_whatever_is_said_in_parts_stays_in_its_part(said: list[dict[str, Any]]) -> None:
    """Another's strict parser reads as many parts as were written, each with what was said."""
    body = DELIMITER + b"".join(part(one) for one in said) + END
    head = b'content-type: multipart/mixed; boundary="graphql"\r\nmime-version: 1.0\r\n'
    read = BytesParser(policy=HTTP).parsebytes(head + body)
    assert read.defects == []
    parts = [one for one in read.walk() if one is not read]
    assert [_said(one) for one in parts] == [
        msgspec.json.decode(msgspec.json.encode(one)) for one in said
    ]


def _said(one: Message) -> Any:
    payload = one.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return msgspec.json.decode(payload)
