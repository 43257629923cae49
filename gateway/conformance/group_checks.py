"""Group checks: that each field group of the contract is told, and can be read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from gateway.conformance.check import Check, NotMade, Unmet
from gateway.conformance.conversation import Conversation
from gateway.conformance.forms import FORM_OF
from gateway.conformance.subject import Subject
from loaders.envelope import Item, WireItem
from loaders.errors import KnownError, SourceBadAnswer
from loaders.keys import Group, Part
from loaders.metric_groups import FORMS
from loaders.shop import ENGAGEMENT
from loaders.spellings import moment


def group_checks(subject: Subject) -> Iterator[Check]:
    """A check for each field group of the subject's contract."""
    for group in subject.groups:
        of = "every LIVE" if group.part is Part.SESSION else "every creator"
        may_lack = ", or left out for affiliates" if group is ENGAGEMENT else ""
        yield Check(
            f"group {group.name}",
            f"{of} with every group",
            f"{group.name} of each that is READY, as the contract has it{may_lack}",
            partial(_told, group),
        )


async def _told(group: Group, talk: Conversation) -> str:
    found = lacking = 0
    for identity, told in (await talk.items()).items():
        if identity[0] is not group.part or told.wire.status != "READY":
            continue
        try:
            read = _read(told.wire, group)
        except (KnownError, ValueError) as error:
            detail = error.detail if isinstance(error, SourceBadAnswer) else str(error)
            raise Unmet(f"{identity[1]}: {detail}") from error
        if read is None and group is not ENGAGEMENT:
            raise Unmet(f"{identity[1]}: it is missing")
        found += read is not None
        lacking += read is None
    if not found:
        raise NotMade("none that is READY has it: name LIVEs that ended longer ago")
    return f"{found} of {found + lacking}"


def _read(wire: WireItem, group: Group) -> object | None:
    """The group as the gateway reads it; None: it is missing. Raises KnownError, ValueError."""
    if wire.as_of is None:
        # That the header is not whole is another check's.
        wire = replace(wire, as_of=moment(0))
    read = Item(wire, upstream=group.upstream).optional_group(group, FORM_OF[group])
    form = FORMS.get(group.name)
    if read is not None and form is not None:
        form.check(read)
    return read
