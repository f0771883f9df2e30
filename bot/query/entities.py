"""Names that a question speaks of: a country, a product, a person that the passage does not hold makes it no answer.

Countries are known in both languages; any other name is a word that neither a dictionary nor a sentence's beginning
explains.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from babel import Locale

from bot.text.thai import known_words, word_spans

TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9’'-]*[A-Za-z0-9]")
SENTENCE = re.compile(r"(?:^|[.?!:]\s+|[“\"(]\s*)$")
THAI = re.compile("[ก-๎]")
DEPENDENT = re.compile("[ะ-ฺๅ็-๎]")  # vowels and marks that belong to the consonant before them
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
    return found | {
        "ไทย": "TH",
        "ไทยแลนด์": "TH",
        "ลาว": "LA",
        "จีน": "CN",
        "usa": "US",
        "uk": "GB",
        "viet nam": "VN",
        "พม่า": "MM",
    }


@cache
def _territory_pattern() -> re.Pattern[str]:
    longest_first = sorted(territories(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in longest_first if not THAI.match(name))
    thai = "|".join(re.escape(name) for name in longest_first if THAI.match(name))
    return re.compile(rf"\b(?:{latin})(?=\b|n\b|ns\b|an\b)|(?:{thai})")


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


def _cut_cost(cut: Sequence[str]) -> tuple[int, int]:
    """What a better segmentation has less of: unknown words first, then words."""
    return sum(THAI.match(word) is not None and word not in known_words() for word in cut), len(cut)


def _is_whole_word(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a Thai name within a text is a word of it, and not letters of others: ลาว in ชาวลาว, but not in เวลาวัน.

    It is one where it ends as a word of `spans` does and begins as one does, or is the end of a longer word whose rest
    is made of words. It is one, too, where a cut of the words around it that leaves it whole is no worse: ที|มลาว.
    """
    if DEPENDENT.match(text, end):
        return False
    first = next(number for number, (_, after) in enumerate(spans) if after > start)
    last = next(number for number, (_, after) in enumerate(spans) if after >= end)
    rest = _cut(text[spans[first][0] : start])
    if spans[last][1] == end and all(word in known_words() for word in rest):
        return True
    around = spans[max(0, first - 1) : last + 2]
    before, after = text[around[0][0] : start], text[end : around[-1][1]]
    whole = [*_cut(before), text[start:end], *_cut(after)]
    return _cut_cost(whole) <= _cut_cost([text[a:b] for a, b in around])


@lru_cache(1024)
def countries(text: str) -> frozenset[str]:
    """Codes of the countries that a text names, in either language: Malaysian is Malaysia, ชาวลาว is Laos.

    The text is segmented only where a name in Thai letters is found.
    """
    text = text.lower()
    found = list(_territory_pattern().finditer(text))
    spans = word_spans(text) if any(THAI.match(name[0]) for name in found) else ()
    return frozenset(
        territories()[name[0]]
        for name in found
        if not THAI.match(name[0]) or _is_whole_word(text, name.start(), name.end(), spans)
    )


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


def unmatched_names(names: Iterable[str], text: str) -> frozenset[str]:
    """The Latin names that a text (in lower case) does not hold, an ending more or less aside: Malaysian, Malaysia."""
    return frozenset(
        name for name in names if not re.search(rf"(?<![a-z0-9]){re.escape(name[: max(4, len(name) - 3)])}", text)
    )
