"""The written contracts, and whether the services keep them."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.upstreams.asking import ANCHOR, Service, creator_key, session_key
from upstreams.company.running import running_sessions
from upstreams.company.world import World
from upstreams.contracts import contract_of
from upstreams.contracts.document import NAMES, printed
from upstreams.departments import DEPARTMENTS
from upstreams.launch import Running
from upstreams.service.department import Delays

_DELAYS = Delays(analytics=0, diagnosis=0)


def _validator(name: str, part: str) -> Any:
    contract = contract_of(name)
    schema = {
        **contract["components"]["schemas"][part],
        "components": contract["components"],
    }
    return OAS31Validator(schema, format_checker=OAS31Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_is_valid_openapi(name: str) -> None:
    """Each document holds against the OpenAPI 3.1 specification."""
    OpenAPIV31SpecValidator(contract_of(name)).validate()


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_is_printed_anew(name: str) -> None:
    """The file is what the code prints, so that a change is seen in review."""
    file = resources.files("upstreams.contracts").joinpath(f"{name}.openapi.json")
    assert file.read_bytes() == printed(name), "run python -m upstreams.contracts.document"


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_names_the_groups_that_are_answered(name: str) -> None:
    """Groups of the document and of the department are the same, at most eight together."""
    schemas = contract_of(name)["components"]["schemas"]
    department = DEPARTMENTS[name]
    assert schemas["SessionGroups"]["properties"].keys() == department.session_groups.keys()
    assert schemas["CreatorGroups"]["properties"].keys() == department.creator_groups.keys()
    assert len(department.session_groups) + len(department.creator_groups) <= 8


@pytest.mark.parametrize("language", ["en", "es-MX", "ar", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_every_kind_is_answered_as_written(world: World, name: str, language: str) -> None:
    """Each group of each forced case keeps the contract, at the anchor and a month later."""
    department, validator = DEPARTMENTS[name], _validator(name, "SessionItem")
    running = {session.id: session for session in running_sessions(world)}
    for kind, (identifier, creator) in world.kinds().items():
        session = running.get(identifier) or world.session_by_id(identifier)
        for now in (ANCHOR, ANCHOR + 31 * 86400):
            item = department.session_item(
                world,
                session,
                live_id=identifier,
                on_behalf_of=creator,
                language=language,
                groups=department.session_groups,
                now=now,
                delays=_DELAYS,
            )
            problems = [error.message for error in validator.iter_errors(item)]
            assert not problems, (kind, problems)


@pytest.mark.parametrize("name", NAMES)
def test_every_creator_is_answered_as_written(world: World, name: str) -> None:
    """Each group of each creator keeps the contract."""
    department, validator = DEPARTMENTS[name], _validator(name, "CreatorItem")
    for index in range(world.size):
        creator = world.creator(index).id
        item = department.creator_item(
            world,
            creator_id=creator,
            on_behalf_of=creator,
            language="es",
            groups=department.creator_groups,
            now=ANCHOR,
            delays=_DELAYS,
        )
        assert not [error.message for error in validator.iter_errors(item)], creator


@pytest.mark.parametrize("name", NAMES)
async def test_a_service_keeps_its_contract_over_a_socket(running: Running, name: str) -> None:
    """The document is served, and a real answer with every group and a stranger's key holds."""
    service, department = Service.of(running, name), DEPARTMENTS[name]
    assert (await service.ask("GET", "/openapi.json")).json() == contract_of(name)
    kinds = running.sessions
    keys = [
        session_key(one["id"], one["creator"], *department.session_groups) for one in kinds.values()
    ]
    stranger = session_key(kinds["ended"]["id"], kinds["jpy"]["creator"])
    creators = tuple(
        creator_key(one["creator"], *department.creator_groups)
        for one in (kinds["ended"], kinds["new_creator"], kinds["top_creator"])
    )
    answered = (await service.read(*keys, stranger, creators=creators)).json()
    problems = [error.message for error in _validator(name, "Envelope").iter_errors(answered)]
    assert not problems
    assert len(answered["data"]["sessions"]) == len(kinds) + 1


def test_the_last_tick_is_never_ahead_of_analytics(world: World) -> None:
    """At the end every count of analytics is at least what the dashboard showed last."""
    from upstreams.company.documents import session_document

    for kind in ("ended", "top_creator", "jpy", "new_creator", "suspended"):
        identifier, creator = world.kinds()[kind]
        session = world.session_by_id(identifier)
        assert session is not None
        tick = session_document(session)["last_tick"]
        item = DEPARTMENTS["shop_analytics"].session_item(
            world,
            session,
            live_id=identifier,
            on_behalf_of=creator,
            language="en",
            groups=("sales", "traffic", "products", "engagement"),
            now=session.last_heard.at + 1,
            delays=_DELAYS,
        )
        groups = item["groups"]
        for group, names in {
            "sales": ("sku_orders", "main_orders", "items_sold", "customers"),
            "traffic": ("impressions", "views", "viewers", "pcu"),
            "engagement": ("likes", "comments", "shares", "new_followers"),
            "products": ("product_impressions",),
        }.items():
            for name in names:
                assert groups[group][name] >= tick[name], (kind, name)
        assert groups["products"]["produt_clicks"] >= tick["product_clicks"]
        assert float(groups["sales"]["direct_gmv"]["amount"]) >= float(tick["direct_gmv"])


def test_figures_are_not_ready_for_a_while_after_the_end(world: World) -> None:
    """Some seconds after the end there is a header and when to come back, and no group."""
    identifier, creator = world.kinds()["ended"]
    session = world.session_by_id(identifier)
    assert session is not None
    end = session.last_heard.at
    item = DEPARTMENTS["shop_analytics"].session_item(
        world,
        session,
        live_id=identifier,
        on_behalf_of=creator,
        language="en",
        groups=("sales",),
        now=end + 5,
        delays=Delays(analytics=20),
    )
    assert item["status"] == "NOT_READY"
    assert item["groups"] == {}
    assert item["next_refresh_at"] == str(int(end) + 20)


@pytest.mark.parametrize("kind", ["ended", "suspended"])
def test_a_pending_diagnosis_may_not_have_come_to_anything(world: World, kind: str) -> None:
    """The contract itself refuses an outcome or an item while the status is PENDING."""
    identifier, creator = world.kinds()[kind]
    session = world.session_by_id(identifier)
    assert session is not None
    item = DEPARTMENTS["shop_analytics"].session_item(
        world,
        session,
        live_id=identifier,
        on_behalf_of=creator,
        language="en",
        groups=("room_improvements",),
        now=session.last_heard.at + 1900,
        delays=Delays(diagnosis=3600),
    )
    validator, room = _validator("shop_analytics", "SessionItem"), item["groups"]
    assert room["room_improvements"]["status"] == "PENDING"
    assert validator.is_valid(item)
    room["room_improvements"]["outcome"] = "CAN_DO_BETTER"
    assert not validator.is_valid(item)
