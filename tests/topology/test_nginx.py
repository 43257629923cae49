"""nginx's configuration, as nginx itself reads it."""

from __future__ import annotations

from pathlib import Path

from tests.topology.nginx import SHIPPED, complaints


def test_nginx_takes_it(tmp_path: Path) -> None:
    """`nginx -t` has nothing to say."""
    assert complaints(tmp_path) == ""


def test_no_mutation_is_sent_twice() -> None:
    """What was sent and is not known to be safe is never sent again."""
    text = (SHIPPED / "endpage.conf.template").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if not line.strip().startswith("#")]
    told = [line for line in lines if line.startswith("proxy_next_upstream ")]
    assert told == ["proxy_next_upstream error timeout;"]
