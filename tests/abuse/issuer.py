"""An issuer with a key set on a real socket, odd keys among the good ones, and a trap beside it.

The trap listens where forged tokens say that their keys are: whoever asks there has followed one.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwt.algorithms import ECAlgorithm, HMACAlgorithm, RSAAlgorithm

SECRET = b"s" * 48


def base64url(content: bytes) -> str:
    """The one right spelling."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _rsa(bits: int = 2048) -> RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@dataclass
class Counted:
    """A server that answers everything with the same bytes, and counts who has come."""

    content: bytes = b""
    status: str = "200 OK"
    headers: str = ""
    url: str = ""
    asked: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        self.asked += 1
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            pass
        else:
            length = f"content-length: {len(self.content)}\r\nconnection: close\r\n{self.headers}"
            writer.write(f"HTTP/1.1 {self.status}\r\n{length}\r\n".encode() + self.content)
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def listening(counted: Counted) -> AsyncIterator[Counted]:
    """The server on a free port."""
    server = await asyncio.start_server(counted.serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        counted.url = f"http://{host}:{port}/keys"
        yield counted


@dataclass
class Issuer:
    """Keys by what is odd about them; ``rsa`` and ``ec`` alone are as they should be."""

    trap: str = ""
    rsa: RSAPrivateKey = field(default_factory=_rsa)
    ec: EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    foreign_rsa: RSAPrivateKey = field(default_factory=_rsa)
    foreign_ec: EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    small: RSAPrivateKey = field(default_factory=lambda: _rsa(1024))
    odd: RSAPrivateKey = field(default_factory=_rsa)
    p384: EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP384R1())
    )

    @cached_property
    def key_set(self) -> bytes:
        """The key set as it is published."""
        odd = _jwk(self.odd)
        off_curve = {**_jwk(self.ec), "y": base64url(b"\x01" * 32)}
        private = RSAAlgorithm.to_jwk(self.odd, as_dict=True)
        secret = HMACAlgorithm.to_jwk(SECRET, as_dict=True)
        keys = [
            {**_jwk(self.rsa), "kid": "rsa", "use": "sig", "alg": "RS256"},
            {**_jwk(self.ec), "kid": "ec", "use": "sig", "alg": "ES256"},
            {**_jwk(self.small), "kid": "small"},
            {**odd, "kid": "enc", "use": "enc"},
            {**odd, "kid": "ops", "key_ops": ["encrypt"]},
            {**odd, "kid": "ops-odd", "key_ops": "verify"},
            {**odd, "kid": "alg", "alg": "RS512"},
            {**odd, "kid": "alg-none", "alg": "none"},
            {**odd, "kid": "use-odd", "use": ["sig"]},
            {**odd, "kid": "kty-odd", "kty": "EC"},
            {**odd, "kid": 7},
            {**odd, "kid": "no-exponent", "e": ""},
            {**private, "kid": "private", "key_ops": ["verify"]},
            {**_jwk(self.p384), "kid": "p384"},
            {**off_curve, "kid": "off-curve"},
            {**secret, "kid": "oct", "alg": "HS256", "key_ops": ["verify"]},
        ]
        return json.dumps({"keys": keys}).encode()


def _jwk(private: Any) -> dict[str, Any]:
    is_rsa = isinstance(private, RSAPrivateKey)
    to_jwk = RSAAlgorithm.to_jwk if is_rsa else ECAlgorithm.to_jwk
    jwk: dict[str, Any] = to_jwk(private.public_key(), as_dict=True)
    jwk.pop("key_ops", None)
    return jwk
