"""The state of a share: a pure function of it, its recording and the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.recording import Recording
from loaders.share import Share, ShareState, is_open, is_token, new_token, share_state
from tests.fakes.shares import CREATOR, recording, share
from tests.fakes.times import NOW

SECOND = timedelta(seconds=1)
DAYS = st.one_of(st.none(), st.integers(-40, 40).map(lambda days: NOW + timedelta(days=days)))
STATES = st.sampled_from(["READY", "PARTIAL", "PROCESSING", "RESTRICTED", "DELETED", "FAILED", "?"])


def test_a_share_is_active_while_its_recording_can_be_watched() -> None:
    """It is open, and what it shows is there."""
    assert share_state(share(), recording(), NOW) is ShareState.ACTIVE


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"revoked_at": NOW - SECOND}, ShareState.REVOKED),
        ({"expires_at": NOW}, ShareState.EXPIRED),
        ({"expires_at": NOW + SECOND}, ShareState.ACTIVE),
        ({"expires_at": NOW - SECOND, "revoked_at": NOW - SECOND}, ShareState.REVOKED),
    ],
)
def test_a_share_ends_by_itself(changes: dict[str, datetime], state: ShareState) -> None:
    """Revoked is said before expired, and it expires at that very moment."""
    assert share_state(share(**changes), recording(), NOW) is state
    assert is_open(share(**changes), NOW) is (state is ShareState.ACTIVE)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("READY", ShareState.ACTIVE),
        ("PARTIAL", ShareState.ACTIVE),
        ("PROCESSING", ShareState.ACTIVE),
        ("RESTRICTED", ShareState.RECORDING_RESTRICTED),
        ("DELETED", ShareState.RECORDING_GONE),
        ("EXPIRED", ShareState.RECORDING_GONE),
        ("FAILED", ShareState.RECORDING_GONE),
        ("NOT_SAVED", ShareState.RECORDING_GONE),
        ("SOMETHING_NEW", ShareState.RECORDING_GONE),
    ],
)
def test_a_share_ends_with_its_recording(state: str, shown: ShareState) -> None:
    """What nobody can watch is no share; one that is being made anew comes back."""
    assert share_state(share(), recording(state=state), NOW) is shown


def test_a_recording_that_is_not_there_ends_it() -> None:
    """Neither the recording of another creator nor none at all is shown."""
    assert share_state(share(), None, NOW) is ShareState.RECORDING_GONE
    other = recording(creator_id="6800000000000000009")
    assert share_state(share(), other, NOW) is ShareState.RECORDING_GONE


def test_a_recording_that_has_run_out_ends_it() -> None:
    """A recording says until when it is kept, whatever its state says."""
    assert share_state(share(), recording(expires_at=NOW), NOW) is ShareState.RECORDING_GONE


@given(DAYS, DAYS, STATES, DAYS, st.booleans())
def test_it_is_active_only_if_nothing_has_ended(
    revoked_at: datetime | None,
    expires_at: datetime | None,
    state: str,
    kept_until: datetime | None,
    is_there: bool,
) -> None:
    """Whatever the share and the recording say, ACTIVE means that neither has ended."""
    one: Share = share(revoked_at=revoked_at, expires_at=expires_at or NOW + SECOND)
    its: Recording | None = recording(state=state, expires_at=kept_until) if is_there else None
    is_active = share_state(one, its, NOW) is ShareState.ACTIVE
    assert is_active == (
        revoked_at is None
        and one.expires_at > NOW
        and its is not None
        and (
            state == "PROCESSING"
            or (state in {"READY", "PARTIAL"} and (kept_until is None or kept_until > NOW))
        )
    )


def test_tokens_are_of_one_form() -> None:
    """A token is 22 characters that stand in an address as they are, and never the same."""
    tokens = {new_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert all(is_token(token) for token in tokens)


@pytest.mark.parametrize(
    "text", ["", "a" * 21, "a" * 23, "a" * 21 + "=", "a" * 21 + "/", "ä" * 22, "a" * 22 + "\n"]
)
def test_what_has_another_form_is_no_token(text: str) -> None:
    """It is not worth a look."""
    assert not is_token(text)


def test_a_share_reads_what_was_written() -> None:
    """The field of the token is the document's ``_id``, and what it knows more of is ignored."""
    document = {**msgspec.to_builtins(share()), "counted": [1]}
    assert document["_id"] == share().token
    assert msgspec.convert(document, Share, strict=False) == share()
    assert share().creator_id == CREATOR
