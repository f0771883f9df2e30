"""Cuts a message that asks several things into its questions, in their order and words. Pure, safe on Python 3.10.

It must never cut one question in two: where it is not plain that both sides ask, and could be asked alone, the
message stays whole.
"""

import re

from bot.query.answer_type import expected_types
from bot.text.language import ADDRESS, LATIN_WORD
from bot.text.thai import words

MAX_PIECES = 4  # pieces; what comes after stays with the last
SHORTEST = 8  # Thai characters of a piece, a Latin word counting for as many as HALF
HALF = 4
MAX_SPLIT = 1000  # characters of a message that is read as one: of a longer one, the sentences that ask

POLITE = r"(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า|จ๊ะ|ฮะ)"
NOUN = r"(?:ประเทศ|วัน|เดือน|ปี|เวลา|คน|ท่าน|เมือง|จังหวัด|โรงแรม|กระทรวง|หน่วยงาน|องค์กร|งาน|เรื่อง|ด้าน|สถานที่|ที่)"
THAI_WORD = (
    rf"(?:{NOUN}?(?:ไหน|ใด|อะไร|เท่าไร|เท่าไหร่)(?!ๆ|ก็)|เมื่อ(?:ไร|ไหร่|ใด)|(?:เพราะ)?อะไร|ใคร(?!่|ๆ|ก็)|ทำไม|อย่างไร|ยังไง"
    r"|(?<!เ)กี่(?:คน|ประเทศ|ชาติ|โมง|วัน|เมือง|ข้อ|ทุน|ครั้ง|บาท|ด้าน|ชั่วโมง)?|(?:นาน|มาก)?(?:แค่ไหน|เพียงใด)"
    r"|(?<!ผ้า)(?:ไหม|มั้ย)(?!ไทย)|หรือ(?:เปล่า|ไม่|ยัง)|รึเปล่า|รึยัง)"
)
WH = r"(?:who|whom|whose|what|when|where|which|why|how)(?:['’]s|['’]re)?\b"
AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|should|may|might|must"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|won['’]t|can['’]t)\b"
)
SUBJECT = r"(?:it|they|there|he|she|i|we|you|the|this|that|these|those|any|anyone|a|an|his|her|its|their)\b"
# How a question of its own begins in English: "where was", "how many cities", "is it"; "how it was" needs another.
DIRECT = (
    rf"(?:who\b|{WH}\s+(?:\w+\s+){{0,3}}?{AUXILIARY}|(?:what|who|where|when|how|why)['’]s\b|how (?:many|much|long)\b"
    rf"|(?:at|in|on|for|from|to|with|by) (?:what|which|whom)\b|{AUXILIARY}\s+{SUBJECT})"
)
INDIRECT = re.compile(r"\b(?:tell me|know|wonder(?:ing)?)\b", re.IGNORECASE)
VERB = re.compile(
    rf"\b(?:{AUXILIARY}|\w{{2,}}ed|hosts?|chairs?|leads?|led|held|said|says|took|takes|came|went|made|gave|spoke|runs?|pays?"
    r"|attends?|signs?|organi[sz]es?|happens?)\b",
    re.IGNORECASE,
)
AND = r"(?:and|also|but|plus)"
THAI_AND = r"(?:แล้วก็|และก็|และ|แล้ว)"
ASKS = re.compile(rf"{THAI_WORD}|\b{WH}", re.IGNORECASE)
THAI_ASKS = re.compile(THAI_WORD)
# What stands before a question without being of it: "Hello! Quick one - ", "so then, ".
BEFORE = (
    rf"(?:{AND}|so|then|ok|okay|well|hi|hello|hey|sorry|please|thanks|excuse me|good (?:morning|afternoon|evening)"
    r"|(?:a )?quick (?:one|question))\b"
)
GREETING = re.compile(rf"\s*(?:{BEFORE}[\s,.!:–-]+)+", re.IGNORECASE)
OPENS = re.compile(rf"(?:{BEFORE}[\s,.!:–-]+)*(?:{WH}|{DIRECT}|(?:in|at|on|to|by|for) {WH})", re.IGNORECASE)
YES_OR_NO = re.compile(rf"{AUXILIARY}\s+\w", re.IGNORECASE)
DIRECTLY = re.compile(DIRECT, re.IGNORECASE)
HARD = re.compile(r"(?<=[?？])\s*(?![?？!)\"'”’\s])|(?<=[^\s])\s*[\r\n]+\s*|;\s+|(?<=[a-z\d)][.!])\s+(?=[A-Z])")
SOFT = re.compile(rf",?\s+(?:{AND}\s+)+(?={WH}|{DIRECT})|,\s*(?={DIRECT})", re.IGNORECASE)
# A แล้ว before a space says that something is done already; it joins what stands behind it.
THAI_SOFT = re.compile(r"\s*(?:แล้วก็|และก็|และ)\s*|\s+แล้ว\s*|แล้ว(?!\s)|\s+(?:รวมถึง|รวมทั้ง|ส่วน|อีกอย่าง|อีกข้อ)\s*")
AFTER_ASKING = re.compile(rf"(?:{THAI_WORD})\s?(?:บ้าง)?(?:{POLITE})?\Z")
LEADING = re.compile(rf"\s*(?:{AND}\b,?\s+|{THAI_AND}\s*)*", re.IGNORECASE)
DANGLING = re.compile(rf"(?:\b{WH}|\b{AUXILIARY}|\b(?:of|in|at|on|to|for|with|by|about|the|a|an))\Z", re.IGNORECASE)
# "I write for the Bangkok Post. ", "ผมเป็นนักข่าวค่ะ ": who asks is not what is asked.
INTRODUCTION = re.compile(
    r"\s*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|สวัสดี(?:ครับ|ค่ะ|คะ)?)\b[,.!]?\s+)?"
    r"(?:(?:i(?:['’]m|\s+am|\s+write|\s+work|\s+report|\s+represent)|my name|we(?:['’]re|\s+are))\b[^?\n]*?"
    rf"(?:\n|(?<=[a-z\d][a-z\d)][.!])\s)|(?:ผม|ดิฉัน|หนู|ฉัน)(?:เป็น|ชื่อ|ทำงาน|มาจาก)[^?\n]*?(?:\n|{POLITE}\s))\s*",
    re.IGNORECASE,
)
POINTING = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|him|his|her|there)\b|(?:งาน|อัน|เรื่อง|ที่|คน|ท่าน)(?:นี้|นั้น)",
    re.IGNORECASE,
)
PRONOUNS = frozenset("มัน เขา เค้า เธอ".split())  # by themselves: น้ำมัน is oil, เขาใหญ่ a mountain
# Words without a subject of their own: they say that something is, or takes place, not what.
EMPTY = frozenset(
    "a an the and or also but plus so then in at on of to for from by with about there here next one be been being"
    " take takes taking took place held hold happen happens happening start starts begin end ends long many much"
    " time date day year month place go going please exactly scheduled located i we you me us".split()
    + "จัด จัดขึ้น มี ให้ ขอ อยู่ ที่ เป็น คือ เริ่ม ถึง จะ ได้ และ แล้ว ก็ บ้าง ครับ ค่ะ คะ ใน วัน เวลา ตอน ของ ด้วย นะ ล่ะ ไว้ ท่าน อัน".split()
)


def size(piece: str) -> int:
    """How much a piece says, in Thai characters."""
    return sum("ก" <= character <= "๎" for character in piece) + HALF * len(LATIN_WORD.findall(piece))


def is_question(piece: str) -> bool:
    """True where a piece is a question by its own words. In English they stand first, unless it ends as a question."""
    if THAI_ASKS.search(piece) or OPENS.match(piece):
        return True
    marked = piece.rstrip().endswith(("?", "？"))
    if marked and (YES_OR_NO.match(piece) or expected_types(piece)):
        return True
    return bool((marked or INDIRECT.search(piece)) and ASKS.search(piece))


def says_what(piece: str) -> bool:
    """True where a piece that asks has more than the interrogative: "จัดที่ไหน", never "ประเทศไหน" or "at what time"."""
    if THAI_ASKS.search(piece):
        return bool(re.search("[ก-๎A-Za-z]{2}", THAI_ASKS.sub(" ", re.sub(POLITE + r"\Z", "", piece))))
    return bool(VERB.search(piece)) and not DANGLING.search(piece)


def parted_in_english(left: str, right: str) -> bool:
    return says_what(left) and bool(DIRECTLY.match(right) or INDIRECT.search(left))


def parted_in_thai(left: str, right: str, spaced: bool) -> bool:
    """A และ may stand inside a name: it parts two questions only beside a space or an interrogative."""
    beside = spaced or AFTER_ASKING.search(left) or THAI_ASKS.match(right)
    return bool(beside) and says_what(left)


def borders(text: str) -> list[re.Match[str]]:
    """Where a message may be cut, in order; never inside an address."""
    addresses = [address.span() for address in ADDRESS.finditer(text)]
    found = [border for pattern in (HARD, SOFT, THAI_SOFT) for border in pattern.finditer(text)]
    free = [b for b in found if not any(start < b.start() < end for start, end in addresses)]
    return sorted(free, key=lambda border: (border.start(), -border.end()))


def parts(left: str, border: re.Match[str], right: str) -> bool:
    """True where both sides of a border are questions to be answered by themselves."""
    if min(size(left), size(right)) < SHORTEST or not is_question(left) or not is_question(right):
        return False
    if border.re is SOFT:
        return parted_in_english(left, right)
    return border.re is HARD or parted_in_thai(left, right, border[0][0].isspace())


def split_questions(text: str) -> list[str]:
    """The questions of a message, one to four, each a piece of it; a message of one question is that, as it came."""
    if len(text) > MAX_SPLIT:
        return asking(text) or [text[:MAX_SPLIT]]
    introduction = INTRODUCTION.match(text)
    start = introduction.end() if introduction and introduced(introduction[0], text[introduction.end() :]) else 0
    found: list[str] = []
    cuts = borders(text)
    for border in cuts:
        end = min((b.start() for b in cuts if b.re is HARD and b.start() >= border.end()), default=len(text))
        leading = LEADING.match(text, border.end())
        begin = leading.end() if leading else border.end()
        if (
            start < border.start()
            and len(found) < MAX_PIECES - 1
            and parts(text[start : border.start()], border, text[begin:end])
        ):
            found.append(text[start : border.start()].strip())
            start = begin
    return [*found, text[start:].strip()] if start else [text]


def asking(text: str) -> list[str]:
    """The sentences of a long text that ask, as far as they go; whatever is told around them is not asked."""
    sentences = [sentence.strip() for line in text.splitlines() for sentence in HARD.split(line)]
    # Thai has no mark for the end of a sentence, but a space.
    sentences = [part for one in sentences for part in (one.split() if len(one) > MAX_SPLIT else [one])]
    return [one for one in sentences if len(one) <= MAX_SPLIT and size(one) >= SHORTEST and is_question(one)][:MAX_PIECES]


def introduced(introduction: str, rest: str) -> bool:
    """True where a message begins with who asks, and the rest asks a whole question."""
    whole = bool(content_words(rest)) or not POINTING.search(rest)
    return not ASKS.search(introduction) and is_question(rest) and size(rest) >= SHORTEST and whole


def content_words(piece: str) -> list[str]:
    """The words of a piece that name something."""
    asked = GREETING.sub("", piece, count=1) if GREETING.match(piece) else piece
    bare = POINTING.sub(" ", ASKS.sub(" ", re.sub(rf"\b{AUXILIARY}", " ", asked, flags=re.IGNORECASE)))
    return [word for word in words(bare) if word not in EMPTY and word not in PRONOUNS]


def has_pronoun(piece: str) -> bool:
    """True where a piece speaks of something by a pronoun."""
    return POINTING.search(piece) is not None or not PRONOUNS.isdisjoint(words(piece))


def with_subjects(pieces: list[str]) -> list[str]:
    """The pieces for searching: one that names nothing itself has the last one before it that does behind it."""
    complete, subject = [], ""
    for piece in pieces:
        own = content_words(piece)
        lacking = not own or (len(own) == 1 and has_pronoun(piece))
        complete.append(f"{piece} {subject}" if lacking and subject else piece)
        subject = subject if lacking and subject else piece
    return complete
