"""One line an operation in the gateway's own output: in production, where it is JSON."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.app.gateway_process import GatewayProcess, gateway_over
from tests.app.product import OPERATIONS, Product, eventually
from tests.gateway.talking import talking
from tests.gateway.tokens_of import AUDIENCE, ISSUER, signed

KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module")
async def production(
    whole: Product, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[GatewayProcess]:
    """A gateway over the same company with the settings of production."""
    folder = tmp_path_factory.mktemp("production")
    (folder / "issuer.pem").write_bytes(
        KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    changes = {
        "ENDPAGE_ENVIRONMENT": "production",
        "ENDPAGE_JWT_SECRET_FILE": "",
        "ENDPAGE_JWT_PUBLIC_KEY_FILE": str(folder / "issuer.pem"),
        "ENDPAGE_JWT_ISSUER": ISSUER,
        "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
        "ENDPAGE_DOCUMENTS_ONLY": "false",
    }
    async with gateway_over(whole.running, folder, **changes) as process:
        yield process


class Lines:
    """The operations' lines of a gateway, from here on."""

    def __init__(self, gateway: GatewayProcess) -> None:
        self._gateway = gateway
        self._before = len(gateway.logged())

    async def written(self, count: int) -> list[dict[str, Any]]:
        """Exactly so many lines, as soon as they are there."""

        async def look() -> list[dict[str, Any]]:
            told = [json.loads(line) for line in self._gateway.logged()[self._before :]]
            # When it is ready is told whenever that is, and is no operation.
            return [line for line in told if line["event"] != "ready"]

        lines = await eventually(look, until=lambda found: len(found) >= count)
        assert len(lines) == count
        assert {line["event"] for line in lines} == {"operation"}
        return lines

    def text(self) -> str:
        return "\\n".join(self._gateway.logged()[self._before :])


def headers(product: Product, kind: str) -> dict[str, str]:
    token = signed(KEY, "ES256", sub=product.creator(kind))
    return {"authorization": f"Bearer {token}", "accept-language": "es"}


async def test_each_operation_is_one_line(product: Product, production: GatewayProcess) -> None:
    """It says who, what, how long and how it went, and holds no token, variable or document."""
    served = replace(product, gateway=production)
    lines = Lines(production)
    session, sent = product.session("ended"), headers(product, "ended")
    named = {
        "query": OPERATIONS["EndPageHeadline"],
        "operationName": "EndPageHeadline",
        "variables": {"sessionId": session},
    }
    whole = await product.client.post(production.url, json=named, headers=sent)
    assert whole.json().keys() == {"data"}
    await served.respond(OPERATIONS["LiveStatusPoll"], sent, sessionId=product.session("jpy"))
    await served.respond("{ nothing }", sent)
    await served.respond(OPERATIONS["LiveStatusPoll"], {}, sessionId=session)
    first, second, third, fourth = await lines.written(4)
    assert first["creator"] == product.creator("ended")
    assert first["operation_name"] == "EndPageHeadline"
    assert (first["kind"], first["language"], first["platform"]) == ("query", "es", "app")
    assert (first["outcome"], first["codes"], first["http_status"]) == ("ok", [], 200)
    assert first["upstream_calls"] == 2
    assert first["ms"] > 0
    assert first["request_id"] == whole.headers["x-request-id"]
    assert (second["outcome"], second["codes"]) == ("error", ["NOT_FOUND"])
    assert third["codes"] == ["GRAPHQL_VALIDATION_FAILED"]
    assert (fourth["http_status"], fourth["codes"]) == (401, ["UNAUTHENTICATED"])
    assert "creator" not in fourth
    token = sent["authorization"].removeprefix("Bearer ")
    for secret in (token, token.rpartition(".")[2], session, product.session("jpy"), "headline"):
        assert secret not in lines.text()


async def test_a_failure_is_told_by_its_codes(product: Product, production: GatewayProcess) -> None:
    """Of a page that is not whole the line names the codes; what a service said is not in it."""
    served = replace(product, gateway=production)
    lines = Lines(production)
    await product.services.break_by("rewards", mode="refuse")
    variables = {"sessionId": product.session("ended")}
    await served.respond(OPERATIONS["EndPageFull"], headers(product, "ended"), **variables)
    (line,) = await lines.written(1)
    assert (line["outcome"], line["codes"]) == ("error", ["SOURCE_UNAVAILABLE"])
    assert line["upstream_calls"] == 5


async def test_a_subscription_is_one_line(product: Product, production: GatewayProcess) -> None:
    """However many updates it had, a subscription is one line at its end, with their number."""
    lines = Lines(production)
    token = signed(KEY, "ES256", sub=product.creator("ended"))
    async with talking(production.ws_url, token) as socket:
        variables = {"sessionId": product.session("ended")}
        await socket.subscribe("1", OPERATIONS["LiveTransition"], variables=variables)
        assert (await socket.hear())["type"] == "next"
        assert (await socket.hear())["type"] == "complete"
    (line,) = await lines.written(1)
    assert (line["kind"], line["transport"], line["events"]) == ("subscription", "websocket", 1)
    assert line["outcome"] == "ok"
    assert token not in lines.text()


async def test_production_tells_nothing_of_its_calls(
    product: Product, production: GatewayProcess
) -> None:
    """Which upstreams were called is for development; a development token opens nothing here."""
    served = replace(product, gateway=production)
    answer = await served.respond("{ viewer { creatorId } }", headers(product, "ended"))
    assert answer.json() == {"data": {"viewer": {"creatorId": product.creator("ended")}}}
    refused = await served.respond("{ viewer { creatorId } }", product.headers("ended"))
    assert refused.status_code == 401
    page = await product.client.get(f"http://{production.origin}/graphiql")
    assert page.status_code == 401
    assert "graphiql" not in page.text.lower()


async def test_development_writes_the_same_line_for_people(product: Product) -> None:
    """Beside the same fields there is no token and no variable in it, either."""
    before = len(product.gateway.logged())
    await product.data(OPERATIONS["LiveStatusPoll"], of="ended", sessionId=product.session("ended"))

    async def look() -> list[str]:
        return product.gateway.logged()[before:]

    (line,) = await eventually(look, until=bool)
    assert product.creator("ended") in line
    assert product.session("ended") not in line
    assert product.token("ended").rpartition(".")[2] not in line
