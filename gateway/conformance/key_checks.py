"""Key checks: that each key gets its own item, and nobody somebody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gateway.conformance.check import Check, NotMade, Unmet
from gateway.conformance.conversation import Conversation, named
from gateway.conformance.reading import Unreadable, items_of
from gateway.conformance.service import Unreachable
from gateway.conformance.subject import Live
from loaders.envelope import NOT_THEIRS
from loaders.keys import Key, Part

# As many calls as the gateway has under way before keys wait to be joined.
_AT_ONCE = 4
# Klingon: a tag that is well formed, and a language that no service has.
_NOBODYS_LANGUAGE = "tlh"
_UNKNOWN = "7299999999999999999"


async def _every_key(talk: Conversation) -> str:
    try:
        found = items_of((await talk.whole()).body)
    except (Unreachable, Unreadable) as error:
        raise NotMade("the answer cannot be read") from error
    missing = [key for key in talk.keys if key.identity not in found]
    if missing:
        raise Unmet(f"no item for {named(missing)}")
    return f"{len(talk.keys)} items"


async def _languages(talk: Conversation) -> str:
    live = talk.subject.lives[0]
    tags = dict.fromkeys((talk.subject.language, "ar", _NOBODYS_LANGUAGE))
    told = await talk.told([talk.subject.session(live, language=tag) for tag in tags])
    return f"{len(told)} items"


async def _at_once(talk: Conversation) -> str:
    keys = (talk.keys * _AT_ONCE)[:_AT_ONCE]
    answers = await asyncio.gather(*(talk.service.read([key]) for key in keys))
    for key, answered in zip(keys, answers, strict=True):
        if items_of(answered.body).keys() != {key.identity}:
            raise Unmet(f"something else for {named([key])}")
    return "each its own item"


async def _unknown(talk: Conversation) -> str:
    live = talk.subject.lives[0]
    own, unknown = talk.subject.session(live), _key_of(talk, _UNKNOWN, live.creator)
    return _refused_beside(await talk.told([unknown, own]), own)


async def _somebody_elses(talk: Conversation) -> str:
    live, other = _two(talk)
    own = talk.subject.session(live)
    return _refused_beside(await talk.told([_key_of(talk, other.id, live.creator), own]), own)


async def _another_creator(talk: Conversation) -> str:
    live, other = _two(talk)
    groups = talk.subject.names(Part.CREATOR)
    if not groups:
        raise NotMade("the contract has no group of a creator")
    own = talk.subject.session(live)
    key = Key(Part.CREATOR, other.creator, live.creator, talk.subject.language, groups)
    return _refused_beside(await talk.told([key, own]), own)


async def _told_alike(talk: Conversation) -> str:
    live, other = _two(talk)
    keys = [_key_of(talk, identifier, live.creator) for identifier in (_UNKNOWN, other.id)]
    told = await talk.told(keys)
    words = [_without(told[key].written, key.id) for key in keys]
    if words[0] != words[1]:
        names = {*words[0], *words[1]}
        differing = sorted(name for name in names if words[0].get(name) != words[1].get(name))
        raise Unmet(f"they differ in {', '.join(differing)}")
    return "the same"


async def _as_asked(talk: Conversation) -> str:
    live = talk.subject.lives[0]
    one = min(talk.subject.names(Part.SESSION))
    for groups in ((), (one,)):
        key = talk.subject.session(live, groups=groups)
        told = (await talk.told([key]))[key]
        more = told.groups.keys() - set(groups)
        if more:
            raise Unmet(f"{', '.join(sorted(more))} as well")
    return f"the header alone, and {one} alone"


def _two(talk: Conversation) -> tuple[Live, Live]:
    two = talk.subject.of_two_creators
    if two is None:
        raise NotMade("name LIVEs of two creators: --live, once more")
    return two


def _key_of(talk: Conversation, identifier: str, creator: str) -> Key:
    return replace(talk.subject.session(talk.subject.lives[0]), id=identifier, on_behalf_of=creator)


def _refused_beside(told: Mapping[Key, Any], own: Key) -> str:
    """That all but ``own`` are refused, each by itself. Raises Unmet."""
    if told[own].wire.code != 0:
        raise Unmet(f"code {told[own].wire.code} for the key that is theirs")
    codes = {item.wire.code for key, item in told.items() if key is not own}
    if codes != {NOT_THEIRS}:
        raise Unmet(f"code {', '.join(map(str, sorted(codes)))}")
    return f"code {NOT_THEIRS}, and the other item whole"


def _without(written: Mapping[str, Any], identifier: str) -> dict[str, Any]:
    """What is written, with the id that was asked for taken out of its words."""
    return {name: str(value).replace(identifier, "") for name, value in written.items()}


_REFUSED = f"code {NOT_THEIRS} in an item of its own, and the other whole"
KEY_CHECKS = (
    Check(
        "every key",
        "every LIVE and creator with every group",
        "an item for each, in any order, with its id, on_behalf_of and language",
        _every_key,
    ),
    Check(
        "languages",
        "a LIVE in three languages, one of which nobody has",
        "an item for each, under the tag that was asked for",
        _languages,
    ),
    Check("at once", "four reads at a time", "to each its own item", _at_once),
    Check("unknown", "a LIVE that there is not, beside one that there is", _REFUSED, _unknown),
    Check(
        "somebody else's",
        "a LIVE on behalf of another creator, beside one of theirs",
        _REFUSED,
        _somebody_elses,
    ),
    Check(
        "another creator",
        "a creator on behalf of another one, beside a LIVE of theirs",
        _REFUSED,
        _another_creator,
    ),
    Check(
        "told alike",
        "a LIVE that there is not, and somebody else's",
        "the same words but for the id",
        _told_alike,
    ),
    Check("as asked", "a LIVE with no group, and with one", "those groups and no other", _as_asked),
)
