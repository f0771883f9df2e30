"""The language that a request names: "in Thai please", "ภาษาอังกฤษ"; and whether it names an unsupported one."""

import re
from functools import cache

from babel import Locale

from bot.reply import Language

OTHER: dict[Language, Language] = {"th": "en", "en": "th"}
NAMES: dict[Language, tuple[str, ...]] = {"th": ("ไทย", "thai"), "en": ("อังกฤษ", "english")}


def named_language(text: str) -> Language | None:
    """The supported language that a text names; the last one if it names both."""
    lowered = text.lower()
    position, language = max((lowered.rfind(name), language) for language, names in NAMES.items() for name in names)
    return language if position >= 0 else None


@cache
def _other_languages() -> re.Pattern[str]:
    """Thai and English names of all other languages that have a two-letter code."""
    names_by_language = (Locale("th").languages, Locale("en").languages)
    thai, english = (
        "|".join(re.escape(name) for code, name in names.items() if len(code) == 2 and code not in NAMES)
        for names in names_by_language
    )
    return re.compile(rf"ภาษา(?:{thai})|\b(?:{english})\b", re.IGNORECASE)


def names_another_language(text: str) -> bool:
    """Whether a text names a language that is neither Thai nor English."""
    return _other_languages().search(text) is not None


def requested_language(text: str, current: Language) -> Language | None:
    """The language that a request to change the language means: the one it names, or the other one if it names none.
    None if it names an unsupported language."""
    if language := named_language(text):
        return language
    return None if names_another_language(text) else OTHER[current]
