"""Mutation: what a creator may do. What was not done is told as data, in ``userErrors``."""

from __future__ import annotations

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.cost import TWO_READS, WRITE
from resolvers.recording_links import (
    CreateRecordingLinksInput,
    CreateRecordingLinksPayload,
    create_recording_links,
)
from resolvers.semantic_non_null import NULL_BY_ERROR
from resolvers.sharing import (
    CreateShareInput,
    CreateSharePayload,
    RevokeShareInput,
    RevokeSharePayload,
    create_share,
    revoke_share,
)

_WHICH = "Which recording to make links to."
_WHAT = "Which recording to share, and how."
_END = "Which share to end."


@strawberry.type(description="What a creator may do. To do it again does no harm.")
class Mutation:
    @strawberry.mutation(
        description="Make links to watch and to keep one's own recording. They run out, and end "
        "with the recording. Null comes with an error: it could not be read.",
        directives=[NULL_BY_ERROR, TWO_READS],
    )
    async def create_recording_links(
        self,
        info: Info,
        wanted: Annotated[
            CreateRecordingLinksInput, strawberry.argument(name="input", description=_WHICH)
        ],
    ) -> CreateRecordingLinksPayload | None:
        return await create_recording_links(info, wanted)

    @strawberry.mutation(
        description="Share one's own recording with everybody who gets the address. Null comes "
        "with an error: it could not be read or written. To ask again with the same key is safe.",
        directives=[NULL_BY_ERROR, WRITE],
    )
    async def create_share(
        self,
        info: Info,
        wanted: Annotated[CreateShareInput, strawberry.argument(name="input", description=_WHAT)],
    ) -> CreateSharePayload | None:
        return await create_share(info, wanted)

    @strawberry.mutation(
        description="End one's own share at once. Null comes with an error: it could not be read "
        "or written, and asking again is safe.",
        directives=[NULL_BY_ERROR, WRITE],
    )
    async def revoke_share(
        self,
        info: Info,
        wanted: Annotated[RevokeShareInput, strawberry.argument(name="input", description=_END)],
    ) -> RevokeSharePayload | None:
        return await revoke_share(info, wanted)
