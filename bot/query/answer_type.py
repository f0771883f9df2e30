"""The types of answer that a question asks for (a time, a place, a person, an amount, ...) and a text supports.

Retrieval prefers an entry that holds the expected type as data. The decision rejects a candidate without an answer of
the expected type. Pure, compatible with Python 3.10.
"""

import re
from enum import Enum

from bot.query.entities import countries
from bot.text.months import MONTHS
from bot.text.thai import words


class AnswerType(str, Enum):
    """Types of answer that a question can ask for explicitly."""

    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    NUMBER = "number"
    MONEY = "money"
    DURATION = "duration"
    CLOCK = "clock"  # a time of day
    CONTACT = "contact"  # a telephone number, an e-mail or web address
    SHARE = "share"  # a percentage
    HOLDER = "holder"  # the name of an office holder
    FIRST = "first"  # a superlative: the most important, the largest
    WORDS = "words"  # a quotation
    OFFICE = "office"  # the position that a person holds or held


OFFICE_TH = r"รัฐมนตรี|เลขาธิการ|ประธาน|ผู้อำนวยการ|โฆษก|นายก|อธิบดี|ปลัด|ผู้ว่า|ทูต|หัวหน้า|ผู้บริหาร|ผู้จัดการ|ครูใหญ่|อธิการบดี|โค้ช"
OFFICE_EN = (
    r"minister|secretary|chair(?:man|woman|person)?|president|director|head|spokes\w+|governor|ambassador|ceo|chief"
    r"|manager|commissioner|mayor|rector|principal|coach|editor"
)
# "Most visitors" and "most of them" mean a majority; "the most visitors" and "most famous" are superlatives.
MAJORITY = r" of\b| (?:\w+(?<!ou)(?<!s)s|people|men|women|children)\b"
SUPERLATIVE = (
    rf"(?<=\bthe )most(?! of\b)|most(?!{MAJORITY})|best|worst|biggest|largest"
    r"|greatest|highest|lowest|smallest|longest|strongest"
)
QUESTION_PATTERNS = {
    AnswerType.HOLDER: rf"ใคร(?:คือ|เป็น|ดำรงตำแหน่ง)\s*\S{{0,6}}(?:{OFFICE_TH})|ชื่อ(?:ของ)?\s?(?:{OFFICE_TH})"
    rf"|(?:{OFFICE_TH})\S*\s?\S*\s?(?:ชื่อ|คือใคร|เป็นใคร)"
    rf"|\bwho(?:’s|'s| is| was| are| were)(?: \S+){{0,5}} (?:{OFFICE_EN})\b"
    rf"|\bnames?(?: \S+){{0,5}}[ -](?:{OFFICE_EN})\b"
    rf"|\b(?:{OFFICE_EN})(?: of \S+(?: \S+)?)?(?:’s|'s) name\b",
    AnswerType.CLOCK: r"กี่โมง|กี่นาฬิกา|เวลาเปิด|เวลาปิด|เวลาทำการ|\bwhat time\b|\bopening (?:hour|time)s?\b"
    r"|\bo['’]clock\b",
    AnswerType.CONTACT: r"เบอร์|โทรศัพท์|อีเมล|เว็บไซต์|\bphone\b|\be-?mail\b|\bwebsite\b|\btelephone\b"
    r"|\bcontact (?:number|details)\b",
    AnswerType.SHARE: r"กี่เปอร์เซ็นต์|ร้อยละเท่า|\bper ?cent(?:age)?\b|\bwhat share\b",
    AnswerType.MONEY: r"กี่บาท|ราคา|ค่าใช้จ่าย|งบประมาณ|ใช้เงิน|ค่าเข้า|ค่าบัตร|ค่าลงทะเบียน|ค่าสมัคร"
    r"|\bhow much (?:is|are|does|do|did|was|were|will|money)\b|\b(?:cost|price|budget|fee|ticket)s?\b"
    r"|\A\W*(?:เท่าไร|เท่าไหร่|how much)(?:ครับ|คะ|ค่ะ)?\W*\Z",  # "how much" as the whole question: a price
    AnswerType.DURATION: r"กี่ชั่วโมง|กี่นาที|นานเท่า|นานแค่ไหน|\bhow long\b|\bhow many (?:hours|minutes)\b|\bduration\b",
    AnswerType.TIME: r"เมื่อไร|เมื่อไหร่|เมื่อใด|วันไหน|วันที่เท่า|วันที่อะไร|เดือนไหน|เดือนอะไร|ปีไหน|ปีอะไร|ถึงวันไหน|กำหนดวัน|หมดเขต"
    r"|\bwhen\b|\b(?:what|which) (?:date|day|month|year)s?\b|\bdates?\b|\bdeadline\b",
    AnswerType.PLACE: r"ที่ไหน|ที่ใด|แห่งใด|แห่งไหน|สถานที่|จังหวัดไหน|โรงแรมอะไร|โรงแรมไหน|เมืองไหน"
    r"|\bwhere\b|\bvenue\b|\blocation\b|\b(?:what|which) (?:hotel|city|place|province)\b",
    AnswerType.NUMBER: r"(?<!เ)กี่|จำนวนเท่า|\bhow many\b",
    AnswerType.FIRST: r"(?<!ล่า)(?<!สิ้น)สุด(?!ท้าย|สัปดาห์|ยอด)"
    rf"|\bthe (?:\w+ )?(?:{SUPERLATIVE})\b|\b(?:which|what|who)\b.*\b(?:{SUPERLATIVE})\b",
    AnswerType.WORDS: r"คำพูด|คำกล่าว|คำให้สัมภาษณ์|ถ้อยแถลง"
    r"|(?:พูด|กล่าว|แถลง)(?:ไว้)?(?:ว่า(?:อะไร|อย่างไร|ยังไง|ไง)|อะไร|ถึงอะไร|อย่างไร)"
    r"|\bwhat (?:did|does|do|has|have|had)\b.*\b(?:say|said|stated?|declare|remark|comment)\b"
    r"|\bquot(?:e|es|ed|ation)\b|\b(?:remarks?|statement|words) (?:by|of|from)\b"
    r"|\bin (?:his|her|their) (?:own )?words\b",
    AnswerType.OFFICE: r"(?:ดำรง)?ตำแหน่ง(?:อะไร|ใด)?|\b(?:position|job|official title|role)\b",
    AnswerType.PERSON: r"ใคร(?!่)|ท่านใด|ท่านไหน|คนไหน|\bwho\b|\bwhom\b|\bwhose\b",
}
COMPILED_QUESTION = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in QUESTION_PATTERNS.items()}


# Patterns that show an answer of a type in a text. A type without a pattern never counts as a mismatch.
SUPPORT_PATTERNS = {
    # A personal title, or capitalized words in a row: a person. A country can hold an office too: supported_types.
    AnswerType.HOLDER: r"(?:ดร|ศ|รศ|ผศ|นพ|พญ|พล\S{1,4})\.|นาย(?!ก)|นาง|ม\.ร\.ว|\b(?:Dr|Mr|Mrs|Ms|Prof)\b"
    r"|[a-z,]\s(?:[A-Z][a-z]+\s){1,2}[A-Z][a-z]+|^(?:[A-Z][a-z]+\s){1,2}[A-Z][a-z]+",
    AnswerType.CLOCK: r"\d[.:]\d\d|\d\s?น\.|โมง|นาฬิกา|เที่ยง|\d\s?[ap]\.?m\b|\bnoon\b|\bmidnight\b|\bo['’]clock\b",
    AnswerType.CONTACT: r"\d{2,}[- ]\d{3,}|@|https?:|www\.|\.(?:com|org|th|net)\b",
    AnswerType.SHARE: r"%|ร้อยละ|เปอร์เซ็นต์|\bper ?cent\b",
    AnswerType.MONEY: r"(?<!บท)บาท|ดอลลาร์|\bbaht\b|\bdollars?\b|\bUSD\b|[฿$€]",
    AnswerType.DURATION: r"ชั่วโมง|นาที|\bhours?\b|\bminutes?\b",
    # A year or a version number (4.0) is not a count.
    AnswerType.NUMBER: r"(?<![\d.])(?!(?:19|20|25)\d\d(?!\d))\d+(?!\.?\d)"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b",
    AnswerType.FIRST: rf"(?<!ล่า)(?<!สิ้น)สุด(?!ท้าย|สัปดาห์|ยอด)|\b(?:{SUPERLATIVE})\b",
    AnswerType.TIME: rf"{'|'.join(MONTHS['th'].values())}|\b(?:{'|'.join(MONTHS['en'].values())})\b"
    r"|(?<!\d)(?:19|20|25)\d\d(?!\d)",
}
# Compared with whole words: อุตสาหกรรม contains หก.
NUMERALS = frozenset("สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ ยี่สิบ ร้อย พัน หมื่น แสน ล้าน".split())
OFFICE = re.compile(rf"{OFFICE_TH}|\b(?:{OFFICE_EN})\b", re.IGNORECASE)
COMPILED_SUPPORT = {kind: re.compile(pattern) for kind, pattern in SUPPORT_PATTERNS.items()}


def supported_types(text: str) -> frozenset[AnswerType]:
    """The types of answer that a text contains."""
    found = {kind for kind, pattern in COMPILED_SUPPORT.items() if pattern.search(text)}
    if not NUMERALS.isdisjoint(words(text)):
        found.add(AnswerType.NUMBER)
    if AnswerType.HOLDER not in found and OFFICE.search(text) and countries(text):
        found.add(AnswerType.HOLDER)
    return frozenset(found)


def answer_type_mismatch(expected: frozenset[AnswerType], supported: frozenset[AnswerType]) -> bool:
    """True if an expected type that texts can be checked for (SUPPORT_PATTERNS) is not supported."""
    return bool((expected & SUPPORT_PATTERNS.keys()) - supported)


LIST_REQUEST = (
    r"อะไรบ้าง|ใครบ้าง|ไหนบ้าง|ที่ใดบ้าง|รายชื่อ|รายนาม|ชื่อ\S*(?:ทั้งหมด|ทุก)"
    r"|\b(?:name|list|names of|list of) (?:all|every|each|the)\b"
)
ALL_OF_THEM = r"รายชื่อ|รายนาม|ทั้งหมด|ครบทุก|ทุก(?:คน|แห่ง|เมือง|ประเทศ|ชื่อ)|\b(?:all|every|each|full list)\b"
LIST_REQUEST_COMPILED, ALL_COMPILED = re.compile(LIST_REQUEST, re.IGNORECASE), re.compile(ALL_OF_THEM, re.IGNORECASE)
COUNT = re.compile(r"(?<![\d.])(\d{1,3})(?![\d.])")
ITEM_SEPARATOR = re.compile(r"[,;、]|และ|กับ|\band\b|(?<=[ก-๎])\s+(?=[ก-๎])")


def items_asked(question: str) -> int:
    """Number of items to list: the number in the question, 3 if it asks for all items, 0 if it asks for no list."""
    if not LIST_REQUEST_COMPILED.search(question):
        return 0
    numbers = [int(number) for number in COUNT.findall(question)]
    return max(numbers, default=3 if ALL_COMPILED.search(question) else 0)


def items_held(text: str) -> int:
    """Maximum number of items that a text can list: one more than its separators."""
    return 1 + len(ITEM_SEPARATOR.findall(text))


def without_type(question: str, kind: AnswerType) -> str:
    """The question without the words that ask for a type of answer."""
    return COMPILED_QUESTION[kind].sub(" ", question)


def expected_types(question: str) -> frozenset[AnswerType]:
    """The types of answer that the question asks for; empty if it only names a subject."""
    return frozenset(kind for kind, pattern in COMPILED_QUESTION.items() if pattern.search(question))
