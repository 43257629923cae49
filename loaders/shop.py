"""Shop: the field groups of shop analytics' contract."""

from __future__ import annotations

from loaders.keys import Group, Part
from loaders.names import SHOP

SALES = Group(SHOP, Part.SESSION, "sales")
TRAFFIC = Group(SHOP, Part.SESSION, "traffic")
PRODUCTS = Group(SHOP, Part.SESSION, "products")
ENGAGEMENT = Group(SHOP, Part.SESSION, "engagement")
BENCHMARKS = Group(SHOP, Part.SESSION, "benchmarks")
ROOM_IMPROVEMENTS = Group(SHOP, Part.SESSION, "room_improvements")
ANALYTICS_LINK = Group(SHOP, Part.SESSION, "analytics_link")
ACCOUNT_IMPROVEMENTS = Group(SHOP, Part.CREATOR, "account_improvements")

FIGURES = (SALES, TRAFFIC, PRODUCTS, ENGAGEMENT)
