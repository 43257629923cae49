"""The documentation site: it is built without a warning, and all that it links to is there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from graphql import build_schema

from gateway.errors import CODES
from tests.contract.described import descriptions, own_types
from tests.docs.conftest import Site
from tests.docs.site import build
from tests.house.source_file import ROOT

pytestmark = pytest.mark.slow

FAULTY = """# Faulty

[No file](no-file.py), [no page](no-page.md), [no place](#no-place-of-this-page).
"""


def test_each_link_leads_somewhere(site: Site, root: Path) -> None:
    """A link of a page leads to a page, a place in it, or a file that is there."""
    lost = []
    for name, page in site.items():
        for link in page.links:
            address, _, fragment = unquote(link).partition("#")
            if ":" in address:
                continue
            target = (page.path.parent / address).resolve() if address else page.path
            found = site.get(target.relative_to(root.resolve()).as_posix()) if address else page
            if not target.exists() or (fragment and found and fragment not in found.ids):
                lost.append((name, link))
    assert lost == []
    assert len(site) > 20


def test_nothing_is_asked_of_another_host(site: Site, root: Path) -> None:
    """Scripts, styles, pictures and fonts are the site's own; only links lead out of it."""
    styles = [path.read_text(encoding="utf-8") for path in root.rglob("*.css")]
    fetched = [address for page in site.values() for address in page.fetched]
    fetched += [address for style in styles for address in re.findall(r"url\(\W*([^)]*)", style)]
    fetched += [address for style in styles for address in re.findall(r"@import\W*([^;]*)", style)]
    assert len(fetched) > 100
    assert [address for address in fetched if re.match(r"(https?:)?//", address)] == []


def test_all_of_the_schema_is_in_the_reference(site: Site) -> None:
    """Each type has a place, and each description of the schema stands in the reference."""
    pages = [page for name, page in site.items() if name.startswith("reference/schema/")]
    places = set().union(*(page.ids for page in pages))
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    types = own_types(schema)
    assert {f"type-{name}".lower() for name in types} <= {place.lower() for place in places}
    text = " ".join(page.text for page in pages)
    missing = [
        coordinate
        for coordinate, description in descriptions(schema)
        if " ".join((description or "").split()) not in text
    ]
    assert missing == []


def test_costs_are_in_the_reference(site: Site) -> None:
    """A field says what it costs, and how many objects are counted for it."""
    text = site["reference/schema/objects.html"].text
    assert "metrics Metrics 10 The numbers of this LIVE." in text
    assert "improvements [Improvement!]! × 7 Suggestions" in text


def test_errors_are_in_the_reference(site: Site) -> None:
    """Each error code of the code stands on its page."""
    errors = site["reference/errors.html"].text
    assert [row for row in CODES.values() if f"{row.code} " not in errors] == []


async def test_a_link_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    """A file, a page or a place that is not there keeps the site from being built."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.md").write_text(FAULTY, encoding="utf-8")
    code, said = await build(source, tmp_path)
    assert code == 1
    assert "links to no-file.py, which is not there" in said
    assert "links to no-page.md, which is not there" in said
    assert "no-place-of-this-page" in said
