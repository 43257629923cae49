"""Downloads by curl from the whole product: over wires that break, and of parts."""

from __future__ import annotations

from pathlib import Path

from tests.app.linked import files_of, first_download, target
from tests.app.recorded import Recorded
from tests.app.short_wire import ShortWire
from tests.faults.exchange import Address
from tests.faults.port import behaving
from tests.gateway.curl import ANOTHER, PARTIAL, REFUSED, curl

SAYS_STATUS = ("-w", "%{http_code}")
PARTS = {
    "0-0": slice(1),
    "1000-1999": slice(1000, 2000),
    "700000-": slice(700_000, None),
    "-100": slice(-100, None),
    "786000-9999999": slice(786_000, None),
}


async def test_a_download_goes_on_after_every_cut(recorded: Recorded, tmp_path: Path) -> None:
    """Each time the rest is asked for, and in the end the film is the company's, byte for byte."""
    link = await first_download(recorded.creator, recorded.replay)
    content = files_of(recorded.product, recorded.service.found(recorded.replay_id))[0]
    film, cuts = tmp_path / "film.mp4", list[tuple[int, bytes]]()
    # Two cuts and a rest.
    wire = ShortWire(
        Address.of(f"http://{recorded.creator.gateway.origin}"), most=len(content) * 2 // 5
    )
    if_same = ("-H", f"If-Range: {link['etag']}")
    async with behaving(wire):
        address = wire.address.url + target(link["url"])
        while not cuts or cuts[-1][0] == PARTIAL:
            cuts.append(
                await curl("-f", "-C", "-", *if_same, *SAYS_STATUS, "-o", str(film), address)
            )
            assert content.startswith(film.read_bytes())
    assert cuts == [(PARTIAL, b"200"), (PARTIAL, b"206"), (0, b"206")]
    assert film.read_bytes() == content


async def test_a_download_does_not_go_on_with_another_film(
    recorded: Recorded, tmp_path: Path
) -> None:
    """The replay has been made anew: the whole of it is sent, and curl does not take it for the
    rest of what it has.
    """
    link = await first_download(recorded.creator, recorded.replay)
    before = files_of(recorded.product, recorded.service.found(recorded.replay_id))
    film = tmp_path / "film.mp4"
    begun = ("-f", "-r", "0-9999", "-o", str(film), link["url"])
    assert await curl(*begun) == (0, b"")
    first, second, *others = recorded.service.found(recorded.replay_id)["segments"]
    first, second = {**first, "file": second["file"]}, {**second, "file": first["file"]}
    recorded.change(recorded.replay_id, segments=[first, second, *others])
    # It is known for a second as it was.
    code, again = 0, before[0]
    whole = ("-f", "-H", f"If-Range: {link['etag']}", "-r", "10000-", link["url"])
    while again != before[1]:
        code, again = await curl(*whole)
        assert (code, again) in {(0, before[0][10_000:]), (0, before[1])}
    going_on = ("-f", "-C", "-", "-H", f"If-Range: {link['etag']}", "-o", str(film), link["url"])
    assert await curl(*going_on) == (ANOTHER, b"")
    assert film.read_bytes() == before[0][:10_000]


async def test_a_part_is_the_files_own(recorded: Recorded) -> None:
    """First, middle, last and open ones."""
    link = await first_download(recorded.creator, recorded.replay)
    content = files_of(recorded.product, recorded.service.found(recorded.replay_id))[0]
    for asked, part in PARTS.items():
        assert await curl("-f", "-r", asked, link["url"]) == (0, content[part]), asked


async def test_a_part_that_is_not_given(recorded: Recorded) -> None:
    """Behind the end, or several at once: none of it, and the size instead."""
    link = await first_download(recorded.creator, recorded.replay)
    size = link["sizeBytes"]
    for asked in (f"{size}-", "0-1,10-11", "-0"):
        assert await curl("-f", "-r", asked, link["url"]) == (REFUSED, b"")
        _, printed = await curl("-i", "-r", asked, link["url"])
        assert printed.startswith(b"HTTP/1.1 416 ")
        assert f"\r\ncontent-range: bytes */{size}\r\n".encode() in printed
