"""Things: the objects of the odd schema, which are worked out by the world when they are read."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, TypeAlias

from tests.differential.odd_values import mischievous, odd_leaf
from tests.differential.world import World

Maker: TypeAlias = Callable[[World, str], Any]
_KINDS: dict[str, type[Thing]] = {}
# The ways in which there are lists, the usual one most often.
_LISTS: list[Callable[[Iterator[Any]], Any]] = [list, list, list, tuple, iter]


class Thing:
    """An object that stands at ``place``. What an attribute is, ``made`` says; it may raise."""

    made: ClassVar[dict[str, Maker]] = {}
    world: World
    place: str

    def __init_subclass__(cls) -> None:
        _KINDS[cls.__name__] = cls

    def __getattr__(self, name: str) -> Any:
        maker = type(self).made.get(name)
        if maker is None:
            raise AttributeError(name)
        return maker(self.world, f"{self.place}/{name}")


_KINDS["Thing"] = Thing


def thing(kind: str, world: World, place: str) -> Any:
    """One of the class ``kind``."""
    made = _KINDS[kind].__new__(_KINDS[kind])
    made.world, made.place = world, place
    return made


def leaf(kind: str) -> Maker:
    """A leaf of that kind."""
    return lambda world, place: odd_leaf(world, place, kind)


def one_of(*kinds: str) -> Maker:
    """An object of one of these classes, which the schema may expect there or not."""

    def make(world: World, place: str) -> Any:
        return mischievous(world, place, lambda dice: thing(dice.choice(kinds), world, place))

    return make


def many(item: Maker) -> Maker:
    """A list of such things, in one of the ways in which there are lists."""

    def make(world: World, place: str) -> Any:
        def right(dice: random.Random) -> Any:
            items = (item(world, f"{place}/{index}") for index in range(dice.randrange(4)))
            return dice.choice(_LISTS)(items)

        return mischievous(world, place, right)

    return make


def or_null(maker: Maker) -> Maker:
    """The same; null now and then, which is no mischief where it may be."""

    def make(world: World, place: str) -> Any:
        return None if world.chance(f"null/{place}").randrange(4) == 0 else maker(world, place)

    return make


async def late(source: Thing, name: str, maker: Maker) -> Any:
    """What ``maker`` gives for this field of ``source``, after a while."""
    place = f"{source.place}/{name}"
    await source.world.wait(place)
    return maker(source.world, place)


def at_once(source: Thing, name: str, maker: Maker) -> Any:
    """The same, without waiting."""
    return maker(source.world, f"{source.place}/{name}")
