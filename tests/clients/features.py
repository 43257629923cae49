"""Features: what each client is tested to do with the gateway, test by test; the README's table."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

CLIENTS = {
    "apollo": "Apollo Client 4",
    "urql": "urql",
    "relay": "Relay",
    "graphql-ws": "graphql-ws",
    "graphql-sse": "graphql-sse",
    "eventsource": "EventSource",
    "meros": "meros",
    "gql": "Python's gql",
}
"""Each column by its key."""


@dataclass(frozen=True, slots=True)
class Feature:
    """``test`` is a file of this folder and a function in it; ``by`` are its parameters by client,
    and ``others`` whole tests by client, where there is a test of that client's own.
    """

    name: str
    test: str
    by: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    def tests_of(self, client: str) -> list[str]:
        """The node ids of its tests, from this folder on."""
        named = [f"{self.test}[{one}]" for one in self.by.get(client, "").split()]
        return named + self.others.get(client, "").split()

    def cell(self, client: str) -> str:
        """What stands in the table: parameters, or tests of the client's own."""
        words = [*self.by.get(client, "").split(), *self.others.get(client, "").split()]
        return "<br>".join(f"`{word}`" for word in words) or "—"


_ASKED = {
    client: f"asked-{client}"
    for client in ("apollo", "urql", "graphql-ws", "graphql-sse", "eventsource", "meros")
}
_KNOWN = {client: f"{driver}-known" for client, driver in _ASKED.items()}
_SOCKETS = {
    "apollo": "apollo-ws",
    "urql": "urql-ws",
    "graphql-ws": "graphql-ws",
    "gql": "python_gql",
}
_EVENTS = {
    "urql": "urql-sse",
    "graphql-sse": "graphql-sse graphql-sse-single",
    "eventsource": "eventsource",
}
_STREAMS = {
    **_SOCKETS,
    **_EVENTS,
    "apollo": "apollo-ws apollo-multipart",
    "urql": "urql-ws urql-sse",
}
_RELAYS_END = "test_relay.py::test_an_end_is_told"

FEATURES = (
    Feature(
        "a query",
        "test_dialects.py::test_a_query_is_answered",
        _ASKED,
        {
            "relay": "test_relay.py::test_a_page_is_read_by_its_fragments[query]",
            "gql": "test_dialects.py::test_pythons_gql_is_answered",
        },
    ),
    Feature(
        "a query by GET",
        "test_dialects.py::test_a_query_is_asked_by_get",
        {"apollo": "asked-apollo", "urql": "asked-urql"},
    ),
    Feature(
        "a known document",
        "test_dialects.py::test_a_known_document_is_asked_by_its_id",
        {
            **_KNOWN,
            "apollo": "asked-apollo-known asked-apollo-knownByGet",
            "urql": "asked-urql-known asked-urql-knownByGet",
        },
        {"relay": "test_relay.py::test_a_page_is_read_by_its_fragments[known]"},
    ),
    Feature(
        "automatic persisted queries",
        "test_dialects.py::test_a_query_is_brought_once",
        {
            "apollo": "asked-apollo-automatic-POST-POST asked-apollo-automaticByGet-GET-POST",
            "urql": "asked-urql-automatic-POST-POST asked-urql-automaticByGet-GET-GET",
        },
    ),
    Feature(
        "who asks",
        "test_dialects.py::test_who_asks_is_logged",
        {**_ASKED, "relay": "relay"},
        {"gql": "test_dialects.py::test_pythons_gql_is_answered"},
    ),
    Feature(
        "`onError`",
        "test_dialects.py::test_the_first_error_halts",
        {client: _ASKED[client] for client in ("graphql-ws", "graphql-sse", "meros")},
    ),
    Feature(
        "`@defer`, pending and completed",
        "test_parts.py::test_a_client_shows_the_headline_and_then_the_page",
        {"apollo": "apollo-parts-current", "urql": "urql-parts"},
        {
            client: f"test_parts.py::test_a_client_hands_on_what_comes[{client}-parts]"
            for client in ("graphql-ws", "graphql-sse", "meros")
        },
    ),
    Feature(
        "`@defer`, label and path",
        "test_parts.py::test_a_client_shows_the_headline_and_then_the_page",
        {"apollo": "apollo-parts-older"},
        {"relay": "test_relay.py::test_a_page_is_shown_part_by_part"},
    ),
    Feature(
        "an error in a part",
        "test_parts.py::test_a_client_shows_an_error_of_a_part",
        {"apollo": "apollo-parts-current apollo-parts-older", "urql": "urql-parts"},
    ),
    Feature(
        "a subscription over WebSocket",
        "test_end.py::test_the_end_is_told_and_the_stream_completes",
        _SOCKETS,
        {"relay": f"{_RELAYS_END}[knownSubscriptionBySocket]"},
    ),
    Feature(
        "over server-sent events",
        "test_end.py::test_the_end_is_told_and_the_stream_completes",
        _EVENTS,
        {"relay": f"{_RELAYS_END}[knownSubscription]"},
    ),
    Feature(
        "over multipart",
        "test_end.py::test_the_end_is_told_and_the_stream_completes",
        {"apollo": "apollo-multipart"},
        {"meros": "test_dialects.py::test_a_known_subscription_is_asked_by_its_id[asked-meros]"},
    ),
    Feature(
        "a subscription by its id",
        "test_dialects.py::test_a_known_subscription_is_asked_by_its_id",
        {client: driver for client, driver in _ASKED.items() if client != "apollo"},
        {"relay": f"{_RELAYS_END}[knownSubscription]"},
    ),
    Feature(
        "its errors by their codes",
        "test_end.py::test_what_is_not_found_is_told_with_its_code",
        _STREAMS,
    ),
    Feature("an end that was cut", "test_cut.py::test_an_end_that_was_cut_is_told_again", _STREAMS),
    Feature(
        "nothing shown twice",
        "test_cut.py::test_an_end_that_was_told_twice_is_shown_once",
        _STREAMS,
    ),
    Feature(
        "a token that runs out", "test_expiry.py::test_a_client_goes_on_with_a_new_token", _STREAMS
    ),
    Feature(
        "one that is renewed",
        "test_expiry.py::test_a_ping_with_a_new_token_keeps_the_socket",
        _SOCKETS,
    ),
    Feature(
        "a gateway that stops",
        "test_drain.py::test_a_client_goes_on_at_the_next_gateway",
        {client: kinds for client, kinds in _STREAMS.items() if client != "eventsource"},
    ),
)


def table_of_features() -> str:
    """The table as Markdown, as it stands in the README."""
    rows = [f"| | test | {' | '.join(CLIENTS.values())} |", "|---|---|" + "---|" * len(CLIENTS)]
    for feature in FEATURES:
        cells = " | ".join(feature.cell(client) for client in CLIENTS)
        rows.append(f"| {feature.name} | `{feature.test}` | {cells} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table_of_features())
