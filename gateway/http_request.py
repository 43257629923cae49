"""HTTP request: from an address's parameters or a body to a GraphQL request.

Whatever is wrong with it is a ``RequestError`` with a 4xx code. A client that leaves before its
body has come is ``ClientLeft``.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.types import Receive, Scope

from gateway.client_left import ClientLeft
from gateway.connection import has_all_come
from gateway.errors import RequestError
from gateway.front import document_id_in
from gateway.graphql_request import GraphQLRequest
from gateway.methods import IN_ADDRESS, check_method
from gateway.negotiation import JSON, is_json
from gateway.parameters import Parameters, nested_too_deep
from gateway.request_headers import RequestHeaders
from gateway.status_policy import NoGraphQLRequest

# Nobody waits longer than ten digits say; more of them would only be slow to read.
_TIMEOUT = re.compile(r"0*[1-9][0-9]{0,9}", re.ASCII)
_MOST_PARAMETERS = 16
_MOST_QUERY_STRING = 16_384

_BODY = msgspec.json.Decoder(Parameters)
_OBJECT = msgspec.json.Decoder(dict[str, Any] | None)


class UnsupportedBody(RequestError):
    """The body cannot be read; ``wanted`` is the header that says which one could be."""

    def __init__(self, message: str, *, wanted: tuple[bytes, bytes]) -> None:
        super().__init__("UNSUPPORTED_MEDIA_TYPE", message)
        self.http_headers = (wanted,)


class TooSlow(RequestError):
    """The request does not come, so its connection is good for no other."""

    http_headers = ((b"connection", b"close"),)

    def __init__(self) -> None:
        super().__init__("REQUEST_TIMEOUT", "The request took too long to come.")


def check_host(http_version: str, headers: RequestHeaders) -> None:
    """Refuse a request that names no host, or two: who is on the way may take it for another's.

    One of no version is older than hosts are.
    """
    if http_version not in {"1.0", "1.1"}:
        raise RequestError("BAD_REQUEST", "The request must be of HTTP/1.1 or HTTP/1.0.")
    host = headers.get("host")
    if (host is None and http_version == "1.1") or (host is not None and "," in host):
        raise RequestError("BAD_REQUEST", "The request must have one Host header.")


def check_method_and_type(method: str, headers: RequestHeaders) -> None:
    """Refuse what is no GraphQL request before anything is read.

    It is the guard against requests forged by other sites, too: a body that a browser sends without
    asking first (text, form, none) is never JSON, and a GET is answered only with its own
    ``Authorization`` header, which no browser sends to another site without asking first.
    """
    check_method(method)
    if method in IN_ADDRESS:
        return
    if not is_json(headers.get("content-type")):
        message = "The body must be application/json in UTF-8."
        raise UnsupportedBody(message, wanted=(b"accept", JSON.encode("ascii")))
    if (headers.get("content-encoding") or "identity").lower() != "identity":
        message = "The body must not be compressed."
        raise UnsupportedBody(message, wanted=(b"accept-encoding", b"identity"))


def budget_of(headers: RequestHeaders, *, most_ms: int) -> int:
    """The milliseconds that the operation has: what the client is ready to wait, at most ours.

    Raises RequestError when ``X-Request-Timeout-Ms`` is no whole number of at least 1.
    """
    given = headers.get("x-request-timeout-ms")
    if given is None:
        return most_ms
    if not _TIMEOUT.fullmatch(given):
        message = "X-Request-Timeout-Ms must be a whole number of milliseconds from 1."
        raise RequestError("BAD_REQUEST", message)
    return min(int(given), most_ms)


async def read_request(
    scope: Scope,
    receive: Receive,
    headers: RequestHeaders,
    *,
    most_bytes: int,
    most_seconds: float,
) -> GraphQLRequest:
    """The GraphQL request of a request whose method and type have been checked."""
    if scope["method"] in IN_ADDRESS:
        parameters = _from_query_string(scope["query_string"])
    else:
        parameters = _from_body(
            await _body_in_time(receive, headers, most_bytes=most_bytes, most_seconds=most_seconds)
        )
    if nested_too_deep(parameters.variables) or nested_too_deep(parameters.extensions):
        raise RequestError("BAD_REQUEST", "The variables or extensions are nested too deep.")
    return parameters.to_request(path_id=document_id_in(scope["path"]))


async def _body_in_time(
    receive: Receive, headers: RequestHeaders, *, most_bytes: int, most_seconds: float
) -> bytes:
    # Nearly always it came together with its head.
    if has_all_come(receive):
        return await _body(receive, headers, most_bytes=most_bytes)
    try:
        async with asyncio.timeout(most_seconds):
            return await _body(receive, headers, most_bytes=most_bytes)
    except TimeoutError:
        raise TooSlow from None


async def _body(receive: Receive, headers: RequestHeaders, *, most_bytes: int) -> bytes:
    length = headers.get("content-length") or ""
    if length.isascii() and length.isdigit() and int(length[:12]) > most_bytes:
        raise _too_large(most_bytes)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        body += message.get("body", b"")
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
        if not message.get("more_body", False):
            return bytes(body)


def _too_large(most_bytes: int) -> RequestError:
    # The server throws away what still comes: a connection that is closed over unread bytes takes
    # the refusal with it before a client has read it.
    return RequestError("PAYLOAD_TOO_LARGE", f"The body is longer than {most_bytes} bytes.")


def _from_body(body: bytes) -> Parameters:
    try:
        return _BODY.decode(body)
    except msgspec.ValidationError as error:
        raise NoGraphQLRequest(f"The body is no GraphQL request: {error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise RequestError("BAD_REQUEST", "The body is not JSON in UTF-8.") from None
    except RecursionError:
        raise RequestError("BAD_REQUEST", "The body is nested too deep.") from None


def _from_query_string(query_string: bytes) -> Parameters:
    if len(query_string) > _MOST_QUERY_STRING:
        message = f"The query string is longer than {_MOST_QUERY_STRING} bytes."
        raise RequestError("URI_TOO_LONG", message)
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except ValueError:
        raise RequestError("BAD_REQUEST", "The query string cannot be read.") from None
    given = dict(pairs)
    if len(given) != len(pairs):
        raise NoGraphQLRequest("A parameter is given twice.")
    return Parameters(
        query=given.get("query"),
        operation_name=given.get("operationName"),
        variables=_object(given, "variables"),
        extensions=_object(given, "extensions"),
        document_id=given.get("documentId"),
        doc_id=given.get("doc_id"),
        on_error=given.get("onError"),
    )


def _object(given: dict[str, str], name: str) -> dict[str, Any] | None:
    if not given.get(name):
        return None
    try:
        decoded: dict[str, Any] | None = _OBJECT.decode(given[name])
    except msgspec.ValidationError:
        raise NoGraphQLRequest(f"The parameter {name} is no JSON object.") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise RequestError("BAD_REQUEST", f"The parameter {name} is not JSON.") from None
    return decoded
