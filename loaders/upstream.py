"""Upstream: one batch read of one HTTP service of the company, bounded and typed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import aiohttp
import httpx
import msgspec
from httpx_aiohttp import AiohttpTransport

from loaders.envelope import Item, WireEnvelope, WireItem, error_of
from loaders.errors import KnownError, SourceBadAnswer, SourceUnavailable
from loaders.head import Head, HeadAnswer
from loaders.keys import Key, Part
from loaders.spellings import decode
from loaders.trace_parent import TRACE_PARENT

MOST_BYTES = 2 * 1024 * 1024
"""The longest answer that is read."""
PASSING_STATUSES = frozenset({408, 429})
"""It took the service too long to read us, or there are too many of us: both pass."""
_ID_FIELD = {Part.SESSION: "live_id", Part.CREATOR: "creator_id"}

Answers = dict[Key, Item | KnownError]
Identity = tuple[Part, str, str, str]


def open_transport() -> httpx.AsyncBaseTransport:
    """The one HTTP transport of the app, with its pool. It takes no cookies: identity is in the
    keys.

    httpx's own pool loses slots when requests are cancelled; over aiohttp it does not. It has no
    time-outs: those are the sources' own, since there are none for a call as a whole. Without
    httpx's client around it a call costs half as much; what that does beside (redirects, cookies,
    authentication, the environment's proxies) is not wanted here.
    """
    return AiohttpTransport(client=_open_session, trust_env=False)


def _open_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())


def head_by(transport: httpx.AsyncBaseTransport, *, name: str, cap: float) -> Head:
    """How to ask for the head of an address, within ``cap`` seconds; ``name`` is who is asked."""

    async def head(url: str) -> HeadAnswer:
        request = httpx.Request("HEAD", url, headers={"accept-encoding": "identity"})
        try:
            async with asyncio.timeout(cap):
                response = await transport.handle_async_request(request)
                await response.aclose()
        except (TimeoutError, httpx.HTTPError, aiohttp.ClientError, OSError):
            # Whatever it was may have the address in its words, and in that is a signature.
            raise SourceUnavailable(upstream=name) from None
        return HeadAnswer(response.status_code, dict(response.headers))

    return head


class HttpUpstream:
    """The read endpoint of one service; ``transport`` is shared by the whole app."""

    def __init__(
        self, name: str, base_url: str, *, transport: httpx.AsyncBaseTransport, credential: str
    ) -> None:
        self.name = name
        self._transport = transport
        self._url = httpx.URL(base_url.rstrip("/") + "/v1/read")
        self._livez = httpx.URL(base_url.rstrip("/") + "/livez")
        self._headers = [
            (b"host", self._url.netloc),
            (b"authorization", f"Bearer {credential}".encode("ascii")),
            (b"content-type", b"application/json"),
            (b"accept", b"application/json"),
            (b"accept-encoding", b"identity"),
        ]

    async def read(self, keys: Sequence[Key], *, time_left: float, request_id: str) -> Answers:
        """What the service says of each key: an Item, or the error of that key alone.

        ``time_left`` (seconds) is told to the service; the caller enforces it. Raises
        SourceUnavailable or SourceBadAnswer when the whole call failed.
        """
        request = self._request(question(keys), time_left=time_left, request_id=request_id)
        try:
            return self._answers(keys, await self._sent(request))
        except KnownError as error:
            # The frames that it came through hold the whole answer, and it may live for long.
            error.__traceback__ = error.__context__ = error.__cause__ = None
            raise

    async def is_reachable(self) -> bool:
        """Whether the service answers within a second."""
        try:
            async with asyncio.timeout(1.0):
                request = httpx.Request("GET", self._livez)
                # What else it says is left unread: it may have no end.
                response = await self._transport.handle_async_request(request)
                await response.aclose()
        except (TimeoutError, httpx.HTTPError, aiohttp.ClientError, OSError):
            return False
        return response.status_code == 200

    def _request(self, body: bytes, *, time_left: float, request_id: str) -> httpx.Request:
        """The request of one read. It is given whole, so that httpx has nothing to add to it."""
        headers = [
            *self._headers,
            (b"content-length", b"%d" % len(body)),
            (b"x-request-id", request_id.encode("ascii")),
            (b"x-time-left-ms", b"%d" % int(time_left * 1000)),
        ]
        trace_parent = TRACE_PARENT.get()
        if trace_parent is not None:
            headers.append((b"traceparent", trace_parent.encode("ascii")))
        request = httpx.Request("POST", self._url, headers=headers, stream=httpx.ByteStream(body))
        request.read()
        return request

    async def _sent(self, request: httpx.Request) -> bytes:
        try:
            response = await self._transport.handle_async_request(request)
            try:
                return await self._body(response)
            finally:
                await response.aclose()
        # Over the aiohttp transport some faults keep aiohttp's own exception types.
        except (httpx.HTTPError, aiohttp.ClientError, OSError) as error:
            raise SourceUnavailable(upstream=self.name) from error

    async def _body(self, response: httpx.Response) -> bytes:
        status = response.status_code
        if status in PASSING_STATUSES or status >= 500:
            raise SourceUnavailable(upstream=self.name, retry_after_ms=_retry_after(response))
        if status != 200:
            raise SourceBadAnswer(f"status {status}", upstream=self.name)
        if not response.headers.get("content-type", "").startswith("application/json"):
            raise SourceBadAnswer("not JSON", upstream=self.name)
        if "content-encoding" in response.headers:
            raise SourceBadAnswer("encoded without being asked to", upstream=self.name)
        told = response.headers.get("content-length", "")
        if told.isdigit() and int(told) > MOST_BYTES:
            raise SourceBadAnswer("too large", upstream=self.name)
        body = bytearray()
        try:
            assert isinstance(response.stream, httpx.AsyncByteStream)
            async for piece in response.stream:
                body += piece
                if len(body) > MOST_BYTES:
                    raise SourceBadAnswer("too large", upstream=self.name)
        except BaseException:
            body.clear()  # Nobody wants it any more, but this frame may live for long.
            raise
        return bytes(body)

    def _answers(self, keys: Sequence[Key], body: bytes) -> Answers:
        try:
            envelope = decode(body, WireEnvelope)
        except ValueError as error:
            raise SourceBadAnswer(f"envelope: {error}", upstream=self.name) from error
        if envelope.code != 0:
            raise error_of(envelope.code, self.name)
        if envelope.data is None:
            raise SourceBadAnswer("no data", upstream=self.name)
        found = {
            **self._items(Part.SESSION, envelope.data.sessions),
            **self._items(Part.CREATOR, envelope.data.creators),
        }
        missing = SourceBadAnswer("a key was not answered", upstream=self.name)
        return {key: found.get(key.identity, missing) for key in keys}

    def _items(self, part: Part, raws: Iterable[msgspec.Raw]) -> dict[Identity, Item | KnownError]:
        found: dict[Identity, Item | KnownError] = {}
        for raw in raws:
            try:
                wire = decode(raw, WireItem)
            except ValueError:
                continue  # It costs itself alone: its key is then one that was not answered.
            named = getattr(wire, _ID_FIELD[part])
            found[(part, str(named), str(wire.on_behalf_of), wire.language)] = self._item(wire)
        return found

    def _item(self, wire: WireItem) -> Item | KnownError:
        if wire.code != 0:
            return error_of(wire.code, self.name)
        try:
            return Item(wire, upstream=self.name)
        except ValueError as error:
            return SourceBadAnswer(f"item: {error}", upstream=self.name)


def question(keys: Iterable[Key]) -> bytes:
    """The request's body: keys that differ in their groups alone are asked once, for the union."""
    wanted: dict[Identity, set[str]] = {}
    for key in keys:
        wanted.setdefault(key.identity, set()).update(key.groups)
    body: dict[str, list[dict[str, object]]] = {part.value: [] for part in Part}
    for (part, thing, on_behalf_of, language), groups in wanted.items():
        body[part.value].append(
            {
                _ID_FIELD[part]: thing,
                "on_behalf_of": on_behalf_of,
                "language": language,
                "groups": sorted(groups),
            }
        )
    return msgspec.json.encode(body)


def _retry_after(response: httpx.Response) -> int | None:
    """Milliseconds from a Retry-After in seconds; its other form, a date, is not worth reading."""
    text = response.headers.get("retry-after", "")
    return int(text) * 1000 if text.isascii() and text.isdigit() and len(text) < 6 else None
