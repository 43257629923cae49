"""Issuer: signs short-lived tokens, and rotates the keys that it signs with.

The next key always stands in the set before anything is signed with it, and an old one stays until
the last of its tokens is over: so no good token is ever without its key.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from tests.gateway.tokens_of import AUDIENCE, ISSUER
from tests.soak.span import Span

LEEWAY_SECONDS = 2
# The gateway looks for a key that it does not know at most so often.
_LOOKS_EVERY = 10


@dataclass(frozen=True, slots=True)
class Token:
    """A token's text, and until when it is good: unix seconds, without any leeway."""

    text: str
    expires_at: int

    @property
    def left(self) -> float:
        """The seconds that it is good for; below 0 it has run out."""
        return self.expires_at - time.time()


@dataclass(frozen=True, slots=True)
class _Key:
    id: str
    private: ec.EllipticCurvePrivateKey


class Issuer:
    """One who issues tokens; ``url`` is where its key set is while it is served."""

    def __init__(self, *, token_seconds: int) -> None:
        self.url = ""
        self.rotations = 0
        self.removed = 0
        self.signed = 0
        self.fetched = 0
        self._token_seconds = token_seconds
        self._made = 0
        self._keys = [self._key(), self._key()]
        self._known: dict[str, Token] = {}

    def token(self, creator: str) -> Token:
        """The creator's token; a new one when half of its time is over."""
        known = self._known.get(creator)
        if known is None or known.left < self._token_seconds / 2:
            known = self._known[creator] = self.fresh(creator)
        return known

    def fresh(self, creator: str) -> Token:
        """A token of this second, by the key that signs now: the last but one."""
        key, now = self._keys[-2], int(time.time())
        self.signed += 1
        expires_at = now + self._token_seconds
        claims = {
            "sub": creator,
            "iss": ISSUER,
            "aud": AUDIENCE,
            "platform": "app",
            "jti": uuid4().hex,
            "iat": now,
            "nbf": now,
            "exp": expires_at,
        }
        text = jwt.encode(claims, key.private, algorithm="ES256", headers={"kid": key.id})
        return Token(text, expires_at)

    def rotate(self) -> None:
        """Sign with the next key from now on, and tell of the one after it."""
        self._keys.append(self._key())
        self.rotations += 1

    def remove_old(self) -> None:
        """Take the keys out that no token is signed with any more."""
        self.removed += len(self._keys) - 2
        self._keys = self._keys[-2:]

    async def go_on(self, span: Span, *, seconds: float) -> None:
        """Rotate every so many seconds, until it is over."""
        over_after = self._token_seconds + LEEWAY_SECONDS + 1
        assert seconds > max(over_after, _LOOKS_EVERY + 1), "the keys change too fast"
        while await span.rest(seconds - over_after):
            self.rotate()
            if not await span.rest(over_after):
                break
            self.remove_old()

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        """Have the key set on a port of its own."""
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        async with server:
            host, port = server.sockets[0].getsockname()
            self.url = f"http://{host}:{port}/jwks"
            yield

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            content = json.dumps({"keys": [_public(key) for key in self._keys]}).encode()
            head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(content)}\r\nconnection: close\r\n\r\n"
            self.fetched += 1
            writer.write(head.encode() + content)
            await writer.drain()
        writer.close()

    def _key(self) -> _Key:
        self._made += 1
        return _Key(f"key-{self._made}", ec.generate_private_key(ec.SECP256R1()))


def _public(key: _Key) -> dict[str, str]:
    public = ECAlgorithm.to_jwk(key.private.public_key(), as_dict=True)
    return {**public, "kid": key.id, "use": "sig", "alg": "ES256"}
