"""Unbounded: settings under which one address and a few creators may ask as much as they like."""

from __future__ import annotations

UNBOUNDED = {
    "ENDPAGE_CREATOR_COST": "0",
    "ENDPAGE_ADDRESS_COST": "0",
    "ENDPAGE_CONNECTIONS": "0",
    "ENDPAGE_CONNECTIONS_PER_ADDRESS": "0",
    "ENDPAGE_SOCKETS_WAITING": "0",
    "ENDPAGE_SOCKETS_WAITING_PER_ADDRESS": "0",
}
