"""Links to recordings: what the APP is given opens exactly the company's files, for anybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.app.creator import Creator, opaque
from tests.app.gateway_process import GatewayProcess
from tests.app.linked import files_of, first_download, got, opened_at, saved_as, told_of_file
from tests.app.product import Product, unix
from tests.app.recorded import recordings_of
from upstreams.company.titles import TITLES

REFUSED = {
    "replay_processing": "PROCESSING",
    "replay_failed": "FAILED",
    "replay_not_saved": "NOT_SAVED",
    "replay_deleted": "DELETED",
    "replay_expired": "EXPIRED",
    "suspended": "RESTRICTED",
}


def creator_of(product: Product, kind: str) -> Creator:
    return Creator(product.creator(kind), product.gateway, product.client)


def written(product: Product, kind: str, recording_kind: str = "REPLAY") -> dict[str, Any]:
    """The document of a recording of the kind's session."""
    question = {"live_id": product.session(kind), "kind": recording_kind}
    found = recordings_of(product).find_one(question)
    assert found is not None
    return found


def id_of(document: dict[str, Any]) -> str:
    return opaque(document["live_id"], document["_id"])


@pytest.mark.parametrize(
    ("kind", "recording_kind", "pieces"),
    [
        ("ended", "REPLAY", [0, 1, 2]),
        ("replay_partial", "REPLAY", [0, 2]),
        ("replay_processing", "HIGHLIGHT", [None]),
    ],
)
async def test_a_link_opens_the_companys_file(
    product: Product, kind: str, recording_kind: str, pieces: list[int | None]
) -> None:
    """To watch or to keep, for who has nothing but the link: all of it, and as it was told."""
    document = written(product, kind, recording_kind)
    files = files_of(product, document)
    told = await creator_of(product, kind).links(id_of(document))
    assert told["userErrors"] == []
    assert told["recording"] == {
        "id": id_of(document),
        "state": document["state"],
        "title": document["title"],
    }
    links = told["links"]
    for group in ("playback", "downloads"):
        assert [link["segmentIndex"] for link in links[group]] == pieces == list(files)
    for watched, kept in zip(links["playback"], links["downloads"], strict=True):
        content = files[kept["segmentIndex"]]
        shown = await got(watched["url"], product.client)
        saved = await got(kept["url"], product.client)
        assert (shown.status_code, saved.status_code) == (200, 200)
        assert shown.content == saved.content == content
        assert kept["sizeBytes"] == len(content) == int(saved.headers["content-length"])
        assert kept["etag"] == saved.headers["etag"] == shown.headers["etag"]
        assert kept["mediaType"] == watched["mediaType"] == saved.headers["content-type"]
        assert saved_as(saved.headers["content-disposition"]) == kept["fileName"]
        assert shown.headers["content-disposition"] == "inline"
        for link, response in ((watched, shown), (kept, saved)):
            head = await got(link["url"], product.client, "HEAD")
            assert (head.status_code, head.content) == (200, b"")
            assert told_of_file(head) == told_of_file(response)


async def test_a_link_says_when_it_ends(product: Product) -> None:
    """It names its recording and piece, and the moment until which it was said to be good."""
    document = written(product, "ended")
    links = (await creator_of(product, "ended").links(id_of(document)))["links"]
    for link in (*links["playback"], *links["downloads"]):
        parts = urlsplit(link["url"])
        assert f"http://{parts.netloc}" == f"http://{product.gateway.origin}"
        assert parts.path == f"/media/{document['_id']}/{link['segmentIndex']}.mp4"
        assert int(parse_qs(parts.query)["expires"][0]) == unix(link["expiresAt"])
        assert unix(link["expiresAt"]) <= document["expires_at"].timestamp()


@pytest.mark.parametrize("title", [title for title in TITLES if not title.isascii()])
async def test_a_file_is_called_as_its_creator_called_the_live(
    product: Product, title: str
) -> None:
    """In whatever alphabet: the name that is told is the one that it is saved under."""
    document = recordings_of(product).find_one({"title": title, "kind": "REPLAY", "state": "READY"})
    assert document is not None
    creator = Creator(document["creator_id"], product.gateway, product.client)
    link = await first_download(creator, id_of(document))
    # A colon cannot stand in the names of some file systems.
    assert link["fileName"] == f"{title.replace(':', '')} 1.mp4"
    response = await got(link["url"], product.client, "HEAD")
    disposition = response.headers["content-disposition"]
    assert disposition.isascii()
    assert saved_as(disposition) == link["fileName"]


async def test_a_link_is_for_reading(product: Product) -> None:
    """Whoever has it can do nothing else with it."""
    document = written(product, "ended")
    link = (await first_download(creator_of(product, "ended"), id_of(document)))["url"]
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        response = await got(link, product.client, method)
        assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD"), method


async def test_every_gateway_opens_a_link(product: Product, in_time: GatewayProcess) -> None:
    """Whichever of them has made it."""
    document = written(product, "ended")
    creator = creator_of(product, "ended")
    for made_by, opened_by in ((product.gateway, in_time), (in_time, product.gateway)):
        link = (await first_download(creator.at(made_by), id_of(document)))["url"]
        assert await opened_at(opened_by, link, product.client) == 200


async def test_links_are_given_to_the_creator_alone(product: Product) -> None:
    """To anybody else the recording is not found, like one that there is not."""
    document = written(product, "ended")
    stranger = creator_of(product, "jpy")
    own = product.session("jpy")
    answers = [
        await stranger.links(identifier)
        for identifier in (
            id_of(document),
            opaque(own, document["_id"]),
            opaque(own, "7599999999999999999"),
        )
    ]
    assert answers[0] == answers[1] == answers[2]
    assert (answers[0]["recording"], answers[0]["links"]) == (None, None)
    assert [error["code"] for error in answers[0]["userErrors"]] == ["NOT_FOUND"]


@pytest.mark.parametrize(("kind", "state"), REFUSED.items())
async def test_what_cannot_be_played_says_why(product: Product, kind: str, state: str) -> None:
    """As data, each state with a code of its own, beside the recording as it is."""
    document = written(product, kind)
    assert document["state"] == state
    creator = creator_of(product, kind)
    assert await creator.code(id_of(document)) == f"RECORDING_{state}"
    told = await creator.links(id_of(document))
    assert told["recording"]["state"] == state
