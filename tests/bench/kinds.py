"""Kinds: every gateway that the bench can measure, ours and its peers'."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench.gateways import OURS, PEERS, Kind

_ROOT = Path(__file__).resolve().parents[2]
NODE = Path(__file__).with_name("peers") / "node"
# Not below this folder, where they would be taken for sources of the project.
PACKAGES = _ROOT / ".bench-packages"
# The runtime of every server here is told that this is no development.
_PRODUCTION = (("NODE_ENV", "production"),)
_WITH_PACKAGES = (("PYTHONPATH", str(PACKAGES)),)


def _node(name: str, script: str, *arguments: str, is_rest: bool = False) -> Kind:
    path = str(NODE / script)
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
    (("ENDPAGE_DOCUMENTS", str(_ROOT / "web" / "operations")),),
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
        return shutil.which("node") is not None and (NODE / "node_modules").is_dir()
    return kind.environment != _WITH_PACKAGES or PACKAGES.is_dir()
