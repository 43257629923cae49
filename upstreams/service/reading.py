"""The body of a read: which sessions and creators, for whom, which groups, which language."""

from __future__ import annotations

import msgspec

MOST_KEYS = 200


class BadRead(Exception):
    """The body is not a read; the message says why."""


class SessionKey(msgspec.Struct, frozen=True):
    """One session asked for; an empty `groups` asks for the header alone."""

    live_id: str
    on_behalf_of: str
    language: str
    groups: tuple[str, ...]


class CreatorKey(msgspec.Struct, frozen=True):
    """One creator asked for."""

    creator_id: str
    on_behalf_of: str
    language: str
    groups: tuple[str, ...]


class Read(msgspec.Struct, frozen=True):
    """One batched read."""

    sessions: tuple[SessionKey, ...] = ()
    creators: tuple[CreatorKey, ...] = ()

    @property
    def size(self) -> int:
        """How many keys the call has."""
        return len(self.sessions) + len(self.creators)


_DECODER = msgspec.json.Decoder(Read)


def decoded_read(body: bytes) -> Read:
    """Return the read in `body`; raises BadRead when it is malformed or has too many keys."""
    try:
        read = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRead(str(error)) from error
    if read.size > MOST_KEYS:
        raise BadRead(f"{read.size} keys, at most {MOST_KEYS} in a call")
    return read
