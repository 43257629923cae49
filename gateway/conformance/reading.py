"""Reading: what a service's answer says of each key, read as the gateway reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from loaders.envelope import WireEnvelope, WireItem
from loaders.keys import Part
from loaders.spellings import decode

Identity = tuple[Part, str, str, str]


class Unreadable(Exception):
    """The answer is none that the gateway can read; the message says why."""


@dataclass(frozen=True, slots=True)
class Told:
    """One item: as the gateway reads it, and as it was written."""

    wire: WireItem
    written: Mapping[str, Any]

    @property
    def groups(self) -> Mapping[str, Any]:
        """The field groups as they were written."""
        groups = self.written.get("groups")
        return groups if isinstance(groups, dict) else {}


def envelope_of(body: bytes) -> WireEnvelope:
    """The envelope. Raises Unreadable."""
    try:
        return decode(body, WireEnvelope)
    except ValueError as error:
        raise Unreadable(f"the envelope cannot be read: {error}") from error


def items_of(body: bytes) -> Mapping[Identity, Told]:
    """Every item that can be read, by what it is about. Raises Unreadable when none can be."""
    envelope = envelope_of(body)
    if envelope.code != 0:
        raise Unreadable(f"the envelope has code {envelope.code}")
    if envelope.data is None:
        raise Unreadable("the envelope has no data")
    return {
        **_items(Part.SESSION, envelope.data.sessions),
        **_items(Part.CREATOR, envelope.data.creators),
    }


def _items(part: Part, raws: Iterable[msgspec.Raw]) -> dict[Identity, Told]:
    found: dict[Identity, Told] = {}
    for raw in raws:
        try:
            wire = decode(raw, WireItem)
        except ValueError:
            continue  # As to the gateway: its key is then one that was not answered.
        named = wire.live_id if part is Part.SESSION else wire.creator_id
        identity = (part, str(named), str(wire.on_behalf_of), wire.language)
        found[identity] = Told(wire, msgspec.json.decode(raw))
    return found
