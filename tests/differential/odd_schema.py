"""The odd schema: every shape that GraphQL and Strawberry know, and resolvers that are not to be
trusted. What they come to is the world's, which is their context.

The file is long because it is one schema, whose types hold each other.
"""

# What a resolver gives here is not to be trusted, so it has no type.
# mypy: disable-error-code="no-any-return"
from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, NewType, TypeAlias

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition

from resolvers.defer import DEFER
from resolvers.scalars import SCALARS, URL, Long
from tests.differential.odd_values import Plain, Renamed
from tests.differential.things import (
    Maker,
    Thing,
    at_once,
    late,
    leaf,
    many,
    one_of,
    or_null,
    thing,
)
from tests.differential.world import World


class OddContext:
    """What takes the place of an operation."""

    watch = None

    def __init__(self, world: World) -> None:
        self.world = world


Shout = NewType("Shout", str)
Shape = NewType("Shape", object)
Info: TypeAlias = strawberry.Info[OddContext, None]


def _shout(value: Any) -> str | None:
    """Loud; of nothing it is nothing, which no scalar may be."""
    return value.upper() or None


_SCALARS: dict[object, ScalarDefinition] = {
    **SCALARS,
    Shout: strawberry.scalar(name="Shout", serialize=_shout, parse_value=str),
    Shape: strawberry.scalar(name="Shape", serialize=lambda value: value, parse_value=str),
}
strawberry.enum(Plain)
strawberry.enum(Renamed)
for _value in Renamed.__strawberry_definition__.values:  # type: ignore[attr-defined]  # strawberry.enum has put it there
    _value.name = f"THE_{_value.name}"

_BEING: dict[str, Maker] = {"id": leaf("ID"), "name": or_null(leaf("String"))}


@strawberry.interface
class Being(Thing):
    id: strawberry.ID
    name: str | None

    @strawberry.field
    async def friend(self) -> Being | None:
        return await late(self, "friend", or_null(one_of("Cat", "Kitten", "Dog", "Fish")))

    @strawberry.field
    def rival(self) -> Being | None:
        return at_once(self, "rival", or_null(one_of("Cat", "Kitten", "Dog", "Fish", "Stone")))


@strawberry.type
class Cat(Being):
    lives: int
    mood: Plain
    tags: list[str]
    mother: Cat | None
    made: ClassVar[dict[str, Maker]] = {
        **_BEING,
        "lives": leaf("Int"),
        "mood": leaf("Plain"),
        "tags": many(leaf("String")),
        "mother": or_null(one_of("Cat", "Kitten", "Stone")),
    }


class Kitten(Cat):
    """A cat, and no type of the schema."""


@strawberry.type
class Dog(Being):
    weight: float | None
    mood: Renamed | None
    made: ClassVar[dict[str, Maker]] = {
        **_BEING,
        "weight": or_null(leaf("Float")),
        "mood": or_null(leaf("Renamed")),
    }

    @strawberry.field
    async def owner(self) -> Person:
        return await late(self, "owner", one_of("Person", "Stone"))


@strawberry.type
class Fish(Being):
    scales: Long
    made: ClassVar[dict[str, Maker]] = {**_BEING, "scales": leaf("Long")}

    @classmethod
    def is_type_of(cls, obj: Any, _info: Any) -> bool:
        """Whether it sinks, whatever its class is."""
        return isinstance(obj, Fish | Stone)


class Stone(Thing):
    """No type of the schema, with attributes as some of them have."""

    made: ClassVar[dict[str, Maker]] = {
        **_BEING,
        "lives": leaf("Int"),
        "scales": leaf("Long"),
        "nickname": leaf("String"),
    }


Pet = Annotated[Cat | Dog | Fish, strawberry.union("Pet")]


_ANY_PET = one_of("Cat", "Kitten", "Dog", "Fish", "Stone")


@strawberry.type
class Person(Thing):
    nickname: str
    pets: list[list[Pet | None]] | None
    favourite: Pet | None
    made: ClassVar[dict[str, Maker]] = {
        "nickname": leaf("String"),
        "pets": or_null(many(many(or_null(_ANY_PET)))),
        "favourite": or_null(_ANY_PET),
    }


@strawberry.interface
class Turn(Thing):
    angle: float

    @classmethod
    def resolve_type(cls, obj: Any, _info: Any, _abstract: Any) -> str:
        """By what it says itself."""
        name: str = obj.name
        return name


@strawberry.type
class Left(Turn):
    made: ClassVar[dict[str, Maker]] = {"angle": leaf("Float"), "name": lambda *_: "Left"}


@strawberry.type
class Right(Turn):
    back: Left | None
    made: ClassVar[dict[str, Maker]] = {
        "angle": leaf("Float"),
        "back": or_null(one_of("Left")),
        "name": lambda world, place: world.chance(f"{place}!").choice(["Right", "Right", "Cat"]),
    }


@strawberry.type
class Leaves(Thing):
    whole: int
    part: float
    words: str
    truth: bool
    key: strawberry.ID
    amount: Decimal
    moment: datetime
    long: Long
    url: URL
    shout: Shout
    shape: Shape
    plain: Plain
    renamed: Renamed
    maybe_whole: int | None
    maybe_part: float | None
    maybe_truth: bool | None
    maybe_moment: datetime | None
    maybe_url: URL | None
    maybe_shout: Shout | None
    maybe_plain: Plain | None
    numbers: list[int | None]
    grid: list[list[float]] | None
    moods: list[Renamed] | None
    made: ClassVar[dict[str, Maker]] = {
        "whole": leaf("Int"),
        "part": leaf("Float"),
        "words": leaf("String"),
        "truth": leaf("Boolean"),
        "key": leaf("ID"),
        "amount": leaf("Decimal"),
        "moment": leaf("DateTime"),
        "long": leaf("Long"),
        "url": leaf("URL"),
        "shout": leaf("Shout"),
        "shape": leaf("Shape"),
        "plain": leaf("Plain"),
        "renamed": leaf("Renamed"),
        "maybe_whole": or_null(leaf("Int")),
        "maybe_part": or_null(leaf("Float")),
        "maybe_truth": or_null(leaf("Boolean")),
        "maybe_moment": or_null(leaf("DateTime")),
        "maybe_url": or_null(leaf("URL")),
        "maybe_shout": or_null(leaf("Shout")),
        "maybe_plain": or_null(leaf("Plain")),
        "numbers": many(or_null(leaf("Int"))),
        "grid": or_null(many(many(leaf("Float")))),
        "moods": or_null(many(leaf("Renamed"))),
    }


@strawberry.type
class Chain(Thing):
    value: int
    beside: Chain | None
    must: Chain
    links: list[Chain | None] | None
    made: ClassVar[dict[str, Maker]] = {
        "value": leaf("Int"),
        "beside": or_null(one_of("Chain")),
        "must": one_of("Chain"),
        "links": or_null(many(or_null(one_of("Chain")))),
    }

    @strawberry.field
    async def late_value(self) -> int:
        return await late(self, "late_value", leaf("Int"))

    @strawberry.field
    async def maybe_value(self) -> int | None:
        return await late(self, "maybe_value", or_null(leaf("Int")))

    @strawberry.field
    async def next(self) -> Chain:
        return await late(self, "next", one_of("Chain"))

    @strawberry.field
    async def maybe(self) -> Chain | None:
        return await late(self, "maybe", or_null(one_of("Chain")))

    @strawberry.field
    async def rows(self) -> list[list[Chain]] | None:
        return await late(self, "rows", or_null(many(many(one_of("Chain")))))


@strawberry.input
class Box:
    width: int
    label: str = "box"
    colours: list[Plain] | None = None
    inner: Box | None = None


@strawberry.type
class Echo(Thing):
    """Says how it was asked."""

    @strawberry.field
    def plain(self, number: int = 7, word: str | None = None, plain: Plain = Plain.RED) -> str:
        return f"{number} {word!r} {plain}"

    @strawberry.field
    def scalars(
        self,
        at: datetime | None = None,
        amount: Decimal | None = None,
        long: Long | None = strawberry.UNSET,
        key: strawberry.ID | None = None,
        truth: bool = True,
        part: float = 0.5,
    ) -> str:
        return f"{at!r} {amount!r} {long!r} {key!r} {truth!r} {part!r}"

    @strawberry.field
    def lists(
        self,
        words: list[str],
        moods: list[Renamed] | None = None,
        grid: list[list[int | None]] | None = None,
    ) -> str:
        return f"{words!r} {moods!r} {grid!r}"

    @strawberry.field
    async def boxed(
        self, info: Info, box: Box | None = None, boxes: list[Box] | None = None
    ) -> str:
        await info.context.world.wait(f"{self.place}/boxed {box!r}")
        return f"{box!r} {boxes!r}"

    @strawberry.field
    async def required(self, number: int, mood: Renamed) -> str | None:
        place = f"required {number} {mood}"
        return await late(self, place, or_null(leaf("String")))


@strawberry.type
class Query:
    @strawberry.field
    def leaves(self, info: Info) -> Leaves | None:
        return at_once(_root(info), "leaves", or_null(one_of("Leaves")))

    @strawberry.field
    async def late_leaves(self, info: Info) -> Leaves:
        return await late(_root(info), "late_leaves", one_of("Leaves"))

    @strawberry.field
    def chain(self, info: Info) -> Chain | None:
        return at_once(_root(info), "chain", one_of("Chain"))

    @strawberry.field
    async def late_chain(self, info: Info) -> Chain | None:
        return await late(_root(info), "late_chain", one_of("Chain"))

    @strawberry.field
    async def must_chain(self, info: Info) -> Chain:
        return await late(_root(info), "must_chain", one_of("Chain"))

    @strawberry.field
    def beings(self, info: Info) -> list[Being]:
        return at_once(_root(info), "beings", many(_ANY_PET))

    @strawberry.field
    async def late_beings(self, info: Info) -> list[Being | None] | None:
        return await late(_root(info), "late_beings", many(or_null(_ANY_PET)))

    @strawberry.field
    async def person(self, info: Info) -> Person | None:
        return await late(_root(info), "person", one_of("Person", "Stone"))

    @strawberry.field
    def pet(self, info: Info) -> Pet | None:
        return at_once(_root(info), "pet", _ANY_PET)

    @strawberry.field
    async def turns(self, info: Info) -> list[Turn | None]:
        return await late(_root(info), "turns", many(one_of("Left", "Right")))

    @strawberry.field
    def echo(self, info: Info) -> Echo:
        return thing("Echo", info.context.world, "echo")


@strawberry.type
class Subscription:
    @strawberry.field
    async def chain(self, info: Info) -> Chain:
        return await late(_root(info), "chain", one_of("Chain"))

    @strawberry.field
    async def beings(self, info: Info) -> list[Being] | None:
        return await late(_root(info), "beings", many(_ANY_PET))


def _root(info: Info) -> Thing:
    return thing("Thing", info.context.world, "")


schema = strawberry.Schema(
    query=Query,
    subscription=Subscription,
    types=[Left, Right, Fish, Cat, Dog],
    config=StrawberryConfig(scalar_map=_SCALARS),
)
# Strawberry has no other way to give a schema one of the directives that are its own.
schema._schema.directives = (*schema._schema.directives, DEFER)
