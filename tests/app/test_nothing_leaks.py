"""Nothing leaks: a storm of failures, and no answer and no line of a log that holds a secret.

Two gateways as in production, with all that they can log: one over a company that misbehaves, and
one that has nothing behind it. This file is long because the storm is.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pymongo.uri_parser import parse_uri
from websockets.asyncio.client import connect

from tests.abuse.forged_tokens import FORGED
from tests.abuse.issuer import Issuer
from tests.app.gateway_process import GatewayProcess, gateway_over
from tests.app.product import OPERATIONS, Product
from tests.app.recorded import Recorded
from tests.gateway.streaming import EVENTS, PARTS
from tests.gateway.talking import PROTOCOL, Socket
from tests.gateway.tokens_of import AUDIENCE, ISSUER, signed
from tests.house.source_file import ROOT

MODES = ("refuse", "garbage")
DEAD = {
    "ENDPAGE_MONGODB_URI": "mongodb://gateway:swordfish@127.0.0.1:1/?authSource=admin",
    "ENDPAGE_SHARES_MONGODB_URI": "mongodb://shares:swordfish@127.0.0.1:1/?authSource=admin",
    "ENDPAGE_SHOP_ANALYTICS_URL": "http://127.0.0.1:1",
    "ENDPAGE_REWARDS_URL": "http://127.0.0.1:2",
    "ENDPAGE_JOURNEY_URL": "http://127.0.0.1:3",
    "ENDPAGE_MONGODB_MS": "200",
}
# What is in no answer and in no log, whatever the secrets are.
WORDS = ("Traceback", "swordfish", "site-packages", "mongodb://", "Topology", "Errno")
LEAST = 12
"""Shorter parts of a token say nothing: they would be found by chance."""


@dataclass
class Storm:
    """One gateway, what it has answered, and what nobody is to read."""

    gateway: GatewayProcess
    issuer: Issuer
    client: httpx.AsyncClient
    secrets: set[str] = field(default_factory=set)
    heard: list[str] = field(default_factory=list)

    def token(self, creator: str) -> str:
        return self.kept(signed(self.issuer.ec, "ES256", sub=creator))

    def kept(self, token: str) -> str:
        """The token, whose parts are secrets from now on."""
        self.secrets |= {part for part in token.split(".")[1:] if len(part) >= LEAST}
        return token

    async def ask(self, method: str = "POST", path: str = "/graphql", **asked: Any) -> str:
        """The whole answer, which is heard."""
        answer = await self.client.request(method, f"http://{self.gateway.origin}{path}", **asked)
        self.hear(answer)
        return answer.text

    def hear(self, answer: httpx.Response) -> None:
        self.heard += [answer.text, *(f"{name}: {told}" for name, told in answer.headers.items())]

    async def operate(self, document: str, token: str, accept: str = "*/*", **more: Any) -> str:
        """What is said to an operation; a stream is not read to its end."""
        headers = {"authorization": f"Bearer {token}", "accept": accept}
        if accept == "*/*":
            return await self.ask(headers=headers, json={"query": document, **more})
        url = f"http://{self.gateway.origin}/graphql"
        body = {"query": document, **more}
        async with self.client.stream("POST", url, headers=headers, json=body) as answer:
            told = await anext(answer.aiter_text(), "")
        self.heard.append(told)
        return told

    async def talk(self, *said: str | bytes, token: str | None = None) -> None:
        """Say these on a socket, and hear the first that is told, and why it is closed if it is."""
        async with connect(self.gateway.ws_url, subprotocols=[PROTOCOL]) as connection:
            socket = Socket(connection)
            if token is not None:
                await socket.say("connection_init", payload={"authorization": f"Bearer {token}"})
            for one in said:
                await connection.send(one)
            try:
                for _ in range(2):
                    self.heard.append(json.dumps(await socket.hear()))
            except Exception:  # noqa: BLE001  # However it ends, the reason is what is looked at.
                self.heard.append(str(connection.close_reason))

    def found(self, *, in_answers: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]  # Nobody changes it.
        """Whatever was told that should not have been; ``in_answers`` may stand in answers."""
        log = self.gateway.log.read_text(encoding="utf-8")
        assert log.count("\n") >= 20
        everywhere = [*self.secrets, *WORDS, str(ROOT), str(self.gateway.log.parent)]
        leaks = [f"log: {one}" for one in (*everywhere, *in_answers) if one in log]
        told = "\n".join(self.heard)
        return leaks + [f"answer: {one}" for one in everywhere if one in told]


@pytest.fixture(scope="module")
async def storms(
    whole: Product, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Storm, Storm]]:
    """The one with a company and the one with nothing, and what is secret of both."""
    issuer = Issuer(trap="http://127.0.0.1:1/keys")
    folder, nowhere = (tmp_path_factory.mktemp(name) for name in ("storm", "nowhere"))
    changes = {
        "ENDPAGE_ENVIRONMENT": "production",
        "ENDPAGE_LOG_LEVEL": "debug",
        "ENDPAGE_JWT_SECRET_FILE": "",
        "ENDPAGE_JWT_ISSUER": ISSUER,
        "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
        "ENDPAGE_DOCUMENTS_ONLY": "false",
        "ENDPAGE_JWT_PUBLIC_KEY_FILE": str(folder / "issuer.pem"),
    }
    (folder / "issuer.pem").write_bytes(
        issuer.ec.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    async with (
        gateway_over(whole.running, folder, **changes) as living,
        gateway_over(whole.running, nowhere, **changes, **DEAD) as dead,
        httpx.AsyncClient(timeout=120) as client,
    ):
        secrets = secrets_of(whole)
        yield (
            Storm(living, issuer, client, set(secrets)),
            Storm(dead, issuer, client, {*secrets, "127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"}),
        )


def secrets_of(product: Product) -> set[str]:
    """Credentials, passwords and addresses of what is behind the gateway."""
    running = product.running
    uris = [running.gateway_mongodb_uri, running.shares_mongodb_uri, running.owner_mongodb_uri]
    found = {running.service_credential, "c" * 48, "k" * 48, running.media_directory}
    for uri in uris:
        parsed = parse_uri(uri)
        found |= {parsed["password"], f":{parsed['nodelist'][0][1]}"}
    return found | {urlsplit(url).netloc for url in running.upstreams.values()}


async def hostile(storm: Storm, creator: str, session: str) -> None:
    """What is no request, what is not of the schema, and secrets in places where none belong."""
    token = storm.token(creator)
    for body in (b"", b"{", b"\xff\xfe", b"[" * 5000, b'{"query": 1}', b'{"query": "{ a"}'):
        await storm.ask(
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
            content=body,
        )
    for document in (
        "{ nothing }",
        "{ endPage(sessionId: {a: 1}) { id } }",
        "query ($id: Int!) { endPage(sessionId: $id) { id } }",
        '{ node(id: "\' OR 1=1") { id } }',
    ):
        await storm.operate(document, token, variables={"id": {"$ne": session}})
    for place in ("?access_token={}", "/{}", "?query={{viewer{{creatorId}}}}&token={}"):
        await storm.ask("GET", f"/graphql{place.format(token)}")
    for path in ("/media/{}", "/posters/{}", "/s/{}", "/s/{}/player", "/oembed?url={}", "/{}"):
        await storm.ask("GET", path.format(token))
        await storm.ask("PUT", path.format(token))
    await storm.ask(headers={"x-request-id": token, "authorization": f"Basic {token}"})
    await storm.ask(headers={"apollographql-client-name": token, "accept": token})
    await storm.talk("{", token=token)
    await storm.talk(json.dumps({"type": token}))
    await storm.talk(b"\xff\x00", token=token)
    subscribe = {"id": token, "type": "subscribe", "payload": {"query": f"{{ {session} }}"}}
    await storm.talk(json.dumps(subscribe), token=token)
    for forged in FORGED[::9]:
        text = storm.kept(forged.make(storm.issuer))
        await storm.operate("{ viewer { creatorId } }", text)
        await storm.talk(token=text)


async def ask_everything(storm: Storm, creator: str, session: str) -> None:
    """The whole page and the LIVE's state, over each transport."""
    token = storm.token(creator)
    variables = {"sessionId": session}
    full, transition = OPERATIONS["EndPageFull"], OPERATIONS["LiveTransition"]
    await storm.operate(full, token, variables=variables)
    await storm.operate(
        OPERATIONS["EndPageDeferred"], token, "multipart/mixed", variables=variables
    )
    for accept in (EVENTS, PARTS):
        await storm.operate(transition, token, accept, variables=variables)
    payload = {"query": transition, "variables": variables}
    await storm.talk(json.dumps({"id": "1", "type": "subscribe", "payload": payload}), token=token)


async def test_a_company_that_misbehaves(
    product: Product, storms: tuple[Storm, Storm], recorded: Recorded
) -> None:
    """Whatever its services do, and whatever is asked, nobody reads what is behind the gateway."""
    storm, _ = storms
    creator, session = product.creator("ended"), product.session("ended")
    for mode in MODES:
        for service in ("shop_analytics", "rewards", "journey"):
            await product.services.break_by(service, mode=mode)
        await ask_everything(storm, creator, session)
    await product.services.mend()
    await hostile(storm, creator, session)
    links = await shared_and_linked(storm, recorded)
    assert storm.found(in_answers=links) == []


async def shared_and_linked(storm: Storm, recorded: Recorded) -> set[str]:
    """Make links and a share, use them rightly and wrongly; what of them is for its owner alone."""
    token = storm.token(recorded.creator.id)
    told = json.loads(
        await storm.operate(
            OPERATIONS["RecordingLinks"], token, variables={"id": recorded.highlight}
        )
    )["data"]["createRecordingLinks"]["links"]
    urls = [link["url"] for kind in ("playback", "downloads") for link in told[kind]]
    variables = {"id": recorded.highlight, "idempotencyKey": "storm"}
    share = json.loads(
        await storm.operate(OPERATIONS["ShareRecording"], token, variables=variables)
    )["data"]["createShare"]["share"]
    for url in urls:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}"
        await storm.ask("HEAD", target)
        for wrong in (target[:-1], target + "x", target.replace("/media/", "/media/x")):
            await storm.ask("GET", wrong)
    path = urlsplit(share["url"]).path
    for one in (path, f"{path}/player", f"{path[:-1]}A", f"/oembed?url={share['url']}"):
        await storm.ask("GET", one)
    signatures = {told for url in urls for _, told in parse_qsl(urlsplit(url).query)}
    return {one for one in signatures if len(one) > LEAST and not one.isdigit()} | {
        path.rpartition("/")[2]
    }


async def test_nothing_behind_at_all(product: Product, storms: tuple[Storm, Storm]) -> None:
    """Neither the database nor a service is there: what is said of it is its code."""
    _, storm = storms
    creator, session = product.creator("ended"), product.session("ended")
    await asyncio.gather(
        ask_everything(storm, creator, session),
        hostile(storm, creator, session),
        *(storm.ask("GET", path) for path in ("/livez", "/readyz", "/s/" + "A" * 22)),
    )
    assert storm.found() == []


async def test_the_secrets_would_be_found(storms: tuple[Storm, Storm], tmp_path: Path) -> None:
    """The search is no blind one: each kind of secret is found where it is told."""
    storm, _ = storms
    token = signed(storm.issuer.ec, "ES256")
    for secret in (token, *list(storm.secrets)[:5], "Traceback (most recent call last)"):
        log = tmp_path / "log"
        log.write_text(f"{secret}\n" * 30, encoding="utf-8")
        gateway = GatewayProcess(storm.gateway.origin, log, storm.gateway.process)
        blind = Storm(gateway, storm.issuer, storm.client, set(storm.secrets), [secret])
        blind.kept(token)
        leaks = blind.found()
        assert {leak.partition(":")[0] for leak in leaks} == {"log", "answer"}
        assert all(re.fullmatch("(log|answer): .+", leak, flags=re.DOTALL) for leak in leaks)
