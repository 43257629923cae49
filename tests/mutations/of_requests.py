"""Mutations of what may be asked for: by whom, how much of it, and how much at once."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_RATES = "tests/gateway/test_rates.py"
_SIZE = "tests/gateway/test_demand_size.py"

REQUESTS = (
    Mutation(
        name="a token that has been revoked",
        file="gateway/revocations.py",
        text="        if revocations.is_revoked(viewer):\n",
        instead="        if revocations is None:\n",
        tests=(
            "tests/gateway/test_revocations.py::test_a_revoked_token_is_refused_as_a_forged_one",
        ),
    ),
    Mutation(
        name="what an operation takes of the rates",
        file="gateway/asked.py",
        text="        engine.cost(request),\n",
        instead="        1,\n",
        tests=("tests/gateway/test_rates_served.py::test_a_costly_operation_takes_more",),
    ),
    Mutation(
        name="a rate that is spent",
        file="gateway/rates.py",
        text="if not budget.take(of, more, most=most):",
        instead="if budget is None:",
        tests=(
            f"{_RATES}::test_an_operation_costs_what_it_costs",
            f"{_RATES}::test_a_page_is_had_when_lists_are_spent",
        ),
    ),
    Mutation(
        name="an address that asks too much",
        file="gateway/rates.py",
        text="if budget is not None and not budget.take(address):",
        instead="if budget is not None and not address:",
        tests=(f"{_RATES}::test_nobody_is_read_from_an_address_that_asks_too_much",),
    ),
    Mutation(
        name="what a document may ask for",
        file="gateway/demand_limits.py",
        text="if requested > most:",
        instead="if requested is None:",
        tests=(f"{_SIZE}::test_each_limit_refuses_one_more_and_lets_itself_pass",),
    ),
    Mutation(
        name="what an operation may cost",
        file="gateway/documents.py",
        text='limits.check("cost", cost)',
        instead='limits.check("cost", 0)',
        tests=("tests/abuse/test_demand_everywhere.py::test_in_an_address",),
    ),
)
