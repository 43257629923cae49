"""One build of the site for all tests of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.site import Page, build
from tests.house.source_file import ROOT

Site = dict[str, Page]


@pytest.fixture(scope="session")
async def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The pages by their addresses below the site's root."""
    folder = tmp_path_factory.mktemp("site")
    code, said = await build(ROOT / "docs", folder)
    assert (code, said) == (0, "")
    root = folder / "html"
    return {path.relative_to(root).as_posix(): Page(path) for path in sorted(root.rglob("*.html"))}


@pytest.fixture(scope="session")
def root(site: Site) -> Path:
    """The folder that the site was built into."""
    return site["index.html"].path.parent
