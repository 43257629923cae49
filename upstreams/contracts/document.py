"""The OpenAPI document of a service, put together from its groups.

`python -m upstreams.contracts.document` prints all three into their files; a test holds the files
to what is printed, so that a change of the contract is seen in review. Long, as documents are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from upstreams.contracts import journey, rewards, shop_analytics
from upstreams.contracts.shapes import COUNT, ID, TEXT, Schema, listed, one_of, optional, record
from upstreams.faults import MODES
from upstreams.service.reading import MOST_KEYS
from upstreams.service.traps import TRAPS

NAMES = ("shop_analytics", "rewards", "journey")
_GROUPS: dict[str, tuple[dict[str, Schema], dict[str, Schema], Schema]] = {
    "shop_analytics": (
        shop_analytics.SESSION_GROUPS,
        shop_analytics.CREATOR_GROUPS,
        shop_analytics.TIME,
    ),
    "rewards": (rewards.SESSION_GROUPS, rewards.CREATOR_GROUPS, rewards.TIME),
    "journey": (journey.SESSION_GROUPS, journey.CREATOR_GROUPS, journey.TIME),
}


def document_of(name: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of a service."""
    session_groups, creator_groups, time = _GROUPS[name]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": name.replace("_", " ").capitalize(),
            "version": "1.0.0",
            "description": (
                "Batched reads on behalf of creators. The envelope's code is 0 for success, also"
                " HTTP 200 may carry another one. Items come in any order; an item that failed has"
                " a code and a message of its own."
            ),
        },
        "paths": {
            "/v1/read": {"post": _read()},
            "/livez": {"get": _plain("Answers ok while the process serves")},
            "/__faults__": {
                "get": _answers("The fault that is set", _ref("Fault")),
                "post": {
                    **_answers("Sets a fault in place of any other; {} clears", _ref("Fault")),
                    "requestBody": _json(_ref("Fault")),
                },
            },
            "/__calls__": {
                "get": _answers("The reads so far, the newest 1,000 in full", _ref("Calls")),
                "delete": _answers("Forgets the reads so far", _ref("Calls")),
            },
        },
        "components": {
            "securitySchemes": {"service": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Read": _read_body(list(session_groups), list(creator_groups)),
                "Envelope": _envelope(),
                "SessionItem": _item("live_id", time),
                "CreatorItem": _item("creator_id", time),
                "FailedItem": _failed_item(),
                "SessionGroups": _groups(session_groups),
                "CreatorGroups": _groups(creator_groups),
                "Fault": _fault(),
                "Calls": record({"count": COUNT, "calls": listed({"type": "object"}, most=1000)}),
            },
        },
    }


def _read() -> Schema:
    text = {"schema": TEXT, "in": "header", "required": False}
    return {
        **_answers("The envelope", _ref("Envelope")),
        "security": [{"service": []}],
        "parameters": [
            {**text, "name": "X-Request-Id", "description": "Given back in the envelope"},
            {
                **text,
                "name": "X-Time-Left-Ms",
                "schema": {"type": "integer"},
                "description": "How long the caller will wait",
            },
        ],
        "requestBody": _json(_ref("Read")),
    }


def _read_body(session_groups: list[str], creator_groups: list[str]) -> Schema:
    shared = {"on_behalf_of": TEXT, "language": TEXT}
    keys = {
        "sessions": record({"live_id": TEXT, **shared, "groups": listed(one_of(*session_groups))}),
        "creators": record(
            {"creator_id": TEXT, **shared, "groups": listed(one_of(*creator_groups))}
        ),
    }
    return {
        **record(
            {name: listed(key, most=MOST_KEYS) for name, key in keys.items()},
            optional=("sessions", "creators"),
        ),
        "description": f"At most {MOST_KEYS} keys in all; no group asks for the header alone",
    }


def _envelope() -> Schema:
    session = {"oneOf": [_ref("SessionItem"), _ref("FailedItem")]}
    creator = {"oneOf": [_ref("CreatorItem"), _ref("FailedItem")]}
    data = record({"sessions": listed(session), "creators": listed(creator)})
    return record(
        {
            "code": {"type": "integer"},
            "message": TEXT,
            "request_id": TEXT,
            "data": optional(data),
        }
    )


def _item(identity: str, time: Schema) -> Schema:
    groups = "SessionGroups" if identity == "live_id" else "CreatorGroups"
    return record(
        {
            identity: ID,
            "on_behalf_of": ID,
            "language": TEXT,
            "code": {"type": "integer", "const": 0},
            "status": one_of("READY", "NOT_READY"),
            "as_of": time,
            "next_refresh_at": optional(time),
            "groups": _ref(groups),
            "errors": listed(record({"group": TEXT, "code": {"type": "integer"}, "message": TEXT})),
        }
    )


def _failed_item() -> Schema:
    return {
        **record(
            {
                "live_id": TEXT,
                "creator_id": TEXT,
                "on_behalf_of": TEXT,
                "language": TEXT,
                "code": {"type": "integer", "not": {"const": 0}},
                "message": TEXT,
            },
            optional=("live_id", "creator_id"),
        ),
        "description": "Unknown, somebody else's, or failed; the first two are told alike",
    }


def _groups(groups: dict[str, Schema]) -> Schema:
    return {
        **record(dict(groups), optional=tuple(groups)),
        "description": "Only groups that were asked for; one that does not apply is absent",
    }


def _fault() -> Schema:
    number: Schema = {"type": "number", "minimum": 0}
    return record(
        {
            "latency_ms": number,
            "jitter_ms": number,
            "error_rate": {**number, "maximum": 1},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "mode": one_of(*MODES),
            "seconds": {**number, "description": "How long the mode closed lasts"},
            "keys": listed(TEXT),
            "traps": listed(one_of(*TRAPS)),
        },
        optional=(
            "latency_ms",
            "jitter_ms",
            "error_rate",
            "status",
            "mode",
            "seconds",
            "keys",
            "traps",
        ),
    )


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: Schema) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answers(description: str, schema: Schema) -> Schema:
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": description, "content": content}}}


def _plain(description: str) -> Schema:
    content = {"text/plain": {"schema": TEXT}}
    return {"responses": {"200": {"description": description, "content": content}}}


def printed(name: str) -> bytes:
    """Return the document of a service as its file has it."""
    return msgspec.json.format(msgspec.json.encode(document_of(name)), indent=1) + b"\n"


def main() -> None:
    """Print every document into its file."""
    for name in NAMES:
        (Path(__file__).parent / f"{name}.openapi.json").write_bytes(printed(name))


if __name__ == "__main__":
    main()
