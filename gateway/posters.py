"""Posters: the route of still pictures, which are public and the same for as long as they are.

    GET|HEAD /posters/{tag}/{poster key}.jpg

From a directory they are sent; where an S3-compatible storage has them, they are redirected to.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from gateway.file_answer import answer_with
from gateway.file_exchange import FileExchange
from gateway.file_refusal import not_there, unavailable, wrong_method
from loaders.errors import SourceError
from loaders.local_storage import LocalStorage
from loaders.poster_link import PATH, poster_file
from loaders.s3_storage import POSTER_STANDS_SECONDS, S3Storage

_FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}
# An address in the bucket is good for longer than that, also when it is taken at the last moment.
_FOR_NOW = {"cache-control": f"public, max-age={POSTER_STANDS_SECONDS}"}


class Posters:
    """The ASGI endpoint."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await FileExchange("poster", scope, receive, send).answered(_answer)


async def _answer(exchange: FileExchange) -> None:
    storage = exchange.gateway.sources.storage
    if exchange.method not in {"GET", "HEAD"}:
        raise wrong_method()
    if not isinstance(storage, LocalStorage | S3Storage):
        raise not_there()
    key = storage.verified_poster(path=exchange.path, query=exchange.query)
    if key is None:
        # Not that the tag is wrong: that would tell what there is.
        raise not_there()
    exchange.told["poster"] = key
    if isinstance(storage, S3Storage):
        await exchange.redirect(storage.poster_location(key), _FOR_NOW)
        return
    await _send_picture(exchange, storage, key)


async def _send_picture(exchange: FileExchange, storage: LocalStorage, key: str) -> None:
    try:
        file = await storage.open(poster_file(key))
    except SourceError:
        raise unavailable() from None
    if file is None:
        raise not_there()
    try:
        now = exchange.gateway.sources.now()
        answer = answer_with(file, exchange.headers, is_head=exchange.method == "HEAD", now=now)
        await exchange.send(file, answer, _FOR_GOOD)
    finally:
        file.close()


def poster_routes() -> list[BaseRoute]:
    """``/posters/``."""
    return [Route(f"{PATH}{{link:path}}", Posters())]
