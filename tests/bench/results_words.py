"""Results words: what is compared with what, as it stands in RESULTS.md, and in which versions."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.metadata import distributions, version

from tests.bench.gateways import OURS
from tests.bench.kinds import (
    APOLLO,
    ARIADNE,
    FASTIFY,
    MERCURIUS,
    MERCURIUS_JOINED,
    NODE,
    PACKAGES,
    STARLETTE,
    YOGA,
)

_LIBRARIES = (
    "strawberry-graphql",
    "graphql-core",
    "starlette",
    "uvicorn",
    "uvloop",
    "aiodataloader",
    "httpx",
    "httpx-aiohttp",
    "aiohttp",
    "motor",
    "pymongo",
    "msgspec",
    "pyjwt",
)


def libraries() -> str:
    """Every library with its version."""
    ours = [f"{name} {version(name)}" for name in _LIBRARIES]
    beside = [
        f"{one.name} {one.version}"
        for one in distributions(path=[str(PACKAGES)])
        if one.name in ("ariadne", "orjson")
    ]
    lock = json.loads((NODE / "package-lock.json").read_text(encoding="utf-8"))
    packages = lock["packages"]
    node = [f"{name} {packages[f'node_modules/{name}']['version']}" for name in _asked(packages)]
    return ", ".join([*ours, *sorted(beside), *_node_itself(), *node])


def _node_itself() -> list[str]:
    if shutil.which("node") is None:
        return []
    told = subprocess.run(["node", "--version"], capture_output=True, check=True, text=True)
    return [f"Node.js {told.stdout.strip()}"]


def _asked(packages: dict[str, dict[str, dict[str, str]]]) -> list[str]:
    return list(packages[""]["dependencies"])


def what_is_compared() -> str:
    """The last section of RESULTS.md."""
    return f"""## What is compared

- **{OURS.name}**: `endpage serve` in production, with its log line for each operation, deadlines,
  limits and masked errors. No peer has any of these. Nothing that was read is kept, but in the
  scenario that says so. **joining off**: the same, each operation reads for itself.
  **reference executor**: the same, run by graphql-core alone.
- **stock Strawberry**: the same page as Strawberry's documentation writes it
  (`peers/stock_strawberry.py`): its ASGI view and dataloader, httpx, motor, json, PyJWT. It joins
  one request's keys to one call for each upstream, as we do; it does not look ahead, so the list
  reads figures that were not asked for. **its caches on**: with Strawberry's own parser and
  validation caches.
- **{ARIADNE.name}** (`peers/ariadne_server.py`): schema first, with aiohttp, orjson, PyMongo's
  own asynchronous client, and documents kept through its two options for that.
- **{STARLETTE.name}** (`peers/starlette_rest.py`): no GraphQL and no dataloaders;
  the same clients, orjson for the answer, one address for each operation.
- **{MERCURIUS.name}** (`peers/node`): Fastify, graphql-jit from the second request on,
  undici, dataloader, MongoDB's driver, fast-jwt. **{MERCURIUS_JOINED.name}**: with what our
  gateway does across requests written in below its dataloaders, four calls at a time
  (`peers/node/joining.js`).
- **{YOGA.name}**, **{APOLLO.name}**: the same resolvers; both keep parsed and validated
  documents by themselves.
- **{FASTIFY.name}**: the same domain and clients without GraphQL, one address for each
  operation.

All of them check the same RS256 token of each request and work out the same figures; those of
Node.js work the numbers of a LIVE out once a request where three panels need them. Most operations
are those in `web/operations`; `operations/OnePanel.graphql` is the bench's own. The three services
are one small server of prebuilt bytes; MongoDB is the embedded one of the reference company, which
with the load shares the other core and bounds the requests a second of the small queries: compare
CPU first. Answers differ in two moments only, which are left out of the proof: `servedAt` and
`recordings.asOf`. Moments to ask again are moved a day ahead in what is recorded, so that none
passes during the run.
"""
