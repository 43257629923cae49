"""WebSocket closed: with which code a socket is closed, and the words that go with it.

Common clients connect again after 1012 and 1013, and not after 4400 to 4499.

| close code | when |
|---|---|
| 4400 | a message is not of the protocol |
| 4401 | an operation before ``connection_ack``; a token that is not to be trusted, is another
|      | creator's than before, or has run out |
| 4403 | a client's platform that is not served, or is not that of the token before |
| 4406 | the subprotocol was not offered |
| 4408 | no ``connection_init`` in time |
| 4409 | an operation id that is in use |
| 4429 | a second ``connection_init`` |
| 4500 | a fault of ours outside of any operation |
| 1002 | frames that are not WebSocket's |
| 1007 | text that is not UTF-8 |
| 1009 | a message that is too long |
| 1012 | the gateway stops: connect again |
| 1013 | try again later: the issuer's keys cannot be had, too many streams are open, or the client
|      | has read nothing, or was not heard of, for too long |
"""

from __future__ import annotations

_LONGEST_REASON = 123
"""Bytes: what a close frame has room for beside its code."""


class Closed(Exception):
    """The socket is to be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        # Cut between two characters: half of one would not be UTF-8.
        self.reason = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")
