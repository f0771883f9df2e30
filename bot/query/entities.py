"""Names that a question speaks of: a country, a product, a person that the passage does not hold makes it no answer.

Countries are known in both languages; any other name is a word that neither a dictionary nor a sentence's beginning
explains.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from babel import Locale

TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9’'-]*[A-Za-z0-9]")
SENTENCE = re.compile(r"(?:^|[.?!:]\s+|[“\"(]\s*)$")
THAI = re.compile("[ก-๎]")
ALTERNATIVE = re.compile(r"\s*[()（）]\s*")
SHORT = 3  # names of no more letters stand inside other words


@cache
def territories() -> Mapping[str, str]:
    """Names of countries in Thai and English, in lower case, and the code that both languages' names share."""
    found = {}
    for language in ("th", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                for form in ALTERNATIVE.split(name):  # Myanmar (Burma)
                    if len(form) > SHORT:
                        found[form.lower()] = code
    return found | {"ไทย": "TH", "ลาว": "LA", "จีน": "CN", "usa": "US", "uk": "GB", "viet nam": "VN", "พม่า": "MM"}


@cache
def _territory_pattern() -> re.Pattern[str]:
    longest_first = sorted(territories(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in longest_first if not THAI.match(name))
    thai = "|".join(re.escape(name) for name in longest_first if THAI.match(name))
    return re.compile(rf"\b(?:{latin})(?=\b|n\b|ns\b|an\b)|(?:{thai})", re.IGNORECASE)


@lru_cache(1024)
def countries(text: str) -> frozenset[str]:
    """Codes of the countries that a text names, in either language: Malaysian is Malaysia."""
    return frozenset(territories()[match.lower()] for match in _territory_pattern().findall(text))


def latin_names(text: str, is_word: Callable[[str], bool]) -> frozenset[str]:
    """Words in Latin script that are names, in lower case: those written large within a sentence, those that are no
    word of the language, and in a Thai text all."""
    thai = THAI.search(text) is not None
    shouted = text.isupper()
    found = set()
    for match in TOKEN.finditer(text):
        word = match[0].lower().removesuffix("'s").removesuffix("’s")
        large = match[0][0].isupper() and not shouted and not SENTENCE.search(text[: match.start()])
        acronym = match[0].isupper() and not shouted
        if thai or large or acronym or not is_word(word):
            found.add(word)
    return frozenset(found)


def missing(names: Iterable[str], text: str) -> frozenset[str]:
    """The Latin names that a text (in lower case) does not hold, an ending more or less aside: Malaysian, Malaysia."""
    return frozenset(
        name for name in names if not re.search(rf"(?<![a-z0-9]){re.escape(name[: max(4, len(name) - 3)])}", text)
    )
