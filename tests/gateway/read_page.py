"""Read page: an HTML document as a browser understands it, for what a test wants to know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

VOID = {"meta", "link", "source", "img", "rect"}


@dataclass(frozen=True, slots=True)
class Element:
    """One element, its attributes and the text in it."""

    name: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text in it and in what is in it."""
        return " ".join("".join(self.texts).split())


class ReadPage(HTMLParser):
    """All elements of a document, in order. Raises when what is opened is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert self._open == [], [element.name for element in self._open]

    def all(self, name: str, /, **attributes: str) -> list[Element]:
        """The elements of that name with these attributes; ``_`` stands for ``-``."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.name == name and wanted.items() <= element.attributes.items()
        ]

    def one(self, name: str, /, **attributes: str) -> Element:
        """The only one."""
        (element,) = self.all(name, **attributes)
        return element

    def meta(self, name: str) -> str | None:
        """What a ``<meta>`` of that name or property says; None where there is none."""
        found = [*self.all("meta", name=name), *self.all("meta", property=name)]
        assert len(found) < 2
        return found[0].attributes["content"] if found else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        assert len({name for name, _ in attrs}) == len(attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a picture, which ends at once."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """The innermost element ends."""
        assert self._open
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Text, which belongs to everything that is open."""
        for element in self._open:
            element.texts.append(data)


def read(response: httpx.Response) -> ReadPage:
    """The document of an answer, which must be one."""
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return ReadPage(response.text)


def rules_of(response: httpx.Response) -> dict[str, str]:
    """What the answer's Content-Security-Policy allows, by directive."""
    policy = response.headers["content-security-policy"]
    return dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
