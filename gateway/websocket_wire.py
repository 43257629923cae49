"""WebSocket wire: what a conversation needs of the socket that it is held on."""

from __future__ import annotations

from typing import Protocol

from gateway.websocket_closed import Closed


class Wire(Protocol):
    """The socket, without its bytes and frames."""

    @property
    def is_writable(self) -> bool:
        """Whether the client keeps up with what it is sent."""
        ...

    def say(self, message: bytes) -> None:
        """Send one message, or nothing when the socket is closed."""
        ...

    def close(self, closed: Closed) -> None:
        """Close the socket after what was said, which ends the conversation. Once is enough."""
        ...

    def look(self) -> None:
        """Look again: ``is_thinking`` or ``due`` of the conversation has changed."""
        ...

    def known(self) -> None:
        """It is known who asks."""
        ...

    def shutdown(self) -> None:
        """Close the socket soon, in a way after which its client comes back."""
        ...
