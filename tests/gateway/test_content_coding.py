"""Content coding: which compression a client gets, and which answers are compressed at all."""

from __future__ import annotations

import gzip
import sys

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.content_coding import LEAST_BYTES, Coding, coding_of, encoded
from tests.gateway.asking import post, refused
from tests.gateway.serving import Served, serving

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PLAIN = Coding("identity")
NOTHING = Coding(None, is_demanded=True)


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        (None, PLAIN),
        ("", PLAIN),
        ("*", PLAIN),
        ("br, deflate", PLAIN),
        ("gzip", Coding("gzip")),
        ("GZIP", Coding("gzip")),
        ("x-gzip", Coding("gzip")),
        ("gzip, deflate, br, zstd", Coding("zstd")),
        ("zstd;q=0.5, gzip", Coding("gzip")),
        ("zstd;q=0, gzip;q=0.1", Coding("gzip")),
        ("gzip;q=0", PLAIN),
        ("gzip;q=0, *", PLAIN),
        ("gzip;q=0.5, *;q=0.1", Coding("gzip")),
        ("identity, gzip", Coding("gzip")),
        ("identity, gzip;q=0.9", PLAIN),
        ("identity;q=0.5, gzip;q=0.4, zstd;q=0.6", Coding("zstd")),
        ("identity;q=0, gzip", Coding("gzip", is_demanded=True)),
        ("gzip, *;q=0", Coding("gzip", is_demanded=True)),
        ("identity;q=0, *", Coding("gzip", is_demanded=True)),
        ("identity;q=0, gzip;q=0, *", Coding("zstd", is_demanded=True)),
        ("identity;q=0", NOTHING),
        ("*;q=0", NOTHING),
        ("br, identity;q=0", NOTHING),
        ("identity;q=0, gzip;q=0, zstd;q=0, *", NOTHING),
        ("gzip;q=nonsense", PLAIN),
        ("x;y=" + "z" * 300 + ", gzip", Coding("gzip")),
    ],
)
def test_the_coding_is_negotiated(accept_encoding: str | None, coding: Coding) -> None:
    """The best liked of ours, plain when it is liked more, and nothing when all is excluded."""
    assert coding_of(accept_encoding, is_on=True) == coding


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [(None, PLAIN), ("gzip, zstd", PLAIN), ("*", PLAIN), ("gzip, identity;q=0", NOTHING)],
)
def test_it_may_be_off(accept_encoding: str | None, coding: Coding) -> None:
    """Then all answers are plain, and whoever excludes that can be given none."""
    assert coding_of(accept_encoding, is_on=False) == coding


@given(st.text(max_size=300))
def test_any_text_may_be_sent(accept_encoding: str) -> None:
    """Nothing is raised."""
    assert coding_of(accept_encoding, is_on=True).name in {"identity", "gzip", "zstd", None}


@pytest.mark.parametrize("size", [0, 1, LEAST_BYTES, 65_535, 65_536, 1_000_000])
async def test_what_is_compressed_is_read_back(size: int) -> None:
    """Large or small, on the loop or in a thread."""
    content = b"abc" * (size // 3) + b"d" * (size % 3)
    assert gzip.decompress(await encoded(content, "gzip")) == content
    assert zstd.decompress(await encoded(content, "zstd")) == content


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("query", ["{ large }", "{ huge }"])
async def test_a_large_answer_is_compressed(
    client: httpx.AsyncClient, coding: str, query: str
) -> None:
    """It is the same answer, in a part of its bytes."""
    asked = {"query": query}
    plain = await post(client, asked, **{"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    async with client.stream(
        "POST", "/graphql", json=asked, headers={"accept-encoding": coding}
    ) as response:
        sent = b"".join([piece async for piece in response.aiter_raw()])
        assert response.headers["content-encoding"] == coding
        assert response.headers["content-length"] == str(len(sent))
        assert response.headers["content-type"] == plain.headers["content-type"]
        assert "accept-encoding" in response.headers["vary"]
    assert len(sent) < len(plain.content) / 4
    read = gzip.decompress(sent) if coding == "gzip" else zstd.decompress(sent)
    assert read == plain.content


@pytest.mark.parametrize("query", ["{ a }", "mutation { large }", "{"])
async def test_other_answers_are_not(client: httpx.AsyncClient, query: str) -> None:
    """What is tiny, and what may hold a secret whose length would tell of it."""
    response = await post(client, {"query": query}, **{"accept-encoding": "gzip"})
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize("query", ["{ a }", "mutation { large }", "{"])
async def test_they_are_when_nothing_else_is_accepted(
    client: httpx.AsyncClient, query: str
) -> None:
    """A client that excludes what is not compressed is not given it."""
    headers = {"accept-encoding": "gzip, identity;q=0"}
    response = await post(client, {"query": query}, **headers)
    assert response.headers["content-encoding"] == "gzip"
    assert response.json().keys() <= {"data", "errors"}


async def test_who_excludes_all_of_them_is_told_so(
    client: httpx.AsyncClient, served: Served
) -> None:
    """In plain, because nothing else is left, and nothing has run."""
    asked = len(served.engine.asked)
    response = await post(client, {"query": "{ a }"}, **{"accept-encoding": "br, *;q=0"})
    assert refused(response) == (406, "NOT_ACCEPTABLE")
    assert len(served.engine.asked) == asked


async def test_a_stream_is_never_compressed(client: httpx.AsyncClient) -> None:
    """Each of its pieces is to be read at once."""
    headers = {"accept-encoding": "gzip", "accept": "text/event-stream"}
    response = await post(client, {"query": "{ large }"}, **headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in response.headers


async def test_a_proxy_may_do_it_instead(tmp_path_factory: pytest.TempPathFactory) -> None:
    """By a setting."""
    async with serving(tmp_path_factory.mktemp("off"), compression="off") as served:
        headers = {**served.authorization, "accept-encoding": "gzip, zstd"}
        async with httpx.AsyncClient() as client:
            response = await client.post(served.url, json={"query": "{ large }"}, headers=headers)
    assert "content-encoding" not in response.headers
