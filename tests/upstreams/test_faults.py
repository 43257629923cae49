"""Faults, over real sockets."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest

from tests.upstreams.asking import Service, session_key
from upstreams.faults import BadFault, Fault, decoded_fault
from upstreams.launch import Running


@pytest.fixture
def key(running: Running) -> dict[str, Any]:
    """The key of a session that is well."""
    one = running.sessions["ended"]
    return session_key(one["id"], one["creator"], "sales")


async def test_no_fault_is_the_beginning_and_empty_clears(shop: Service) -> None:
    """GET shows what is set; an empty object, and an empty body, clear it."""
    assert (await shop.ask("GET", "/__faults__")).json() == {}
    await shop.break_by(latency_ms=5, traps=["data-null"])
    assert (await shop.ask("GET", "/__faults__")).json() == {
        "latency_ms": 5.0,
        "traps": ["data-null"],
    }
    await shop.break_by()
    assert (await shop.ask("GET", "/__faults__")).json() == {}


@pytest.mark.parametrize(
    "fault",
    [
        {"latency_ms": -1},
        {"error_rate": 1.5},
        {"status": 200},
        {"mode": "sulk"},
        {"traps": ["no-such-trap"]},
        {"keys": "7200000000000000001"},
        {"latncy_ms": 5},
        {"mode": "closed", "seconds": 3600},
        [],
    ],
)
async def test_a_bad_fault_is_refused_and_changes_nothing(shop: Service, fault: Any) -> None:
    """Status 400 with a sentence, and the fault that was set stays."""
    await shop.break_by(status=503)
    answered = await shop.ask("POST", "/__faults__", fault)
    assert answered.status_code == 400
    assert answered.json()["error"]
    assert (await shop.ask("GET", "/__faults__")).json() == {"status": 503}


@pytest.mark.parametrize(
    ("status", "code"), [(500, 98001001), (429, 36009002), (503, 36009002), (504, 36009007)]
)
async def test_a_status_fails_every_call(
    shop: Service, key: dict[str, Any], status: int, code: int
) -> None:
    """The HTTP status and the code that goes with it, without data."""
    await shop.break_by(status=status)
    answered = await shop.read(key)
    assert (answered.status_code, answered.json()["code"]) == (status, code)
    assert answered.json()["data"] is None


async def test_an_error_rate_fails_some_calls(shop: Service, key: dict[str, Any]) -> None:
    """About half of forty calls fail, and neither all nor none."""
    await shop.break_by(error_rate=0.5)
    answers = [(await shop.read(key)).status_code for _ in range(40)]
    assert 8 <= answers.count(500) <= 32
    assert set(answers) == {200, 500}


async def test_latency_is_waited_for(shop: Service, key: dict[str, Any]) -> None:
    """An answer takes at least the latency; control paths stay quick."""
    await shop.break_by(latency_ms=150, jitter_ms=10)
    began = time.monotonic()
    assert (await shop.read(key)).json()["code"] == 0
    assert time.monotonic() - began >= 0.15


async def test_only_the_named_keys_fail(running: Running, shop: Service) -> None:
    """One session of a batch fails with a code of its own, its neighbour is well."""
    bad, good = running.sessions["ended"], running.sessions["jpy"]
    await shop.break_by(keys=[bad["id"]])
    items = await shop.items(
        session_key(bad["id"], bad["creator"], "sales"),
        session_key(good["id"], good["creator"], "sales"),
    )
    by_id = {item["live_id"]: item for item in items}
    assert by_id[bad["id"]]["code"] == 98001001
    assert "groups" not in by_id[bad["id"]]
    assert by_id[good["id"]]["code"] == 0


async def test_latency_of_a_key_touches_nobody_else(running: Running, shop: Service) -> None:
    """A call without the key is quick while a call with it waits, and neither fails."""
    slow, quick = running.sessions["ended"], running.sessions["jpy"]
    await shop.break_by(keys=[slow["id"]], latency_ms=300)
    waiting = asyncio.ensure_future(shop.items(session_key(slow["id"], slow["creator"], "sales")))
    items = await shop.items(session_key(quick["id"], quick["creator"], "sales"))
    assert not waiting.done()
    assert items[0]["code"] == (await waiting)[0]["code"] == 0


async def _received(shop: Service, key: dict[str, Any], *, seconds: float, most: int) -> int:
    """Return how many bytes came within some seconds, leaving after `most`."""
    received = 0
    try:
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(timeout=seconds - 0.2, trust_env=False) as client,
            client.stream(
                "POST",
                shop.url + "/v1/read",
                json={"sessions": [key]},
                headers={"Authorization": f"Bearer {shop.credential}"},
            ) as response,
        ):
            async for part in response.aiter_raw():
                received += len(part)
                if received > most:
                    break
    except TimeoutError:
        return received
    return received


async def test_garbage_is_no_json(shop: Service, key: dict[str, Any]) -> None:
    """Status 200 and bytes that cannot be decoded."""
    await shop.break_by(mode="garbage")
    answered = await shop.read(key)
    assert answered.status_code == 200
    with pytest.raises(ValueError):
        answered.json()


async def test_truncate_breaks_off_in_the_body(shop: Service, key: dict[str, Any]) -> None:
    """Fewer bytes come than were announced."""
    await shop.break_by(mode="truncate")
    with pytest.raises(httpx.RemoteProtocolError):
        await shop.read(key)
    head, _, body = (await shop.raw_read(key)).partition(b"\r\n\r\n")
    announced = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert 0 < len(body) < announced


async def test_drip_outlives_a_time_out_between_bytes(shop: Service, key: dict[str, Any]) -> None:
    """Bytes keep coming, so that only a deadline on the whole answer ends it."""
    await shop.break_by(mode="drip")
    assert await _received(shop, key, seconds=30, most=3) == 4


async def test_huge_does_not_end_and_stops_when_the_client_leaves(
    shop: Service, key: dict[str, Any]
) -> None:
    """More than ten megabytes come; after the client has left the service is well."""
    await shop.break_by(mode="huge")
    assert await _received(shop, key, seconds=20, most=10_000_000) > 10_000_000
    await shop.break_by()
    assert (await shop.items(key))[0]["code"] == 0


async def test_refuse_hangs_up_without_an_answer(shop: Service, key: dict[str, Any]) -> None:
    """Not a byte comes back, and the control path still clears it on the same port."""
    await shop.break_by(mode="refuse")
    assert await shop.raw_read(key) == b""
    await shop.break_by()
    assert (await shop.items(key))[0]["code"] == 0


async def test_reset_breaks_the_connection(shop: Service, key: dict[str, Any]) -> None:
    """The client's socket sees a reset, not an orderly end."""
    await shop.break_by(mode="reset")
    with pytest.raises(ConnectionResetError):
        await shop.raw_read(key)


async def test_closed_really_refuses_connections_for_a_while(
    shop: Service, key: dict[str, Any]
) -> None:
    """The port is closed, also for controls, and opens again by itself with the fault still set."""
    await shop.break_by(mode="closed", seconds=0.4)
    refused = 0
    async with asyncio.timeout(10):
        while True:
            try:
                await shop.break_by()
                break
            except httpx.ConnectError:
                refused += 1
                await asyncio.sleep(0.02)
    assert refused > 0
    assert (await shop.items(key))[0]["code"] == 0


async def test_a_broken_mode_may_have_a_rate(shop: Service, key: dict[str, Any]) -> None:
    """With a rate only some calls meet the mode."""
    await shop.break_by(mode="refuse", error_rate=0.5)
    answers = {await shop.raw_read(key) == b"" for _ in range(30)}
    assert answers == {True, False}


def test_a_fault_says_whom_it_concerns() -> None:
    """Without keys everybody; with keys only calls that have one of them."""
    assert Fault().concerns({"a"})
    assert Fault(keys=("a",)).concerns({"a", "b"})
    assert not Fault(keys=("a",)).concerns({"b"})
    assert decoded_fault(b"") == Fault()
    with pytest.raises(BadFault, match="no-such"):
        decoded_fault(b'{"traps": ["no-such"]}')
