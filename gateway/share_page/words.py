"""Words: the few that the page says itself, in its visitor's language; titles stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Notice(Enum):
    """Why there is nothing to watch."""

    UNKNOWN = "UNKNOWN"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    RECORDING_GONE = "RECORDING_GONE"
    RECORDING_RESTRICTED = "RECORDING_RESTRICTED"
    TOO_MANY = "TOO_MANY"
    AWAY = "AWAY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. ``part`` has a place for a number; a notice is a headline and a sentence."""

    language: str
    direction: str
    replay: str
    highlight: str
    untitled: str
    length: str
    parts: str
    part: str
    product: str
    is_partial: str
    is_processing: str
    is_broken: str
    reload: str
    all_parts: str
    counted: str
    notices: dict[Notice, tuple[str, str]]


_ENGLISH = Words(
    language="en",
    direction="ltr",
    replay="LIVE replay",
    highlight="LIVE highlight",
    untitled="A recording of a LIVE",
    length="Length",
    parts="Parts",
    part="Part {}",
    product="See the product",
    is_partial="Some parts of this LIVE could not be saved. These are all there are.",
    is_processing="This recording is being made. Come back in a few minutes.",
    is_broken="The video could not be loaded.",
    reload="Load the page again",
    all_parts="All parts",
    counted="Visits are counted, visitors are not.",
    notices={
        Notice.UNKNOWN: (
            "There is nothing here",
            "Nobody has shared anything under this link. A letter of it may be missing.",
        ),
        Notice.REVOKED: (
            "No longer shared",
            "The creator has stopped sharing this recording.",
        ),
        Notice.EXPIRED: (
            "This share is over",
            "Recordings are shared for a limited time, and this one's has passed.",
        ),
        Notice.RECORDING_GONE: (
            "The recording is gone",
            "What was shared here is no longer kept.",
        ),
        Notice.RECORDING_RESTRICTED: (
            "This recording cannot be shown",
            "It is not available at the moment.",
        ),
        Notice.TOO_MANY: (
            "One moment, please",
            "There were many visits from your network. Come back in a minute.",
        ),
        Notice.AWAY: (
            "We cannot look right now",
            "This is on our side. Come back in a few seconds.",
        ),
    },
)

_SPANISH = Words(
    language="es",
    direction="ltr",
    replay="Repetición de un LIVE",
    highlight="Momento destacado de un LIVE",
    untitled="Una grabación de un LIVE",
    length="Duración",
    parts="Partes",
    part="Parte {}",
    product="Ver el producto",
    is_partial="Algunas partes de este LIVE no se pudieron guardar. Estas son todas las que hay.",
    is_processing="Esta grabación se está preparando. Vuelve en unos minutos.",
    is_broken="No se pudo cargar el vídeo.",
    reload="Volver a cargar la página",
    all_parts="Todas las partes",
    counted="Contamos las visitas, no a los visitantes.",
    notices={
        Notice.UNKNOWN: (
            "Aquí no hay nada",
            "Nadie ha compartido nada con este enlace. Puede que le falte una letra.",
        ),
        Notice.REVOKED: (
            "Ya no se comparte",
            "Quien creó esta grabación ha dejado de compartirla.",
        ),
        Notice.EXPIRED: (
            "Ya no está disponible",
            "Las grabaciones se comparten por un tiempo limitado, y el de esta ha pasado.",
        ),
        Notice.RECORDING_GONE: (
            "La grabación ya no existe",
            "Lo que se compartía aquí ya no se conserva.",
        ),
        Notice.RECORDING_RESTRICTED: (
            "Esta grabación no se puede mostrar",
            "No está disponible en este momento.",
        ),
        Notice.TOO_MANY: (
            "Un momento, por favor",
            "Ha habido muchas visitas desde tu red. Vuelve en un minuto.",
        ),
        Notice.AWAY: (
            "Ahora mismo no podemos mirar",
            "El problema es nuestro. Vuelve en unos segundos.",
        ),
    },
)

_ARABIC = Words(
    language="ar",
    direction="rtl",
    replay="إعادة بث LIVE",
    highlight="لقطة مميزة من بث LIVE",
    untitled="تسجيل من بث LIVE",
    length="المدة",
    parts="الأجزاء",
    part="الجزء {}",
    product="عرض المنتج",
    is_partial="تعذّر حفظ بعض أجزاء هذا البث. هذه كل الأجزاء المتوفرة.",
    is_processing="يجري إعداد هذا التسجيل. عُد بعد بضع دقائق.",
    is_broken="تعذّر تحميل الفيديو.",
    reload="إعادة تحميل الصفحة",
    all_parts="كل الأجزاء",
    counted="نحصي الزيارات ولا نتعرّف على الزوار.",
    notices={
        Notice.UNKNOWN: (
            "لا يوجد شيء هنا",
            "لم يشارك أحد شيئًا عبر هذا الرابط. ربما ينقصه حرف.",
        ),
        Notice.REVOKED: (
            "لم تعد المشاركة متاحة",
            "أوقف صاحب التسجيل مشاركته.",
        ),
        Notice.EXPIRED: (
            "انتهت مدة المشاركة",
            "تُشارك التسجيلات لمدة محدودة، وقد انقضت مدة هذا التسجيل.",
        ),
        Notice.RECORDING_GONE: (
            "لم يعد التسجيل موجودًا",
            "ما كان يُشارك هنا لم يعد محفوظًا.",
        ),
        Notice.RECORDING_RESTRICTED: (
            "لا يمكن عرض هذا التسجيل",
            "هذا التسجيل غير متاح حاليًا.",
        ),
        Notice.TOO_MANY: (
            "لحظة من فضلك",
            "وردت زيارات كثيرة من شبكتك. عُد بعد دقيقة.",
        ),
        Notice.AWAY: (
            "لا يمكننا عرض الصفحة الآن",
            "المشكلة من جانبنا. عُد بعد بضع ثوانٍ.",
        ),
    },
)

WORDS = {words.language: words for words in (_ENGLISH, _SPANISH, _ARABIC)}
_DEFAULT = _ENGLISH.language


def spoken_of(languages: tuple[str, ...]) -> list[str]:
    """Those of ``languages`` that the page can speak, in their order; English when it is none."""
    return [language for language in languages if language in WORDS] or [_DEFAULT]
