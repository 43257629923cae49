"""Product categories: their first level, how often they are sold, and how much is sent back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """One category. `refund_rate` is the share of GMV that comes back, as (least, most)."""

    id: str
    code: str
    first_level: str
    refund_rate: tuple[float, float]
    weight: float


CATEGORIES: tuple[Category, ...] = (
    Category("601450", "SKIN_CARE", "BEAUTY", (0.03, 0.06), 24),
    Category("601583", "MAKE_UP", "BEAUTY", (0.03, 0.07), 18),
    Category("601152", "WOMENS_WEAR", "FASHION", (0.09, 0.25), 20),
    Category("605248", "SNEAKERS", "FASHION", (0.07, 0.2), 8),
    Category("700437", "SNACKS", "FOOD", (0.03, 0.05), 10),
    Category("600942", "KITCHEN", "HOME", (0.04, 0.1), 9),
    Category("601739", "PHONE_ACCESSORIES", "ELECTRONICS", (0.05, 0.12), 8),
    Category("604206", "TOYS", "TOYS_AND_HOBBIES", (0.04, 0.09), 3),
)
CATEGORY_BY_CODE = {category.code: category for category in CATEGORIES}
