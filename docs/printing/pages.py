"""Pages: a Sphinx extension that puts what is printed from code into the pages that ask for it.

A line ``% printed: <what>`` of a page stands for it. Nothing of it is ever committed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from gateway.errors import table_of_errors
from printing.links import DOCS, ROOT, ROOT_PAGES, relinked
from printing.schema import KINDS, types_of

_PRINTED = re.compile(r"^% printed: (.+)$", re.MULTILINE)


def _more() -> str:
    """A list of contents of those pages of this folder that its other lists leave out."""
    listed = (DOCS / "index.md").read_text(encoding="utf-8").splitlines()
    names = sorted(path.stem for path in DOCS.glob("*.md"))
    left = [name for name in names if name != "index" and name not in listed]
    return "\n".join(["```{toctree}", ":caption: More", ":hidden:", "", *left, "```"])


_WHAT: dict[str, Callable[[], str]] = {
    "errors": table_of_errors,
    "more": _more,
    **{kind: partial(types_of, kind) for kind in KINDS},
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx asks for this."""
    app.connect("source-read", _filled)
    return {"parallel_read_safe": True}


def _filled(app: Sphinx, name: str, source: list[str]) -> None:
    path = Path(app.srcdir, f"{name}.md")
    # A page of the repository's root is shown as it stands there, with its links from there.
    told = ROOT_PAGES.get(name)
    if told is not None:
        path = ROOT / told
        source[0] = path.read_text(encoding="utf-8")
    linked = relinked(source[0], path, page=name)
    source[0] = _PRINTED.sub(lambda found: _WHAT[found[1]](), linked)
