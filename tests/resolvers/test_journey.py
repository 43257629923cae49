"""Journey: how far a creator has come, and what this LIVE added."""

from __future__ import annotations

from datetime import UTC, datetime

from structlog.testing import capture_logs

from tests.fakes import journey
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE
from tests.fakes.times import wire

LATER = wire(datetime.fromtimestamp(journey.LATER, UTC))


async def test_milestones_say_what_this_live_added(company: FakeCompany) -> None:
    """Exact numbers, nought where it added nothing, and whether the mark is reached."""
    items = [
        journey.milestone("CUMULATIVE_LIVE_HOURS", "7.5", "10"),
        journey.milestone("LIVE_GMV", "10.00", "10", unit="USD", tier=None, deadline_at=None),
    ]
    company.journey.say(CREATOR, groups={"milestones": {"items": items}})
    page = await company.page(
        "journey { milestones { code tier unit current target addedByThisLive isReached state"
        " deadlineAt } }"
    )
    hours, gmv = page["journey"]["milestones"]
    assert hours == {
        "code": "CUMULATIVE_LIVE_HOURS",
        "tier": "10",
        "unit": "HOURS",
        "current": "7.5",
        "target": "10",
        "addedByThisLive": "1",
        "isReached": False,
        "state": "IN_PROGRESS",
        "deadlineAt": LATER,
    }
    assert (gmv["addedByThisLive"], gmv["isReached"]) == ("0", True)
    assert (gmv["tier"], gmv["deadlineAt"]) == (None, None)


async def test_level_goals_and_opportunities_are_shown(company: FakeCompany) -> None:
    """The league's change is this LIVE's; everything else is the creator's."""
    page = await company.page(
        "journey { level { level league leagueChange seasonEndsAt }"
        " goals { code period addedByThisLive isReached endsAt }"
        " opportunities { opportunityId type reasonCode reason deepLink expiresAt } }"
    )
    assert page["journey"] == {
        "level": {"level": "L4", "league": "C3", "leagueChange": 1, "seasonEndsAt": LATER},
        "goals": [
            {
                "code": "LIVE_DAYS",
                "period": "WEEK",
                "addedByThisLive": "0.5",
                "isReached": True,
                "endsAt": LATER,
            }
        ],
        "opportunities": [
            {
                "opportunityId": "o1",
                "type": "CAMPAIGN",
                "reasonCode": "CATEGORY_FITS",
                "reason": "You sell coats.",
                "deepLink": "app://campaign/1",
                "expiresAt": None,
            }
        ],
    }


async def test_words_of_tomorrow_are_unknown_and_logged(company: FakeCompany) -> None:
    """Every closed set of the panel is open to a word that this version does not know."""
    company.journey.say(
        CREATOR,
        groups={
            "milestones": {"items": [journey.milestone("A", "1", "2", unit="LIGHT_YEARS")]},
            "goals": {"items": [journey.goal("B", "1", "2", period="DECADE", state="DREAMT")]},
            "opportunities": {"items": [journey.opportunity("o", type="TELEPATHY")]},
        },
    )
    with capture_logs() as logs:
        page = await company.page(
            "journey { milestones { unit title } goals { period state } opportunities { type } }"
        )
    assert page["journey"] == {
        "milestones": [{"unit": "UNKNOWN", "title": "Ten hours"}],
        "goals": [{"period": "UNKNOWN", "state": "UNKNOWN"}],
        "opportunities": [{"type": "UNKNOWN"}],
    }
    told = {(line["event"], line["enum"], line["value"]) for line in logs}
    assert told == {
        ("unknown_enum_value", "ProgressUnit", "LIGHT_YEARS"),
        ("unknown_enum_value", "GoalPeriod", "DECADE"),
        ("unknown_enum_value", "ProgressState", "DREAMT"),
        ("unknown_enum_value", "OpportunityType", "TELEPATHY"),
    }


async def test_what_this_live_added_may_come_later(company: FakeCompany) -> None:
    """The creator's part is shown, and the panel says that it is not whole."""
    company.journey.say(LIVE, status="NOT_READY")
    page = await company.page(
        "journey { status level { leagueChange }"
        " milestones { current addedByThisLive } goals { current addedByThisLive } }"
    )
    assert page["journey"] == {
        "status": "PARTIAL",
        "level": {"leagueChange": None},
        "milestones": [{"current": "7.5", "addedByThisLive": None}],
        "goals": [{"current": "3", "addedByThisLive": None}],
    }


async def test_each_tier_has_what_was_added_to_it(company: FakeCompany) -> None:
    """A LIVE that finishes one tier is whole in the next, and nothing in one long reached."""
    items = [
        journey.milestone("CUMULATIVE_LIVE_HOURS", current, target, tier=target)
        for current, target in (("1", "1"), ("10", "10"), ("10.25", "50"))
    ]
    added = [
        {"code": "CUMULATIVE_LIVE_HOURS", "tier": 50, "added": "1.25"},
        {"code": "CUMULATIVE_LIVE_HOURS", "tier": "10", "added": "1"},
    ]
    progress = {"milestones": added, "goals": [], "league_change": 0}
    company.journey.say(LIVE, groups={"progress": progress})
    company.journey.say(CREATOR, groups={"milestones": {"items": items}})
    page = await company.page("journey { milestones { tier addedByThisLive } }")
    assert page["journey"]["milestones"] == [
        {"tier": "1", "addedByThisLive": "0"},
        {"tier": "10", "addedByThisLive": "1"},
        {"tier": "50", "addedByThisLive": "1.25"},
    ]


async def test_lists_are_bounded(company: FakeCompany) -> None:
    """Twenty of each, however many there are."""
    items = [journey.opportunity(f"o{n}") for n in range(30)]
    company.journey.say(CREATOR, groups={"opportunities": {"items": items}})
    page = await company.page("journey { opportunities { opportunityId } }")
    shown = [one["opportunityId"] for one in page["journey"]["opportunities"]]
    assert shown == [f"o{n}" for n in range(20)]


async def test_words_come_in_the_language_that_was_asked_for(company: FakeCompany) -> None:
    """The language is part of each key."""
    query = f'{{ endPage(sessionId: "{LIVE}") {{ journey {{ level {{ level }} }} }} }}'
    await company.ask(query, language="es")
    (call,) = company.journey.calls
    assert {key.language for key in call} == {"es"}
