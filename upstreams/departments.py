"""The departments of the company by the name of their service."""

from __future__ import annotations

from upstreams.journey.department import JOURNEY
from upstreams.rewards.department import REWARDS
from upstreams.service.department import Department
from upstreams.shop_analytics.department import SHOP_ANALYTICS

DEPARTMENTS: dict[str, Department] = {
    department.name: department for department in (SHOP_ANALYTICS, REWARDS, JOURNEY)
}
