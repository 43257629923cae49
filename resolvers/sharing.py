"""Sharing: the mutations by which a creator opens and ends a share."""

from __future__ import annotations

import re
from datetime import timedelta

import strawberry

from loaders import share as records
from loaders.recording import Recording
from loaders.share import ShareRefusal
from resolvers.context import Info
from resolvers.cost import at_most
from resolvers.global_id import read_global_id
from resolvers.own_recording import own_playable
from resolvers.share import Share, share
from resolvers.user_error import UserError, UserErrorCode, user_error

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_REFUSALS = {
    ShareRefusal.IDEMPOTENCY_KEY_REUSED: (UserErrorCode.IDEMPOTENCY_KEY_REUSED, "idempotencyKey"),
    ShareRefusal.TOO_MANY_SHARES: (UserErrorCode.TOO_MANY_SHARES, "recordingId"),
}


@strawberry.input(description="Which recording to share, and how.")
class CreateShareInput:
    recording_id: strawberry.ID = strawberry.field(description="The opaque id of the recording.")
    idempotency_key: str = strawberry.field(
        description="A name that the APP gives this wish: 1 to 64 letters, digits, '-' and '_'. To "
        "ask again with the same one gives the same share, however often and after whatever."
    )
    is_indexable: bool = strawberry.field(
        default=False, description="Whether search engines may list the page."
    )


@strawberry.type(description="The share, or why there is none.")
class CreateSharePayload:
    share: Share | None = strawberry.field(
        description="The share, new or made before with the same key. Null: userErrors says why."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why it was not shared; at most one.",
        directives=[at_most(1)],
    )


@strawberry.input(description="Which share to end.")
class RevokeShareInput:
    id: strawberry.ID = strawberry.field(description="The opaque id of the share.")


@strawberry.type(description="The share that has ended, or why it has not.")
class RevokeSharePayload:
    share: Share | None = strawberry.field(
        description="The share as it is now. Null: userErrors says why."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why it was not ended; at most one.",
        directives=[at_most(1)],
    )


async def create_share(info: Info, wanted: CreateShareInput) -> CreateSharePayload:
    """Share the viewer's own recording. Raises KnownError when it cannot be read or written."""
    if not _KEY.fullmatch(wanted.idempotency_key):
        return _not_shared(UserErrorCode.IDEMPOTENCY_KEY_INVALID, "idempotencyKey")
    found, errors = await own_playable(wanted.recording_id, info, "recordingId")
    if found is None:
        return CreateSharePayload(share=None, user_errors=errors)
    if errors:
        before = await _made_before(info, wanted, found)
        return CreateSharePayload(share=before, user_errors=[] if before else errors)
    made = await _created(info, wanted, found)
    if isinstance(made, ShareRefusal):
        return _not_shared(*_REFUSALS[made])
    return CreateSharePayload(share=share(made, info), user_errors=[])


async def revoke_share(info: Info, wanted: RevokeShareInput) -> RevokeSharePayload:
    """End the viewer's own share; one that has ended stays as it is. Raises KnownError."""
    named = read_global_id(wanted.id)
    revoked = None
    if named is not None and named[0] == "Share":
        operation = info.context
        revoked = await operation.sources.shares.revoke(
            operation, creator_id=operation.viewer.creator_id, token=named[1]
        )
    if revoked is None:
        error = user_error(UserErrorCode.NOT_FOUND, "input", "id")
        return RevokeSharePayload(share=None, user_errors=[error])
    return RevokeSharePayload(share=share(revoked, info), user_errors=[])


async def _made_before(info: Info, wanted: CreateShareInput, recording: Recording) -> Share | None:
    """The share that this wish has made already; what has become of its recording since is told by
    its state.
    """
    operation = info.context
    made = await operation.sources.shares.made_before(
        operation,
        creator_id=operation.viewer.creator_id,
        idempotency_key=wanted.idempotency_key,
    )
    return share(made, info) if made and made.recording_id == recording.id else None


async def _created(
    info: Info, wanted: CreateShareInput, recording: Recording
) -> records.Share | ShareRefusal:
    operation = info.context
    settings = operation.sources.settings
    expires_at = operation.now + timedelta(days=settings.share_days)
    if recording.expires_at is not None:
        expires_at = min(expires_at, recording.expires_at)
    return await operation.sources.shares.create(
        operation,
        creator_id=operation.viewer.creator_id,
        live_id=recording.live_id,
        recording_id=recording.id,
        idempotency_key=wanted.idempotency_key,
        is_indexable=wanted.is_indexable,
        expires_at=expires_at,
        most=settings.shares_per_creator,
    )


def _not_shared(code: UserErrorCode, field: str) -> CreateSharePayload:
    return CreateSharePayload(share=None, user_errors=[user_error(code, "input", field)])
