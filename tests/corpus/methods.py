"""Methods: what each of them is for, and that nothing else than the method says which one it is."""

from __future__ import annotations

from tests.corpus.case import ALLOWED, Case, refusal, request
from tests.corpus.told import KEPT, NOT_HTTP_AT_ALL, OPTIONS, QUERY
from tests.gateway.raw_http import Told


def _not_allowed(message: str, allow: str) -> Told:
    return refusal(405, "METHOD_NOT_ALLOWED", message, allow=allow)


_MUTATION = b"/graphql?query=mutation+%7B+a+%7D"
_WAYS = "GraphQL is asked by GET, POST or QUERY; PUT and DELETE are for event streams."

METHODS = (
    Case("GET", request(b"GET", QUERY), (KEPT,)),
    Case("QUERY", request(b"QUERY"), (KEPT,)),
    Case("OPTIONS", request(b"OPTIONS"), (OPTIONS,)),
    Case("OPTIONS of nobody", request(b"OPTIONS", without=(b"authorization",)), (OPTIONS,)),
    Case("PATCH", request(b"PATCH"), (_not_allowed(_WAYS, ALLOWED),)),
    Case("TRACE", request(b"TRACE"), (_not_allowed(_WAYS, ALLOWED),)),
    *(
        Case(
            f"a {method} of a mutation",
            request(method.encode(), address, body=b'{"query":"mutation { a }"}'),
            (_not_allowed(f"A {method} may only carry a query: use POST.", "POST"),),
        )
        for method, address in (("GET", _MUTATION), ("QUERY", b"/graphql"))
    ),
    Case(
        "a QUERY of a subscription",
        request(
            b"QUERY",
            b"/graphql",
            b"Accept: text/event-stream, application/json",
            body=b'{"query":"subscription { a }"}',
        ),
        (_not_allowed("A subscription is asked for by GET or POST.", "GET, POST"),),
    ),
    Case("a method that is none", request(b"FETCH"), (NOT_HTTP_AT_ALL,), True),
    Case("a method in small letters", request(b"post"), (NOT_HTTP_AT_ALL,), True),
    Case(
        "headers that name another method are not looked at",
        request(
            b"GET",
            QUERY,
            b"X-HTTP-Method-Override: DELETE",
            b"X-HTTP-Method: PATCH",
            b"X-Method-Override: POST",
        ),
        (KEPT,),
    ),
    Case(
        "a parameter that names another method is not looked at",
        request(b"GET", QUERY + b"&_method=DELETE"),
        (KEPT,),
    ),
)
