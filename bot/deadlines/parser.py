"""Parses a deadline that a journalist typed in Thai or English. Must not be imported in Rasa's environment.

A text without a day, a time or a duration has no deadline: nothing is guessed. The text is first rewritten as canonical
English (bot/deadlines/lexicon.py); then one day (bot/deadlines/days.py) and one time are read independently.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.deadlines.days import BEFORE_COUNT, DATE_PATTERNS, OPTIONAL_RANGE
from bot.deadlines.lexicon import NO_DEADLINE, NOT_URGENT, URGENT, canonical_english
from bot.deadlines.zones import zone_in
from bot.text.thai import normalize

MAX_CHARACTERS = 200  # the rest of a longer text is ignored
CLOSE_OF_BUSINESS, END_OF_DAY = time(17), time(23, 59)  # of a day without a time: before and after 17:00
# First and last hour of each part of the day.
DAY_PARTS = {"morning": (9, 12), "afternoon": (15, 17), "evening": (18, 21), "night": (20, 23)}
WAKING_HOURS = range(7, 24)  # a bare hour is within these: "before 6" means 18:00


@dataclass(frozen=True)
class Deadline:
    """`when` is aware, in the requested zone; `exact` is False if the text has no time of day."""

    when: datetime
    exact: bool


DURATION = re.compile(
    rf"(?:{BEFORE_COUNT}(?<!\d)|^(?!(?:1[3-9]|2[0-3])\s*h(?:rs?)?\b))(?P<n>\d{{1,3}}(?:\.\d)?){OPTIONAL_RANGE}\s*-?\s*"
    r"(?P<unit>hours?|hrs?|h|minutes?|mins?)\b(?:\s*(?:and\s*)?(?P<more>\d{1,2})\s*(?:minutes?|mins?)\b)?"
    r"(?!\s*(?:ago|before|after|earlier|of\b|interview))"
)
RELATIVE_TO_EVENT = re.compile(r"\d\s*(?:hours?|hrs?|minutes?|mins?|days?|weeks?)\s+(?:ago|before|after|earlier)\b")
BEFORE_TIME = r"(?:\b(?:by|at|before|until|till|around|about|within|latest|from|to)|@|,)\s*"
AFTER_TIME = (
    r"(?=\W*$|\s*[,;!?|]|\s*(?:today|on|in the|please|pls|sharp|ish|hrs?|hours|latest|local|thai|ครับ|ค่ะ|คะ|นะ|จ้า)\b)"
)
NOT_MONEY = r"(?!\d|\.\d|\s*(?:%|percent|baht|บาท|million|billion|ล้าน|usd|us\$|ghz|gb|mb))"
TIME_PATTERNS = [
    re.compile(r"(?<!khun )(?<!ms )(?<!ms\. )\b(?P<word>noon|midnight)\b"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b"),
    re.compile(rf"(?<![\d.:])(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?!\d){NOT_MONEY}"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})(?P<mark>h)(?P<minute>[0-5]\d)?\b"),
    re.compile(r"(?<![\d.:])(?P<hour>[012]\d)(?P<minute>[0-5]\d)\s?(?:hrs?|hours|h)\b"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})\.(?P<minute>[0-5]\d)\s?(?:hrs?|hours|h)\b"),
    re.compile(
        rf"(?:^|{BEFORE_TIME}|\| ?|\b(?:{'|'.join(DAY_PARTS)}) )(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d){NOT_MONEY}"
    ),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})\s?o['’]?\s?clock\b"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})(?= in the (?:morning|afternoon|evening))|^(?P<only>\d{1,2})(?= \|\W*$)"),
    re.compile(rf"{BEFORE_TIME}(?!20[0-5]\d)(?P<hour>[012]\d)(?P<minute>[0-5]\d){AFTER_TIME}"),
    re.compile(rf"{BEFORE_TIME}(?P<hour>\d{{1,2}}){AFTER_TIME}"),
]
DAY_PART = re.compile(r"\b(?:to(?=night))?(?P<part>" + "|".join(DAY_PARTS) + r")\b")
ClockTime = tuple[list[int], int]  # possible hours (0 to 24), the likelier first, and the minute; 24:00 ends the day


def read_time(text: str, part: str | None) -> ClockTime | None:
    """Read the time in a text without its day: ([15], 30), or ([9, 21], 0) if it is ambiguous.

    `part` is the part of the day in the text, if any.
    """
    for found in filter(None, (pattern.search(text) for pattern in TIME_PATTERNS)):
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
        return [option for option in (hour % 12, hour % 12 + 12) if option in WAKING_HOURS], minute
    return None


def datetime_at(day: date, hour: int, minute: int, zone: tzinfo) -> datetime:
    """Combine day and time; hour 24 is midnight at the end of the day."""
    return datetime.combine(day + timedelta(hour // 24), time(hour % 24, minute), tzinfo=zone)


def default_time(day: date, part: str | None, now: datetime) -> datetime:
    """The deadline on a day without a time: 17:00, or the start of the part of the day; its end if that has passed."""
    first, last = (time(hour) for hour in DAY_PARTS[part]) if part else (CLOSE_OF_BUSINESS, END_OF_DAY)
    if part == "night":
        last = END_OF_DAY
    when = datetime.combine(day, first, tzinfo=now.tzinfo)
    return when if when > now or day != now.date() else datetime.combine(day, last, tzinfo=now.tzinfo)


def parse(text: str, now: datetime) -> Deadline | None:
    """Parse canonical English, in the zone of `now`. ValueError or OverflowError for a day that does not exist."""
    if RELATIVE_TO_EVENT.search(text):
        return None
    if found := DURATION.search(text):
        minutes = float(found["n"]) * (60 if found["unit"].startswith("h") else 1) + int(found["more"] or 0)
        return Deadline((now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo), True)
    read_day, day_found = next(
        ((reader, hit) for pattern, reader in DATE_PATTERNS if (hit := pattern.search(text))), (None, None)
    )
    rest = f"{text[: day_found.start()]} | {text[day_found.end() :]}" if day_found else text
    named_part = DAY_PART.search(text)
    part = named_part["part"] if named_part else None
    clock_time = read_time(" ".join(rest.split()), part)
    today = now.date()

    def deadline_from(start: date) -> datetime:
        """The deadline if it is on `start` or later."""
        day = read_day(day_found, today, start) if read_day and day_found else start
        if not clock_time:
            exclusive = day_found and re.search(r"\bbefore (?:the )?$", text[: day_found.start()]) and not part
            if exclusive and not re.match("end|eod|early|mid", day_found[0] if day_found else ""):
                day = max(today, day - timedelta(1)) if day >= today else day
            return default_time(day, part, now)
        hours, minute = clock_time
        shift = timedelta(part == "night" and hours[0] < 5)
        times = [datetime_at(day + shift, hour, minute, now.tzinfo or UTC) for hour in hours]
        return next((when for when in times if when > now), times[0])

    if not (clock_time or part or read_day):
        return None
    when = deadline_from(today)
    return Deadline(when if when > now else deadline_from(today + timedelta(1)), bool(clock_time))


def deadline(text: str, now: datetime, zone: tzinfo) -> Deadline | None:
    """The deadline in a text, or None if it has none. `now` is aware; no text raises an error.

    A day without a time means 17:00, or 23:59 if it is already past 17:00 that day; "ASAP" means in an hour; neither is
    exact. A date without a year is the next one in the future. A deadline in the past, for example "yesterday", is
    returned unchanged.
    """
    text = normalize(text[:MAX_CHARACTERS])
    try:
        text, named_zone = zone_in(text)
        canonical = canonical_english(text)
        found = parse(canonical, now.astimezone(named_zone or zone))
    except (ValueError, OverflowError):
        return None
    if found:
        return Deadline(found.when.astimezone(zone), found.exact)
    if URGENT.search(canonical) and not NOT_URGENT.search(canonical) and not NO_DEADLINE.search(text):
        return Deadline((now.astimezone(UTC) + timedelta(hours=1)).astimezone(zone), False)
    return None


def is_open(text: str) -> bool:
    """True if the text says that there is no deadline ("no deadline", ไม่รีบ) and does not name a time as well."""
    return (
        bool(NO_DEADLINE.search(normalize(text[:MAX_CHARACTERS])))
        and deadline(text, datetime(2019, 1, 1, tzinfo=UTC), UTC) is None
    )
