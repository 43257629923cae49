"""Deferred, for clients of the older format: each fragment by itself, whole, and every one."""

from __future__ import annotations

from gateway.incremental_accept import OLDER
from tests.fakes.company import FakeCompany
from tests.resolvers.in_parts import MINOR, PAGE, SLOW, all_parts, in_parts


async def test_clients_of_the_older_format_are_told_by_label_and_path(
    company: FakeCompany,
) -> None:
    """The same answer in its words."""
    company.rewards.hold()
    async with in_parts(company, SLOW, format_=OLDER) as parts:
        assert await parts.next() == {
            "data": {"endPage": {"metrics": {"status": "READY"}}},
            "hasNext": True,
        }
        told = {"journey": {"status": "READY"}}
        assert await parts.next() == {
            "incremental": [{"data": told, "path": ["endPage"], "label": "way"}],
            "hasNext": True,
        }
        company.rewards.let_go()
        told = {"rewards": {"status": "READY"}}
        assert await parts.rest() == [
            {
                "incremental": [{"data": told, "path": ["endPage"], "label": "earned"}],
                "hasNext": False,
            }
        ]


async def test_clients_of_the_older_format_are_told_each_fragment_whole(
    company: FakeCompany,
) -> None:
    """Apollo iOS reads a fragment by itself, so what was told before is in it as well."""
    query = f"""{{ {PAGE} {{ __typename rewards {{ status }}
      ... @defer(label: "a") {{ __typename rewards {{ status items {{ kind }} }} }}
      ... @defer(label: "b") {{ rewards {{ items {{ title }} }} }} }} }}"""
    first, rest = await all_parts(company, query, format_=OLDER)
    rewards = {"status": "READY", "items": [{"kind": "DIAMOND"}]}
    a = {"__typename": "EndPage", "rewards": rewards}
    b = {"rewards": {"items": [{"title": "Sell ten"}]}}
    assert first["data"]["endPage"] == {"__typename": "EndPage", "rewards": {"status": "READY"}}
    assert rest["incremental"] == [
        {"data": a, "path": ["endPage"], "label": "a"},
        {"data": b, "path": ["endPage"], "label": "b"},
    ]


async def test_clients_of_the_older_format_hear_of_every_fragment(company: FakeCompany) -> None:
    """They take for missing what they have not heard of."""
    first, *rest = await all_parts(company, MINOR, format_=OLDER)
    told = [each for payload in rest for each in payload["incremental"]]
    assert first["data"] == {"endPage": {"rewards": {}}}
    assert sorted(told, key=str) == [
        {"data": {"isStale": False}, "path": ["endPage", "journey"]},
        {
            # What is nested in it is there already, and may be in it, too.
            "data": {"journey": {"status": "READY", "isStale": False}},
            "path": ["endPage"],
            "label": "major",
        },
        {"data": {"status": "READY"}, "path": ["endPage", "rewards"], "label": "minor"},
    ]
