"""Poster links: public and always the same, and not to be made by trying."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.link_keys import LinkKeys
from loaders.poster_link import poster_file, signed, verified
from loaders.recording import StoredFile
from tests.loaders.links import KEYS, split, words


@given(words)
def test_a_poster_has_one_address(key: str) -> None:
    """It is the same each time, in letters that nobody changes, and names the poster's key."""
    address = signed(KEYS, key)
    assert address == signed(KEYS, key)
    assert address.isascii()
    assert verified(KEYS, **split(address)) == key


def test_an_address_reads_well() -> None:
    """The tag, and then the key as it is."""
    parts = signed(KEYS, "posters/7500000000000000001").split("/")
    assert parts[:2] == ["", "posters"]
    assert len(parts[2]) == 22
    assert parts[3:] == ["posters", "7500000000000000001.jpg"]


@given(words)
@settings(max_examples=15)
def test_no_bit_of_an_address_can_be_changed(key: str) -> None:
    """Each of its bits turned over, one at a time, makes it none."""
    address = signed(KEYS, key).encode()
    for position, byte in enumerate(address):
        for bit in range(8):
            other = address[:position] + bytes([byte ^ (1 << bit)]) + address[position + 1 :]
            assert verified(KEYS, **split(other)) is None, other


@given(words, words)
def test_a_tag_is_one_posters_alone(key: str, other: str) -> None:
    """Who knows one picture's address knows no other's."""
    tag, others = signed(KEYS, key).split("/")[2], signed(KEYS, other)
    forged = others.replace(others.split("/")[2], tag, 1)
    assert (verified(KEYS, **split(forged)) is not None) is (key == other)


@given(st.binary(max_size=60), st.binary(max_size=20))
def test_any_address_may_be_asked_for(path: bytes, query: bytes) -> None:
    """It is no poster's, and does no harm."""
    assert verified(KEYS, path=b"/posters/" + path, query=query) is None


def test_there_is_no_second_way_to_write_an_address() -> None:
    """Neither another spelling nor a query: a cache would keep each of them."""
    address = signed(KEYS, "posters/1")
    assert verified(KEYS, **split(address.replace("posters/1", "p%6Fsters/1"))) is None
    assert verified(KEYS, **split(f"{address}?x=1")) is None


def test_an_address_stands_while_its_key_does() -> None:
    """A new key gives new addresses; the old ones are good until the old key is taken out."""
    old = LinkKeys({"old": b"o" * 32})
    both = LinkKeys({"new": b"n" * 32, "old": b"o" * 32})
    address = signed(old, "posters/1")
    assert signed(both, "posters/1") != address
    assert verified(both, **split(address)) == "posters/1"
    assert verified(LinkKeys({"new": b"n" * 32}), **split(address)) is None


def test_a_picture_is_a_file_of_the_storage() -> None:
    """Its file's key is the poster's, with what a picture's name ends with."""
    assert poster_file("posters/1") == StoredFile("posters/1.jpg", "image/jpeg")
