"""Incremental accept: what clients say, and in which format they are answered in parts."""

from __future__ import annotations

import pytest

from gateway.incremental_accept import CURRENT, OLDER, Incremental, incremental_of
from tests.gateway.asking import GRAPHQL, JSON

EVENTS = "text/event-stream"
PARTS = "multipart/mixed"
V02, V2022 = f"{PARTS};incrementalSpec=v0.2", f"{PARTS};deferSpec=20220824"
APOLLO_CLIENT = f"{V02},{GRAPHQL},{JSON};q=0.9"
APOLLO_CLIENT_OLDER = f"{V2022},{GRAPHQL},{JSON};q=0.9"
APOLLO_KOTLIN = f"{V2022}, {GRAPHQL}, {JSON}"
URQL = f"{GRAPHQL}, application/graphql+json, {JSON}, {EVENTS}, {PARTS}"
CURRENT_PARTS, OLDER_PARTS = Incremental(CURRENT, False), Incremental(OLDER, False)
CURRENT_EVENTS, OLDER_EVENTS = Incremental(CURRENT, True), Incremental(OLDER, True)


@pytest.mark.parametrize(
    ("accept", "incremental"),
    [
        (None, None),
        ("", None),
        ("*/*", None),
        ("multipart/*", None),
        (JSON, None),
        (APOLLO_CLIENT, CURRENT_PARTS),
        (APOLLO_CLIENT_OLDER, OLDER_PARTS),
        (APOLLO_KOTLIN, OLDER_PARTS),
        (URQL, CURRENT_PARTS),
        (PARTS, CURRENT_PARTS),
        (V2022, OLDER_PARTS),
        (f'Multipart/Mixed; boundary="-"; DEFERSPEC="20220824", {JSON}', OLDER_PARTS),
        (f"{V2022}, */*", OLDER_PARTS),
        (f"{V2022};q=0.5, */*", None),
        (f"{V2022};q=0.5, application/*;q=0.4, */*", OLDER_PARTS),
        (f"{V2022};q=0.5, {JSON}", None),
        (f"{V2022};q=0.5, {JSON};q=0.5", OLDER_PARTS),
        (f"{V2022};q=0", None),
        (f"{V2022};q=a", None),
        (f"{V2022}, {V02}", CURRENT_PARTS),
        (f"{V2022}, {V02};q=0.9", OLDER_PARTS),
        (f"{PARTS}, {V2022}", OLDER_PARTS),
        (f"{PARTS};incrementalSpec=v9, {JSON}", None),
        (f"{PARTS};deferSpec=20200101", None),
        (f"{PARTS};subscriptionSpec=1.0, {JSON}", None),
        (EVENTS, CURRENT_EVENTS),
        (f"{EVENTS}, {JSON}", None),
        (f"{EVENTS}, {JSON};q=0.9", CURRENT_EVENTS),
        (f"{EVENTS};deferSpec=20220824, {JSON}", OLDER_EVENTS),
        (f"{EVENTS};incrementalSpec=v0.2, {JSON}", CURRENT_EVENTS),
        (f"{EVENTS};incrementalSpec=v9", None),
        (f"{EVENTS}, {PARTS}", CURRENT_EVENTS),
        (f"{EVENTS};q=0.9, {V2022}", OLDER_PARTS),
        (f"{EVENTS}, {V2022}, {JSON}", OLDER_PARTS),
    ],
)
def test_what_is_taken(accept: str | None, incremental: Incremental | None) -> None:
    """What is liked best and named; nothing that is liked less than a plain answer."""
    assert incremental_of(accept) == incremental
