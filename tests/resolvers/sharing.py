"""Sharing, short to write: the operations, and a share that is made."""

from __future__ import annotations

from typing import Any

from resolvers.global_id import global_id
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE

CREATE = """mutation ($input: CreateShareInput!) { createShare(input: $input) {
  share { id url state isIndexable createdAt expiresAt revokedAt visits recording { recordingId } }
  userErrors { code field } } }"""
REVOKE = """mutation ($id: ID!) { revokeShare(input: { id: $id }) {
  share { id state revokedAt } userErrors { code field } } }"""
MINE = """query ($first: Int! = 20, $after: String) { viewer {
  shares(first: $first, after: $after) {
    nodes { id state recording { state } } pageInfo { hasNextPage endCursor } } } }"""
REPLAY = global_id("Recording", f"{LIVE}/r1")


async def made(
    company: FakeCompany, key: str = "wish", opaque: str = REPLAY, **more: Any
) -> dict[str, Any]:
    wanted = {"recordingId": opaque, "idempotencyKey": key, **more}
    found = (await company.data(CREATE, {"input": wanted}))["createShare"]
    assert isinstance(found, dict)
    return found
