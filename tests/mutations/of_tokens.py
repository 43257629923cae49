"""Mutations of what a token must be."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_TOKENS, _CLAIMS = "gateway/tokens.py", "gateway/claims.py"
_TESTS = "tests/gateway/test_tokens.py"

TOKENS = (
    Mutation(
        name="whom a token is for",
        file=_CLAIMS,
        text='if not _is_for(audience, read.get("aud")):',
        instead="if not audience:",
        tests=(f"{_TESTS}::test_odd_claims_are_refused",),
    ),
    Mutation(
        name="who has issued a token",
        file=_CLAIMS,
        text='if read.get("iss") != issuer:',
        instead="if not issuer:",
        tests=(f"{_TESTS}::test_odd_claims_are_refused",),
    ),
    Mutation(
        name="when a token runs out",
        file=_TOKENS,
        text="if claims.expires_at <= now - self._leeway_seconds:",
        instead="if claims.expires_at is None:",
        tests=(f"{_TESTS}::test_odd_claims_are_refused",),
    ),
    Mutation(
        name="the signature of a token",
        file=_TOKENS,
        text="if key is None or not self._is_signed(form, header.algorithm, key):",
        instead="if key is None:",
        tests=(f"{_TESTS}::test_another_keys_signature_is_refused",),
    ),
    Mutation(
        name="the algorithms that are allowed",
        file=_TOKENS,
        text="jwt.get_algorithm_by_name(name) for name in algorithms}",
        instead='jwt.get_algorithm_by_name(name) for name in ("RS256", "ES256")}',
        tests=(f"{_TESTS}::test_an_algorithm_outside_the_list_is_refused",),
    ),
)
