"""Names in a question: countries, products, people. A passage that lacks one of them does not answer the question.

Countries are recognized in both languages. Any other name is a word in Latin script that is in no dictionary, or that
is capitalized within a sentence.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from babel import Locale

from bot.text.thai import known_words, word_spans

TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9’'-]*[A-Za-z0-9]")
SENTENCE = re.compile(r"(?:^|[.?!:]\s+|[“\"(]\s*)$")
THAI = re.compile("[ก-๎]")
DEPENDENT_MARK = re.compile("[ะ-ฺๅ็-๎]")  # vowels and tone marks, which belong to the preceding consonant
ALTERNATIVE = re.compile(r"\s*[()（）]\s*")
MAX_SHORT_NAME = 3  # letters; country names up to this length are left out, because they occur inside other words


@cache
def territories() -> Mapping[str, str]:
    """Country names in Thai and English, in lower case, with their two-letter ISO 3166 codes."""
    found = {}
    for language in ("th", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                for form in ALTERNATIVE.split(name):  # Myanmar (Burma)
                    if len(form) > MAX_SHORT_NAME:
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


def _segment(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


def _segmentation_cost(segments: Sequence[str]) -> tuple[int, int]:
    """Sort key of a segmentation, lower is better: the number of unknown words, then the number of words."""
    return sum(THAI.match(word) is not None and word not in known_words() for word in segments), len(segments)


def _is_whole_word(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a Thai name in a text is a word of its own: ลาว in ชาวลาว, but not in เวลาวัน.

    `spans` are the words of the segmented text. The name is a word if one of them ends with it and the letters before
    it in that word are known words or nothing. It is also a word if segmenting the words around it with the name kept
    whole costs no more than the segmentation in `spans`: ที|มลาว.
    """
    if DEPENDENT_MARK.match(text, end):
        return False
    first = next(number for number, (_, after) in enumerate(spans) if after > start)
    last = next(number for number, (_, after) in enumerate(spans) if after >= end)
    rest = _segment(text[spans[first][0] : start])
    if spans[last][1] == end and all(word in known_words() for word in rest):
        return True
    around = spans[max(0, first - 1) : last + 2]
    before, after = text[around[0][0] : start], text[end : around[-1][1]]
    whole = [*_segment(before), text[start:end], *_segment(after)]
    return _segmentation_cost(whole) <= _segmentation_cost([text[a:b] for a, b in around])


@lru_cache(1024)
def countries(text: str) -> frozenset[str]:
    """Codes of the countries that a text names in either language: Malaysian gives MY, ชาวลาว gives LA.

    The text is segmented only if it contains a country name in Thai letters.
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
    """Names in Latin script, in lower case: words capitalized within a sentence, acronyms, and words that `is_word`
    rejects; in a Thai text all Latin words."""
    thai = THAI.search(text) is not None
    all_caps = text.isupper()
    found = set()
    for match in TOKEN.finditer(text):
        word = match[0].lower().removesuffix("'s").removesuffix("’s")
        capitalized = match[0][0].isupper() and not all_caps and not SENTENCE.search(text[: match.start()])
        acronym = match[0].isupper() and not all_caps
        if thai or capitalized or acronym or not is_word(word):
            found.add(word)
    return frozenset(found)


def unmatched_names(names: Iterable[str], text: str) -> frozenset[str]:
    """The Latin names that a text (in lower case) does not contain. Endings may differ: Malaysian matches Malaysia."""
    return frozenset(
        name for name in names if not re.search(rf"(?<![a-z0-9]){re.escape(name[: max(4, len(name) - 3)])}", text)
    )
