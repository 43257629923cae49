"""The tutorials: every command and every query in them, word for word, against a gateway."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from gateway.commands.company import facts
from gateway.development import StateDirectory
from tests.app.product import SECRET, Product
from tests.app.tutorial import TUTORIALS, Shell, is_as_told, steps_of
from tests.house.source_file import ROOT
from tests.needed import lacking

pytestmark = pytest.mark.slow

NAMES = sorted(path.stem for path in TUTORIALS.glob("*.md"))


@pytest.fixture
def folder(product: Product, tmp_path: Path) -> Path:
    """A folder like that in which `make dev ARGS="--ready-file ready.json"` runs."""
    state = StateDirectory(tmp_path / ".endpage")
    state.path.mkdir()
    (state.path / "jwt_secret").write_bytes(SECRET)
    (state.path / "service_credential").write_text(product.running.service_credential)
    told = {
        "url": product.gateway.url,
        "ws_url": product.gateway.ws_url,
        **facts(product.running, state),
    }
    told["pids"] = {"gateway": product.gateway.process.pid, **told["pids"]}
    (tmp_path / "ready.json").write_bytes(msgspec.json.encode(told))
    (tmp_path / "web").symlink_to(ROOT / "web")
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
async def test_a_tutorial_does_what_it_says(product: Product, folder: Path, name: str) -> None:
    """Each command succeeds, and what it prints has the shape that the tutorial shows."""
    if shutil.which("curl") is None:
        lacking("curl is not installed")
    # Some of them break a service: it is mended, and waited for, whatever becomes of the rest.
    product.services.is_broken = True
    shell = await Shell.opened(folder)
    try:
        for step in steps_of(name):
            if step.file:
                (folder / step.file).write_text(step.answer, encoding="utf-8")
                continue
            code, said, complained = await shell.done(step.command)
            where = f"{name}.md:{step.line}\n{step.command}\n{said}\n{complained}"
            assert code == 0, where
            assert is_as_told(step, said), where
    finally:
        await shell.close()
