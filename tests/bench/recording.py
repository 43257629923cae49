"""Recording: what the reference services said of the LIVEs of a run, group by group, as bytes."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

import aiohttp
import msgspec

from upstreams.departments import DEPARTMENTS
from upstreams.launch import Running

_MOST_KEYS = 100
_DAY = 86_400
_NEXT_REFRESH = re.compile(r'("next_refresh_at":\s*"?)\d+')
T = TypeVar("T")


class RecordedItem(msgspec.Struct):
    """One item: ``head`` is its JSON without the groups and the brace that ends it."""

    head: str
    groups: dict[str, str]


class Recording(msgspec.Struct):
    """Items of one service: by part (sessions, creators), then by id."""

    sessions: dict[str, RecordedItem]
    creators: dict[str, RecordedItem]


class _Data(msgspec.Struct):
    sessions: list[dict[str, msgspec.Raw]]
    creators: list[dict[str, msgspec.Raw]]


class _Envelope(msgspec.Struct):
    code: int
    data: _Data


async def record(running: Running, live_ids: dict[str, str]) -> dict[str, Recording]:
    """What each service says of these LIVEs (id to creator's id) and of their creators."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as client:
        recorded = await asyncio.gather(
            *(_record_service(client, running, name, live_ids) for name in running.upstreams)
        )
    return dict(zip(running.upstreams, recorded, strict=True))


async def _record_service(
    client: aiohttp.ClientSession, running: Running, name: str, live_ids: dict[str, str]
) -> Recording:
    department = DEPARTMENTS[name]
    recording = Recording({}, {})
    said = {"language": "en"}
    sessions = [
        {
            "live_id": live_id,
            "on_behalf_of": creator_id,
            "groups": list(department.session_groups),
            **said,
        }
        for live_id, creator_id in live_ids.items()
    ]
    creators = [
        {
            "creator_id": creator_id,
            "on_behalf_of": creator_id,
            "groups": list(department.creator_groups),
            **said,
        }
        for creator_id in dict.fromkeys(live_ids.values())
    ]
    url = f"{running.upstreams[name]}/v1/read"
    headers = {"authorization": f"Bearer {running.service_credential}"}
    for field, keys in (("sessions", sessions), ("creators", creators)):
        for chunk in _chunks(keys, _MOST_KEYS):
            async with client.post(url, json={field: chunk}, headers=headers) as response:
                envelope = msgspec.json.decode(await response.read(), type=_Envelope)
            for item in envelope.data.sessions:
                recording.sessions[_id_of(item["live_id"])] = _recorded(item)
            for item in envelope.data.creators:
                recording.creators[_id_of(item["creator_id"])] = _recorded(item)
    return recording


def _chunks(values: Sequence[T], size: int) -> Iterator[list[T]]:
    pending = iter(values)
    while chunk := list(islice(pending, size)):
        yield chunk


def _id_of(raw: msgspec.Raw) -> str:
    return msgspec.json.decode(raw, type=str)


def _recorded(item: dict[str, msgspec.Raw]) -> RecordedItem:
    groups = msgspec.json.decode(item.pop("groups"), type=dict[str, msgspec.Raw])
    head = _refreshed_later(msgspec.json.encode(item).decode())[:-1]
    told = {name: _refreshed_later(bytes(raw).decode()) for name, raw in groups.items()}
    return RecordedItem(head, told)


def _refreshed_later(text: str) -> str:
    """The text with every moment to ask again a day away: one that passes during the run would be
    another one in each answer.
    """
    return _NEXT_REFRESH.sub(rf"\g<1>{int(time.time()) + _DAY}", text)
