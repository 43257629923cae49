"""`endpage conformance` as an owner types it, against the services that run."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.app.product import Product
from tests.conformance.lives import KINDS

NAMES = {"shop": "shop_analytics", "rewards": "rewards", "journey": "journey"}


async def told(product: Product, folder: Path, name: str, *more: str) -> tuple[int, str]:
    """The exit code, and what was printed."""
    credential = folder / "credential"
    credential.write_text(product.running.service_credential, encoding="ascii")
    lives = [f"{product.session(kind)}:{product.creator(kind)}" for kind in KINDS]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "conformance"),
        *(product.running.upstreams[NAMES[name]], "--service", name),
        *("--credential-file", str(credential), "--within-ms", "30000"),
        *(word for live in lives for word in ("--live", live)),
        *more,
        stdout=PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


@pytest.mark.parametrize("name", NAMES)
async def test_a_reference_service_passes(product: Product, tmp_path: Path, name: str) -> None:
    """Each check of each service is made and passed, and told in a line."""
    code, said = await told(product, tmp_path, name)
    *lines, last = said.splitlines()
    assert {line.split()[0] for line in lines} == {"passed"}, said
    for line in lines:
        assert [line.count(word) for word in (": asked ", "; expected ", "; got ")] == [1, 1, 1]
    assert last == f"{len(lines)} checks: {len(lines)} passed, 0 failed, 0 not made."
    assert code == 0


async def test_a_fault_is_told_to_a_program(product: Product, tmp_path: Path) -> None:
    """A service with a trap of its contract fails, with exit code 1 and the checks as JSON."""
    await product.services.break_by("rewards", traps=["unknown-words"])
    code, said = await told(product, tmp_path, "rewards", "--json")
    found: list[dict[str, Any]] = msgspec.json.decode(said)
    failed = [verdict for verdict in found if verdict["outcome"] == "failed"]
    assert [verdict["check"] for verdict in failed] == ["words"]
    assert failed[0].keys() == {"check", "outcome", "asked", "expected", "got"}
    assert "NEVER_HEARD_OF" in failed[0]["got"]
    assert code == 1
