"""Log sample: which of the operations that went well have a line."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from gateway.errors import RequestError
from gateway.operation_log import OperationLog
from gateway.telemetry.log_sample import LogSample
from gateway.telemetry.telemetry import Telemetry


@pytest.mark.parametrize(
    ("ratio", "taken"),
    [(1.0, 1000), (0.0, 0), (0.1, 100), (0.25, 250), (0.001, 1), (0.999, 999)],
)
def test_the_part_that_is_written_is_exact(ratio: float, taken: int) -> None:
    """Of a thousand there are as many as the setting says."""
    sample = LogSample(ratio)
    assert sum(sample.takes() for _ in range(1000)) == taken


def test_those_that_are_written_are_spread() -> None:
    """The first of every ten."""
    sample = LogSample(0.1)
    taken = [sample.takes() for _ in range(30)]
    assert [place for place, is_taken in enumerate(taken) if is_taken] == [0, 10, 20]


def test_a_failure_is_always_written() -> None:
    """However few successes are, and it does not count as one."""
    telemetry = Telemetry(log_sample=LogSample(0.5))
    written = []
    for number, fails in enumerate([False, True, True, False, False]):
        log = OperationLog(request_id=str(number), transport="http", telemetry=telemetry)
        if fails:
            log.refusal(RequestError("BAD_REQUEST", "No."))
        with capture_logs() as lines:
            log.write()
        written += [line["request_id"] for line in lines]
    assert written == ["0", "1", "2", "4"]
