"""Formats ISO 8601 dates for readers, in both eras: 28–29 มีนาคม พ.ศ. 2562, 28–29 March 2019.

A date is text: a day, a month, a year, or an interval of days (`2019-03-28/2019-03-29`). A month never gains a day.
Pure functions; runs on Python 3.10, for Rasa.
"""

import re
from datetime import date

from bot.text.months import MONTHS

BUDDHIST_ERA = 543  # years between the eras, for dates since 1941, when Thailand's new year moved to 1 January
ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")


def common_era(year: str) -> int | None:
    """A typed year in the common era: 62 and 2562 -> 2019, 19 -> 2019. None if the era is unclear."""
    number = int(year)
    if len(year) == 2:
        return 2000 + number if number < 40 else 2500 + number - BUDDHIST_ERA if number <= 80 else None
    return number if 1800 <= number < 2200 else number - BUDDHIST_ERA if 2400 <= number < 2700 else None


def parse(iso: str) -> tuple[int, ...]:
    """`2019-03-28` -> (2019, 3, 28), `2019-03` -> (2019, 3), `2019` -> (2019,). Raises ValueError."""
    if not ISO_DATE.match(iso):
        raise ValueError(f"a date is YYYY, YYYY-MM or YYYY-MM-DD; got {iso!r}")
    parts = tuple(int(part) for part in iso.split("-"))
    if date(*(*parts, 1, 1)[:3]).year == date.max.year:
        raise ValueError(f"no day follows the last of the year {date.max.year}; got {iso!r}")
    return parts


def year_text(year: int, language: str) -> str:
    return f"พ.ศ. {year + BUDDHIST_ERA}" if language == "th" else str(year)


def format_parsed(parts: tuple[int, ...], language: str) -> str:
    """Format one parsed date."""
    year, *rest = parts
    words = [year_text(year, language)]
    if rest:
        words.insert(0, MONTHS[language][rest[0]])
    if len(rest) > 1:
        words.insert(0, str(rest[1]))
    return " ".join(words)


def format_date(iso: str, language: str) -> str:
    """Format a date or an interval. A month or year that both ends share appears once. Raises ValueError."""
    first, _, last = iso.partition("/")
    start = parse(first)
    if not last or last == first:
        return format_parsed(start, language)
    end = parse(last)
    if len(start) != 3 or len(end) != 3 or end < start:
        raise ValueError(f"an interval is two days in order, YYYY-MM-DD/YYYY-MM-DD; got {iso!r}")
    if start[:2] == end[:2]:
        return f"{start[2]}–{format_parsed(end, language)}"
    if start[0] == end[0]:
        return f"{start[2]} {MONTHS[language][start[1]]} – {format_parsed(end, language)}"
    return f"{format_parsed(start, language)} – {format_parsed(end, language)}"


def both_eras(iso: str) -> dict[str, str]:
    """The keys of a Reply's `DateText`: iso, th and en."""
    return {"iso": iso, "th": format_date(iso, "th"), "en": format_date(iso, "en")}


def last_day(iso: str) -> date:
    """The last day of a date, month, year or interval. The date is past if this day is before today."""
    parts = parse(iso.partition("/")[2] or iso)
    if len(parts) == 3:
        return date(*parts)
    year, month = (*parts, 12)[:2]
    next_month = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(next_month.toordinal() - 1)
