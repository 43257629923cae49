"""Names: what the four sources are called, in keys, logs and ``extensions.upstreams``."""

from __future__ import annotations

SHOP = "shop_analytics"
REWARDS = "rewards"
JOURNEY = "journey"
MONGODB = "mongodb"
STORAGE = "storage"
