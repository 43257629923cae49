"""Supervisor: keeps several worker processes serving one socket.

They share nothing else: each has its own sources, its own change stream and its own streams, and
each says that it is ready when all are. Signals are handed on. A worker that has died, or whose
loop has stood still for long, is replaced: soon the first time, and later each time when its
replacements do not last either.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress
from multiprocessing.connection import wait

import structlog
from uvicorn.config import STARTUP_FAILURE

from gateway.document_start import documents_from
from gateway.door import REFUSED
from gateway.exit_codes import ExitCode
from gateway.reload_signal import take_reload
from gateway.settings import Settings
from gateway.worker_place import WorkerPlace

_LOOK_SECONDS = 0.1
# Beyond what a worker gives its clients and what it runs: it has sources to take leave of.
_LEAVE_SECONDS = 10
# A worker that has only just been begun does not know yet what to do about the signal.
_IN_ORDER = frozenset({0, -signal.SIGTERM})
_log = structlog.get_logger(__name__)


def serve(settings: Settings, listening: socket.socket) -> ExitCode:
    """Serve on that socket, by as many workers as the settings say, until told to stop.

    The settings must be those of the environment: each process reads it again. Raises
    DocumentsError before anything is served.
    """
    # A worker that cannot start is started again for ever: what cannot work is told here.
    documents_from(settings)
    return Supervisor(settings, listening).run()


class Supervisor:
    """Of ``settings.workers`` workers."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self._places = [WorkerPlace(listening, worker=worker) for worker in range(settings.workers)]
        self._door = listening if settings.unready_connections == REFUSED else None
        self._most_seconds = (
            settings.unready_seconds
            + settings.drain_seconds
            + settings.stop_seconds
            + _LEAVE_SECONDS
        )
        self._is_stopping = self._were_ready = self._has_failed = False

    def run(self) -> ExitCode:
        """Until a signal says to stop, or none could be started."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for place in self._places:
            place.begin()
        while not (self._is_stopping or self._has_failed):
            self._look()
        exit_codes = self._end()
        if self._has_failed:
            return ExitCode.NOT_STARTED
        return ExitCode.DRAINED if all(code in _IN_ORDER for code in exit_codes) else ExitCode.CUT

    def _stop(self, signal_number: int, _frame: object) -> None:
        if self._is_stopping and signal_number == signal.SIGINT:
            self._hand_on(signal.SIGINT)  # A second Ctrl-C cuts the draining short.
        self._is_stopping = True

    def _look(self) -> None:
        wait([one for place in self._places for one in place.waited_for], timeout=_LOOK_SECONDS)
        if take_reload():
            self._hand_on(signal.SIGHUP)
        now = time.monotonic()
        for place in self._places:
            exit_code = place.look(now)
            if exit_code == STARTUP_FAILURE and not self._were_ready:
                # It would be the same with the next one.
                self._has_failed = True
        if not self._were_ready and all(place.is_ready for place in self._places):
            self._were_ready = True
            _log.info("workers_ready", workers=len(self._places))
        if self._were_ready:
            for place in self._places:
                place.tell_that_all_are_ready()

    def _hand_on(self, signal_number: int) -> None:
        for place in self._places:
            # Known until it is waited for, so it can be nobody else's.
            if place.pid is not None:
                # It may have ended, and been waited for, in this moment.
                with suppress(ProcessLookupError):
                    os.kill(place.pid, signal_number)

    def _end(self) -> list[int]:
        """The exit codes of those that were still there."""
        if self._door is not None:
            # The workers close it, each for itself; it is closed when nobody holds it open.
            self._door.close()
        self._hand_on(signal.SIGTERM)
        until = time.monotonic() + self._most_seconds
        ended = [place.end(max(until - time.monotonic(), 0)) for place in self._places]
        return [code for code in ended if code is not None]
