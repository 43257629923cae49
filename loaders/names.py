"""Names: what the sources and the storage are called, in keys, logs, ``extensions.upstreams``.

The four of the company, its storage of recordings, and the gateway's own database.
"""

from __future__ import annotations

SHOP = "shop_analytics"
REWARDS = "rewards"
JOURNEY = "journey"
MONGODB = "mongodb"
STORAGE = "storage"
SHARES = "shares"
