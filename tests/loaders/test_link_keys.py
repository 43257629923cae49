"""Link keys: the first signs, all are accepted, and each purpose has its own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.link_keys import LinkKeys, Purpose

OLD, NEW = b"o" * 32, b"n" * 32
messages = st.binary(max_size=200)
purposes = st.sampled_from(Purpose)


@given(purposes, messages)
def test_a_signature_and_a_tag_are_known_again(purpose: Purpose, message: bytes) -> None:
    """What the first key has signed is signed; both are short texts that an address can carry."""
    keys = LinkKeys({"new": NEW, "old": OLD})
    signature, tag = keys.signature(purpose, message), keys.tag(purpose, message)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", signature)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", tag)
    assert keys.signing_id == "new"
    assert keys.is_signed(purpose, message, key_id="new", signature=signature)
    assert keys.is_tag(purpose, message, tag)


@given(purposes, messages, messages)
def test_another_message_is_not_signed(purpose: Purpose, message: bytes, other: bytes) -> None:
    """A signature and a tag are one message's alone."""
    keys = LinkKeys({"new": NEW})
    is_same = message == other
    signature, tag = keys.signature(purpose, message), keys.tag(purpose, message)
    assert keys.is_signed(purpose, other, key_id="new", signature=signature) is is_same
    assert keys.is_tag(purpose, other, tag) is is_same


@given(messages)
def test_each_purpose_has_keys_of_its_own(message: bytes) -> None:
    """What is signed for one purpose is not signed for another."""
    keys = LinkKeys({"new": NEW})
    signature, tag = keys.signature(Purpose.MEDIA, message), keys.tag(Purpose.MEDIA, message)
    assert not keys.is_signed(Purpose.POSTER, message, key_id="new", signature=signature)
    assert not keys.is_tag(Purpose.POSTER, message, tag)
    assert tag != keys.tag(Purpose.POSTER, message)


@given(purposes, messages)
def test_keys_are_changed_without_a_break(purpose: Purpose, message: bytes) -> None:
    """What an old key has signed is good while it is among the keys, wherever, and then no more."""
    old, both, new = LinkKeys({"1": OLD}), LinkKeys({"2": NEW, "1": OLD}), LinkKeys({"2": NEW})
    signature, tag = old.signature(purpose, message), old.tag(purpose, message)
    assert both.is_signed(purpose, message, key_id="1", signature=signature)
    assert both.is_tag(purpose, message, tag)
    assert not new.is_signed(purpose, message, key_id="1", signature=signature)
    assert not new.is_tag(purpose, message, tag)
    # The name of a key is no key: its signature is not taken for one of another.
    assert not both.is_signed(purpose, message, key_id="2", signature=signature)


@given(purposes, messages, st.text(max_size=50))
def test_any_text_may_be_shown_as_a_signature(purpose: Purpose, message: bytes, text: str) -> None:
    """It is not one, and does no harm."""
    keys = LinkKeys({"new": NEW})
    assert not keys.is_signed(purpose, message, key_id="new", signature=text)
    assert not keys.is_signed(purpose, message, key_id=text, signature=text)
    assert not keys.is_tag(purpose, message, text)


def test_there_must_be_a_key() -> None:
    """Without a key nothing can be signed."""
    with pytest.raises(ValueError, match="there must be a key"):
        LinkKeys({})


def test_no_secret_is_shown() -> None:
    """What is printed of the keys has none of them in it."""
    assert "nnnn" not in repr(LinkKeys({"new": NEW}))
