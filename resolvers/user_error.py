"""User error: why a mutation did not do what it was asked, told as data."""

from __future__ import annotations

from enum import Enum

import strawberry

from resolvers.enums import describe, description_of


class UserErrorCode(Enum):
    """What a person, or the APP for them, can be told about."""

    NOT_FOUND = "NOT_FOUND"
    RECORDING_PROCESSING = "RECORDING_PROCESSING"
    RECORDING_FAILED = "RECORDING_FAILED"
    RECORDING_NOT_SAVED = "RECORDING_NOT_SAVED"
    RECORDING_DELETED = "RECORDING_DELETED"
    RECORDING_EXPIRED = "RECORDING_EXPIRED"
    RECORDING_RESTRICTED = "RECORDING_RESTRICTED"
    IDEMPOTENCY_KEY_INVALID = "IDEMPOTENCY_KEY_INVALID"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    TOO_MANY_SHARES = "TOO_MANY_SHARES"


describe(
    UserErrorCode,
    "Why a mutation did not do what it was asked.",
    NOT_FOUND="There is no such thing for this creator.",
    RECORDING_PROCESSING="The recording is still being made; its panel says when to ask again.",
    RECORDING_FAILED="The recording could not be made.",
    RECORDING_NOT_SAVED="The recording was never saved.",
    RECORDING_DELETED="The recording has been deleted.",
    RECORDING_EXPIRED="The recording was kept as long as recordings are kept.",
    RECORDING_RESTRICTED="The recording is not shown, because of a violation or muted sound.",
    IDEMPOTENCY_KEY_INVALID="An idempotency key is 1 to 64 letters, digits, '-' and '_'.",
    IDEMPOTENCY_KEY_REUSED="The same idempotency key was used for another recording.",
    TOO_MANY_SHARES="There are as many open shares as one creator may have: revoke some first.",
)


@strawberry.type(description="Why a mutation did not do what it was asked, and by which input.")
class UserError:
    code: UserErrorCode = strawberry.field(description="The reason, which never changes its name.")
    message: str = strawberry.field(description="The reason in words, for developers.")
    field: list[str] = strawberry.field(
        description="The path to the input that it is about, of at most three names. Empty: it is "
        "about no single one."
    )


def user_error(code: UserErrorCode, *field: str) -> UserError:
    """The error with its own description as its message."""
    return UserError(code=code, message=description_of(code), field=list(field))
