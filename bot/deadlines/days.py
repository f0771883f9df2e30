"""Reads the day of a deadline from canonical English (bot/deadlines/lexicon.py).

A reader gets the match of its pattern, today's date, and the first date that may be meant (`start`: tomorrow, if
today would be in the past). It raises ValueError or OverflowError for a day that does not exist.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.deadlines.lexicon import NOT_A_TIME, WEEKDAYS, YEAR, Match, year_of
from bot.text.dates import last_day
from bot.text.months import ENGLISH_MONTH, month_number


def first_of_month(start: date, months_ahead: int) -> date:
    """The first day of the month that is `months_ahead` months after that of `start`."""
    months = start.year * 12 + start.month - 1 + months_ahead
    return date(months // 12, months % 12 + 1, 1)


def next_occurrence(month: int, day: int, start: date) -> date:
    """The first date from `start` on with this month and day. ValueError if there is none: 31 April."""
    for year in range(start.year, start.year + 9):  # up to eight years between two 29 Februaries
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= start:
            return found
    raise ValueError(f"date must exist; got day {day} of month {month}")


def read_date(found: Match, today: date, start: date) -> date:
    """A day and a month, as a number or a name, with or without a year."""
    groups = found.groupdict()
    day, typed = int(groups["day"]), groups["month"]
    month = int(typed) if typed.isdigit() else month_number(typed)
    if day <= 12 < month:
        day, month = month, day  # 3/28 is month/day
    return date(year_of(groups["year"]), month, day) if groups.get("year") else next_occurrence(month, day, start)


def read_day_number(found: Match, today: date, start: date) -> date:
    """A day of the month without its month: the next one, or that of "this month" or "next month"."""
    day = int(found["day"])
    if found["which"]:
        return first_of_month(today, found["which"] == "next").replace(day=day)
    for ahead in range(12):
        month = first_of_month(start, ahead)
        if day <= last_day(month.isoformat()[:7]).day and month.replace(day=day) >= start:
            return month.replace(day=day)
    raise ValueError(f"day of month must be 1 to 31; got {day}")


def read_weekday(found: Match, today: date, start: date) -> date:
    """The next weekday of that name; with "next", the one in the week that starts next Monday."""
    number = WEEKDAYS.index(found["name"])
    if found["next"] or found["week"] or found["first"]:
        return today + timedelta(7 - today.weekday() + number)
    return start + timedelta((number - start.weekday()) % 7)


def read_period(found: Match, today: date, start: date) -> date:
    """The beginning, the middle or the end of a week, a month or a year; a week ends on Friday."""
    edge, unit, ahead = (found["edge"] or "end")[:3], found["unit"], found["which"] == "next"
    if unit == "week":
        day = today + timedelta(7 * ahead - today.weekday() + {"ear": 0, "beg": 0, "sta": 0, "mid": 2}.get(edge, 4))
        return day if day >= today else day + timedelta(6 - day.weekday())
    if unit == "year":
        return date(today.year + ahead, 12, 31)
    month = first_of_month(today, ahead)
    if unit != "month":
        month = first_of_month(today, (month_number(unit) - today.month) % 12)
    return {"ear": month, "beg": month, "sta": month, "mid": month.replace(day=15)}.get(
        edge, last_day(month.isoformat()[:7])
    )


def read_day_count(found: Match, today: date, start: date) -> date:
    """A number of days, working days, weeks or months from today."""
    count, unit = int(found["n"]), found["unit"]
    if unit.startswith("month"):
        month = first_of_month(today, count)
        return month.replace(day=min(today.day, last_day(month.isoformat()[:7]).day))
    if not unit.startswith(("working", "business")):
        return today + timedelta(count * (7 if unit.startswith("week") else 1))
    day = today
    while count:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


NAMED_DAYS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}  # days from today


def read_named_day(found: Match, today: date, start: date) -> date:
    """Today, tomorrow, yesterday, or an expression for today such as "this morning"."""
    return today + timedelta(NAMED_DAYS.get(found[0], 0))


def read_weekend(found: Match, today: date, start: date) -> date:
    """The next Saturday, or today on a Saturday or Sunday; "next weekend" is a week later, except on a Sunday."""
    ahead = (5 - today.weekday()) % 7 if today.weekday() < 6 else 0
    return today + timedelta(ahead + 7 * bool(found["next"] and today.weekday() < 6))


MONTH = rf"(?P<month>{ENGLISH_MONTH})\.?"
OPTIONAL_YEAR = rf"(?:(?:,?\s*|-|/)['’]?(?P<year>{YEAR}|\d\d(?<!\d{{3}}){NOT_A_TIME}))?"
BEFORE_COUNT = (
    r"(?:^|\b(?:within|in|next|another|about|around|under|max|maximum|than)\s+(?:(?:the next|next|about|max)\s+)?)"
)
OPTIONAL_RANGE = r"(?:(?:\s?(?:-|–|to|or)\s?|\s)\d{1,2})?"  # "2-3 days": the smaller number counts
PERIOD_EDGE = r"(?:(?P<edge>end of|late|early|beginning of|start of|mid(?:dle of)?)[\s-]+)"
WEEKDAY = "|".join(WEEKDAYS)
AFTER_ORDINAL = (
    r"(?=\W*$|\s*[,.;]|\s+(?:at|by|before|of|this|next|noon|midnight|\d|morning|afternoon|evening|eod|[ก-๎])|[ก-๎])"
)
DateReader = Callable[[Match, date, date], date]
DATE_PATTERNS: list[tuple[re.Pattern[str], DateReader]] = [
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?<!\d)(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?:t(?=\d)|(?!\d))", read_date),
        (
            r"(?<![\d./:-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?![\d/]|[.:-]\d)",
            read_date,
        ),
        (r"(?<![\d./:-])(?!24/7)(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/-]|\s*(?:hour|of\b))", read_date),
        (rf"(?<![\d.:/])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{MONTH}{OPTIONAL_YEAR}", read_date),
        (rf"\b{MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{NOT_A_TIME}(?:(?:,\s*|\s+)(?P<year>{YEAR}))?", read_date),
        (
            rf"\b(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b{AFTER_ORDINAL}"
            r"(?:\s*(?:of )?(?P<which>this|next|the) month)?",
            read_day_number,
        ),
        (r"\b(?:(?<!usa )today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening))\b", read_named_day),
        (
            rf"(?<!last )\b(?:(?P<first>next week)(?: on)? |(?P<next>next) )?(?P<name>{WEEKDAY})\b(?! times| telegraph)"
            r"(?:(?: of)?(?P<week> next week))?",
            read_weekday,
        ),
        (
            rf"\b{PERIOD_EDGE}(?:(?P<which>this|next|the) )?(?P<unit>week(?!end)|month|year|{ENGLISH_MONTH})",
            read_period,
        ),
        (r"\b(?P<edge>)(?P<which>this|next) (?P<unit>week(?!end)|month)\b", read_period),
        (r"\b(?:(?:this|the|(?P<next>next)) )?weekend\b", read_weekend),
        (
            rf"{BEFORE_COUNT}(?P<n>\d{{1,2}}){OPTIONAL_RANGE}\s*"
            r"(?P<unit>(?:working|business) days?|days?|weeks?|months?)\b(?!\s*(?:ago|before|after|earlier))",
            read_day_count,
        ),
        (r"\beod\b", read_named_day),
    )
]
