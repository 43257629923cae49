"""Mutations of who may see what, by which link, and in whose name."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_NOT_FOUND = "tests/resolvers/test_not_found.py"
_OWN = "tests/resolvers/test_own_path.py"
_CURSOR = "tests/resolvers/test_cursor.py"
_LINK = "tests/loaders/test_local_link.py"

OWNERSHIP = (
    Mutation(
        name="the owner of a LIVE, where it is shown",
        file="resolvers/ownership.py",
        text="session is None or session.creator_id != info.context.viewer.creator_id",
        instead="session is None",
        tests=(f"{_OWN}::test_who_shows_a_live_looks_whose_it_is",),
    ),
    Mutation(
        name="the owner of a LIVE, where it is read",
        file="loaders/session_finds.py",
        text='document is None or key.on_behalf_of not in {None, document.get("creator_id")}',
        instead="document is None",
        tests=(f"{_OWN}::test_who_reads_a_live_looks_whose_it_is",),
    ),
    Mutation(
        name="the owner of a recording",
        file="loaders/recording_finds.py",
        text="_answer(found[key.id, key.on_behalf_of], now)",
        instead="_answer(sum(found.values(), []), now)",
        tests=(f"{_OWN}::test_who_reads_recordings_looks_whose_they_are",),
    ),
    Mutation(
        name="the owner of a share",
        file="resolvers/share.py",
        text="found is None or found.creator_id != info.context.viewer.creator_id",
        instead="found is None",
        tests=("tests/resolvers/test_my_shares.py::test_a_share_is_a_node",),
    ),
    Mutation(
        name="the owner of a share that is ended",
        file="resolvers/sharing.py",
        text="creator_id=operation.viewer.creator_id, token=named[1]",
        instead="creator_id=operation.sources.shares.all[0].creator_id, token=named[1]",
        tests=("tests/resolvers/test_sharing.py::test_only_ones_own_share_is_ended",),
    ),
    Mutation(
        name="the owner of a broadcast",
        file="loaders/sessions.py",
        text='if document.get("creator_id") == viewer]',
        instead="if viewer]",
        tests=(f"{_OWN}::test_who_reads_a_broadcast_looks_whose_it_is",),
    ),
    Mutation(
        name="the owner of a creator",
        file="resolvers/refetch.py",
        text="if raw != info.context.viewer.creator_id:",
        instead="if not raw:",
        tests=(f"{_NOT_FOUND}::test_somebody_else_is_not_found",),
    ),
    Mutation(
        name="the owner of a stream that is reserved",
        file="gateway/reservations.py",
        text="reservation is not None and reservation.creator_id == creator_id",
        instead="reservation is not None",
        tests=(f"{_OWN}::test_a_reserved_stream_is_its_creators",),
    ),
    Mutation(
        name="the seal of a cursor",
        file="resolvers/cursor.py",
        text="not self.keys.is_tag(Purpose.CURSOR, self._sealed(found[1]), found[4])",
        instead="not found[4]",
        tests=(
            f"{_CURSOR}::test_a_forged_one_is_refused",
            f"{_CURSOR}::test_one_changed_letter_is_refused",
            f"{_CURSOR}::test_another_creators_and_another_lists_are_refused",
        ),
    ),
    Mutation(
        name="the creator in the seal of a cursor",
        file="resolvers/cursor.py",
        text='f"{self.name}\\n{self.creator_id}\\n{place}"',
        instead='f"{self.name}\\n{place}"',
        tests=(f"{_CURSOR}::test_another_creators_and_another_lists_are_refused",),
    ),
    Mutation(
        name="the identity in the key of an item",
        file="loaders/operation.py",
        text="key = Key(Part.SESSION, session.id, session.creator_id,",
        instead='key = Key(Part.SESSION, session.id, "",',
        tests=(f"{_OWN}::test_what_is_asked_of_a_service_is_asked_for_its_creator",),
    ),
    Mutation(
        name="the identity in the key of a LIVE",
        file="loaders/sessions.py",
        text="[SessionKey(id_, operation.viewer.creator_id) for id_ in ids]",
        instead="[SessionKey(id_, None) for id_ in ids]",
        tests=(f"{_OWN}::test_what_is_kept_for_one_is_not_there_for_another",),
    ),
    Mutation(
        name="the signature of a link",
        file="loaders/local_link.py",
        text="if found is None or not keys.is_signed(",
        instead="if found is None or False and not keys.is_signed(",
        tests=(
            f"{_LINK}::test_no_bit_of_a_link_can_be_changed",
            f"{_LINK}::test_a_signature_is_one_links_alone",
        ),
    ),
    Mutation(
        name="the method in the signature of a link",
        file="loaders/local_link.py",
        text='return b"GET " + text',
        instead="return text",
        tests=(f"{_OWN}::test_a_link_is_signed_with_its_method",),
    ),
    Mutation(
        name="when a link runs out",
        file="gateway/media.py",
        text="if link.expires_at <= exchange.gateway.sources.now():",
        instead="if exchange.gateway.sources.now() is None:",
        tests=("tests/gateway/test_media.py::test_a_link_ends_to_the_second",),
    ),
    Mutation(
        name="a share that has been revoked",
        file="loaders/share.py",
        text="    if share.revoked_at is not None:\n        return ShareState.REVOKED\n",
        instead="",
        tests=(f"{_OWN}::test_a_share_that_was_revoked_is_not_open",),
    ),
    Mutation(
        name="the credential of a router",
        file="gateway/federation.py",
        text='if not compare_digest(shown.encode("latin-1"), self._credential):',
        instead='if compare_digest(b"1", b"2"):',
        tests=(
            "tests/gateway/test_federation.py::test_a_credential_that_is_sent_twice_is_refused",
        ),
    ),
    Mutation(
        name="the origin of a socket",
        file="gateway/websocket_handshake.py",
        text="if not is_welcome and not is_allowed(origin, settings.cors_origins):",
        instead="if not is_welcome and origin is None:",
        tests=(f"{_OWN}::test_a_socket_is_for_no_other_site",),
    ),
)
