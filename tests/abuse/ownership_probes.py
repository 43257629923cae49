"""Ownership probes: each way in which one creator may try to get at what is another's.

A probe is asked twice, for a thing of another creator's and for one that there never was; the two
answers have to be the same, byte by byte. The file is long, because it is one table.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resolvers.global_id import global_id
from tests.abuse.owner_stage import Things

Variables = dict[str, Any]
PANELS = (
    "Metrics",
    "Benchmarks",
    "AnalyticsLink",
    "RoomImprovements",
    "AccountImprovements",
    "Rewards",
    "Journey",
    "Recordings",
)
PAGE = "query ($id: ID!) { endPage(sessionId: $id) { id servedAt metrics { status } } }"
LIVE = "query ($id: ID!) { liveSession(sessionId: $id) { id title state broadcast { id } } }"
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
WATCH = "subscription ($id: ID!) { liveSession(sessionId: $id) { reason session { state } } }"
LINKS = """mutation ($id: ID!) { createRecordingLinks(input: { id: $id }) {
  recording { id } links { downloads { url } } userErrors { code message field } } }"""
SHARE = """mutation ($id: ID!, $key: String!) {
  createShare(input: { recordingId: $id, idempotencyKey: $key }) {
    share { id url } userErrors { code message field } } }"""
REVOKE = """mutation ($id: ID!) { revokeShare(input: { id: $id }) {
  share { id } userErrors { code message field } } }"""
ENTITIES = """query ($keys: [_Any!]!) { _entities(representations: $keys) { __typename
  ... on LiveSession { title } ... on EndPage { servedAt } ... on Creator { creatorId } } }"""
LIVES = """query ($after: String) { viewer { liveSessions(first: 3, after: $after) {
  nodes { id } } } }"""
SHARES = "query ($after: String) { viewer { shares(after: $after) { nodes { id } } } }"
DEFERRED = """query ($id: ID!) { endPage(sessionId: $id) { id
  ... @defer { rewards { status } } } }"""


@dataclass(frozen=True, slots=True)
class Probe:
    """What is asked ``over`` which way, of the creator's own things and those that are sought.

    ``code`` is the one that the answer has; None: it has none, and is not to have one.
    """

    name: str
    document: str
    variables: Callable[[Things, Things], Variables]
    over: str = "post"
    code: str | None = "NOT_FOUND"


def _session(_own: Things, sought: Things) -> Variables:
    return {"id": sought.session}


def _opaque(type_name: str) -> Callable[[Things, Things], Variables]:
    return lambda _own, sought: {"id": sought.opaque(type_name)}


def _spelled(spell: Callable[[str], str]) -> Callable[[Things, Things], Variables]:
    return lambda _own, sought: {"id": spell(sought.opaque("LiveSession"))}


def _as(type_name: str, raw: Callable[[Things, Things], str]) -> Callable[..., Variables]:
    return lambda own, sought: {"id": global_id(type_name, raw(own, sought))}


def _entity(name: str, key: str, value: Callable[[Things], str]) -> Callable[..., Variables]:
    return lambda _own, sought: {"keys": [{"__typename": name, key: value(sought)}]}


def _after(name: str) -> Callable[[Things, Things], Variables]:
    return lambda _own, sought: {"after": getattr(sought, name)}


def _decoded(opaque: str) -> str:
    return base64.urlsafe_b64decode(opaque + "=" * (-len(opaque) % 4)).decode()


_ALIASES = " ".join(f"a{n}: liveSession(sessionId: $id) {{ id }}" for n in range(20))

QUERIES = (
    Probe("page", PAGE, _session),
    Probe("live", LIVE, _session),
    Probe("twenty aliases", f"query ($id: ID!) {{ {_ALIASES} }}", _session),
    Probe(
        "beside one's own",
        "query ($id: ID!, $own: ID!) { own: liveSession(sessionId: $own) { title }"
        " theirs: liveSession(sessionId: $id) { title } }",
        lambda own, sought: {"id": sought.session, "own": own.session},
    ),
    Probe(
        "through a fragment",
        "query ($id: ID!) { ...A } fragment A on Query { endPage(sessionId: $id) { ...B } }"
        " fragment B on EndPage { rewards { status } }",
        _session,
    ),
    Probe(
        "through a condition",
        "query ($id: ID!, $yes: Boolean = true) {"
        " endPage(sessionId: $id) @include(if: $yes) { journey { status } } }",
        _session,
    ),
    Probe(
        "with every panel",
        "query ($id: ID!) { endPage(sessionId: $id) { metrics { status } benchmarks { status }"
        " rewards { status } journey { status } recordings { status } } }",
        _session,
    ),
    Probe("with the creator in variables", PAGE, lambda _, s: {"id": s.session, "sub": s.creator}),
    Probe("page over GET", PAGE, _session, over="get"),
    Probe("page over QUERY", PAGE, _session, over="query"),
    Probe(
        "page by its document's id",
        "EndPageFull",
        lambda _, sought: {"sessionId": sought.session},
        over="known document",
    ),
    Probe("page in parts", DEFERRED, _session, over="defer"),
    Probe("page over a socket", PAGE, _session, over="socket"),
    Probe("page as an event stream", PAGE, _session, over="events"),
    Probe("with the name of their answer", LIVE, _session, over="get their etag"),
)
NODES = (
    *(Probe(f"node {name}", NODE, _opaque(name)) for name in PANELS),
    *(
        Probe(f"node {name}", NODE, _opaque(name))
        for name in ("LiveSession", "EndPage", "Creator", "Broadcast", "Recording", "Share")
    ),
)
FORGED = (
    Probe(
        "their recording under one's own LIVE",
        NODE,
        _as("Recording", lambda own, sought: f"{own.session}/{sought.recording}"),
    ),
    Probe(
        "one's own recording under their LIVE",
        NODE,
        _as("Recording", lambda own, sought: f"{sought.session}/{own.recording}"),
    ),
    Probe("their share as a LIVE", NODE, _as("LiveSession", lambda _, s: s.share)),
    Probe("their LIVE as a share", NODE, _as("Share", lambda _, s: s.session)),
    Probe("their LIVE as a creator", NODE, _as("Creator", lambda _, s: s.session)),
    Probe("their creator as a LIVE", NODE, _as("LiveSession", lambda _, s: s.creator)),
    Probe("their LIVE as no type", NODE, _as("Session", lambda _, s: s.session)),
    Probe("their LIVE in small letters", NODE, _as("livesession", lambda _, s: s.session)),
    Probe("their LIVE and more", NODE, _as("LiveSession", lambda _, s: f"{s.session}/x")),
    Probe("their LIVE with a zero byte", NODE, _as("LiveSession", lambda _, s: f"{s.session}\0")),
    Probe("the id with padding", NODE, _spelled(lambda one: f"{one}==")),
    Probe("the id with a line break", NODE, _spelled(lambda one: f"{one}\n")),
    Probe("the id encoded twice", NODE, _spelled(lambda one: global_id("x", one))),
    Probe("the id not encoded", NODE, _spelled(_decoded)),
    Probe("the id percent-encoded", NODE, _spelled(lambda one: one.replace("T", "%54"))),
)
WATCHED = (
    Probe("watched over a socket", WATCH, _session, over="socket"),
    Probe("watched as an event stream", WATCH, _session, over="events"),
    Probe("watched in parts", WATCH, _session, over="parts"),
    Probe(
        "in their reserved stream", WATCH, _session, over="their stream", code="STREAM_NOT_FOUND"
    ),
)
LISTS = (
    Probe("cursor of their LIVEs", LIVES, _after("live_cursor"), code="BAD_USER_INPUT"),
    Probe("cursor of their shares", SHARES, _after("share_cursor"), code="BAD_USER_INPUT"),
    Probe(
        "cursor of their LIVEs in the other list",
        SHARES,
        _after("live_cursor"),
        code="BAD_USER_INPUT",
    ),
)
MUTATIONS = (
    Probe("links to their recording", LINKS, _opaque("Recording"), code=None),
    Probe(
        "links to their recording under one's own LIVE",
        LINKS,
        _as("Recording", lambda own, sought: f"{own.session}/{sought.recording}"),
        code=None,
    ),
    Probe(
        "a share of their recording",
        SHARE,
        lambda _, s: {"id": s.opaque("Recording"), "key": "wish-of-mine"},
        code=None,
    ),
    Probe("the end of their share", REVOKE, _opaque("Share"), code=None),
    Probe(
        "the end of their share over a socket", REVOKE, _opaque("Share"), over="socket", code=None
    ),
)
ROUTED = (
    *(
        Probe(f"entity {name}", ENTITIES, keys, over="router")
        for name, keys in (
            ("LIVE", _entity("LiveSession", "sessionId", lambda s: s.session)),
            ("LIVE by id", _entity("LiveSession", "id", lambda s: s.opaque("LiveSession"))),
            ("page", _entity("EndPage", "id", lambda s: s.opaque("EndPage"))),
            ("creator", _entity("Creator", "creatorId", lambda s: s.creator)),
            ("creator by id", _entity("Creator", "id", lambda s: s.opaque("Creator"))),
        )
    ),
)
DOCUMENTS = (
    Probe(
        "another client's document",
        "",
        lambda _, s: {"document": s.document},
        over="document",
        code="PERSISTED_QUERY_NOT_FOUND",
    ),
)
PROBES = (*QUERIES, *NODES, *FORGED, *WATCHED, *LISTS, *MUTATIONS, *ROUTED, *DOCUMENTS)
