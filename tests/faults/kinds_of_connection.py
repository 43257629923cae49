"""Kinds of connection: what goes wrong before and while bytes travel, whatever they say."""

from __future__ import annotations

import asyncio

from tests.faults.exchange import CHUNKED, Connection, Exchange, head
from tests.faults.kind import AWAY, LATE, SECRET, Kind, of_answer, of_connection
from tests.faults.proxy import Misbehaviour, passed_on

_TOO_LATE = 3.0
_UNDER_THE_DEADLINE = 0.15
_A_DROP = 0.02


async def _reset(connection: Connection) -> None:
    connection.reset()


async def _hang_up(connection: Connection) -> None:
    connection.hang_up()


async def _blackhole(connection: Connection) -> None:
    await connection.stalled()


async def _half_open(connection: Connection) -> None:
    connection.writer.transport.pause_reading()  # type: ignore[attr-defined]  # Sockets have it.
    await asyncio.sleep(_TOO_LATE)


async def _slow_accept(connection: Connection) -> None:
    await asyncio.sleep(_UNDER_THE_DEADLINE)


async def _too_slow_accept(connection: Connection) -> None:
    await asyncio.sleep(_TOO_LATE)


async def _banner(connection: Connection) -> None:
    await connection.send(f"220 {SECRET} ESMTP\r\n".encode())
    await connection.stalled()


async def _latency(exchange: Exchange) -> None:
    await asyncio.sleep(_UNDER_THE_DEADLINE)
    await passed_on(exchange)


async def _too_late(exchange: Exchange) -> None:
    await asyncio.sleep(_TOO_LATE)
    await passed_on(exchange)


async def _never(exchange: Exchange) -> None:
    await exchange.connection.stalled()


async def _only_a_head(exchange: Exchange) -> None:
    await exchange.send(head(length=2_000))
    await exchange.connection.stalled()


async def _stalled_body(exchange: Exchange) -> None:
    whole = await exchange.whole()
    await exchange.send(whole[:-200])
    await exchange.connection.stalled()


async def _dripped(exchange: Exchange) -> None:
    await _drip(exchange, await exchange.whole())


async def _dripped_chunks(exchange: Exchange) -> None:
    await exchange.send(head(headers=CHUNKED))
    await _drip(exchange, b"1\r\n \r\n" * 2_000)


async def _drip(exchange: Exchange, data: bytes) -> None:
    for position in range(len(data)):
        await exchange.send(data[position : position + 1])
        await asyncio.sleep(_A_DROP)


async def _reset_in_the_middle(exchange: Exchange) -> None:
    whole = await exchange.whole()
    await exchange.send(whole[: len(whole) // 2])
    exchange.connection.reset()


async def _cut_in_the_middle(exchange: Exchange) -> None:
    whole = await exchange.whole()
    await exchange.send(whole[: len(whole) // 2])
    exchange.connection.hang_up()


async def _cut_in_the_head(exchange: Exchange) -> None:
    await exchange.send((await exchange.whole())[:25])
    exchange.connection.hang_up()


async def _reset_at_request(exchange: Exchange) -> None:
    exchange.connection.reset()


async def _flapping(exchange: Exchange) -> None:
    """Every other request is hung up, beginning with the first."""
    if exchange.number % 2:
        exchange.connection.reset()
    else:
        await passed_on(exchange)


async def _closes_behind_its_answer(exchange: Exchange) -> None:
    await passed_on(exchange)
    exchange.connection.hang_up()


async def _in_two_pieces(exchange: Exchange) -> None:
    whole = await exchange.whole()
    await exchange.send(whole[:40])
    await asyncio.sleep(_A_DROP)
    await exchange.send(whole[40:])


KINDS_OF_CONNECTION = (
    Kind("refuse", Misbehaviour(refuses=True), {AWAY}),
    of_connection("reset-on-accept", {AWAY}, _reset),
    of_connection("hung-up-on-accept", {AWAY}, _hang_up),
    of_connection("blackhole", {LATE}, _blackhole),
    of_connection("half-open", {LATE}, _half_open),
    of_connection("slow-accept", set(), _slow_accept),
    of_connection("too-slow-accept", {LATE}, _too_slow_accept),
    of_connection("another-protocol", {AWAY}, _banner),
    of_answer("reset-at-request", {AWAY}, _reset_at_request),
    of_answer("latency-under-the-deadline", set(), _latency),
    of_answer("latency-past-the-deadline", {LATE}, _too_late),
    of_answer("never-answers", {LATE}, _never),
    of_answer("only-a-head", {LATE}, _only_a_head),
    of_answer("stalled-body", {LATE}, _stalled_body),
    of_answer("drip", {LATE}, _dripped),
    of_answer("drip-of-chunks", {LATE}, _dripped_chunks),
    of_answer("reset-in-the-middle", {AWAY}, _reset_in_the_middle),
    of_answer("cut-in-the-middle", {AWAY}, _cut_in_the_middle),
    of_answer("cut-in-the-head", {AWAY}, _cut_in_the_head),
    of_answer("flapping", set(), _flapping),
    of_answer("closes-behind-its-answer", set(), _closes_behind_its_answer),
    of_answer("in-two-pieces", set(), _in_two_pieces),
)
