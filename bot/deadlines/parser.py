"""Parses the deadline of an enquiry, as a journalist types it in Thai or English. Not for Rasa's environment.

Nothing is guessed: a text without a day, a time or a duration has no deadline. The text is normalized first
(bot/deadlines/lexicon.py); then one day and one time are parsed independently.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.deadlines.lexicon import NO_YEAR, NOT_URGENT, NO_DEADLINE, URGENT, WEEKDAYS, YEAR, Match, regular, year_of
from bot.deadlines.zones import zone_in
from bot.text.dates import last_day
from bot.text.months import ENGLISH_MONTH, month_number
from bot.text.thai import normalize

MAX_READ = 200  # characters that are read
OFFICE, LAST = time(17), time(23, 59)  # the time of a day without one
# Hours from and until which a part of the day lasts.
PARTS = {"morning": (9, 12), "afternoon": (15, 17), "evening": (18, 21), "night": (20, 23)}
WAKING = range(7, 24)  # possible hours of a bare "before 6"


@dataclass(frozen=True)
class Deadline:
    """`when` is aware, in the zone asked for; `exact` is False where the text has no time of day."""

    when: datetime
    exact: bool


# One day ------------------------------------------------------------------------------------------------------------


def in_month(start: date, ahead: int) -> date:
    """The first day of the month `ahead` months later."""
    months = start.year * 12 + start.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def next_date(month: int, day: int, start: date) -> date:
    """The next date with this month and day; a 29 February may be eight years away. Raises ValueError for 31 April."""
    for year in range(start.year, start.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= start:
            return found
    raise ValueError(f"a day of the calendar; got {day}/{month}")


def dated(found: Match, today: date, start: date) -> date:
    """A month and day, in numbers or words; the year is optional."""
    groups = found.groupdict()
    day, typed = int(groups["day"]), groups["month"]
    month = int(typed) if typed.isdigit() else month_number(typed)
    if day <= 12 < month:
        day, month = month, day  # 3/28 is written in the American order
    return date(year_of(groups["year"]), month, day) if groups.get("year") else next_date(month, day, start)


def nth(found: Match, today: date, start: date) -> date:
    """The next day of the month with that number; of this or the next month where the text says so."""
    day = int(found["day"])
    if found["which"]:
        return in_month(today, found["which"] == "next").replace(day=day)
    for ahead in range(12):
        month = in_month(start, ahead)
        if day <= last_day(month.isoformat()[:7]).day and month.replace(day=day) >= start:
            return month.replace(day=day)
    raise ValueError(f"a day of a month; got {day}")


def weekday(found: Match, today: date, start: date) -> date:
    """The next day of that name; "next" means the week that begins on the next Monday."""
    number = WEEKDAYS.index(found["name"])
    if found["next"] or found["week"] or found["first"]:
        return today + timedelta(7 - today.weekday() + number)
    return start + timedelta((number - start.weekday()) % 7)


def period(found: Match, today: date, start: date) -> date:
    """The first, middle or last day of a week, a month or a year: a week ends on Friday, a month on a working day."""
    edge, unit, ahead = (found["edge"] or "end")[:3], found["unit"], found["which"] == "next"
    if unit == "week":
        day = today + timedelta(7 * ahead - today.weekday() + {"ear": 0, "beg": 0, "sta": 0, "mid": 2}.get(edge, 4))
        return day if day >= today else day + timedelta(6 - day.weekday())
    if unit == "year":
        return date(today.year + ahead, 12, 31)
    month = in_month(today, ahead)
    if unit != "month":
        month = in_month(today, (month_number(unit) - today.month) % 12)
    return {"ear": month, "beg": month, "sta": month, "mid": month.replace(day=15)}.get(
        edge, last_day(month.isoformat()[:7])
    )


def after_days(found: Match, today: date, start: date) -> date:
    count, unit = int(found["n"]), found["unit"]
    if unit.startswith("month"):
        month = in_month(today, count)
        return month.replace(day=min(today.day, last_day(month.isoformat()[:7]).day))
    if not unit.startswith(("working", "business")):
        return today + timedelta(count * (7 if unit.startswith("week") else 1))
    day = today
    while count:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


NAMED = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}


def named(found: Match, today: date, start: date) -> date:
    return today + timedelta(NAMED.get(found[0], 0))


def weekend(found: Match, today: date, start: date) -> date:
    """Saturday; Friday for "before the weekend"."""
    ahead = (5 - today.weekday()) % 7 if today.weekday() < 6 else 0
    return today + timedelta(ahead + 7 * bool(found["next"] and today.weekday() < 6))


MONTH = rf"(?P<month>{ENGLISH_MONTH})\.?"
EN_YEAR = rf"(?:(?:,?\s*|-|/)['’]?(?P<year>{YEAR}|\d\d(?<!\d{{3}}){NO_YEAR}))?"
LEAD = r"(?:^|\b(?:within|in|next|another|about|around|under|max|maximum|than)\s+(?:(?:the next|next|about|max)\s+)?)"
TO = r"(?:(?:\s?(?:-|–|to|or)\s?|\s)\d{1,2})?"  # "2-3 days" means the earlier
EDGE = r"(?:(?P<edge>end of|late|early|beginning of|start of|mid(?:dle of)?)[\s-]+)"
WEEKDAY = "|".join(WEEKDAYS)
NTH_ENDS = (
    r"(?=\W*$|\s*[,.;]|\s+(?:at|by|before|of|this|next|noon|midnight|\d|morning|afternoon|evening|eod|[ก-๎])|[ก-๎])"
)
Reader = Callable[[Match, date, date], date]
DAYS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?<!\d)(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?:t(?=\d)|(?!\d))", dated),
        (
            r"(?<![\d./:-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?![\d/]|[.:-]\d)",
            dated,
        ),
        (r"(?<![\d./:-])(?!24/7)(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/-]|\s*(?:hour|of\b))", dated),
        (rf"(?<![\d.:/])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{MONTH}{EN_YEAR}", dated),
        (rf"\b{MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{NO_YEAR}(?:(?:,\s*|\s+)(?P<year>{YEAR}))?", dated),
        (
            rf"\b(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b{NTH_ENDS}"
            r"(?:\s*(?:of )?(?P<which>this|next|the) month)?",
            nth,
        ),
        (r"\b(?:(?<!usa )today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening))\b", named),
        (
            rf"(?<!last )\b(?:(?P<first>next week)(?: on)? |(?P<next>next) )?(?P<name>{WEEKDAY})\b(?! times| telegraph)"
            r"(?:(?: of)?(?P<week> next week))?",
            weekday,
        ),
        (rf"\b{EDGE}(?:(?P<which>this|next|the) )?(?P<unit>week(?!end)|month|year|{ENGLISH_MONTH})", period),
        (r"\b(?P<edge>)(?P<which>this|next) (?P<unit>week(?!end)|month)\b", period),
        (r"\b(?:(?:this|the|(?P<next>next)) )?weekend\b", weekend),
        (
            rf"{LEAD}(?P<n>\d{{1,2}}){TO}\s*(?P<unit>(?:working|business) days?|days?|weeks?|months?)\b"
            r"(?!\s*(?:ago|before|after|earlier))",
            after_days,
        ),
        (r"\beod\b", named),
    )
]

# One time -----------------------------------------------------------------------------------------------------------

SPAN = re.compile(
    rf"(?:{LEAD}(?<!\d)|^(?!(?:1[3-9]|2[0-3])\s*h(?:rs?)?\b))(?P<n>\d{{1,3}}(?:\.\d)?){TO}\s*-?\s*"
    r"(?P<unit>hours?|hrs?|h|minutes?|mins?)\b(?:\s*(?:and\s*)?(?P<more>\d{1,2})\s*(?:minutes?|mins?)\b)?"
    r"(?!\s*(?:ago|before|after|earlier|of\b|interview))"
)
RELATIVE = re.compile(r"\d\s*(?:hours?|hrs?|minutes?|mins?|days?|weeks?)\s+(?:ago|before|after|earlier)\b")
AT = r"(?:\b(?:by|at|before|until|till|around|about|within|latest|from|to)|@|,)\s*"
ENDS = r"(?=\W*$|\s*[,;!?|]|\s*(?:today|on|in the|please|pls|sharp|ish|hrs?|hours|latest|local|thai|ครับ|ค่ะ|คะ|นะ|จ้า)\b)"
NO_MONEY = r"(?!\d|\.\d|\s*(?:%|percent|baht|บาท|million|billion|ล้าน|usd|us\$|ghz|gb|mb))"
TIMES = [
    re.compile(r"(?<!khun )(?<!ms )(?<!ms\. )\b(?P<word>noon|midnight)\b"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b"),
    re.compile(rf"(?<![\d.:])(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?!\d){NO_MONEY}"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})(?P<mark>h)(?P<minute>[0-5]\d)?\b"),
    re.compile(r"(?<![\d.:])(?P<hour>[012]\d)(?P<minute>[0-5]\d)\s?(?:hrs?|hours|h)\b"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})\.(?P<minute>[0-5]\d)\s?(?:hrs?|hours|h)\b"),
    re.compile(rf"(?:^|{AT}|\| ?|\b(?:{'|'.join(PARTS)}) )(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d){NO_MONEY}"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})\s?o['’]?\s?clock\b"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})(?= in the (?:morning|afternoon|evening))|^(?P<only>\d{1,2})(?= \|\W*$)"),
    re.compile(rf"{AT}(?!20[0-5]\d)(?P<hour>[012]\d)(?P<minute>[0-5]\d){ENDS}"),
    re.compile(rf"{AT}(?P<hour>\d{{1,2}}){ENDS}"),
]
PART = re.compile(r"\b(?:to(?=night))?(?P<part>" + "|".join(PARTS) + r")\b")
Clock = tuple[list[int], int]  # possible hours (0 to 24), likeliest first, and the minute


def clock(rest: str, part: str | None) -> Clock | None:
    """The possible times of a text without its day: `([15], 30)`; ([9, 21], 0) where both are possible."""
    for found in filter(None, (pattern.search(rest) for pattern in TIMES)):
        groups = found.groupdict()
        if groups.get("word"):
            return [12 if groups["word"] == "noon" else 24], 0
        typed, minute, half = groups["hour"] or groups["only"], int(groups.get("minute") or 0), groups.get("half")
        hour = int(typed)
        if hour > 24 or (hour == 24 and minute) or (half and not typed.strip("0")):
            continue
        if half and hour <= 12:
            return [hour % 12 + 12 * (half == "p")], minute
        if (
            (len(typed) == 2 and (hour > 12 or typed[0] == "0" or groups.get("minute")))
            or hour == 0
            or groups.get("mark")
        ):
            return [hour], minute
        if part:
            early = part == "morning" or (part == "night" and hour < 5)
            return [hour % 12 + 12 * (not early)], minute
        return [each for each in (hour % 12, hour % 12 + 12) if each in WAKING], minute
    return None


def in_zone(day: date, hour: int, minute: int, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(hour // 24), time(hour % 24, minute), tzinfo=zone)


def without_time(day: date, part: str | None, now: datetime) -> datetime:
    """The end of the office day, or the beginning of the named part of the day; later where that is past today."""
    first, last = (time(hour) for hour in PARTS[part]) if part else (OFFICE, LAST)
    if part == "night":
        last = LAST
    when = datetime.combine(day, first, tzinfo=now.tzinfo)
    return when if when > now or day != now.date() else datetime.combine(day, last, tzinfo=now.tzinfo)


def understood(text: str, now: datetime) -> Deadline | None:
    """The deadline of a normalized text, in the zone of `now`. Raises ValueError or OverflowError for an impossible
    date."""
    if RELATIVE.search(text):
        return None
    if found := SPAN.search(text):
        minutes = float(found["n"]) * (60 if found["unit"].startswith("h") else 1) + int(found["more"] or 0)
        return Deadline((now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo), True)
    read, day_found = next(((reader, hit) for pattern, reader in DAYS if (hit := pattern.search(text))), (None, None))
    rest = f"{text[: day_found.start()]} | {text[day_found.end() :]}" if day_found else text
    named_part = PART.search(text)
    part = named_part["part"] if named_part else None
    said = clock(" ".join(rest.split()), part)
    today = now.date()

    def moment(start: date) -> datetime:
        """The deadline, with no day before `start`."""
        day = read(day_found, today, start) if read and day_found else start
        if not said:
            exclusive = day_found and re.search(r"\bbefore (?:the )?$", text[: day_found.start()]) and not part
            if exclusive and not re.match("end|eod|early|mid", day_found[0] if day_found else ""):
                day = max(today, day - timedelta(1)) if day >= today else day
            return without_time(day, part, now)
        hours, minute = said
        shift = timedelta(part == "night" and hours[0] < 5)
        times = [in_zone(day + shift, hour, minute, now.tzinfo or UTC) for hour in hours]
        return next((each for each in times if each > now), times[0])

    if not (said or part or read):
        return None
    when = moment(today)
    return Deadline(when if when > now else moment(today + timedelta(1)), bool(said))


def deadline(text: str, now: datetime, zone: tzinfo) -> Deadline | None:
    """The deadline in a text; None where it has none. `now` is aware; no text raises.

    A day without a time means 17:00, or 23:59 once that is past today; "ASAP" means in an hour; neither is exact.
    Without a year the next such moment is meant; an explicitly past moment is returned as it is.
    """
    text = normalize(text[:MAX_READ])
    try:
        text, own = zone_in(text)
        plain = regular(text)
        found = understood(plain, now.astimezone(own or zone))
    except (ValueError, OverflowError):
        return None
    if found:
        return Deadline(found.when.astimezone(zone), found.exact)
    if URGENT.search(plain) and not NOT_URGENT.search(plain) and not NO_DEADLINE.search(text):
        return Deadline((now.astimezone(UTC) + timedelta(hours=1)).astimezone(zone), False)
    return None


def is_open(text: str) -> bool:
    """Whether the text says that there is no deadline ("no deadline", ไม่รีบ) and names no time."""
    return (
        bool(NO_DEADLINE.search(normalize(text[:MAX_READ]))) and deadline(text, datetime(2019, 1, 1, tzinfo=UTC), UTC) is None
    )
