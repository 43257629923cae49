"""Starting and reloading as processes: a bad set is no start, and no end of what runs."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import structlog

from gateway.document_id import hash_of
from gateway.document_reload import DocumentReload
from gateway.document_source import DocumentSource
from gateway.documents import Documents
from gateway.known_documents import known_documents
from resolvers.schema import schema
from tests.gateway.documents_served import token_of
from tests.gateway.limits_file import write
from tests.gateway.serve_process import ended, serve
from tests.gateway.serving import environment

BUILT = schema._schema
OLD, NEW = "query Old {\n  __typename\n}", "query New {\n  __typename\n}"


def listed(path: Path, **documents: str) -> DocumentSource:
    """A map with these documents, in one step."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(documents))
    draft.replace(path)
    return DocumentSource(path)


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_a_set_that_does_not_fit_is_no_start(tmp_path: Path, workers: str) -> None:
    """Every fault is said with its document, the exit code is that of a refusal."""
    listed(tmp_path / "m.json", a="{ xyzzy }", b="{ plugh }", c=NEW)
    changes = {"ENDPAGE_DOCUMENTS": str(tmp_path / "m.json"), "ENDPAGE_WORKERS": workers}
    given = environment(tmp_path, ENDPAGE_PORT="0", **changes)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "serve"),
        env=given | {"PYTHONPATH": ":".join(sys.path)},
        stderr=PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    assert said.decode().splitlines() == [
        "The gateway does not start:",
        f"  {tmp_path}/m.json: a: Cannot query field 'xyzzy' on type 'Query'.",
        f"  {tmp_path}/m.json: b: Cannot query field 'plugh' on type 'Query'.",
    ]


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_a_hang_up_has_documents_and_limits_read_again(tmp_path: Path, workers: str) -> None:
    """By every worker, and none of them ends; a bad set changes nothing, a good one does. A limit
    holds for what is asked from then on, and a file of which anything is wrong leaves it.
    """
    path = tmp_path / "m.json"
    listed(path, old=OLD)
    changes = {
        "ENDPAGE_DOCUMENTS": str(path),
        "ENDPAGE_DOCUMENTS_ONLY": "true",
        "ENDPAGE_LIMITS_FILE": str(tmp_path / "limits.json"),
        "ENDPAGE_WORKERS": workers,
    }
    headers = {"authorization": f"Bearer {token_of()}"}
    write(tmp_path / "limits.json", {})

    async with serve(tmp_path, **changes) as (process, origin):

        async def known(document_id: str) -> set[bool]:
            """What some connections, each of which comes to any worker, are answered."""
            found = set()
            for _ in range(6):
                async with httpx.AsyncClient(timeout=120, headers=headers) as client:
                    answer = (await client.get(f"{origin}/graphql/{document_id}")).json()
                found.add("data" in answer)
            return found

        async def until(document_id: str, is_known: bool) -> None:
            async with asyncio.timeout(240):
                while await known(document_id) != {is_known}:
                    pass

        async def until_logged(event: str) -> None:
            async with asyncio.timeout(240):
                while (tmp_path / "log").read_text("utf-8").count(event) != int(workers):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)  # It is said in a file.

        assert await known("old") == {True}
        assert await known("new") == {False}
        listed(path, old="{ xyzzy }", new=NEW)
        process.send_signal(signal.SIGHUP)
        listed(path, new=NEW)
        process.send_signal(signal.SIGHUP)
        await until("new", True)
        await until("old", False)
        path.unlink()
        process.send_signal(signal.SIGHUP)
        await until_logged("ENDPAGE_DOCUMENTS must name files")
        assert await known("new") == {True}
        listed(path, new=NEW, long=f"query Long {{ {'__typename ' * 20}}}")
        write(tmp_path / "limits.json", {"queue": 7})
        process.send_signal(signal.SIGHUP)
        await until_logged("500 -> 7")
        await until("long", True)
        write(tmp_path / "limits.json", {"queue": "many"})
        process.send_signal(signal.SIGHUP)
        await until_logged("ENDPAGE_LIMITS_FILE must name")
        assert await known("long") == {True}
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == 0


async def reloaded(
    reload: DocumentReload, *before: Callable[[], object]
) -> list[dict[str, object]]:
    """What the log says of a reload that is asked for; ``before`` is done after it has begun."""
    with structlog.testing.capture_logs() as lines:
        reload.begin()
        running = reload._running
        assert running is not None
        await asyncio.sleep(0)
        for do in before:
            do()
        await running
    return [dict(line) for line in lines]


async def test_a_reload_says_what_has_changed(tmp_path: Path) -> None:
    """How many documents are known, and how many have come and gone."""
    source = listed(tmp_path / "m.json", a=OLD, b=OLD)
    documents = Documents(BUILT, known=known_documents([source], BUILT, say=print))
    reload = DocumentReload(documents, BUILT, [source])
    kept = documents.known.by_id["b"].planned
    listed(tmp_path / "m.json", b=OLD, c=NEW, d=NEW)
    [line] = await reloaded(reload)
    assert line == {
        "event": "documents_reloaded",
        "log_level": "info",
        "known": 3,
        "added": 2,
        "removed": 1,
    }
    assert documents.known.by_id["b"].planned is kept


async def test_a_bad_set_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    """The log names the faults, as many as a line holds; what was known goes on being known."""
    source = listed(tmp_path / "m.json", a=OLD)
    documents = Documents(BUILT, known=known_documents([source], BUILT, say=print), known_only=True)
    reload = DocumentReload(documents, BUILT, [source])
    before = documents.known
    listed(tmp_path / "m.json", **{f"b{number}": "{ xyzzy }" for number in range(30)})
    [line] = await reloaded(reload)
    assert (line["event"], line["log_level"], line["known"]) == ("documents_refused", "error", 1)
    faults = line["faults"]
    assert isinstance(faults, list)
    assert len(faults) == 20
    assert faults[0] == f"{source.path}: b0: Cannot query field 'xyzzy' on type 'Query'."
    assert documents.known is before
    source.path.unlink()
    [line] = await reloaded(reload)
    assert line["faults"] == [f"{source.path}: it cannot be read"]
    assert documents.known is before


async def test_what_comes_during_a_reload_is_read_after_it(tmp_path: Path) -> None:
    """However often it is asked for meanwhile, once more is enough, and nothing runs beside it."""
    source = listed(tmp_path / "m.json", a=OLD)
    documents = Documents(BUILT)
    reload = DocumentReload(documents, BUILT, [source])
    lines = await reloaded(reload, reload.begin, reload.begin, reload.begin)
    assert [line["added"] for line in lines] == [1, 0]
    assert documents.plan("", None, document_id="a").document_id == "a"
    assert hash_of(OLD) not in documents.known.by_id


async def test_the_loop_is_free_while_documents_are_planned(tmp_path: Path) -> None:
    """Between any two of them others get their turn."""
    many = {f"id{number}": f"query Q{number} {{ __typename }}" for number in range(50)}
    documents = Documents(BUILT)
    reload = DocumentReload(documents, BUILT, [listed(tmp_path / "m.json", **many)])
    reload.begin()
    turns = 0
    while not len(documents.known):
        await asyncio.sleep(0)
        turns += 1
    assert turns >= 50
