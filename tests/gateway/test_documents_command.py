"""``endpage documents``: what it writes, what it finds wrong, and what it shows, to the letter.

The file is long, because what is printed stands in it as a whole.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gateway.cli import app
from gateway.document_id import hash_of
from gateway.document_source import DocumentSource
from gateway.document_sources import read_documents

RUN = CliRunner()
HEADLINE = """query Headline($id: ID!, $more: Boolean!) {
  endPage(sessionId: $id) {
    ...Sold
    rewards @include(if: $more) {
      diamondsReceived
    }
  }
}

fragment Sold on EndPage {
  metrics {
    sales {
      itemsSold {
        value
      }
    }
  }
}"""
WHO = "query Who {\n  viewer {\n    id\n  }\n}"
OPERATION, FRAGMENT = HEADLINE.split("\n\n")
FILES = {
    "headline.graphql": f"# Of the first screen.\n{OPERATION}\n",
    "parts.graphql": FRAGMENT,
    "who.graphql": "query Who { viewer { id } }",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two operations and a fragment."""
    made = tmp_path / "app"
    made.mkdir()
    for name, text in FILES.items():
        (made / name).write_text(text)
    return made


def run(*words: object) -> Result:
    return RUN.invoke(app, ["documents", *map(str, words)])


def test_build_writes_apollos_manifest(folder: Path) -> None:
    """To the byte, with ids that anybody can work out."""
    result = run("build", folder)
    assert result.exit_code == 0
    assert result.stdout == (
        '{\n  "format": "apollo-persisted-query-manifest",\n  "version": 1,\n  "operations": [\n'
        f'    {{\n      "id": "{hash_of(HEADLINE)}",\n      "body": {json.dumps(HEADLINE)},\n'
        '      "name": "Headline",\n      "type": "query"\n    },\n'
        f'    {{\n      "id": "{hash_of(WHO)}",\n      "body": {json.dumps(WHO)},\n'
        '      "name": "Who",\n      "type": "query"\n    }\n  ]\n}\n'
    )


def test_build_writes_a_map(folder: Path, tmp_path: Path) -> None:
    """Into a file, which says the same as the folder does."""
    output = tmp_path / "map.json"
    result = run("build", folder, "--format", "map", "--output", output)
    assert (result.exit_code, result.stdout) == (0, f"{output} is written: 2 documents.\n")
    assert output.read_text() == (
        f'{{\n  "{hash_of(HEADLINE)}": {json.dumps(HEADLINE)},\n'
        f'  "{hash_of(WHO)}": {json.dumps(WHO)}\n}}\n'
    )
    both, faults = read_documents([DocumentSource(folder), DocumentSource(output)])
    assert faults == []
    assert [one.id for one in both[:2]] == [one.id for one in both[2:]]


def test_build_names_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    """And writes nothing."""
    (folder / "parts.graphql").unlink()
    output = tmp_path / "m.json"
    result = run("build", folder, "--output", output)
    assert result.exit_code == 1
    assert result.stdout == f"{folder}/headline.graphql: Headline: no fragment Sold\n"
    assert not output.exists()


def test_check_is_silent_of_what_is_right(folder: Path, tmp_path: Path) -> None:
    """It says how many documents there are, each once."""
    manifest = tmp_path / "m.json"
    run("build", folder, "--output", manifest)
    result = run("check", folder, f"ios={manifest}", "--older", manifest)
    assert (result.exit_code, result.stdout) == (
        0,
        "2 documents fit the schema.\nThe most that one costs is 35: Headline.\n",
    )


def test_check_names_every_fault_of_every_source(folder: Path, tmp_path: Path) -> None:
    """What cannot be read, what does not fit, and what an older APP asks for in vain."""
    (folder / "bad.graphql").write_text("query Bad { xyzzy plugh }")
    listed, older = tmp_path / "new.json", tmp_path / "old.json"
    listed.write_text(json.dumps({"own": WHO, hash_of("other"): WHO}))
    older.write_text(json.dumps({"own": "{ __typename }", "gone": "{ viewer { wage } }"}))
    result = run("check", folder, listed, "--older", older)
    assert result.exit_code == 1
    bad = hash_of("query Bad {\n  xyzzy\n  plugh\n}")
    assert result.stdout == (
        f"{listed}: {hash_of('other')}: the id is not the SHA-256 of the text\n"
        f"{folder}/bad.graphql: Bad ({bad}): Cannot query field 'xyzzy' on type 'Query'.\n"
        f"{folder}/bad.graphql: Bad ({bad}): Cannot query field 'plugh' on type 'Query'.\n"
        f"{older}: gone: Cannot query field 'wage' on type 'Creator'.\n"
    )
    listed.write_text(json.dumps({"own": WHO}))
    told = run("check", listed, "--older", older).stdout.splitlines()
    assert told[0] == f"{older}: own: the same id has another text in {listed}"


def test_check_takes_another_schema(folder: Path, tmp_path: Path) -> None:
    """A schema of tomorrow, in which a field is gone that an APP asks for."""
    schema = tmp_path / "next.graphql"
    schema.write_text("type Query { viewer: Creator! } type Creator { creatorId: ID! }")
    (folder / "headline.graphql").unlink()
    result = run("check", folder, "--schema", schema)
    assert result.exit_code == 1
    assert result.stdout == (
        f"{folder}/who.graphql: Who ({hash_of(WHO)}): Cannot query field 'id' on type 'Creator'.\n"
    )
    schema.write_text("type Query { viewer: Creator! } type Creator { id: ID! }")
    assert run("check", folder, "--schema", schema).exit_code == 0
    schema.write_text("type Query {")
    assert run("check", folder, "--schema", schema).exit_code == 1


def test_show_prints_a_table(folder: Path, tmp_path: Path) -> None:
    """What each operation selects and asks for; what hangs on a variable has a question mark."""
    listed = tmp_path / "own.json"
    listed.write_text(json.dumps({"two": "query A { __typename } query B { viewer { id } }"}))
    result = run("show", folder, f"ios={listed},android={listed}")
    assert result.exit_code == 0
    asked = (
        "mongodb (collections: live_sessions), rewards? (sessions: earned?), "
        "shop_analytics (sessions: sales)"
    )
    assert result.stdout == (
        "| operation | kind | for | bytes | cost | panels | calls | id |\n"
        "|---|---|---|---|---|---|---|---|\n"
        f"| Headline | query | all | {len(HEADLINE)} | 35 = 24 + (11 if $more) "
        f"| metrics, rewards | {asked} "
        f"| `{hash_of(HEADLINE)}` |\n"
        f"| Who | query | all | {len(WHO)} | 1 |  |  | `{hash_of(WHO)}` |\n"
        "| A | query | android, ios | 48 | 0 |  |  | `two` |\n"
        "| B | query | android, ios | 48 | 1 |  |  | `two` |\n"
    )


def test_show_is_for_programs_too(folder: Path) -> None:
    """The same as JSON, and nothing beside it."""
    result = run("show", folder, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == [
        {
            "id": hash_of(HEADLINE),
            "operation": "Headline",
            "kind": "query",
            "clients": None,
            "bytes": len(HEADLINE),
            "cost": 35,
            "costFormula": "24 + (11 if $more)",
            "panels": ["metrics", "rewards"],
            "calls": [
                {
                    "upstream": "mongodb",
                    "is_perhaps": False,
                    "groups": {"collections": ["live_sessions"]},
                    "perhaps": {},
                },
                {
                    "upstream": "rewards",
                    "is_perhaps": True,
                    "groups": {"sessions": []},
                    "perhaps": {"sessions": ["earned"]},
                },
                {
                    "upstream": "shop_analytics",
                    "is_perhaps": False,
                    "groups": {"sessions": ["sales"]},
                    "perhaps": {},
                },
            ],
        },
        {
            "id": hash_of(WHO),
            "operation": "Who",
            "kind": "query",
            "clients": None,
            "bytes": len(WHO),
            "cost": 1,
            "costFormula": "1",
            "panels": [],
            "calls": [],
        },
    ]


def test_show_names_what_is_wrong(folder: Path) -> None:
    """As check does: a document that does not fit asks for nothing."""
    (folder / "who.graphql").write_text("query Who { xyzzy }")
    result = run("show", folder)
    assert result.exit_code == 1
    assert result.stdout.endswith("Cannot query field 'xyzzy' on type 'Query'.\n")


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_path_that_is_not_there_is_told(command: str, tmp_path: Path) -> None:
    """As a word of the command line that is wrong."""
    result = run(command, tmp_path / "gone")
    assert result.exit_code == 2
    assert "must name files or folders that are there" in " ".join(result.output.split())


def test_the_shipped_documents_fit_and_are_shown() -> None:
    """Those of the APP in this repository: one row each."""
    operations = Path("web/operations")
    assert run("check", operations).exit_code == 0
    rows = run("show", operations).stdout.splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == [
        f"| {path.stem}" for path in sorted(operations.glob("*.graphql"))
    ]


def test_a_slow_check_says_how_far_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On standard error, so that what it prints stays what it is."""
    monkeypatch.setattr("gateway.known_documents._SAY_EVERY_SECONDS", 0.0)
    result = run("show", folder, "--json")
    assert result.stderr.splitlines() == ["0 of 2 documents", "1 of 2 documents"]
    assert len(json.loads(result.stdout)) == 2
