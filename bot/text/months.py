"""Month names in Thai and English, in full and abbreviated, and functions that find them in a text.

The only module that lists them. Pure functions; runs on Python 3.10, for Rasa.
"""

import re

from babel import Locale

MONTHS: dict[str, dict[int, str]] = {
    language: dict(Locale(language).months["format"]["wide"]) for language in ("th", "en")
}
THAI_ABBREVIATIONS = dict(enumerate("ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(), 1))
THAI_UNDOTTED = {short.replace(".", ""): number for number, short in THAI_ABBREVIATIONS.items()}  # มค, กพ, ...
# Colloquial forms without the ending (มกรา, กุมภา, มีนา, ...), and one frequent misspelling.
THAI_COLLOQUIAL = {"กุมภาพัน": 2} | {re.sub("(?:คม|ยน|พันธ์)$", "", name): number for number, name in MONTHS["th"].items()}
# "May" has no abbreviation, and it is a verb too.
ENGLISH_ABBREVIATIONS = {name[:3].lower(): n for n, name in MONTHS["en"].items() if name != "May"} | {"sept": 9}
_NUMBERS = (
    {name.lower(): number for names in MONTHS.values() for number, name in names.items()}
    | THAI_COLLOQUIAL
    | THAI_UNDOTTED
    | ENGLISH_ABBREVIATIONS
)

# Patterns for any form of the names. Many Thai words begin like an abbreviated or colloquial month: callers must accept
# a match only beside a day or a year.
THAI_MONTH = "|".join(
    (
        *MONTHS["th"].values(),
        *(rf"{colloquial}(?!คม|ยน|พันธ์|การ|ทมิฬ)" for colloquial in THAI_COLLOQUIAL),
        *(short[:-1].replace(".", r"\.\s?") + r"(?:\.|(?![ก-๎]))" for short in THAI_ABBREVIATIONS.values()),
        *(rf"{undotted}(?![ก-๎.])" for undotted in THAI_UNDOTTED),
    )
)
ENGLISH_MONTH = rf"(?:{'|'.join(MONTHS['en'].values())}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?![A-Za-z])"


def month_number(name: str) -> int:
    """1 to 12 for any form of a month name; ignores dots, spaces and case. Raises KeyError for any other text."""
    return _NUMBERS[re.sub(r"[.\s]", "", name).lower()]


def _full_name(number: int) -> str:
    # "may" is a verb too: it is the month only beside a number, or after words that introduce a time.
    may = r"(?<=\d )may\b|\bmay(?= \d)|\b(?:in|of|during|for|last|next) may\b"
    english = may if number == 5 else rf"(?<![a-z]){MONTHS['en'][number]}(?![a-z])"
    return f"{MONTHS['th'][number]}|{english}"


def _any_name(number: int) -> str:
    may = r"\b(?:in|of|for|during) may\b|\bmay (?=\d)"
    short = "|".join(name for name, n in ENGLISH_ABBREVIATIONS.items() if n == number)
    english = may if number == 5 else rf"\b(?:{MONTHS['en'][number]}|{short})\b"
    colloquial = "|".join(name for name, n in THAI_COLLOQUIAL.items() if n == number)
    # A colloquial form must end at a possible word boundary: "มีนายกรัฐมนตรี" does not contain March.
    thai = rf"{MONTHS['th'][number]}|{re.escape(THAI_ABBREVIATIONS[number])}|(?:{colloquial})(?=นี้|หน้า|ที่|มี|[^ก-๎]|$)"
    return f"{thai}|{english}"


FULL_NAMES = {number: re.compile(_full_name(number), re.IGNORECASE) for number in MONTHS["en"]}
ANY_NAMES = {number: re.compile(_any_name(number), re.IGNORECASE) for number in MONTHS["en"]}


def named_months(text: str) -> frozenset[int]:
    """The numbers (1 to 12) of the months that a text names in full, in either language."""
    return frozenset(number for number, name in FULL_NAMES.items() if name.search(text))


def asked_month(text: str) -> int | None:
    """The number of the month that a question about events names in any form, in either language, or None.

    If the question names several months, the earliest in the year.
    """
    return next((number for number, name in ANY_NAMES.items() if name.search(text)), None)
