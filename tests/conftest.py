"""What all tests share: how properties are tried."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# How fast the machine is at the moment is no property of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Many times as many cases: for a night, not for a change.
settings.register_profile("nightly", settings.get_profile("house"), max_examples=2_000)
settings.load_profile("house")
