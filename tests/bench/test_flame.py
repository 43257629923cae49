"""Flame: each stack of a profile is counted once, where its innermost known frame belongs."""

from __future__ import annotations

from tests.bench.flame_parts import table_of_parts

_ROOT = "_run_module_as_main (<frozen runpy>:198);run (gateway/server.py:80)"
_PAGE = f"{_ROOT};Run._late (gateway/compiled/run.py:100)"


def test_the_innermost_known_frame_says_where_time_went() -> None:
    """Frames of others within one of ours are its cost; other threads are not looked at."""
    raw = "\n".join(
        [
            f"{_PAGE};field21 (<EndPageFull: rewards>:2);part4 (<EndPageFull: Rewards>:4) 4",
            f"{_PAGE};resolve_journey (resolvers/journey.py:9);read_word (resolvers/enums.py:3) 2",
            f"{_PAGE};decode (loaders/spellings.py:86);__new__ (somewhere.py:1) 1",
            f"{_ROOT};write (gateway/operation_log.py:9);msg (structlog/_output.py:1) 1",
            f"{_ROOT} 2",
            "Thread._bootstrap (threading.py:1);run (pymongo/pool.py:2) 90",
        ]
    )
    assert table_of_parts(raw).splitlines()[2:] == [
        "| written code | 40 % |",
        "| resolvers | 20 % |",
        "| request and answer | 20 % |",
        "| decoding | 10 % |",
        "| log | 10 % |",
    ]
