"""Length: how long something is to watch, as people say it and as machines read it."""

from __future__ import annotations

from dataclasses import dataclass

# Words by language and unit; the plural is chosen by the number: see ``_plural``.
_UNITS: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "hour": {"one": "1 hour", "other": "{} hours"},
        "minute": {"one": "1 minute", "other": "{} minutes"},
        "second": {"one": "1 second", "other": "{} seconds"},
    },
    "es": {
        "hour": {"one": "1 hora", "other": "{} horas"},
        "minute": {"one": "1 minuto", "other": "{} minutos"},
        "second": {"one": "1 segundo", "other": "{} segundos"},
    },
    "ar": {
        "hour": {"one": "ساعة واحدة", "two": "ساعتان", "few": "{} ساعات", "other": "{} ساعة"},
        "minute": {
            "one": "دقيقة واحدة",
            "two": "دقيقتان",
            "few": "{} دقائق",
            "other": "{} دقيقة",
        },
        "second": {
            "one": "ثانية واحدة",
            "two": "ثانيتان",
            "few": "{} ثوانٍ",
            "other": "{} ثانية",
        },
    },
}
_AND = {"en": " ", "es": " y ", "ar": " و"}


@dataclass(frozen=True, slots=True)
class Length:
    """A length in whole seconds; whatever is there to watch is at least one."""

    seconds: int

    @classmethod
    def of(cls, seconds: float) -> Length:
        """The nearest whole number of seconds."""
        return cls(max(1, round(seconds)))

    @property
    def iso(self) -> str:
        """As ISO 8601 writes it: ``PT1H2M3S``."""
        parts = zip("HMS", self._parts(), strict=True)
        return "PT" + "".join(f"{number}{unit}" for unit, number in parts if number)

    @property
    def clock(self) -> str:
        """As a player shows it: ``1:02:03``, or ``2:03``."""
        hours, minutes, seconds = self._parts()
        if hours:
            return f"{hours}:{minutes:02}:{seconds:02}"
        return f"{minutes}:{seconds:02}"

    def spoken(self, language: str) -> str:
        """In words, the two largest units: hours and minutes, or minutes and seconds."""
        units = zip(("hour", "minute", "second"), self._parts(), strict=True)
        said = [
            _UNITS[language][unit][_plural(language, number)].format(number)
            for unit, number in units
            if number and not (unit == "second" and self.seconds >= 3600)
        ]
        return _AND[language].join(said)

    def _parts(self) -> tuple[int, int, int]:
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return hours, minutes, seconds


def _plural(language: str, number: int) -> str:
    """Which form of a word goes with a number (the plural rules of CLDR, for whole numbers)."""
    if number == 1:
        return "one"
    if language != "ar":
        return "other"
    if number == 2:
        return "two"
    return "few" if 3 <= number % 100 <= 10 else "other"
