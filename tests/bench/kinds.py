"""Kinds: every gateway that the bench can measure, ours and its peers'."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench.gateways import OURS, PEERS, Kind

_FOLDER = Path(__file__).with_name("peers")
_NODE = _FOLDER / "node"
_PACKAGES = _FOLDER / "packages"
_OPERATIONS = Path(__file__).resolve().parents[2] / "web" / "operations"
# The runtime of every server here is told that this is no development.
_PRODUCTION = (("NODE_ENV", "production"),)
_WITH_PACKAGES = (("PYTHONPATH", str(_PACKAGES)),)


def _node(name: str, script: str, *arguments: str, is_rest: bool = False) -> Kind:
    path = str(_NODE / script)
    return Kind(name, "", arguments, _PRODUCTION, script=path, is_rest=is_rest)


UNJOINED = Kind("endpage, joining off", "tests.bench.peers.unjoined", OURS.arguments)
KEEPING = Kind(
    "endpage, keeping answers",
    "gateway",
    OURS.arguments,
    (("ENDPAGE_KEPT_MEGABYTES", "64"),),
    in_turn=False,
)
KNOWING = Kind(
    "endpage, known documents",
    "gateway",
    OURS.arguments,
    (("ENDPAGE_DOCUMENTS", str(_OPERATIONS)),),
    in_turn=False,
)
HELLO = Kind("hello world on Starlette", "tests.bench.peers.hello", in_turn=False)
ARIADNE = Kind("Ariadne", "tests.bench.peers.ariadne_server", (), _WITH_PACKAGES)
STARLETTE = Kind(
    "Starlette REST aggregator",
    "tests.bench.peers.starlette_rest",
    (),
    _WITH_PACKAGES,
    is_rest=True,
)
MERCURIUS = _node("Mercurius with JIT", "mercurius_server.js")
MERCURIUS_JOINED = _node("Mercurius, joining by hand", "mercurius_server.js", "--joined")
YOGA = _node("GraphQL Yoga", "yoga_server.js")
APOLLO = _node("Apollo Server", "apollo_server.js")
FASTIFY = _node("Fastify REST aggregator", "rest_server.js", is_rest=True)

ALL = (
    *(OURS, UNJOINED, KEEPING, KNOWING, HELLO, *PEERS, ARIADNE, STARLETTE),
    *(MERCURIUS, MERCURIUS_JOINED, YOGA, APOLLO, FASTIFY),
)


def is_here(kind: Kind) -> bool:
    """Whether what the kind needs is installed: the bench does that, the tests do not."""
    if kind.script:
        return shutil.which("node") is not None and (_NODE / "node_modules").is_dir()
    return kind.environment != _WITH_PACKAGES or _PACKAGES.is_dir()
