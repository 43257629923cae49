"""Metrics: the numbers of a LIVE as shop analytics counts them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec
import structlog
from msgspec.structs import replace

from loaders.counts import GroupCounts
from loaders.envelope import Item
from loaders.errors import KnownError, SourceForbidden
from loaders.item_batches import decoded_from, shop_items
from loaders.keys import Key
from loaders.measures import (
    Counted,
    Finality,
    Measure,
    Measures,
    Missing,
    Provenance,
    Restatement,
)
from loaders.metric_groups import (
    FORMS,
    GroupForm,
    WireProvenance,
    WireSales,
)
from loaders.shop import ENGAGEMENT

_log = structlog.get_logger(__name__)


class Currencies(msgspec.Struct, frozen=True):
    """The one display currency of a LIVE, its rate's day, and direct GMV as buyers paid it."""

    display: str
    rate_date: date
    direct_gmv: tuple[tuple[str, Decimal], ...]


class ShopNumbers(msgspec.Struct, frozen=True):
    """What shop analytics says of a LIVE, of the groups that were asked for.

    ``is_partial`` when a group that was asked for could not be given.
    """

    as_of: datetime
    next_refresh_at: datetime | None
    is_ready: bool
    is_stale: bool
    is_partial: bool
    measures: Measures
    currencies: Currencies | None


@decoded_from(shop_items)
def shop_numbers_by_session(item: Item, key: Key) -> ShopNumbers:
    """The numbers of each LIVE. A group that cannot be read costs its own numbers alone."""
    counts = GroupCounts()
    missing: dict[Measure, Missing] = {}
    sales: WireSales | None = None
    for name in sorted(key.groups & FORMS.keys()):
        form = FORMS[name]
        try:
            group = item.optional_group(form.group, form.wire)
            if group is None:
                missing.update(dict.fromkeys(form.numbers, _why_absent(item, form)))
                continue
            _count(counts, item, group, form)
        except (KnownError, ValueError) as error:
            missing.update(dict.fromkeys(form.numbers, _why(error)))
            continue
        if isinstance(group, WireSales):
            sales = group
    return ShopNumbers(
        as_of=item.as_of,
        next_refresh_at=item.next_refresh_at,
        is_ready=item.is_ready,
        is_stale=item.is_stale,
        is_partial=Missing.UPSTREAM_ERROR in missing.values(),
        measures=Measures(counts, missing),
        currencies=None if sales is None else _currencies(sales),
    )


def _count(counts: GroupCounts, item: Item, group: WireProvenance, form: GroupForm) -> None:
    """Add the numbers of ``group`` to ``counts``. Raises ValueError when they are not whole."""
    form.check(group)
    finality = Finality.__members__.get(group.finality)
    if finality is None:
        _log.warning("unknown_enum_value", enum="Finality", value=group.finality[:80])
        finality = Finality.PROVISIONAL
    provenance = Provenance(item.as_of, finality, group.final_at)
    counts.add(form, group, _unless_restated(provenance))
    if group.restatements:
        _restate(counts, form, group, provenance)
    if isinstance(group, WireSales) and group.complete_at is not None:
        # This one has an end of its own: a day after the LIVE, nothing is added to it.
        first = counts[Measure.GMV_WITHIN_24H]
        day = replace(first.provenance, final_at=group.complete_at)
        counts.put(Measure.GMV_WITHIN_24H, replace(first, provenance=day))


def _restate(
    counts: GroupCounts, form: GroupForm, group: WireProvenance, provenance: Provenance
) -> None:
    """Say of those numbers that were changed after they had been told that they were."""
    told = {said.metric: said for said in group.restatements}
    for measure, number in form.numbers.items():
        said = told.get(measure.value)
        if said is not None:
            restatement = Restatement(said.before, said.at, said.reason)
            counts.put(measure, Counted(number(group), provenance, restatement))


def _unless_restated(provenance: Provenance) -> Provenance:
    """A group is restated when one of its numbers is; the others are as final as before."""
    if provenance.finality is not Finality.RESTATED:
        return provenance
    is_final = provenance.final_at is None or provenance.final_at <= provenance.as_of
    return replace(provenance, finality=Finality.FINAL if is_final else Finality.SETTLING)


def _currencies(sales: WireSales) -> Currencies:
    by_currency = tuple((money.currency, money.amount) for money in sales.direct_gmv_by_currency)
    return Currencies(sales.display_currency, sales.rate_date, by_currency)


def _why_absent(item: Item, form: GroupForm) -> Missing:
    if not item.is_ready:
        return Missing.NOT_READY
    # Engagement alone may be left out, and is for affiliates; any other group is owed.
    return Missing.FORBIDDEN if form.group is ENGAGEMENT else Missing.UPSTREAM_ERROR


def _why(error: Exception) -> Missing:
    return Missing.FORBIDDEN if isinstance(error, SourceForbidden) else Missing.UPSTREAM_ERROR
