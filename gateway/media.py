"""Media: the route by which links to the pieces of recordings are opened, where we have the files.

    GET|HEAD /media/{recording id}/{segment index, or clip}.mp4?expires=...&key=...&signature=...

In reading order: the link's signature, before anything else is looked at; its time; whether there
is a place; its recording and share as they are now; the file. What a refusal means stands in
gateway/file_refusal.py. With an S3-compatible storage there is no such route.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from gateway.file_answer import answer_with
from gateway.file_exchange import FileExchange
from gateway.file_refusal import (
    FileRefusal,
    expired,
    not_signed,
    not_there,
    unavailable,
    wrong_method,
)
from gateway.link_targets import targets_of
from loaders.content_disposition import INLINE, attachment
from loaders.errors import SourceError
from loaders.local_link import PATH, LocalLink
from loaders.local_storage import LocalStorage

# A player that seeks asks for the same parts again; a recording that is gone is seen no longer.
_MOST_KEPT_SECONDS = 60


class Media:
    """The ASGI endpoint."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await FileExchange("media", scope, receive, send).answered(_answer)


async def _answer(exchange: FileExchange) -> None:
    storage = exchange.gateway.sources.storage
    if not isinstance(storage, LocalStorage):
        raise not_there()
    if exchange.method not in {"GET", "HEAD"}:
        raise wrong_method()
    link = storage.verified(path=exchange.path, query=exchange.query)
    if link is None:
        raise not_signed()
    exchange.told["recording_id"] = link.recording_id
    exchange.told["piece"] = link.index
    if link.expires_at <= exchange.gateway.sources.now():
        raise expired()
    if exchange.method == "HEAD":
        await _send_piece(exchange, storage, link)
        return
    streams = exchange.gateway.media_streams
    streams.take_place()
    try:
        await _send_piece(exchange, storage, link)
    finally:
        streams.give_place_back()


async def _send_piece(exchange: FileExchange, storage: LocalStorage, link: LocalLink) -> None:
    sources = exchange.gateway.sources
    target = (await targets_of(sources, [link], request_id=exchange.request_id))[link]
    if isinstance(target, FileRefusal):
        raise target
    try:
        file = await storage.open(target.file)
    except SourceError:
        raise unavailable() from None
    if file is None:
        raise not_there()
    try:
        answer = answer_with(
            file, exchange.headers, is_head=exchange.method == "HEAD", now=sources.now()
        )
        ended = exchange.gateway.media_streams.watch(link, exchange.end)
        try:
            await exchange.send(file, answer, _headers(exchange, link))
        finally:
            ended()
    finally:
        file.close()


def _headers(exchange: FileExchange, link: LocalLink) -> dict[str, str]:
    left = int((link.expires_at - exchange.gateway.sources.now()).total_seconds())
    kept = max(min(left, _MOST_KEPT_SECONDS), 0)
    name = link.file_name
    return {
        "cache-control": f"private, no-transform, max-age={kept}",
        "content-disposition": INLINE if name is None else attachment(name),
    }


def media_routes() -> list[BaseRoute]:
    """``/media/``. What stands behind it is read as it came, not as it was decoded on the way."""
    return [Route(f"{PATH}{{link:path}}", Media())]
