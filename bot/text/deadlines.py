"""When an answer is needed, as a hurried journalist types it in Thai or English. Not for Rasa's environment.

Nothing is ever guessed: a text that names no day, no time and no span of time has no deadline. Thai becomes regular
English words first ("พรุ่งนี้บ่ายสาม" -> "tomorrow 15:00"); then one day and one time are read, each on its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from dateparser.timezone_parser import pop_tz_offset_from_string  # type: ignore[import-untyped]
from pythainlp.util import thaiword_to_num

from bot.text.dates import BUDDHIST_ERA, MONTHS, last_day
from bot.text.language import ADDRESS
from bot.text.thai import normalize
from bot.text.years import EN, EN_NAME, TH_FULL, TH_NAME, common_era

Match = re.Match[str]
Rules = list[tuple[re.Pattern[str], str | Callable[[Match], str]]]
LONGEST = 200  # characters that are read
OFFICE, LAST = time(17), time(23, 59)  # what a day means that was given without a time
# From when, and until when, a part of the day is meant.
PARTS = {"morning": (9, 12), "afternoon": (15, 17), "evening": (18, 21), "night": (20, 23)}
WAKING = range(7, 24)  # hours that a bare "before 6" may mean: not six in the morning
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
THAI_WEEKDAYS = "จันทร์ อังคาร พุธ พฤหัส ศุกร์ เสาร์ อาทิตย์".split()
UNITS = {"week": "week", "เดือน": "month", "ปี": "year"}
NUMBERS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))
NUMBERS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "forty five": 45, "forty": 40, "sixty": 60}


@dataclass(frozen=True)
class Deadline:
    """`when` is aware, in the zone asked for; `exact` is False where no time of day was said."""

    when: datetime
    exact: bool


def rules(*pairs: tuple[str, str | Callable[[Match], str]]) -> Rules:
    return [(re.compile(pattern), replacement) for pattern, replacement in pairs]


def year_of(typed: str) -> int:
    """The year in the common era: 62 and 2562 -> 2019, 19 -> 2019. ValueError for a year of neither era."""
    if len(typed) == 2:
        return 2000 + int(typed) if int(typed) < 40 else 2500 + int(typed) - BUDDHIST_ERA
    if (year := common_era(typed)) is None:
        raise ValueError(f"a year is of either era; got {typed!r}")
    return year


# Thai into regular English words ------------------------------------------------------------------------------------


def th_month(typed: str) -> str:
    """มี.ค. -> march"""
    full = TH_FULL[re.sub(r"[.\s]", "", typed)]
    return next(EN[number].lower() for number, name in MONTHS["th"].items() if name == full)


def th_date(found: Match) -> str:
    """Month before day, so that the day never looks like the minutes of a time before it."""
    return f" {th_month(found['month'])} {found['day']} {year_of(found['year']) if found['year'] else ''} "


def th_clock(offset: int, otherwise: str = "1") -> Callable[[Match], str]:
    """A reader of groups `hour` and `minute`: " 15:30 " with two digits, as only the clock of 24 hours has it."""

    def read(found: Match) -> str:
        groups = found.groupdict()
        hour, minute = int(groups.get("hour") or otherwise) + offset, groups["minute"] or "0"
        return f" {hour % 24 if hour > 24 else hour:02}:{30 if minute == 'ครึ่ง' else int(minute):02} "

    return read


def th_o_clock(found: Match) -> str:
    """โมง counts from six in the morning and again from noon: สามโมงเช้า 09:00, สิบโมง 10:00, สี่โมง 16:00."""
    hour, part = int(found["hour"] or 1), found["part"] or found["late"]
    if part == "เช้า":
        return th_clock(0 if hour > 5 else 6)(found)
    if (part == "เย็น" and hour < 12) or hour < 6:
        return th_clock(12)(found)
    return th_clock(0)(found).replace(" 06:", " 6:")  # หกโมง alone may be either


def th_weekday(found: Match) -> str:
    if found["nth"]:
        return f" the {found['nth']}th "
    name = next(en for en, th in zip(WEEKDAYS, THAI_WEEKDAYS, strict=True) if found["name"].startswith(th))
    return f" {'next ' if found['next'] else ''}{name} "


def part(name: str) -> Callable[[Match], str]:
    return lambda found: f" {'this ' if found['this'] else ''}{name} "


def which(word: str) -> Callable[[Match], str]:
    return lambda found: f" {word} {UNITS[found['unit']]} "


TH_NUMBER = (
    r"(?:ยี่|สาม|สี่|ห้า)?สิบ(?:เอ็ด|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)?"
    r"|หนึ่ง|นึง|สอง|สาม(?!ารถ)|สี่|ห้า(?!ม)|หก|เจ็ด|แปด|เก้า(?!อี้)"
)
# Minutes after an hour: a half, any number of นาที, or a multiple of five that begins nothing else.
MINUTE = (
    r"(?:\s*(?P<minute>ครึ่ง|[0-5]?\d(?=\s*นาที)|[0-5][05](?!\d|[/:.-]\d|\s*(?:โมง|ทุ่ม|ชั่วโมง|ชม|นาฬิกา|น\.)))(?:\s*นาที)?)?"
)
NO_YEAR = r"(?!\d|[:.]\d|\s*(?:น\.|น(?![ก-๎])|นาฬิกา|นาที|โมง|ทุ่ม|ชั่วโมง|am\b|pm\b|[ap]\.m|hrs?\b|h\b|hours|o.?clock))"
YEAR = rf"(?:19|2[01456])\d\d{NO_YEAR}"
THIS = r"(?:\s?ๆ)?\s*(?P<this>นี้)?"
THAI: Rules = rules(
    (
        rf"(?<![\d.:/])(?P<day>\d{{1,2}})\s*(?:เดือน\s?)?(?P<month>{TH_NAME})"
        rf"(?:\s*(?:ปี\s?)?(?:[พค]\.?\s?ศ\.?\s?)?['’]?(?P<year>{YEAR}|[4-9]\d{NO_YEAR}))?",
        th_date,
    ),
    (r"ไม่(?:รู้|ทราบ|แน่)", " not sure "),
    (
        r"(?<!ไม่)(?<!ข่าว)(?<!สาย)(?<!ทาง)(?<!ไม่เร่ง)(?:เร่ง)?ด่วน|เดี๋ยวนี้|ตอนนี้\s?เลย|ทันที(?!ที่)|เร็วที่สุด"
        r"|^\s*ตอนนี้\s*$",
        " asap ",
    ),
    (TH_NUMBER, lambda found: f" {1 if found[0] == 'นึง' else thaiword_to_num(found[0])} "),
    (r"ครึ่ง\s*(?:ชั่วโมง|ชม\.?)", " 30 minutes "),
    (r"(?<=\d)\s*(?:ชั่วโมง|ชม\.?)\s*ครึ่ง", " hours 30 minutes "),
    (r"(?:ชั่วโมง|ชม\.?)\s*ครึ่ง", " 1 hours 30 minutes "),
    (r"(?<=\d)\s*(?:ชั่วโมง|ช\.?\s?ม\.?)", " hours "),
    (r"ชั่วโมง(?:\s1\b)?", " 1 hours "),
    (rf"ตี\s*(?P<hour>[1-6])(?!\d){MINUTE}", th_clock(0)),
    (rf"เที่ยงคืน\s?(?=ครึ่ง|\d){MINUTE}", th_clock(0, "0")),
    (r"เที่ยงคืน(?:ตรง)?", " midnight "),
    (rf"(?<!ไม่)เที่ยง(?:วัน|ตรง)?(?!ธรรม|แท้){MINUTE}", th_clock(12, "0")),
    (rf"บ่าย\s?(?:1\s)?\s?โมง(?:ตรง)?{MINUTE}", th_clock(12)),
    (rf"บ่าย\s*(?P<hour>[1-6])(?![\d:.])\s*(?:โมง)?(?:เย็น|ตรง)?{MINUTE}", th_clock(12)),
    (
        r"(?:(?<![\d.:])(?P<hour>[1-9]|1[0-2])\s*โมง|(?<!กี่)โมง(?=\s*เช้า))\s*(?P<part>เช้า|เย็น)?(?:ตรง)?"
        rf"{MINUTE}\s*(?P<late>เช้า|เย็น)?",
        th_o_clock,
    ),
    (rf"(?<![\d.:])(?P<hour>[1-6])\s*ทุ่ม(?:ตรง)?{MINUTE}", th_clock(18)),
    (rf"(?<!กี่)ทุ่ม(?=ครึ่ง|ตรง|[^ก-๎]|$)(?:ตรง|\s1\b)?{MINUTE}", th_clock(18)),
    (
        r"(?<![\d.:])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s*(?:นาฬิกา|น\.|น(?![ก-๎]))",
        th_clock(0),
    ),
    (r"(?<=\d)\s*นาที", " minutes "),
    (r"(?:วัน)?มะรืน(?:นี้)?", " in 2 days "),
    (r"(?:วัน)?พรุ[่้]ง\s?นี้?", " tomorrow "),
    (r"เมื่อวาน(?:นี้)?", " yesterday "),
    (r"วันนี้", " today "),
    (r"คืนนี้", " tonight "),
    (r"สุดสัปดาห์|(?:วัน)?เสาร์[\s-]*อาทิตย์", " weekend "),
    (r"สัปดาห์|(?<!วัน)อาทิตย์(?=\s*(?:นี้|หน้า|ถัดไป))|(?<=\d)\s*อาทิตย์|(?<=สิ้น)อาทิตย์", " week "),
    (r"(?:สิ้น|ปลาย)\s*(?=เดือน|ปี|week)", " end of "),
    (r"(?:สิ้น|หมด|ท้าย|จบ)วัน|เลิกงาน", " eod "),
    (r"ต้น\s*(?=เดือน|week)", " early "),
    (r"กลาง\s*(?=เดือน|week)", " mid "),
    (rf"(?:(?<=end of )|(?<=early )|(?<=mid ))เดือน\s?(?P<month>{TH_NAME})", lambda found: th_month(found["month"])),
    (r"(?<=\d)\s*วัน\s?ทำ(?:การ|งาน)", " working days "),
    (r"(?<=\d)\s*วัน(?!ที่|" + "|".join(THAI_WEEKDAYS) + ")", " days "),
    (r"(?<=\d)\s*เดือน(?!นี้|หน้า)", " months "),
    (r"วัน\s?ที่\s*(?P<n>\d{1,2})(?!\s*[/:.-]?\d)", r" the \g<n>th "),
    (r"(?<![\d/:.])(?P<n>\d{1,2})\s*(?=(?:เดือน)(?:นี้|หน้า))", r" the \g<n>th "),
    (r"(?<![\d/:.])(?P<n>\d{1,2})\s*นี้", r" the \g<n>th "),
    (r"(?P<unit>week|เดือน|ปี)\s*(?:หน้า|ถัดไป)", which("next")),
    (r"(?P<unit>week|เดือน|ปี)\s*นี้", which("this")),
    (r"(?:(?<=end of )|(?<=early )|(?<=mid ))(?P<unit>เดือน|ปี)", which("this")),
    (rf"(?:เช้า(?!มืด)|สาย\s?ๆ|(?<=ตอน)สาย|(?<=ช่วง)สาย){THIS}", part("morning")),
    (rf"บ่าย(?!เบี่ยง){THIS}", part("afternoon")),
    (rf"(?:(?<!ใจ)(?<!ร่ม)เย็น(?!ชา)|(?:หัว)?ค่ำ){THIS}", part("evening")),
    (r"กลางคืน|ดึก", " night "),
    (r"ก่อน(?!อื่น|หน้า)", " before "),
    (r"ภายใน|ไม่เกิน|อีก|ใน", " within "),
    (r"ประมาณ|ราว", " about "),
    (r"เวลา|ตอน|ช่วง", " at "),
    (r"ถึง", " until "),
    # "จันทร์โอชา" is a name: a day of the week ends where another word begins.
    (
        r"(?:(?P<full>วัน\s?)|(?P<alone>(?<![ก-๎]))|)(?P<name>" + "|".join(THAI_WEEKDAYS) + r")(?:บดี|ฯ)?\s?"
        r"(?:(?P<next>หน้า|ถัดไป)|นี้|ที่จะถึง(?:นี้)?|ที่\s?(?P<nth>\d{1,2})(?!\d)"
        r"|(?(full)|(?(alone)(?=ครับ|ค่ะ|คะ|นะ|จ้า|ได้|ก็|[^ก-๎]|$)|(?!))))",
        th_weekday,
    ),
)

# English made regular -----------------------------------------------------------------------------------------------

BEFORE_SHORT = "|".join(
    rf"(?<={word} )" for word in r"by on before next this until till coming eod pm am m\. noon \d\d".split()
)
UNIT = r"(?=(?:hours?|hrs?|minutes?|mins?|days?|weeks?|months?|working|business)\b)"
ENGLISH: Rules = rules(
    (r"\b(?:tmrw?|tmw|tomm?orr?ow|2moro|2morrow)\b", "tomorrow"),
    (r"\b(?:tonite|2nite|2night)\b", "tonight"),
    (r"\bmid-?day\b|\b(?:12 ?)?noon(?:time)?\b|\blunch(?: ?time)?\b", "noon"),
    (r"\b12 ?midnight\b", "midnight"),
    (r"\b(?:the )?day after tomorrow\b", "in 2 days"),
    (r"\bfirst thing\b", "morning"),
    (r"\b(?:end of (?:the )?(?:(?:working|business|work) )?day|close of (?:business|play)|end of business)\b", "eod"),
    (r"\b(?:e\.?o\.?d|c\.?o\.?b|e\.?o\.?b)\b\.?", "eod"),
    (r"\be\.?o\.?w\b", "end of this week"),
    (r"\be\.?o\.?m\b", "end of this month"),
    (r"\btue(?:s)?\b", "tuesday"),
    (r"\bwedn?esday\b|\bwensday\b", "wednesday"),
    (r"\bthu(?:rs?)?\b", "thursday"),
    (r"\bfri\b", "friday"),
    *(
        (
            rf"(?:{BEFORE_SHORT}|^)(?:{short})\b|\b(?:{short})(?=\s*(?:\d|at\b|noon\b|morning|afternoon|evening|eod))",
            name,
        )
        for short, name in (("mon", "monday"), ("weds?", "wednesday"), ("sat", "saturday"), ("sun", "sunday"))
    ),
    (r"\b(?:" + "|".join(NUMBERS) + r")\b", lambda found: str(NUMBERS[found[0]])),
    (r"\bhalf past (\d{1,2})", r"\1:30"),
    (r"\bquarter past (\d{1,2})", r"\1:15"),
    (r"\bquarter to (\d{1,2})", lambda found: f"{int(found[1]) - 1 or 12}:45"),
    (r"\bhalf an? hour\b|\bhalf hour\b", "30 minutes"),
    (r"\ban hour and a half\b|\b1 and a half hours\b", "1 hours 30 minutes"),
    (rf"\b(?:a )?couple (?:of )?{UNIT}", "2 "),
    (rf"\ban? {UNIT}", "1 "),
    (r"\bwithin the (?=hour\b)", "within 1 "),
)
URGENT = re.compile(
    r"\b(?:asap|a\.s\.a\.p|as soon as (?:possible|you can)|right (?:now|away)|immediately|urgent(?:ly)?)\b"
    r"|\bstraight ?away\b|^\W*now\W*$"
)
NOT_URGENT = re.compile(r"n['’]t\b|\b(?:not|dont|isnt)\b")
OPEN = re.compile(
    r"\bno (?:(?:specific|particular|fixed|real|set|strict|hard) )?(?:deadline|rush|hurry|time ?limit|urgency)"
    r"|\bnot (?:in )?(?:a |any )?(?:urgent|rush|hurry)|n['’]?t (?:be )?(?:urgent|in a (?:rush|hurry))"
    r"|\bwhenever\b|\bany ?time\b|\btake your time\b|\bat your convenience\b|\bwhen (?:it(?:'s| is) )?convenient"
    r"|ไม่(?:ได้|ต้อง|ค่อย|เร่ง)?(?:รีบ|เร่ง|ด่วน)|ไม่มี(?:กำหนด|เดดไลน์|deadline|เส้นตาย)|ไม่(?:ได้)?(?:กำหนด|จำกัดเวลา|ระบุเวลา)"
    r"|(?:เมื่อ(?:ไหร่|ไร|ใด)|ตอนไหน|วันไหน|เวลาไหน)\s?ก็ได้|ตามสะดวก|แล้วแต่สะดวก|^\W*(?:no|none|n/a|ไม่มี|ไม่ระบุ)(?:ครับ|ค่ะ|คะ)?\W*$",
    re.IGNORECASE,
)


def regular(text: str) -> str:
    """In lower case, addresses away, Thai words of time and English variants by their one regular English word."""
    text = ADDRESS.sub(" ", text).casefold()
    for pattern, replacement in (*THAI, *ENGLISH):
        text = " ".join(pattern.sub(replacement, text).split())
    return text


# One day ------------------------------------------------------------------------------------------------------------


def in_month(start: date, ahead: int) -> date:
    """The first day of the month that is so many months ahead."""
    months = start.year * 12 + start.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def next_date(month: int, day: int, start: date) -> date:
    """The next such day of the calendar; a 29 February may be eight years away. ValueError for a 31 April."""
    for year in range(start.year, start.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= start:
            return found
    raise ValueError(f"a day of the calendar; got {day}/{month}")


def dated(found: Match, today: date, start: date) -> date:
    """A day of a month, by numbers or by name; the year may be missing."""
    groups = found.groupdict()
    day, typed = int(groups["day"]), groups["month"]
    month = int(typed) if typed.isdigit() else [name[:3].lower() for name in EN.values()].index(typed[:3]) + 1
    if day <= 12 < month:
        day, month = month, day  # 3/28: no calendar has a 28th month
    return date(year_of(groups["year"]), month, day) if groups.get("year") else next_date(month, day, start)


def nth(found: Match, today: date, start: date) -> date:
    """The next day of that number; of this or the next month where that was said."""
    day = int(found["day"])
    if found["which"]:
        return in_month(today, found["which"] == "next").replace(day=day)
    for ahead in range(12):
        month = in_month(start, ahead)
        if day <= last_day(month.isoformat()[:7]).day and month.replace(day=day) >= start:
            return month.replace(day=day)
    raise ValueError(f"a day of a month; got {day}")


def weekday(found: Match, today: date, start: date) -> date:
    """The coming day of that name; "next" is the week that begins on the next Monday."""
    number = WEEKDAYS.index(found["name"])
    if found["next"] or found["week"] or found["first"]:
        return today + timedelta(7 - today.weekday() + number)
    return start + timedelta((number - start.weekday()) % 7)


def period(found: Match, today: date, start: date) -> date:
    """The day on which a week, a month or a year begins, is half over or ends: a week on Friday, a working day."""
    edge, unit, ahead = (found["edge"] or "end")[:3], found["unit"], found["which"] == "next"
    if unit == "week":
        day = today + timedelta(7 * ahead - today.weekday() + {"ear": 0, "beg": 0, "sta": 0, "mid": 2}.get(edge, 4))
        return day if day >= today else day + timedelta(6 - day.weekday())
    if unit == "year":
        return date(today.year + ahead, 12, 31)
    month = in_month(today, ahead)
    if unit != "month":
        number = [name[:3].lower() for name in EN.values()].index(unit[:3]) + 1
        month = in_month(today, (number - today.month) % 12)
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
    """Saturday; Friday is what lies before it."""
    ahead = (5 - today.weekday()) % 7 if today.weekday() < 6 else 0
    return today + timedelta(ahead + 7 * bool(found["next"] and today.weekday() < 6))


MONTH = rf"(?P<month>{EN_NAME})\.?"
EN_YEAR = rf"(?:(?:,?\s*|-|/)['’]?(?P<year>{YEAR}|\d\d(?<!\d{{3}}){NO_YEAR}))?"
LEAD = r"(?:^|\b(?:within|in|next|another|about|around|under|max|maximum|than)\s+(?:(?:the next|next|about|max)\s+)?)"
TO = r"(?:(?:\s?(?:-|–|to|or)\s?|\s)\d{1,2})?"  # "2-3 days": the first of them is safe
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
        (rf"\b{EDGE}(?:(?P<which>this|next|the) )?(?P<unit>week(?!end)|month|year|{EN_NAME})", period),
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
Clock = tuple[list[int], int]  # hours of 24 that may be meant, the likelier first, and the minute; 24:00 ends a day


def clock(rest: str, part: str | None) -> Clock | None:
    """The time that a text without its day says: `([15], 30)`; ([9, 21], 0) where it may be either."""
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
    """The end of the office day, or the beginning of the part of it that was said; later where that is past today."""
    first, last = (time(hour) for hour in PARTS[part]) if part else (OFFICE, LAST)
    if part == "night":
        last = LAST
    when = datetime.combine(day, first, tzinfo=now.tzinfo)
    return when if when > now or day != now.date() else datetime.combine(day, last, tzinfo=now.tzinfo)


def understood(text: str, now: datetime) -> Deadline | None:
    """What a regular text says, in the zone of `now`. ValueError or OverflowError for a day that is in no calendar."""
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
        """The deadline if no day before `start` can be meant."""
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


# Whose time ---------------------------------------------------------------------------------------------------------

OFFSET = re.compile(
    r"(?:(?:\d[:.]\d\d|\d|\b[ap]\.?m\.?|noon|midnight|hrs?|hours|น\.)\s*\(?\s*)"
    r"(?P<name>(?:utc|gmt)(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?|(?![ap]m\b)(?:(?-i:[A-Z]{2,5})|[a-z]{2,5}(?=\s*(?:time\b|[,;)]|$)))"
    r"|(?<=\d)z\b|(?:\+|(?<=T\d\d:\d\d)-)\d\d:?\d\d)(?!\w)",
    re.IGNORECASE,
)
AMBIGUOUS = frozenset(("IST", "CST"))  # of two countries each: left alone


def zone_in(text: str) -> tuple[str, tzinfo | None]:
    """The text without the zone that it names behind a time, "17:00 UTC", "5 pm SGT", and that zone."""
    for found in OFFSET.finditer(text):
        name = re.sub(r"\s", "", found["name"]).upper()
        if name in AMBIGUOUS:
            continue
        _, zone = pop_tz_offset_from_string(f"17:00 {name}")
        if zone is not None:
            return text[: found.start("name")] + text[found.end("name") :], timezone(zone.utcoffset(None))
    return text, None


def deadline(text: str, now: datetime, zone: tzinfo) -> Deadline | None:
    """When the answer is needed, or None for a text that doesn't say. `now` is aware; never raises on any text.

    A day without a time is 17:00 of it, 23:59 once that is past today; "ASAP" is in an hour; both are not exact.
    Words without a year mean the next such moment; a moment that is past by its own words is returned as it is.
    """
    text = normalize(text[:LONGEST])
    try:
        text, own = zone_in(text)
        plain = regular(text)
        found = understood(plain, now.astimezone(own or zone))
    except (ValueError, OverflowError):
        return None
    if found:
        return Deadline(found.when.astimezone(zone), found.exact)
    if URGENT.search(plain) and not NOT_URGENT.search(plain) and not OPEN.search(text):
        return Deadline((now.astimezone(UTC) + timedelta(hours=1)).astimezone(zone), False)
    return None


def is_open(text: str) -> bool:
    """True where the text says that nothing is due: "no deadline", ไม่รีบ; never where it names a time as well."""
    return (
        bool(OPEN.search(normalize(text[:LONGEST]))) and deadline(text, datetime(2019, 1, 1, tzinfo=UTC), UTC) is None
    )
