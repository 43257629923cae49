"""Worker place: one of the workers that there are to be, whichever process it is just now."""

from __future__ import annotations

import multiprocessing
import socket
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import structlog

from gateway.worker import ALL_READY, ASK, READY, work

_ASK_EVERY_SECONDS = 1.0
# A loop that stands still for so long serves nobody; a machine that is only busy is not so slow.
_STILL_SECONDS = 30.0
_LEAST_PAUSE, _MOST_PAUSE = 0.5, 30.0
# Who has worked for so long has died of something else than who died before.
_LASTING_SECONDS = 60.0
_spawn = multiprocessing.get_context("spawn")
_log = structlog.get_logger(__name__)


def pause_before(times: int) -> float:
    """How many seconds to wait before a worker is replaced that did not last for so many ``times``,
    this one counted in.
    """
    return min(_LEAST_PAUSE * float(1 << min(times - 1, 16)), _MOST_PAUSE)


class WorkerPlace:
    """Begins a process, hears of it, and begins another when it is gone.

    ``worker`` is the place's number, which whoever comes next takes over.
    """

    def __init__(self, listening: socket.socket, *, worker: int = 0) -> None:
        self._worker = worker
        self._listening = listening
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._begun_at = self._begin_at = 0.0
        self._heard_at = self._asked_at = 0.0
        self._times = 0
        self._is_told = False
        self._are_all_ready = False
        self.is_ready = False

    @property
    def pid(self) -> int | None:
        """The process's id, as long as there is one."""
        return None if self._process is None else self._process.pid

    @property
    def waited_for(self) -> list[Connection | int]:
        """What is readable when there is something to hear."""
        if self._process is None:
            return []
        ended = self._process.sentinel
        return [ended] if self._line is None else [ended, self._line]

    def begin(self) -> None:
        """Begin a process."""
        self._line, other = _spawn.Pipe()
        told = (self._listening, other, self._worker, self._are_all_ready)
        self._process = _spawn.Process(target=work, args=told, name="worker")
        self._process.start()
        other.close()
        self._begun_at = time.monotonic()
        self.is_ready = self._is_told = False
        _log.info("worker_started", worker=self.pid)

    def look(self, now: float) -> int | None:
        """Hear what there is to hear. The exit code of a process that has ended since the last
        time; None: none has.
        """
        if self._process is None:
            if now >= self._begin_at:
                self.begin()
            return None
        self._hear(now)
        if self._process.is_alive():
            self._ask(now)
            return None
        return self._ended(now)

    def tell_that_all_are_ready(self) -> None:
        """Tell it, once, when it is ready itself. Who takes its place knows it from the beginning,
        and is at no moment unready to somebody who asks.
        """
        self._are_all_ready = True
        if self.is_ready and not self._is_told:
            self._is_told = True
            self._send(ALL_READY)

    def end(self, seconds: float) -> int | None:
        """Wait until it has ended, which it has been told to, and no longer than that. Its exit
        code; None: there was none.
        """
        if self._process is None:
            return None
        self._process.join(seconds)
        if self._process.exitcode is None:
            _log.warning("worker_killed", worker=self.pid)
            self._process.kill()
            self._process.join()
        exit_code = self._process.exitcode
        self._process.close()
        self._process = None
        return exit_code

    def _hear(self, now: float) -> None:
        try:
            while self._line is not None and self._line.poll():
                self.is_ready |= self._line.recv_bytes() == READY
                self._heard_at = now
        except (EOFError, OSError):
            self._line = None

    def _ask(self, now: float) -> None:
        """Ask whether its loop turns; kill it, when it has not answered for long."""
        if not self.is_ready:
            return
        if self._asked_at <= self._heard_at:
            if now - self._asked_at >= _ASK_EVERY_SECONDS:
                self._asked_at = now
                self._send(ASK)
        elif now - self._asked_at >= _STILL_SECONDS:
            assert self._process is not None
            _log.error("worker_stands_still", worker=self.pid)
            self._process.kill()

    def _ended(self, now: float) -> int:
        assert self._process is not None
        self._process.join()
        exit_code = self._process.exitcode
        assert exit_code is not None
        self._times = 1 if now - self._begun_at >= _LASTING_SECONDS else self._times + 1
        pause = pause_before(self._times)
        self._begin_at = now + pause
        _log.error(
            "worker_died", worker=self.pid, exit_code=exit_code, again_in_ms=int(pause * 1000)
        )
        self._process.close()
        self._process, self.is_ready = None, False
        if self._line is not None:
            self._line.close()
            self._line = None
        return exit_code

    def _send(self, said: bytes) -> None:
        try:
            if self._line is not None:
                self._line.send_bytes(said)
        except OSError:
            self._line = None  # It is gone, which is noticed by itself.
