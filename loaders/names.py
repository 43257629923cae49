"""Names: what the sources and the storage are called, in keys, logs, ``extensions.upstreams``."""

from __future__ import annotations

SHOP = "shop_analytics"
REWARDS = "rewards"
JOURNEY = "journey"
MONGODB = "mongodb"
STORAGE = "storage"
