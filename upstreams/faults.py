"""Faults as data: what a reference service does wrong while a fault is set."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from upstreams.service.traps import TRAPS

Mode = Literal["garbage", "truncate", "drip", "huge", "refuse", "reset", "closed"]
MODES: tuple[str, ...] = get_args(Mode)

_SLOWEST_MS = 120_000
_LONGEST_CLOSED_SECONDS = 60


class BadFault(Exception):
    """The description of a fault is not valid; the message says why."""


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One fault; all of it together, nothing when empty.

    - `latency_ms`, `jitter_ms`: an answer waits for latency plus up to jitter.
    - `error_rate`: the share of calls (or keys) that fail, 1 when a status is given and no rate.
    - `status`: the HTTP status of a failing call, 500 unless told.
    - `mode`: garbage (not JSON), truncate (half a body, then hung up), drip (a byte at a time),
      huge (a body without end), refuse (hung up without an answer), reset (TCP reset),
      closed (the port is really closed, for `seconds`, then open again).
    - `keys`: ids that fail, everything else is well. They fail inside the answer, by a code of
      their own; with `mode` or latency a call that has one of them is hit as a whole.
    - `traps`: names of contract traps, see `upstreams.service.traps`.
    """

    latency_ms: float = 0
    jitter_ms: float = 0
    error_rate: float | None = None
    status: int | None = None
    mode: Mode | None = None
    keys: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    seconds: float = 5

    @property
    def rate(self) -> float:
        """The share that fails."""
        if self.error_rate is not None:
            return self.error_rate
        only_keys = bool(self.keys) and self.mode is None and not self.latency_ms
        return 1.0 if self.status is not None or only_keys else 0.0

    def concerns(self, ids: set[str]) -> bool:
        """Return whether a call with these ids is hit."""
        return not self.keys or not ids.isdisjoint(self.keys)


_DECODER = msgspec.json.Decoder(Fault)


def decoded_fault(body: bytes) -> Fault:
    """Return the fault in `body`, no fault for an empty one; raises BadFault."""
    try:
        fault = _DECODER.decode(body or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFault(str(error)) from error
    for problem in _problems(fault):
        raise BadFault(problem)
    return fault


def _problems(fault: Fault) -> list[str]:
    problems = []
    if not 0 <= fault.latency_ms <= _SLOWEST_MS or not 0 <= fault.jitter_ms <= _SLOWEST_MS:
        problems.append(f"latency_ms and jitter_ms are 0 to {_SLOWEST_MS}")
    if fault.error_rate is not None and not 0 <= fault.error_rate <= 1:
        problems.append("error_rate is 0 to 1")
    if fault.status is not None and not 400 <= fault.status <= 599:
        problems.append("status is 400 to 599")
    if not 0 < fault.seconds <= _LONGEST_CLOSED_SECONDS:
        problems.append(f"seconds is more than 0 and at most {_LONGEST_CLOSED_SECONDS}")
    unknown = sorted(set(fault.traps) - set(TRAPS))
    if unknown:
        problems.append(f"unknown traps {', '.join(unknown)}; there are {', '.join(TRAPS)}")
    return problems
