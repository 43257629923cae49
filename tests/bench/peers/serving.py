"""Serving: how the Python peers are started and stopped, and whom they trust."""

from __future__ import annotations

import argparse
import os
import signal
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from upstreams.child import when_orphaned


class Identity:
    """Knows who asks by the token that every gateway checks."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        pem = Path(environment["ENDPAGE_JWT_PUBLIC_KEY_FILE"]).read_bytes()
        self._key = cast("RSAPublicKey", load_pem_public_key(pem))
        self._issuer = environment["ENDPAGE_JWT_ISSUER"]
        self._audience = environment["ENDPAGE_JWT_AUDIENCE"]

    def creator(self, authorization: str) -> str | None:
        """The creator's id; None for a token that is not trusted."""
        try:
            claims: dict[str, Any] = jwt.decode(
                authorization.removeprefix("Bearer "),
                self._key,
                algorithms=["RS256"],
                issuer=self._issuer,
                audience=self._audience,
            )
        except jwt.PyJWTError:
            return None
        return str(claims["sub"])


def credential(environment: Mapping[str, str]) -> str:
    """What opens the services."""
    return Path(environment["ENDPAGE_SERVICE_CREDENTIAL_FILE"]).read_text(encoding="ascii")


async def _livez(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


LIVEZ = Route("/livez", _livez)


def arguments() -> argparse.ArgumentParser:
    """What every peer is given."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    return parser


def serve(app: Starlette, descriptor: int) -> None:
    """Serve on the descriptor until stopped."""
    when_orphaned(lambda: os.kill(os.getpid(), signal.SIGTERM))
    # uvicorn's own way to take a descriptor opens it as a socket without TCP_NODELAY, which would
    # cost every answer 40 ms.
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning"))
    server.run(sockets=[socket.socket(fileno=descriptor)])
