"""Built asset: a file that a page loads, in the smallest form that the browser can read.

`make web` puts the smaller forms beside the file, each with the ending of its coding.
"""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from gateway.header_list import elements

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}
_FOR_EVER = "max-age=31536000, immutable"
# The smallest first.
_ENDINGS = {"br": ".br", "gzip": ".gz"}


def asset_route(path: str, folder: Path, *, is_for_all: bool = True) -> Route:
    """The route of the files in the folder, whose names are hashes of what is in them.

    ``path`` has the place of the ``name``. What is not ``is_for_all`` is kept by no cache but a
    browser's own.
    """
    cached = {"Cache-Control": f"{'public' if is_for_all else 'private'}, {_FOR_EVER}"}

    # A plain function: Starlette runs it in a thread, where looking at a disk is right.
    def asset(request: Request) -> Response:
        # `{name}` matches no slash, and is looked up among the files there are: never joined.
        name = request.path_params["name"]
        found = next((file for file in folder.glob("*") if file.name == name), None)
        if found is None or not found.is_file():
            return PlainTextResponse("Not found\n", status_code=404)
        file, coding = _smallest(found, request.headers.get("accept-encoding", ""))
        headers = {**_HEADERS, **cached, **({"Content-Encoding": coding} if coding else {})}
        # Of what it is, and not of what it is packed in.
        return FileResponse(file, headers=headers, media_type=guess_type(name)[0])

    return Route(path, asset, name="asset")


def _smallest(file: Path, accept_encoding: str) -> tuple[Path, str | None]:
    """The form of the file that whoever accepts this can read, and the name of its coding."""
    accepted = {one.name for one in elements(accept_encoding) if one.weight > 0}
    for coding, ending in _ENDINGS.items():
        smaller = file.with_name(file.name + ending)
        if coding in accepted and smaller.is_file():
            return smaller, coding
    return file, None
