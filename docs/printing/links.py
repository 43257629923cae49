"""Links: where a link of a page leads on the site, when it leads into the repository.

To another page; or to a copy of the file, which the reader downloads. Of a folder the name alone is
shown. One that leads nowhere is an error.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sphinx.util import logging

DOCS = Path(__file__).resolve().parents[1]
ROOT = DOCS.parent
# Pages that show a file of the repository's root.
ROOT_PAGES = {
    "contributing": "CONTRIBUTING.md",
    "security": "SECURITY.md",
    "changes": "CHANGELOG.md",
}

_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1\s*$", re.MULTILINE | re.DOTALL)
# A text may have code with brackets in it; an address has neither blanks nor brackets.
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]`]|`[^`]*`)*)\]\(([^()\s]+)\)")
_log = logging.getLogger(__name__)


def relinked(text: str, path: Path, *, page: str) -> str:
    """``text``, which stands in ``path``, with links as they are to be on ``page``."""
    pieces, at = [], 0
    for fence in _FENCE.finditer(text):
        pieces += [_outside(text[at : fence.start()], path, page), fence[0]]
        at = fence.end()
    return "".join([*pieces, _outside(text[at:], path, page)])


def _outside(text: str, path: Path, page: str) -> str:
    return _LINK.sub(lambda found: _link(found[1], found[2], path, page), text)


def _link(text: str, address: str, path: Path, page: str) -> str:
    target, hash_, fragment = address.partition("#")
    if not target or ":" in target:
        return f"[{text}]({address})"
    found = Path(os.path.normpath(path.parent / target))
    shown = _page_of(found)
    if shown is not None:
        beside = os.path.relpath(DOCS / f"{shown}.md", (DOCS / page).parent)
        return f"[{text}]({beside}{hash_}{fragment})"
    if found.is_dir():
        return f"`{text.strip('`')}`"
    if not found.is_file():
        _log.warning("%s links to %s, which is not there", path.name, address)
        return text
    relative = os.path.relpath(found, (DOCS / page).parent)
    return f"{{download}}`{text.replace('`', '')} <{relative}>`"


def _page_of(path: Path) -> str | None:
    """The page that shows a file; None: none does."""
    for name, told in ROOT_PAGES.items():
        if path == ROOT / told:
            return name
    is_page = path.suffix == ".md" and path.is_relative_to(DOCS) and path.is_file()
    return str(path.relative_to(DOCS).with_suffix("")) if is_page else None
