"""The page of a share that is open: what its visitor and other sites are shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.shares import RECORDING, TOKEN, segment, share
from tests.fakes.times import NOW
from tests.gateway.read_page import read
from tests.gateway.share_site import PUBLIC_URL, ShareSite, share_site

UNIX = int(NOW.timestamp())


async def test_a_highlight_is_shown(site: ShareSite) -> None:
    """Its title, its length, its picture, and a player that needs no script and no header."""
    response = await site.get()
    assert response.status_code == 200
    page = read(response)
    assert page.one("title").text == "Autumn coats"
    assert page.one("h1").text == "Autumn coats"
    length = page.one("time")
    assert (length.text, length.attributes["datetime"]) == ("1 minute 2 seconds", "PT1M2S")
    assert length.attributes["data-seconds"] == "62"
    video = page.one("video")
    assert video.attributes["poster"] == "https://media.invalid/posters/clip.jpg"
    assert video.attributes["preload"] == "metadata"
    assert {"controls", "playsinline"} <= set(video.attributes)
    source = page.one("source").attributes
    # The link of the setting, beyond the time that watching takes.
    link = f"https://media.invalid/media/{RECORDING}/clip.mp4?expires={UNIX + 662}&share={TOKEN}"
    assert source == {"src": link, "type": "video/mp4"}
    assert page.all("a") == page.all("a", href=f"{PUBLIC_URL}/s/{TOKEN}")  # For a link that broke.


async def test_the_parts_of_a_replay_follow_each_other(site: ShareSite) -> None:
    """The first plays, each has a link, and a link is good until its part has been watched."""
    segments = [segment(1), segment(0), segment(2, file=None, state="FAILED"), segment(3)]
    site.put(
        recording_changes={
            "kind": "REPLAY",
            "state": "PARTIAL",
            "file": None,
            "segments": segments,
            "duration_seconds": 7200.0,
        }
    )
    page = read(await site.get())
    parts = [part.attributes["href"] for part in page.all("a", data_part="")]
    assert parts == [
        f"https://media.invalid/media/{RECORDING}/{index}.mp4"
        f"?expires={UNIX + 600 + 1800 * place}&share={TOKEN}"
        for place, index in enumerate((0, 1, 3), start=1)
    ]
    assert page.one("source").attributes["src"] == parts[0]
    texts = [part.text for part in page.all("a", data_part="")]
    assert texts == ["Part 1 30:00", "Part 2 30:00", "Part 3 30:00"]
    # As long as what there is to watch.
    assert page.all("time")[0].attributes["datetime"] == "PT1H30M"
    assert "Some parts of this LIVE could not be saved." in page.one("section").text


@pytest.mark.parametrize("which", ["share", "recording"])
async def test_a_link_is_good_for_no_longer_than_what_it_shows(site: ShareSite, which: str) -> None:
    """A share or a recording that is about to end has links that end with it."""
    ends = NOW + timedelta(seconds=30)
    if which == "share":
        site.put(expires_at=ends)
    else:
        site.put(recording_changes={"expires_at": ends})
    source = read(await site.get()).one("source").attributes["src"]
    assert f"expires={UNIX + 30}&" in source


async def test_other_sites_are_told_what_it_is(site: ShareSite) -> None:
    """Open Graph, a player card, oEmbed and the one address of the page."""
    page = read(await site.get())
    address = f"{PUBLIC_URL}/s/{TOKEN}"
    told = {
        "description": "LIVE highlight · 1 minute 2 seconds",
        "og:type": "video.other",
        "og:title": "Autumn coats",
        "og:description": "LIVE highlight · 1 minute 2 seconds",
        "og:url": address,
        "og:site_name": "share.invalid",
        "og:image": "https://media.invalid/posters/clip.jpg",
        "og:image:width": "720",
        "og:image:height": "1280",
        "og:image:alt": "Autumn coats",
        "og:video": f"{address}/player",
        "og:video:secure_url": f"{address}/player",
        "og:video:type": "text/html",
        "og:video:width": "720",
        "og:video:height": "1280",
        "video:duration": "62",
        "twitter:card": "player",
        "twitter:title": "Autumn coats",
        "twitter:description": "LIVE highlight · 1 minute 2 seconds",
        "twitter:image": "https://media.invalid/posters/clip.jpg",
        "twitter:player": f"{address}/player",
        "twitter:player:width": "720",
        "twitter:player:height": "1280",
    }
    assert {name: page.meta(name) for name in told} == told
    assert page.one("link", rel="canonical").attributes["href"] == address
    oembed = page.one("link", type="application/json+oembed").attributes["href"]
    assert oembed.startswith(f"{PUBLIC_URL}/oembed?format=json&url=https%3A%2F%2Fshare.invalid%2F")


async def test_without_a_picture_it_is_shown_all_the_same(site: ShareSite) -> None:
    """Nothing names a picture that there is not."""
    site.put(recording_changes={"poster": None, "title": "\u202e \n"})
    page = read(await site.get())
    assert page.one("h1").text == "A recording of a LIVE"
    assert "poster" not in page.one("video").attributes
    assert page.meta("og:image") is None
    assert page.meta("og:video:width") == "720"


async def test_the_product_is_linked(site: ShareSite) -> None:
    """It is said to be for money, and learns nothing of where its visitors come from."""
    site.put(recording_changes={"product_url": "https://shop.example/p/1?a=1&b=2"})
    link = read(await site.get()).one("a", class_="product")
    assert link.attributes["href"] == "https://shop.example/p/1?a=1&b=2"
    assert link.attributes["rel"] == "nofollow noopener sponsored"
    site.put(recording_changes={"product_url": "javascript:alert(1)"})
    assert "alert(1)" not in (await site.get()).text


@pytest.mark.parametrize("is_indexable", [False, True])
async def test_nobody_finds_it_who_was_not_given_it(site: ShareSite, is_indexable: bool) -> None:
    """Searches are told to leave it out, unless its creator wants it to be found."""
    site.put(is_indexable=is_indexable)
    response = await site.get()
    robots = None if is_indexable else "noindex"
    assert response.headers.get("x-robots-tag") == robots
    assert read(response).meta("robots") == robots
    player = await site.get("/player")
    assert player.headers["x-robots-tag"] == read(player).meta("robots") == "noindex"


async def test_what_is_being_made_again_is_not_over(site: ShareSite) -> None:
    """There is nothing to play, and it says to come back; nothing names a player."""
    site.put(recording_changes={"state": "PROCESSING"})
    response = await site.get()
    page = read(response)
    assert response.status_code == 200
    assert page.all("video") == []
    assert page.one("p", role="status").text == (
        "This recording is being made. Come back in a few minutes."
    )
    assert page.meta("og:video") is None
    assert read(await site.get("/player")).all("video") == []


@pytest.mark.parametrize(
    ("accepted", "language", "direction", "kind"),
    [
        (None, "en", "ltr", "LIVE highlight"),
        ("es-MX,es;q=0.9,en;q=0.5", "es", "ltr", "Momento destacado de un LIVE"),
        ("ar", "ar", "rtl", "لقطة مميزة من بث LIVE"),
        ("de", "en", "ltr", "LIVE highlight"),
        ("<script>", "en", "ltr", "LIVE highlight"),
    ],
)
async def test_it_speaks_its_visitors_language(
    site: ShareSite, accepted: str | None, language: str, direction: str, kind: str
) -> None:
    """Its own words are in the language of the browser; the title stays as it is."""
    response = await site.get(**({"accept_language": accepted} if accepted else {}))
    page = read(response)
    html = page.one("html").attributes
    assert (html["lang"], html["dir"]) == (language, direction)
    assert response.headers["content-language"] == language
    assert response.headers["vary"] == "Accept-Language"
    assert page.one("p", class_="kind").text == kind
    assert page.one("h1").attributes["dir"] == "auto"


async def test_the_languages_are_those_of_the_settings(tmp_path: Path) -> None:
    """The first of them that it has words in is its own."""
    async with share_site(tmp_path, languages=("es", "en")) as site:
        assert (await site.get()).headers["content-language"] == "es"
        assert (await site.get(accept_language="ar")).headers["content-language"] == "es"


async def test_a_share_without_encryption_names_no_secure_player(tmp_path: Path) -> None:
    """What it says of itself is so."""
    async with share_site(tmp_path, public_url="http://share.invalid") as site:
        page = read(await site.get())
    assert page.meta("og:video") == f"http://share.invalid/s/{share().token}/player"
    assert page.meta("og:video:secure_url") is None
