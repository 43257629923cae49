"""What the tests of compiled execution share."""

from __future__ import annotations

import pytest

from tests.fakes.company import FakeCompany


@pytest.fixture
def company() -> FakeCompany:
    """A company of its own for each test."""
    return FakeCompany()
