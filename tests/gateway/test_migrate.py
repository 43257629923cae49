"""`endpage migrate`: sets the gateway's own database up, and says what it did or why it cannot."""

from __future__ import annotations

import asyncio

import pytest
from typer.testing import CliRunner, Result

from gateway.cli import app
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import DATABASE, SPARE

RUN = CliRunner()


async def run(*words: str) -> Result:
    """The command, which blocks."""
    return await asyncio.to_thread(lambda: RUN.invoke(app, ["migrate", *words]))


async def test_it_says_what_it_did(mongodb: OwnMongodb) -> None:
    """Once it makes everything, and then finds everything there."""
    words = ("--mongodb-uri", mongodb.owner_uri, "--database", SPARE[4])
    told = [await run(*words), await run(*words)]
    assert [(one.exit_code, one.output) for one in told] == [
        (0, f"{SPARE[4]}.shares is made, with its validator and 3 indexes.\n"),
        (0, f"{SPARE[4]}.shares was there and is as this version needs it.\n"),
    ]


async def test_it_says_why_it_cannot(mongodb: OwnMongodb) -> None:
    """One line without the address and its password, and an exit code that is not 0."""
    done = await run("--mongodb-uri", mongodb.shares_uri, "--database", DATABASE)
    assert (done.exit_code, done.output) == (
        1,
        f"The database {DATABASE} cannot be set up: this user may not, or is not known there.\n",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("--mongodb-uri", "http://swordfish"),
        ("--mongodb-uri", "mongodb://a:sword/fish@b"),
        ("--mongodb-uri", "mongodb://localhost", "--database", "sword fish"),
        (),
    ],
)
async def test_words_that_cannot_be_used_are_refused(words: tuple[str, ...]) -> None:
    """They are named, and not repeated."""
    done = await run(*words)
    assert done.exit_code == 2
    assert "swordfish" not in done.output
    assert "sword" not in done.output
