"""What kind of answer a question wants: a time, a place, a person, a number, an amount of money, ... Pure, 3.10-safe.

Two things use it: an entry that carries such a fact as data is preferred, and one that plainly has no such fact does
not answer.
"""

import re
from enum import Enum


class Kind(str, Enum):
    """Kinds of answer that a question can name by its own words."""

    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    NUMBER = "number"
    MONEY = "money"
    DURATION = "duration"


PATTERNS = {
    Kind.MONEY: r"กี่บาท|ราคา|ค่าใช้จ่าย|งบประมาณ|ใช้เงิน|ค่าเข้า|ค่าบัตร|ค่าลงทะเบียน|ค่าสมัคร"
    r"|\bhow much (?:is|are|does|do|did|was|were|will|money)\b|\b(?:cost|price|budget|fee|ticket)s?\b",
    Kind.DURATION: r"กี่ชั่วโมง|กี่นาที|นานเท่า|นานแค่ไหน|\bhow long\b|\bhow many (?:hours|minutes)\b|\bduration\b",
    Kind.TIME: r"เมื่อไร|เมื่อไหร่|เมื่อใด|วันไหน|วันที่เท่า|วันที่อะไร|กี่โมง|เดือนไหน|เดือนอะไร|ปีไหน|ปีอะไร|ถึงวันไหน|กำหนดวัน"
    r"|\bwhen\b|\b(?:what|which) (?:date|day|time|month|year)s?\b|\bdates?\b|\bdeadline\b",
    Kind.PLACE: r"ที่ไหน|ที่ใด|แห่งใด|แห่งไหน|สถานที่|จังหวัดไหน|โรงแรมอะไร|โรงแรมไหน|เมืองไหน|\bwhere\b|\bvenue\b|\blocation\b"
    r"|\b(?:what|which) (?:hotel|city|place|province)\b",
    Kind.NUMBER: r"กี่|จำนวนเท่า|\bhow many\b",
    Kind.PERSON: r"ใคร|ท่านใด|ท่านไหน|คนไหน|\bwho\b|\bwhom\b|\bwhose\b",
}
COMPILED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in PATTERNS.items()}


# What a text must hold to have an answer of that kind. A kind without a pattern is not looked for in texts.
HELD = {
    Kind.MONEY: r"บาท|ดอลลาร์|\bbaht\b|\bdollars?\b|\bUSD\b|[฿$€]",
    Kind.DURATION: r"ชั่วโมง|นาที|\bhours?\b|\bminutes?\b",
    Kind.NUMBER: r"\d|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b",
    Kind.TIME: r"มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?<!\d)(?:19|20|25)\d\d(?!\d)",
}
HELD_COMPILED = {kind: re.compile(pattern) for kind, pattern in HELD.items()}


def held(text: str) -> frozenset[Kind]:
    """The kinds of answer that a text has words for."""
    return frozenset(kind for kind, pattern in HELD_COMPILED.items() if pattern.search(text))


def lacking(asked: frozenset[Kind], held_kinds: frozenset[Kind]) -> bool:
    """True where a kind of answer is asked for that can be looked for and is not there."""
    return bool((asked & HELD.keys()) - held_kinds)


def kinds(question: str) -> frozenset[Kind]:
    """The kinds of answer that the question names; none where it only names a subject."""
    return frozenset(kind for kind, pattern in COMPILED.items() if pattern.search(question))
