"""Which step a session may take from where it stands, as the LIVE service sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ON_AIR_STATES = frozenset({"LIVE", "PAUSED", "DISCONNECTED"})
# A command and the states that it may be given in.
ALLOWED: dict[str, frozenset[str]] = {
    "begin": frozenset({"SCHEDULED"}),
    "cancel": frozenset({"SCHEDULED"}),
    "tick": frozenset({"LIVE"}),
    "pause": frozenset({"LIVE"}),
    "resume": frozenset({"PAUSED"}),
    "disconnect": frozenset({"LIVE", "PAUSED"}),
    "reconnect": frozenset({"DISCONNECTED"}),
    "end": ON_AIR_STATES,
    "suspend": ON_AIR_STATES,
    "false-start": ON_AIR_STATES,
    "continue": ON_AIR_STATES | {"ENDED"},
}
_STATE_AFTER = {
    "SCHEDULED": "SCHEDULED",
    "STARTED": "LIVE",
    "RESUMED": "LIVE",
    "RECONNECTED": "LIVE",
    "PAUSED": "PAUSED",
    "DISCONNECTED": "DISCONNECTED",
    "ENDED": "ENDED",
    "SUSPENDED": "SUSPENDED",
    "CANCELLED": "CANCELLED",
}


class SimulatorError(Exception):
    """A command could not be carried out; the message says why.

    SimulatorError
      UnknownSession     there is no session with this id
      UnknownRecording   there is no recording with this id
      UnknownCreator     there is no creator with this id
      IllegalTransition  the session or recording is not in a state for it
      TooBusy            others wrote it again and again in between
    """


class UnknownSession(SimulatorError):
    """There is no session with this id."""


class UnknownRecording(SimulatorError):
    """There is no recording with this id."""


class UnknownCreator(SimulatorError):
    """There is no creator with this id in this company."""


class IllegalTransition(SimulatorError):
    """The session, or recording, is not in a state in which the command makes sense."""


class TooBusy(SimulatorError):
    """Others wrote the same document in between, again and again."""


def state_of(document: Mapping[str, Any]) -> str:
    """Return where a session stands: SCHEDULED, LIVE, PAUSED, DISCONNECTED, ENDED, SUSPENDED or
    CANCELLED."""
    state = "SCHEDULED"
    for event in document["events"]:
        state = _STATE_AFTER.get(event["kind"], state)
    return state


def check(command: str, document: Mapping[str, Any]) -> str:
    """Return the state when the command is legal in it; raises IllegalTransition."""
    state = state_of(document)
    if state not in ALLOWED[command]:
        expected = ", ".join(sorted(ALLOWED[command]))
        raise IllegalTransition(
            f"cannot {command} session {document['_id']}: it is {state}, expected {expected}"
        )
    if command == "continue" and document["continued_by"] is not None:
        raise IllegalTransition(
            f"session {document['_id']} is continued already, by {document['continued_by']}"
        )
    return state
