"""Linked: what a link to a piece of a recording opens, over the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from tests.app.creator import Creator
from tests.app.gateway_process import GatewayProcess
from tests.app.product import Product, eventually

Links = dict[str, Any]
_TOLD_OF_EACH_ANSWER = frozenset({"date", "x-request-id", "cache-control"})


def target(link: str) -> str:
    """The path and query of a link: all of it that is sent."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


async def got(link: str, client: httpx.AsyncClient, method: str = "GET") -> httpx.Response:
    """The answer to a client that sends no header of ours."""
    return await client.request(method, link, headers={"accept-encoding": "identity"})


async def opened_at(gateway: GatewayProcess, link: str, client: httpx.AsyncClient) -> int:
    """The status that a gateway opens the link with, or does not open it with."""
    response = await got(f"http://{gateway.origin}{target(link)}", client, "HEAD")
    return response.status_code


async def ended(gateway: GatewayProcess, recording_id: str, outcome: str) -> None:
    """Return when the gateway has sent of this recording what it could, and it ended so."""
    words = (f"recording_id={recording_id}", f"outcome={outcome}", "status=200")

    async def lines() -> list[str]:
        return [line for line in gateway.logged() if all(word in line for word in words)]

    await eventually(lines, until=bool)


def saved_as(disposition: str) -> str:
    """The name under which a browser saves it."""
    kind, plain, *exact = disposition.split("; ")
    assert kind == "attachment"
    if exact:
        return unquote(exact[0].removeprefix("filename*=UTF-8''"))
    return plain.removeprefix('filename="').removesuffix('"')


def told_of_file(response: httpx.Response) -> dict[str, str]:
    """The headers that are the same each time."""
    headers = dict(response.headers)
    return {name: headers[name] for name in headers.keys() - _TOLD_OF_EACH_ANSWER}


def files_of(product: Product, document: dict[str, Any]) -> dict[int | None, bytes]:
    """The company's files of a recording, by the index of the segment, or None: its clip."""
    pieces = {None: document["file"]}
    pieces |= {segment["index"]: segment["file"] for segment in document["segments"]}
    folder = Path(product.running.media_directory)
    return {
        index: (folder / file["key"]).read_bytes()
        for index, file in pieces.items()
        if file is not None
    }


async def first_download(creator: Creator, recording: str) -> Links:
    """The first link to keep something of a recording that can be played."""
    told = await creator.links(recording)
    assert told["userErrors"] == []
    link: Links = told["links"]["downloads"][0]
    return link
