"""The fields of an enquiry: how each is parsed, and the error for input that cannot be used.

Unusable input, such as an invalid e-mail address or an unreadable deadline, raises FieldError and is not stored.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email

from bot.deadlines.parser import deadline, is_open
from bot.messages.enquiry import NO_OUTLET
from bot.reply import Language
from bot.text import dates
from bot.text.thai import words

MAX_QUESTION, MAX_NAME = 2000, 120
NO_DEADLINE = "open"  # the journalist has no deadline
# Thai text has no spaces around an address, so its own characters delimit it.
EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
EMAIL_LIKE = re.compile(r"\S*@\S*")  # validated only for its error message
# A LINE ID has 4 to 20 characters. After "LINE" it needs a marker ("LINE: somchai99", "LINE ID is somchai99") unless it
# is the whole text, because "in line with" is ordinary English.
LINE_ID = r"(?P<name>[a-z0-9._-]{4,20})(?![a-z0-9._-])"
LINE_PATTERNS = [
    re.compile(pattern + LINE_ID + end, re.IGNORECASE)
    for pattern, end in (
        (r"(?:\bline|ไลน์)\s*(?:id|ไอดี)(?![a-z0-9])\s*(?:is\b|คือ)?\s*[:=]?\s*@?", ""),
        (r"(?:\bline|ไลน์)\s*(?:is\b|คือ|[:=])\s*@?", ""),
        (r"(?:\bline|ไลน์)\s*@", ""),
        (r"(?:^\W*line|ไลน์)\s+", r"\W*(?:ครับ|ค่ะ|คะ)?\W*$"),
        (r"^\s*@", r"\s*$"),
    )
]
NAME_PREFIX = re.compile(
    r"^\s*(?:(?:my name(?: is|['’]s)|i am|i['’]m|this is|it['’]s|call me)(?:\s+|$)"
    r"|(?:ผม|ดิฉัน|ฉัน|หนู)?\s*(?:ชื่อ|คือ)\s*[:：]?|(?:ผม|ดิฉัน|ฉัน|หนู)\s+)\s*",
    re.IGNORECASE,
)
OUTLET_PREFIX = re.compile(
    r"^\s*(?:(?:i work (?:for|at)|i write for|i['’]m (?:from|with)|from|with)\s+|(?:สังกัด|ทำงานที่)\s*[:：]?)\s*",
    re.IGNORECASE,
)
POLITE_PARTICLE = re.compile(r"\s*(?:นะ)?(?:ครับ|ค่ะ|คะ|จ้า)\s*[.!]?\s*$")
NO_OUTLET_PHRASE = re.compile(
    r"(?:i am|i['’]m|just|only|as|for|none|no|a|an|\W)*"
    r"(?:none|no|no outlet|nobody|myself|me|freelance\w*|independent|private person|member of the public)\W*"
    r"|\W*(?:เป็น|ในนาม|ในฐานะ)?(?:นักข่าว)?(?:ประชาชน(?:ทั่วไป|ธรรมดา)?|บุคคลทั่วไป|ไม่มี(?:สังกัด)?|ไม่ได้สังกัด\S*|ไม่สังกัด\S*|ส่วนตัว|อิสระ|ฟรีแลนซ์)\W*",
    re.IGNORECASE,
)


class FieldError(ValueError):
    """The input cannot be used for a field; the message says why in both languages."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.words: Mapping[Language, str] = {"th": th, "en": en}


@dataclass(frozen=True)
class FieldContext:
    """What the parsers need besides the text: the language, the time now and the meeting's time zone."""

    language: Language
    now: datetime
    zone: ZoneInfo


NAME_ERROR = ("ขอชื่อที่ฝ่ายข่าวจะเรียกได้ค่ะ", "Please give a name that the press office can address you by.")


def read_question(text: str, context: FieldContext) -> str:
    question = text.strip()
    if not any(map(str.isalpha, question)):
        raise FieldError("กรุณาพิมพ์คำถามเป็นข้อความค่ะ", "Please write the question in words.")
    if len(question) > MAX_QUESTION:
        raise FieldError(
            f"คำถามยาวเกินไปค่ะ ขอไม่เกิน {MAX_QUESTION} ตัวอักษร (ได้รับ {len(question)})",
            f"That is too long: at most {MAX_QUESTION} characters, and it has {len(question)}.",
        )
    return question


def read_short_text(text: str, th: str, en: str) -> str:
    """At most MAX_NAME characters, with two letters or more. Raises FieldError(th, en)."""
    short = " ".join(text.split())
    if len(short) > MAX_NAME or sum(unicodedata.category(char)[0] in "LM" for char in short) < 2:
        raise FieldError(th, en)
    return short


def read_name(text: str, context: FieldContext) -> str:
    name = POLITE_PARTICLE.sub("", NAME_PREFIX.sub("", text))
    return read_short_text(name, *NAME_ERROR)


def read_outlet(text: str, context: FieldContext) -> str:
    outlet = POLITE_PARTICLE.sub("", OUTLET_PREFIX.sub("", text))
    if words(outlet)[:1] == ["จาก"]:  # จาก is "from"; as a word, because "จากัวร์" is a name
        outlet = outlet.lstrip().removeprefix("จาก").lstrip()
    if NO_OUTLET_PHRASE.fullmatch(outlet):
        return NO_OUTLET[context.language]
    return read_short_text(
        outlet, "ขอชื่อสำนักข่าวหรือหน่วยงานค่ะ", "Please give the name of an outlet or an organisation, or “none”."
    )


def valid_email(address: str) -> str:
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as e:
        raise FieldError(
            f"“{address}” ไม่ใช่อีเมลที่ถูกต้องค่ะ กรุณาตรวจสอบอีกครั้ง", f"“{address}” is no e-mail address: {e}"
        ) from e


def read_contact(text: str, context: FieldContext) -> str:
    """A normalized e-mail address, or `LINE ` and an ID. Deliverability is not checked."""
    if address := EMAIL.search(text):
        return valid_email(address[0].strip("."))
    if found := next(filter(None, (pattern.search(text) for pattern in LINE_PATTERNS)), None):
        return f"LINE {found['name']}"
    if email_like := EMAIL_LIKE.search(text):
        return valid_email(email_like[0])
    raise FieldError(
        "ขออีเมล เช่น name@example.com หรือ LINE เช่น LINE: somchai99 ค่ะ",
        "Please give an e-mail address such as name@example.com, or a LINE ID such as LINE: somchai99.",
    )


def read_deadline(text: str, context: FieldContext) -> str:
    """ISO 8601 with a UTC offset, or NO_DEADLINE."""
    if is_open(text) or text == NO_DEADLINE:
        return NO_DEADLINE
    found = deadline(text, context.now, context.zone)
    if found is None:
        raise FieldError(
            "ไม่เข้าใจกำหนดเวลาค่ะ ลองพิมพ์เช่น “พรุ่งนี้เที่ยง” “28 มี.ค. 17.00 น.” หรือ “ไม่มีกำหนด”",
            "I could not read that time. Try “tomorrow noon”, “28 March 17:00” or “no deadline”.",
        )
    if found.when <= context.now:
        when_th, when_en = (
            deadline_in_words(found.when.isoformat(), "th", context.zone),
            deadline_in_words(found.when.isoformat(), "en", context.zone),
        )
        raise FieldError(f"{when_th} ผ่านไปแล้วค่ะ ขอเวลาที่ยังมาไม่ถึง", f"{when_en} has passed. Please give a time to come.")
    return found.when.isoformat()


def deadline_in_words(deadline: str, language: Language, zone: ZoneInfo) -> str:
    """A stored deadline in words: 28 มีนาคม พ.ศ. 2562 เวลา 17.00 น."""
    if deadline == NO_DEADLINE:
        return {"th": "ไม่มีกำหนด", "en": "no deadline"}[language]
    moment = datetime.fromisoformat(deadline).astimezone(zone)
    day = dates.format_date(moment.date().isoformat(), language)
    return f"{day} เวลา {moment:%H.%M} น." if language == "th" else f"{day}, {moment:%H:%M}"


@dataclass(frozen=True)
class Field:
    """One slot of the form.

    `read` parses the input; `label` and `prompt` are shown; `name_pattern` finds the field in a request to change it;
    `quick` is a quick reply.
    """

    slot: str
    read: Callable[[str, FieldContext], str]
    label: Mapping[Language, str]
    prompt: Mapping[Language, str]
    name_pattern: re.Pattern[str]
    quick: Mapping[Language, str] | None = None


FIELDS = (
    Field(
        "enquiry_question",
        read_question,
        {"th": "คำถาม", "en": "Question"},
        {
            "th": "คำถามที่ต้องการฝากถึงฝ่ายข่าวคืออะไรคะ พิมพ์มาในข้อความเดียวได้เลยค่ะ",
            "en": "What is your question for the press office? Please write it in one message.",
        },
        re.compile(r"คำถาม|\bquestion\b", re.IGNORECASE),
    ),
    Field(
        "enquiry_contact",
        read_contact,
        {"th": "ช่องทางติดต่อ", "en": "Contact"},
        {
            "th": "ให้ส่งคำตอบไปที่ใดคะ บอกอีเมลหรือ LINE ID ได้เลยค่ะ",
            "en": "Where should the answer go: an e-mail address or a LINE ID?",
        },
        re.compile(r"อีเมล|เมล|ไลน์|ติดต่อ|ช่องทาง|\be-?mail\b|\bline\b|\bcontact\b|\baddress\b", re.IGNORECASE),
    ),
    Field(
        "enquiry_deadline",
        read_deadline,
        {"th": "กำหนดเวลา", "en": "Deadline"},
        {
            "th": "ต้องการคำตอบภายในเมื่อไรคะ เช่น “พรุ่งนี้เที่ยง” หรือ “วันศุกร์ 5 โมงเย็น” (เวลาประเทศไทย)",
            "en": "When do you need it? For example “tomorrow noon” or “by 5 pm Friday”, in Thailand’s time.",
        },
        re.compile(r"กำหนด|เวลา|เดดไลน์|วันที่|\bdeadline\b|\btime\b|\bdate\b|\bwhen\b", re.IGNORECASE),
        {"th": "ไม่มีกำหนด", "en": "no deadline"},
    ),
    Field(
        "enquiry_outlet",
        read_outlet,
        {"th": "สังกัด", "en": "Outlet"},
        {
            "th": "คุณสังกัดสำนักข่าวหรือหน่วยงานใดคะ",
            "en": "Which outlet or organisation do you write for?",
        },
        re.compile(r"สังกัด|สำนักข่าว|หน่วยงาน|องค์กร|\boutlet\b|\borgani[sz]ation\b|\bcompany\b|\bmedia\b", re.IGNORECASE),
        {"th": "ประชาชนทั่วไป", "en": "none, for myself"},
    ),
    Field(
        "enquiry_name",
        read_name,
        {"th": "ชื่อ", "en": "Name"},
        {"th": "ขอทราบชื่อของคุณค่ะ", "en": "What is your name?"},
        re.compile(r"ชื่อ|\bname\b", re.IGNORECASE),
    ),
)
BY_SLOT = {field.slot: field for field in FIELDS}
READ_BACK = ("enquiry_question", "enquiry_name", "enquiry_outlet", "enquiry_contact", "enquiry_deadline")


def named_field(text: str) -> Field | None:
    """The field that a message names, if any: "change the e-mail", "แก้กำหนดเวลา"."""
    return next((field for field in FIELDS if field.name_pattern.search(text)), None)
