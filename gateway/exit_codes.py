"""Exit codes: what `endpage serve` says of itself when it ends."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The codes. 3 is how one of several workers tells its supervisor that it could not begin."""

    DRAINED = 0
    NOT_STARTED = 1
    NOT_USABLE = 2
    CUT = 4


MEANINGS: dict[ExitCode, str] = {
    ExitCode.DRAINED: (
        "It was told to stop (SIGTERM, SIGINT), and all that ran was answered or sent away in "
        "order."
    ),
    ExitCode.NOT_STARTED: (
        "It could not begin: its port was taken, or its sources could not be opened. The last "
        "lines of the log say which."
    ),
    ExitCode.NOT_USABLE: (
        "Its settings, or the documents that they name, cannot be used: every fault is told, and "
        "nothing was begun."
    ),
    ExitCode.CUT: (
        "It was told to stop, and something had to be cut: a request ran for longer than "
        "ENDPAGE_STOP_SECONDS, a worker had to be killed, or a second Ctrl-C asked for it."
    ),
}


def table_of_exit_codes() -> str:
    """The codes as a Markdown table."""
    lines = ["| code | what has happened |", "|---|---|"]
    lines += [f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items()]
    return "\n".join(lines) + "\n"
