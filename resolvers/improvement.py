"""Improvement: one suggestion of what to do better, whether it is about a room or an account."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

import strawberry

from loaders.improvements import ImprovementsRecord, WireImprovement
from resolvers.cost import at_most
from resolvers.enums import describe, read_word
from resolvers.metric import Metric
from resolvers.scalars import URL


class ImprovementOutcome(Enum):
    """What a diagnosis came to."""

    CAN_DO_BETTER = "CAN_DO_BETTER"
    GOOD = "GOOD"
    BELOW_THRESHOLD = "BELOW_THRESHOLD"
    VIOLATION = "VIOLATION"
    UNKNOWN = "UNKNOWN"


describe(
    ImprovementOutcome,
    "What a diagnosis came to.",
    CAN_DO_BETTER="There are suggestions.",
    GOOD="There is nothing to suggest.",
    BELOW_THRESHOLD="There was too little to judge.",
    VIOLATION="The platform suspended the LIVE; that comes first.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


class Dimension(Enum):
    """What a suggestion is about."""

    DILIGENCE = "DILIGENCE"
    TRAFFIC = "TRAFFIC"
    CONTENT = "CONTENT"
    PRODUCT = "PRODUCT"
    PROMOTION = "PROMOTION"
    SERVICE = "SERVICE"
    COMPLIANCE = "COMPLIANCE"
    UNKNOWN = "UNKNOWN"


describe(
    Dimension,
    "What a suggestion is about.",
    DILIGENCE="How often and how long the creator goes LIVE.",
    TRAFFIC="How many see and enter the LIVE.",
    CONTENT="How the LIVE is presented.",
    PRODUCT="What is sold.",
    PROMOTION="Offers, giveaways and ads.",
    SERVICE="What buyers experience afterwards.",
    COMPLIANCE="What the platform's rules ask for.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


class FunnelStage(Enum):
    """Where in the funnel a suggestion has its effect."""

    DISCOVER = "DISCOVER"
    ENGAGE = "ENGAGE"
    PURCHASE = "PURCHASE"
    UNKNOWN = "UNKNOWN"


describe(
    FunnelStage,
    "Where in the funnel a suggestion has its effect.",
    DISCOVER="Being seen and entered.",
    ENGAGE="Being watched.",
    PURCHASE="Being bought from.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


class Severity(Enum):
    """How much a suggestion matters, worst first."""

    CRITICAL = "CRITICAL"
    WARNING = "WARNING"
    OK = "OK"
    STRENGTH = "STRENGTH"
    UNKNOWN = "UNKNOWN"


describe(
    Severity,
    "How much a suggestion matters.",
    CRITICAL="Clearly weak: act on it first.",
    WARNING="Weaker than it should be.",
    OK="As it should be.",
    STRENGTH="A strength: keep it.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


class EvidenceKind(Enum):
    """What a piece of evidence is."""

    CLIP = "CLIP"
    MOMENT = "MOMENT"
    UNKNOWN = "UNKNOWN"


describe(
    EvidenceKind,
    "What a piece of evidence is.",
    CLIP="A clip of the recording.",
    MOMENT="A stretch of the LIVE's time line.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


@strawberry.type(description="What to do about a suggestion.")
class ImprovementAction:
    code: str = strawberry.field(description="Which action this is.")
    title: str = strawberry.field(description="Its title, in the client's language.")
    deep_link: URL = strawberry.field(description="Where in the APP to do it.")


@strawberry.type(description="A stretch of the LIVE that shows what a suggestion means.")
class Evidence:
    kind: EvidenceKind = strawberry.field(description="What it is.")
    from_seconds: int = strawberry.field(description="Where it begins, from the LIVE's start.")
    to_seconds: int = strawberry.field(description="Where it ends, from the LIVE's start.")


@strawberry.type(description="One suggestion of what to do better.")
class Improvement:
    suggestion_id: strawberry.ID = strawberry.field(description="The suggestion's own id.")
    code: str = strawberry.field(description="Which suggestion this is.")
    dimension: Dimension = strawberry.field(description="What it is about.")
    funnel_stage: FunnelStage = strawberry.field(description="Where it has its effect.")
    severity: Severity = strawberry.field(description="How much it matters.")
    metric: Metric = strawberry.field(description="The number that it is judged by.")
    observed: float | None = strawberry.field(
        description="What the number is: for a room, that of the metrics panel. Null: missing."
    )
    benchmark: float | None = strawberry.field(
        description="What the number is measured against. Null: nothing."
    )
    title: str = strawberry.field(description="Its title, in the client's language.")
    body: str = strawberry.field(description="Its text, in the client's language.")
    action: ImprovementAction = strawberry.field(description="What to do about it.")
    evidence: list[Evidence] = strawberry.field(
        description="Where in the LIVE it can be seen; at most five stretches.",
        directives=[at_most(5)],
    )


def outcome_of(record: ImprovementsRecord | None) -> ImprovementOutcome | None:
    """What a diagnosis came to; None while there is none."""
    if record is None or record.outcome is None:
        return None
    return read_word(ImprovementOutcome, record.outcome)


def worst_first(record: ImprovementsRecord) -> list[WireImprovement]:
    """The suggestions of a diagnosis, the worst first; those that are alike keep their order."""
    order = {severity.value: place for place, severity in enumerate(Severity)}
    return sorted(record.items, key=lambda item: order.get(item.severity, len(order)))


def improvement(item: WireImprovement, observed: Decimal | None) -> Improvement:
    """The suggestion as it is shown."""
    return Improvement(
        suggestion_id=strawberry.ID(str(item.suggestion_id)),
        code=item.code,
        dimension=read_word(Dimension, item.dimension),
        funnel_stage=read_word(FunnelStage, item.funnel_stage),
        severity=read_word(Severity, item.severity),
        metric=read_word(Metric, item.metric.upper()),
        observed=None if observed is None else float(observed),
        benchmark=None if item.benchmark is None else float(item.benchmark),
        title=item.title,
        body=item.body,
        action=ImprovementAction(
            code=item.action.code,
            title=item.action.title,
            deep_link=URL(item.action.deep_link),
        ),
        evidence=[
            Evidence(
                kind=read_word(EvidenceKind, piece.kind),
                from_seconds=piece.from_seconds,
                to_seconds=piece.to_seconds,
            )
            for piece in item.evidence[:5]
        ],
    )
