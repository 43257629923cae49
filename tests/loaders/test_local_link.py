"""Local links: what was signed is opened as it was meant, and nothing else is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.link_keys import LinkKeys
from loaders.local_link import LocalLink, verified
from tests.fakes.times import NOW
from tests.loaders.links import KEYS, links, split

LINK = LocalLink(
    recording_id="7500000000000000001",
    index=2,
    expires_at=NOW + timedelta(hours=1),
    file_name="Mäntel – 3.mp4",
    share="abcdefghijklmnopqrstuv",
)


@given(links)
def test_a_link_says_what_it_was_made_of(link: LocalLink) -> None:
    """Whatever stands in it comes back, and it is written in letters that nobody changes."""
    signed = link.signed(KEYS)
    assert verified(KEYS, **split(signed)) == link
    assert signed.isascii()
    assert urlsplit(f"https://gateway.test{signed}").geturl() == f"https://gateway.test{signed}"


def test_a_link_is_written_in_one_way() -> None:
    """The piece is in the path, all else in the query, in this order; the key of a file is not."""
    assert LINK.signed(KEYS).rpartition("=")[0] == (
        "/media/7500000000000000001/2.mp4?expires=1795363800&key=test"
        "&share=abcdefghijklmnopqrstuv&name=M%C3%A4ntel%20%E2%80%93%203.mp4&signature"
    )
    clip = replace(LINK, index=None, file_name=None, share=None)
    assert clip.signed(KEYS).rpartition("=")[0] == (
        "/media/7500000000000000001/clip.mp4?expires=1795363800&key=test&signature"
    )


@given(links)
@settings(max_examples=15)
def test_no_bit_of_a_link_can_be_changed(link: LocalLink) -> None:
    """Each of its bits turned over, one at a time, makes it no link."""
    signed = link.signed(KEYS).encode()
    for position, byte in enumerate(signed):
        for bit in range(8):
            other = signed[:position] + bytes([byte ^ (1 << bit)]) + signed[position + 1 :]
            assert verified(KEYS, **split(other)) is None, other


@given(links, st.data())
def test_no_letter_of_a_link_can_be_left_out_or_added(link: LocalLink, data: st.DataObject) -> None:
    """Shorter or longer by whatever is no link either."""
    signed = link.signed(KEYS).encode()
    position = data.draw(st.integers(0, len(signed) - 1))
    added = data.draw(st.binary(min_size=1, max_size=3))
    assert verified(KEYS, **split(signed[:position] + added + signed[position:])) is None
    assert verified(KEYS, **split(signed + added)) is None
    assert verified(KEYS, **split(signed[:position] + signed[position + 1 :])) is None


@given(links, links)
def test_a_signature_is_one_links_alone(link: LocalLink, other: LocalLink) -> None:
    """Another recording, piece, time, name or share with this signature is refused."""
    signature = link.signed(KEYS).rpartition("=")[2]
    forged = other.signed(KEYS).rpartition("=")[0] + f"={signature}"
    assert (verified(KEYS, **split(forged)) is not None) is (link == other)


@pytest.mark.parametrize(
    "change",
    [
        ("key=test", "key=test&key=test"),
        ("key=test", "key=test&from=elsewhere"),
        ("expires=1795363800&key=test", "key=test&expires=1795363800"),
        ("expires=1795363800", "expires=01795363800"),
        ("expires=1795363800", "expires=%31795363800"),
        ("expires=1795363800", "expires=1795363800.0"),
        ("%C3%A4", "%c3%a4"),
        ("%20", "+"),
        ("/2.mp4", "/02.mp4"),
        ("/2.mp4", "/./2.mp4"),
        ("/2.mp4", "/2.mp4/"),
        ("/2.mp4", "/clip.mp4"),
        ("/2.mp4", "/%32.mp4"),
        ("7500000000000000001", "%37500000000000000001"),
        ("/media/", "/media/../media/"),
        ("/media/", "/MEDIA/"),
        ("/media/", "//media/"),
        ("&signature=", "&signature=&signature="),
        ("&signature=", "&signature=A"),
        ("key=test", "key=other"),
        ("key=test", "key="),
        ("key=test&", ""),
        ("&share=abcdefghijklmnopqrstuv", ""),
        ("&share=abcdefghijklmnopqrstuv", "&share="),
    ],
)
def test_there_is_no_second_way_to_write_a_link(change: tuple[str, str]) -> None:
    """Another order or spelling, a parameter twice, one more or one less is refused."""
    signed = LINK.signed(KEYS)
    assert change[0] in signed
    assert verified(KEYS, **split(signed.replace(*change))) is None


@given(st.binary(max_size=60), st.binary(max_size=200))
def test_any_address_may_be_asked_for(path: bytes, query: bytes) -> None:
    """It is no link, and does no harm."""
    assert verified(KEYS, path=b"/media/" + path, query=query) is None


def test_keys_are_changed_without_a_break() -> None:
    """A link that an old key has signed is opened while that key is there."""
    old = LinkKeys({"old": b"o" * 32})
    both = LinkKeys({"new": b"n" * 32, "old": b"o" * 32})
    signed = split(LINK.signed(old))
    assert verified(both, **signed) == LINK
    assert verified(LinkKeys({"new": b"n" * 32}), **signed) is None
    # A key that has taken the old one's name is not the old one.
    assert verified(LinkKeys({"old": b"n" * 32}), **signed) is None


def test_a_link_that_has_expired_is_a_link() -> None:
    """Until when it may be used is said by the link, and whether it may by who has a clock."""
    past = replace(LINK, expires_at=NOW - timedelta(days=1))
    assert verified(KEYS, **split(past.signed(KEYS))) == past
