"""Typed clients: the tools with which APPs generate their types accept the schema."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import Any

import pytest

from tests.clients.installed import check_installed
from tests.clients.kind import FOLDER
from tests.contract.released import last_release
from tests.house.source_file import ROOT

SCHEMA = ROOT / "schema.graphql"
TOOLS = FOLDER / "typed"
MODULES = FOLDER / "node_modules"
STRICT = ("--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--noEmit")
# Far more than any of them takes, on a machine that is busy with other things too.
PATIENCE_SECONDS = 120


@pytest.fixture(autouse=True)
def installed() -> None:
    check_installed()


async def ran(script: Path, *arguments: str | Path, cwd: Path = FOLDER) -> tuple[int, str]:
    """How a script of Node.js ended, and all that it said."""
    command = ("node", str(script), *map(str, arguments))
    process = await asyncio.create_subprocess_exec(*command, cwd=cwd, stdout=PIPE, stderr=STDOUT)
    async with asyncio.timeout(PATIENCE_SECONDS):
        said, _ = await process.communicate()
    return process.returncode or 0, said.decode("utf-8")


async def told(tool: str, *arguments: str | Path) -> list[dict[str, Any]]:
    """What one of the tools tells, as JSON."""
    code, said = await ran(TOOLS / f"{tool}.mjs", *arguments)
    assert code == 0, said
    found: list[dict[str, Any]] = json.loads(said.splitlines()[-1])
    return found


async def compiled(folder: Path, *files: str) -> str:
    """What the compiler says of these files, under its strict rules."""
    _, said = await ran(MODULES / "typescript" / "bin" / "tsc", *STRICT, *files, cwd=folder)
    return said


async def test_generated_types_compile(tmp_path: Path) -> None:
    """Those of the schema, and of every document that is shipped; a wrong use of them does not."""
    documents = ROOT / "web" / "operations" / "*.graphql"
    assert await ran(TOOLS / "codegen.mjs", SCHEMA, documents, tmp_path) == (0, "")
    operations = (tmp_path / "operations.ts").read_text("utf-8")
    for document in documents.parent.glob(documents.name):
        assert re.search(rf"export type {document.stem}(Query|Mutation|Subscription) =", operations)
    (tmp_path / "use.ts").write_text(
        'import type { EndPageHeadlineQuery } from "./operations.js";\n'
        "export const id = (page: EndPageHeadlineQuery): string => page.endPage.id;\n"
    )
    assert await compiled(tmp_path, "schema.ts", "operations.ts") == ""
    assert "possibly 'null'" in await compiled(tmp_path, "use.ts")


async def test_relay_compiles_its_documents(tmp_path: Path) -> None:
    """Fragments on panels, one that is fetched again by its node, a connection; and what is null
    only by an error is never null to a fragment that throws errors.
    """
    shutil.copy(SCHEMA, tmp_path / "schema.graphql")
    (tmp_path / "src").mkdir()
    (tmp_path / "made").mkdir()
    shutil.copy(TOOLS / "page.ts", tmp_path / "src")
    settings = {"src": "src", "schema": "schema.graphql", "artifactDirectory": "made"}
    (tmp_path / "relay.config.json").write_text(json.dumps({**settings, "language": "typescript"}))
    compiler = MODULES / "relay-compiler" / "cli.js"
    code, said = await ran(compiler, "relay.config.json", cwd=tmp_path)
    assert code == 0, said
    assert {file.name.partition(".")[0] for file in (tmp_path / "made").iterdir()} == {
        "pageLivesQuery",
        "pageQuery",
        "pageRewardsQuery",
        "pageShareMutation",
        "pageSubscription",
        "page_lives",
        "page_panels",
        "page_rewards",
    }
    panels = (tmp_path / "made" / "page_panels.graphql.ts").read_text("utf-8")
    data = panels[panels.index("page_panels$data") : panels.index("page_panels$key")]
    assert "readonly metrics: {" in data
    assert "null" not in data
    again = (tmp_path / "made" / "pageRewardsQuery.graphql.ts").read_text("utf-8")
    assert "node(id: $id)" in again


async def test_nothing_of_the_last_release_breaks_a_client(tmp_path: Path) -> None:
    """Another's eyes on what has changed since; it finds what does break one."""
    changes = await told("inspector", last_release(), SCHEMA)
    assert [one for one in changes if one["level"] == "BREAKING"] == []
    cut = tmp_path / "cut.graphql"
    text = SCHEMA.read_text("utf-8")
    cut.write_text(text.replace("  servedAt: DateTime!", "  servedAt: DateTime"))
    breaking = [one for one in await told("inspector", SCHEMA, cut) if one["level"] == "BREAKING"]
    assert [one["message"] for one in breaking] == [
        "Field 'EndPage.servedAt' changed type from 'DateTime!' to 'DateTime'"
    ]


async def test_the_rules_for_schemas_are_kept(tmp_path: Path) -> None:
    """Names, descriptions, connections and the rest; a schema that breaks one is found."""
    assert await told("eslint", SCHEMA) == []
    wrong = tmp_path / "schema.graphql"
    wrong.write_text("type Query { get_page: Int }\n")
    rules = {one["rule"].partition("/")[2] for one in await told("eslint", wrong)}
    assert rules >= {"naming-convention", "require-description"}
