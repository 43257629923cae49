"""Titles that creators give their LIVEs: their own words, never translated."""

from __future__ import annotations

TITLES: tuple[str, ...] = (
    "Friday finds under 20",
    "Restock night, ask me anything",
    "Morning routine with my favourites",
    "Ofertas de la tarde",
    "تخفيضات نهاية الأسبوع",
    "新作お披露目 LIVE",
    "Big sale, small prices",
    "Unboxing what you asked for",
    "Só hoje: frete grátis",
    "Try-on haul, you choose",
    "ลดแรง คืนนี้เท่านั้น",
    "Diskon akhir bulan",
    "Getting ready with me 💄",
    "Late night deals & chat",
)
