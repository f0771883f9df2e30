"""Rewrites Thai and English date and time expressions as canonical English: "พรุ่งนี้บ่ายสาม" -> "tomorrow 15:00".

bot/deadlines/parser.py parses the result. Must not be imported in Rasa's environment.
"""

import re
from collections.abc import Callable

from pythainlp.util import thaiword_to_num

from bot.text.dates import BUDDHIST_ERA, common_era
from bot.text.language import ADDRESS
from bot.text.months import MONTHS, THAI_MONTH, month_number

Match = re.Match[str]
Rewrites = list[tuple[re.Pattern[str], str | Callable[[Match], str]]]
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
THAI_WEEKDAYS = "จันทร์ อังคาร พุธ พฤหัส ศุกร์ เสาร์ อาทิตย์".split()
THAI_UNITS = {"week": "week", "เดือน": "month", "ปี": "year"}
NUMBERS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))
NUMBERS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "forty five": 45, "forty": 40, "sixty": 60}


def compile_rules(*pairs: tuple[str, str | Callable[[Match], str]]) -> Rewrites:
    """(pattern, replacement) pairs for `re.sub`, to be applied in this order."""
    return [(re.compile(pattern), replacement) for pattern, replacement in pairs]


def year_of(typed: str) -> int:
    """The year in the Common Era: 62 and 2562 -> 2019, 19 -> 2019. ValueError for a year of neither era."""
    if len(typed) == 2:
        return 2000 + int(typed) if int(typed) < 40 else 2500 + int(typed) - BUDDHIST_ERA
    if (year := common_era(typed)) is None:
        raise ValueError(f"year must be in the Common or the Buddhist Era; got {typed!r}")
    return year


# Thai to canonical English -------------------------------------------------------------------------------------------


def thai_month(typed: str) -> str:
    """มี.ค. -> march"""
    return MONTHS["en"][month_number(typed)].lower()


def thai_date(found: Match) -> str:
    """Month before day: after a time, a day would be read as its minutes."""
    return f" {thai_month(found['month'])} {found['day']} {year_of(found['year']) if found['year'] else ''} "


def thai_time(offset: int, default_hour: str = "1") -> Callable[[Match], str]:
    """Rewrites the groups `hour` and `minute` to " 15:30 ". Two digits mark a time as unambiguous (24-hour clock).

    `offset` in hours; `default_hour` for a pattern without an hour.
    """

    def rewrite(found: Match) -> str:
        groups = found.groupdict()
        hour, minute = int(groups.get("hour") or default_hour) + offset, groups["minute"] or "0"
        return f" {hour % 24 if hour > 24 else hour:02}:{30 if minute == 'ครึ่ง' else int(minute):02} "

    return rewrite


def thai_mong(found: Match) -> str:
    """Times with โมง, counted from 06:00 and again from noon: สามโมงเช้า 09:00, สิบโมง 10:00, สี่โมง 16:00."""
    hour, part = int(found["hour"] or 1), found["part"] or found["late"]
    if part == "เช้า":
        return thai_time(0 if hour > 5 else 6)(found)
    if (part == "เย็น" and hour < 12) or hour < 6:
        return thai_time(12)(found)
    return thai_time(0)(found).replace(" 06:", " 6:")  # หกโมง alone is ambiguous: 06:00 or 18:00


def thai_weekday(found: Match) -> str:
    if found["nth"]:
        return f" the {found['nth']}th "
    name = next(en for en, th in zip(WEEKDAYS, THAI_WEEKDAYS, strict=True) if found["name"].startswith(th))
    return f" {'next ' if found['next'] else ''}{name} "


def day_part(name: str) -> Callable[[Match], str]:
    """Rewrites to a part of the day, "this evening" where the text says นี้."""
    return lambda found: f" {'this ' if found['this'] else ''}{name} "


def relative_unit(word: str) -> Callable[[Match], str]:
    """Rewrites to "this month", "next week" and so on."""
    return lambda found: f" {word} {THAI_UNITS[found['unit']]} "


THAI_NUMBER = (
    r"(?:ยี่|สาม|สี่|ห้า)?สิบ(?:เอ็ด|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)?"
    r"|หนึ่ง|นึง|สอง|สาม(?!ารถ)|สี่|ห้า(?!ม)|หก|เจ็ด|แปด|เก้า(?!อี้)"
)
# Minutes after an hour: ครึ่ง (half), any number of นาที, or a multiple of five that is not part of a date or time.
MINUTE = (
    r"(?:\s*(?P<minute>ครึ่ง|[0-5]?\d(?=\s*นาที)|[0-5][05](?!\d|[/:.-]\d|\s*(?:โมง|ทุ่ม|ชั่วโมง|ชม|นาฬิกา|น\.)))(?:\s*นาที)?)?"
)
NOT_A_TIME = r"(?!\d|[:.]\d|\s*(?:น\.|น(?![ก-๎])|นาฬิกา|นาที|โมง|ทุ่ม|ชั่วโมง|am\b|pm\b|[ap]\.m|hrs?\b|h\b|hours|o.?clock))"
YEAR = rf"(?:19|2[01456])\d\d{NOT_A_TIME}"
OPTIONAL_THIS = r"(?:\s?ๆ)?\s*(?P<this>นี้)?"
THAI_REWRITES: Rewrites = compile_rules(
    (
        rf"(?<![\d.:/])(?P<day>\d{{1,2}})\s*(?:เดือน\s?)?(?P<month>{THAI_MONTH})"
        rf"(?:\s*(?:ปี\s?)?(?:[พค]\.?\s?ศ\.?\s?)?['’]?(?P<year>{YEAR}|[4-9]\d{NOT_A_TIME}))?",
        thai_date,
    ),
    (r"ไม่(?:รู้|ทราบ|แน่)", " not sure "),
    (
        r"(?<!ไม่)(?<!ข่าว)(?<!สาย)(?<!ทาง)(?<!ไม่เร่ง)(?:เร่ง)?ด่วน|เดี๋ยวนี้|ตอนนี้\s?เลย|ทันที(?!ที่)|เร็วที่สุด"
        r"|^\s*ตอนนี้\s*$",
        " asap ",
    ),
    (THAI_NUMBER, lambda found: f" {1 if found[0] == 'นึง' else thaiword_to_num(found[0])} "),
    (r"ครึ่ง\s*(?:ชั่วโมง|ชม\.?)", " 30 minutes "),
    (r"(?<=\d)\s*(?:ชั่วโมง|ชม\.?)\s*ครึ่ง", " hours 30 minutes "),
    (r"(?:ชั่วโมง|ชม\.?)\s*ครึ่ง", " 1 hours 30 minutes "),
    (r"(?<=\d)\s*(?:ชั่วโมง|ช\.?\s?ม\.?)", " hours "),
    (r"ชั่วโมง(?:\s1\b)?", " 1 hours "),
    (rf"ตี\s*(?P<hour>[1-6])(?!\d){MINUTE}", thai_time(0)),
    (rf"เที่ยงคืน\s?(?=ครึ่ง|\d){MINUTE}", thai_time(0, "0")),
    (r"เที่ยงคืน(?:ตรง)?", " midnight "),
    (rf"(?<!ไม่)เที่ยง(?:วัน|ตรง)?(?!ธรรม|แท้){MINUTE}", thai_time(12, "0")),
    (rf"บ่าย\s?(?:1\s)?\s?โมง(?:ตรง)?{MINUTE}", thai_time(12)),
    (rf"บ่าย\s*(?P<hour>[1-6])(?![\d:.])\s*(?:โมง)?(?:เย็น|ตรง)?{MINUTE}", thai_time(12)),
    (
        r"(?:(?<![\d.:])(?P<hour>[1-9]|1[0-2])\s*โมง|(?<!กี่)โมง(?=\s*เช้า))\s*(?P<part>เช้า|เย็น)?(?:ตรง)?"
        rf"{MINUTE}\s*(?P<late>เช้า|เย็น)?",
        thai_mong,
    ),
    (rf"(?<![\d.:])(?P<hour>[1-6])\s*ทุ่ม(?:ตรง)?{MINUTE}", thai_time(18)),
    (rf"(?<!กี่)ทุ่ม(?=ครึ่ง|ตรง|[^ก-๎]|$)(?:ตรง|\s1\b)?{MINUTE}", thai_time(18)),
    (
        r"(?<![\d.:])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s*(?:นาฬิกา|น\.|น(?![ก-๎]))",
        thai_time(0),
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
    (
        rf"(?:(?<=end of )|(?<=early )|(?<=mid ))เดือน\s?(?P<month>{THAI_MONTH})",
        lambda found: thai_month(found["month"]),
    ),
    (r"(?<=\d)\s*วัน\s?ทำ(?:การ|งาน)", " working days "),
    (r"(?<=\d)\s*วัน(?!ที่|" + "|".join(THAI_WEEKDAYS) + ")", " days "),
    (r"(?<=\d)\s*เดือน(?!นี้|หน้า)", " months "),
    (r"วัน\s?ที่\s*(?P<n>\d{1,2})(?!\s*[/:.-]?\d)", r" the \g<n>th "),
    (r"(?<![\d/:.])(?P<n>\d{1,2})\s*(?=(?:เดือน)(?:นี้|หน้า))", r" the \g<n>th "),
    (r"(?<![\d/:.])(?P<n>\d{1,2})\s*นี้", r" the \g<n>th "),
    (r"(?P<unit>week|เดือน|ปี)\s*(?:หน้า|ถัดไป)", relative_unit("next")),
    (r"(?P<unit>week|เดือน|ปี)\s*นี้", relative_unit("this")),
    (r"(?:(?<=end of )|(?<=early )|(?<=mid ))(?P<unit>เดือน|ปี)", relative_unit("this")),
    (rf"(?:เช้า(?!มืด)|สาย\s?ๆ|(?<=ตอน)สาย|(?<=ช่วง)สาย){OPTIONAL_THIS}", day_part("morning")),
    (rf"บ่าย(?!เบี่ยง){OPTIONAL_THIS}", day_part("afternoon")),
    (rf"(?:(?<!ใจ)(?<!ร่ม)เย็น(?!ชา)|(?:หัว)?ค่ำ){OPTIONAL_THIS}", day_part("evening")),
    (r"กลางคืน|ดึก", " night "),
    (r"ก่อน(?!อื่น|หน้า)", " before "),
    (r"ภายใน|ไม่เกิน|อีก|ใน", " within "),
    (r"ประมาณ|ราว", " about "),
    (r"เวลา|ตอน|ช่วง", " at "),
    (r"ถึง", " until "),
    # A weekday must end at a word boundary: "จันทร์โอชา" is a name.
    (
        r"(?:(?P<full>วัน\s?)|(?P<alone>(?<![ก-๎]))|)(?P<name>" + "|".join(THAI_WEEKDAYS) + r")(?:บดี|ฯ)?\s?"
        r"(?:(?P<next>หน้า|ถัดไป)|นี้|ที่จะถึง(?:นี้)?|ที่\s?(?P<nth>\d{1,2})(?!\d)"
        r"|(?(full)|(?(alone)(?=ครับ|ค่ะ|คะ|นะ|จ้า|ได้|ก็|[^ก-๎]|$)|(?!))))",
        thai_weekday,
    ),
)

# English variants --------------------------------------------------------------------------------------------------

AFTER_DATE_WORD = "|".join(
    rf"(?<={word} )" for word in r"by on before next this until till coming eod pm am m\. noon \d\d".split()
)
BEFORE_UNIT = r"(?=(?:hours?|hrs?|minutes?|mins?|days?|weeks?|months?|working|business)\b)"
ENGLISH_REWRITES: Rewrites = compile_rules(
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
            rf"(?:{AFTER_DATE_WORD}|^)(?:{short})\b|\b(?:{short})(?=\s*(?:\d|at\b|noon\b|morning|afternoon|evening|eod))",
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
    (rf"\b(?:a )?couple (?:of )?{BEFORE_UNIT}", "2 "),
    (rf"\ban? {BEFORE_UNIT}", "1 "),
    (r"\bwithin the (?=hour\b)", "within 1 "),
)
URGENT = re.compile(
    r"\b(?:asap|a\.s\.a\.p|as soon as (?:possible|you can)|right (?:now|away)|immediately|urgent(?:ly)?)\b"
    r"|\bstraight ?away\b|^\W*now\W*$"
)
NOT_URGENT = re.compile(r"n['’]t\b|\b(?:not|dont|isnt)\b")
NO_DEADLINE = re.compile(
    r"\bno (?:(?:specific|particular|fixed|real|set|strict|hard) )?(?:deadline|rush|hurry|time ?limit|urgency)"
    r"|\bnot (?:in )?(?:a |any )?(?:urgent|rush|hurry)|n['’]?t (?:be )?(?:urgent|in a (?:rush|hurry))"
    r"|\bwhenever\b|\bany ?time\b|\btake your time\b|\bat your convenience\b|\bwhen (?:it(?:'s| is) )?convenient"
    r"|ไม่(?:ได้|ต้อง|ค่อย|เร่ง)?(?:รีบ|เร่ง|ด่วน)|ไม่มี(?:กำหนด|เดดไลน์|deadline|เส้นตาย)|ไม่(?:ได้)?(?:กำหนด|จำกัดเวลา|ระบุเวลา)"
    r"|(?:เมื่อ(?:ไหร่|ไร|ใด)|ตอนไหน|วันไหน|เวลาไหน)\s?ก็ได้|ตามสะดวก|แล้วแต่สะดวก|^\W*(?:no|none|n/a|ไม่มี|ไม่ระบุ)(?:ครับ|ค่ะ|คะ)?\W*$",
    re.IGNORECASE,
)


def canonical_english(text: str) -> str:
    """The text in lower case, without URLs and mail addresses, with every date and time word in its canonical form."""
    text = ADDRESS.sub(" ", text).casefold()
    for pattern, replacement in (*THAI_REWRITES, *ENGLISH_REWRITES):
        text = " ".join(pattern.sub(replacement, text).split())
    return text
