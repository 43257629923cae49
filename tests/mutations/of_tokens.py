"""Mutations of what a token must be."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_FILE = "gateway/tokens.py"
_TESTS = "tests/gateway/test_tokens.py"
_OPTIONS = '"verify_iat": False}'

TOKENS = (
    Mutation(
        name="whom a token is for",
        file=_FILE,
        text=_OPTIONS,
        instead='"verify_iat": False, "verify_aud": False}',
        tests=(f"{_TESTS}::test_odd_claims_are_refused[changes0-UNAUTHENTICATED]",),
    ),
    Mutation(
        name="who has issued a token",
        file=_FILE,
        text=_OPTIONS,
        instead='"verify_iat": False, "verify_iss": False}',
        tests=(f"{_TESTS}::test_odd_claims_are_refused[changes1-UNAUTHENTICATED]",),
    ),
    Mutation(
        name="when a token runs out",
        file=_FILE,
        text=_OPTIONS,
        instead='"verify_iat": False, "verify_exp": False}',
        tests=(f"{_TESTS}::test_odd_claims_are_refused[changes2-TOKEN_EXPIRED]",),
    ),
    Mutation(
        name="the signature of a token",
        file=_FILE,
        text=_OPTIONS,
        instead='"verify_iat": False, "verify_signature": False}',
        tests=(f"{_TESTS}::test_odd_claims_are_refused[changes0-UNAUTHENTICATED]",),
    ),
    Mutation(
        name="the algorithms that are allowed",
        file=_FILE,
        text='if header.get("alg") not in self._algorithms:',
        instead="self._algorithms = ['RS256', 'ES256', 'RS512', 'PS256', 'HS256', 'none']\n"
        "            if False:",
        tests=(f"{_TESTS}::test_an_algorithm_outside_the_list_is_refused",),
    ),
)
