"""Names: what the sources are called, in keys, logs and ``extensions.upstreams``.

The four of the company, and the gateway's own database.
"""

from __future__ import annotations

SHOP = "shop_analytics"
REWARDS = "rewards"
JOURNEY = "journey"
MONGODB = "mongodb"
STORAGE = "storage"
SHARES = "shares"
