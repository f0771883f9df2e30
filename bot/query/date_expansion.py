"""Expands short years and months in a message to the full forms in published texts. Pure, Python 3.10 compatible."""

import re
from datetime import date

from bot.text.dates import BUDDHIST_ERA, common_era
from bot.text.language import detect, outside_addresses
from bot.text.months import ENGLISH_ABBREVIATIONS, ENGLISH_MONTH, MONTHS, THAI_MONTH, THAI_UNDOTTED, month_number

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NOT_IN_NUMBER = r"(?<![\d.,:/])"  # the number that follows is not part of a longer one
# A number with a unit is a count, not a year: "ส.ค. 62 ประเทศ".
NOT_A_COUNT = (
    r"(?![\dA-Za-z%]|[.,:/-]\d|\s*(?:คน|ประเทศ|เมือง|บาท|ครั้ง|โครงการ|ล้าน|พัน|วัน(?!ที่|ไหน)|ทุน|ราย|แห่ง|ข้อ|ชาติ|นาที"
    r"|ชั่วโมง|ไร่|ปี))"
)
TH_ERA = r"พ\.?\s?ศ\.?\s?"
TH_MONTH = re.compile(
    rf"(?P<before>{NOT_IN_NUMBER}{DAY}\s*|เดือน\s?)?(?P<month>{THAI_MONTH})"
    rf"(?:\s*(?P<era>(?:ปี\s?)?(?:{TH_ERA})?)['’]?(?P<year>25\d\d|20\d\d|[4-9]\d){NOT_A_COUNT})?"
)
TH_YEAR = re.compile(
    rf"(?P<era>{TH_ERA}|(?<!\d)(?<!\d\s)(?<!หลาย)(?<!ราย)(?<!ทุก)(?<!รอบ)ปี\s?)['’]?(?P<year>[4-9]\d){NOT_A_COUNT}"
)
EN_MONTH = re.compile(
    rf"(?P<before>{NOT_IN_NUMBER}{DAY}(?:st|nd|rd|th)?(?:\s+of\s+|\s*-\s*|\s*))?(?<![A-Za-z])(?P<month>{ENGLISH_MONTH})(?P<dot>\.?)"
    rf"(?:(?P<gap>-|,?\s+|(?=['’]))(?P<mark>['’]?)(?P<number>20\d\d|25\d\d|{DAY}(?:st|nd|rd|th)?)"
    rf"(?![\w%]|[.,:/-]\d|\s*-?\s*{ENGLISH_MONTH}))?",
    re.IGNORECASE,
)
EN_YEAR = re.compile(
    r"\b(?P<before>(?:in|of|since|by|year|early|late)\s+)['’](?P<year>[0-3]\d)(?![\w'’])", re.IGNORECASE
)
NUMERIC = re.compile(
    rf"(?<![\d./:-])(?P<first>{DAY}\s?[-–]\s?)?(?P<day>{DAY})(?P<mark>[/.-])(?P<month>0?[1-9]|1[0-2])(?P=mark)"
    r"(?P<year>\d{4}|\d\d)(?![\d/]|[.:-]\d)"
)
Match = re.Match[str]


def numeric_date(found: Match, language: str) -> str:
    """28/3/62 -> 28 มีนาคม 2562 or 28 March 2019; an impossible or ambiguous date stays unchanged."""
    year, month, day = common_era(found["year"]), int(found["month"]), int(found["day"])
    try:
        date(year or 0, month, day)
    except ValueError:
        return found[0]
    if year is None or (found["mark"] == "." and len(found["year"]) == 2):
        return found[0]
    return f"{found['first'] or ''}{day} {MONTHS[language][month]} {year + BUDDHIST_ERA * (language == 'th')}"


def thai_month(found: Match) -> str:
    """มี.ค. 62 -> มีนาคม 2562, 28 มีนา -> 28 มีนาคม.

    A short name is expanded only next to a day or a year; an abbreviation without its dots (มค) needs both.
    """
    before, typed, year = found["before"] or "", found["month"], found["year"] or ""
    if not (before or year) or (typed in THAI_UNDOTTED and not (before and year)):
        return found[0]
    tail = f" {found['era']}{year if len(year) == 4 else '25' + year}" if year else ""
    return before + MONTHS["th"][month_number(typed)] + tail


def english_month(found: Match) -> str:
    """28 Mar 19 -> 28 March 2019, March '19 -> March 2019, Mar 28 -> March 28; "Mar" alone and "may" stay unchanged."""
    before, typed, number = found["before"] or "", found["month"], found["number"] or ""
    if not (before or number):
        return found[0]
    name = MONTHS["en"][month_number(typed)] if typed.lower() in ENGLISH_ABBREVIATIONS else typed
    is_year = len(number) == 2 and number < "40" and (before or found["mark"])
    tail = f" 20{number}" if is_year else f"{found['gap']}{found['mark']}{number}" if number else ""
    dot = found["dot"] if name == typed else ""  # after an unabbreviated name, the dot ends the sentence
    return before.replace("-", " ") + name + dot + tail


def expand_all(text: str) -> str:
    """Expand the dates in a text without addresses, in its language. If it is unknown, the era of the year decides."""
    language = detect(text)

    def numeric(found: Match) -> str:
        return numeric_date(found, language or ("th" if found["year"][-2:] >= "40" else "en"))

    text = NUMERIC.sub(numeric, text)
    text = TH_MONTH.sub(thai_month, text)
    text = TH_YEAR.sub(lambda found: f"{found['era'].rstrip()} 25{found['year']}", text)
    text = EN_MONTH.sub(english_month, text)
    return EN_YEAR.sub(r"\g<before>20\g<year>", text)


def expand_dates(text: str) -> str:
    """The text with four-digit years and full month names, for searching.

    A two-digit year of 40 to 99 in a Thai date is 2540 to 2599 of the Buddhist era; a two-digit year of 00 to 39 in an
    English date is 2000 to 2039.
    """
    return outside_addresses(text, expand_all) if any(map(str.isdigit, text)) or "เดือน" in text else text
