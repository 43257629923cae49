"""Ownership asked: a probe as it is sent, and what of its answer is to be the same."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any

import httpx

from gateway.document_id import hash_of
from gateway.federation import FEDERATION_PATH, ROUTER_HEADER
from tests.abuse.owner_stage import ROUTER, OwnerStage, Things
from tests.abuse.ownership_probes import Probe
from tests.app.product import OPERATIONS
from tests.gateway.talking import talking

# What is another each time, whatever is asked.
_REQUEST_ID = re.compile(r'"requestId":"[^"]*"')
# What was asked in the last half second is not asked again. That the same is asked of the database
# is proved where time stands still.
_UPSTREAMS = re.compile(
    r',"extensions":\{"upstreams":\[[^\]]*\](?:,"kept":\[[^\]]*\])?(?:,"gateway":\{[^}]*\})?'
    r'(?:,"documentId":"[^"]*")?\}'
)
_RETRY = re.compile(r"retry: [0-9]+")
_OWN_HEADERS = frozenset({"date", "x-request-id", "content-length"})
_DEFERRED = "multipart/mixed;incrementalSpec=v0.2, multipart/mixed;deferSpec=20220824"


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered: the status, the headers and the body, each without what is no answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def codes(self) -> set[str]:
        """The codes of its errors."""
        return set(re.findall(r'"code":"([A-Z_]+)","retryable"', self.body)) | set(
            re.findall(r'"extensions":\{"code":"([A-Z_]+)"', self.body)
        )


async def told(stage: OwnerStage, probe: Probe, sought: Things) -> Told:
    """What the creator is told who asks for ``sought``."""
    variables = probe.variables(stage.own, sought)
    if probe.over == "socket":
        return _plain(200, {}, await _over_socket(stage, probe.document, variables), variables)
    response = await _over_http(stage, probe, variables, sought)
    return _plain(response.status_code, dict(response.headers), response.text, variables)


async def _over_http(
    stage: OwnerStage, probe: Probe, variables: dict[str, Any], sought: Things
) -> httpx.Response:
    client, url, headers = stage.product.client, stage.product.gateway.url, dict(stage.headers)
    body: dict[str, Any] = {"query": probe.document, "variables": variables}
    method = "POST"
    match probe.over:
        case "get" | "get their etag":
            if probe.over != "get":
                headers["if-none-match"] = sought.etag
            params = {"query": probe.document, "variables": json.dumps(variables)}
            return await client.get(url, params=params, headers=headers)
        case "query":
            method = "QUERY"
        case "defer":
            headers["accept"] = _DEFERRED
        case "events":
            headers["accept"] = "text/event-stream"
        case "parts":
            headers["accept"] = "multipart/mixed;subscriptionSpec=1.0"
        case "their stream":
            headers["x-graphql-event-stream-token"] = sought.stream
            body["extensions"] = {"operationId": "1"}
        case "router":
            headers[ROUTER_HEADER] = ROUTER
            url = f"http://{stage.product.gateway.origin}{FEDERATION_PATH}"
        case "known document":
            document = hash_of(OPERATIONS[probe.document])
            body = {"documentId": document, "variables": variables}
        case "document":
            body = {"documentId": variables["document"]}
        case _:
            assert probe.over == "post"
    return await client.request(method, url, json=body, headers=headers)


async def _over_socket(stage: OwnerStage, document: str, variables: dict[str, Any]) -> str:
    heard: list[dict[str, Any]] = []
    async with talking(stage.product.gateway.ws_url, stage.mine.token) as socket:
        await socket.subscribe("1", document, variables=variables)
        async with asyncio.timeout(30):
            while not heard or heard[-1]["type"] not in {"error", "complete"}:
                heard.append(await socket.hear())
    return json.dumps(heard, separators=(",", ":"), ensure_ascii=False)


def _plain(status: int, headers: dict[str, str], body: str, variables: dict[str, Any]) -> Told:
    for value in variables.values():
        if isinstance(value, str) and value:
            body = body.replace(value, "SOUGHT")
    body = _REQUEST_ID.sub('"requestId":""', _UPSTREAMS.sub("", _RETRY.sub("retry: 0", body)))
    kept = sorted((name, value) for name, value in headers.items() if name not in _OWN_HEADERS)
    return Told(status, tuple(kept), body)
