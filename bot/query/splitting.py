"""Splits a message into its questions, in their order and verbatim. Pure, compatible with Python 3.10.

It must never split a single question: both sides must clearly be questions that stand alone.
"""

import re

from bot.query.answer_type import expected_types
from bot.text.language import ADDRESS, LATIN_WORD
from bot.text.thai import words

MAX_PIECES = 4  # the last piece contains the rest of the message
MIN_SIZE = 8  # minimum size of a piece in Thai characters
LATIN_WORD_SIZE = 4  # Thai characters that a Latin word counts as
MAX_LENGTH = 1000  # characters; of a longer message, only the sentences that are questions are kept

POLITE = r"(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า|จ๊ะ|ฮะ)"
NOUN = r"(?:ประเทศ|วัน|เดือน|ปี|เวลา|คน|ท่าน|เมือง|จังหวัด|โรงแรม|กระทรวง|หน่วยงาน|องค์กร|งาน|เรื่อง|ด้าน|สถานที่|ที่)"
THAI_QUESTION_WORD = (
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
# The beginning of a direct question in English: "where was", "how many cities", "is it". "how it was" is indirect.
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
INTERROGATIVE = re.compile(rf"{THAI_QUESTION_WORD}|\b{WH}", re.IGNORECASE)
THAI_INTERROGATIVE = re.compile(THAI_QUESTION_WORD)
# Words before a question that are not part of it: "Hello! Quick one - ", "so then, ".
LEAD_IN = (
    rf"(?:{AND}|so|then|ok|okay|well|hi|hello|hey|sorry|please|thanks|excuse me|good (?:morning|afternoon|evening)"
    r"|(?:a )?quick (?:one|question))\b"
)
GREETING = re.compile(rf"\s*(?:{LEAD_IN}[\s,.!:–-]+)+", re.IGNORECASE)
OPENS_QUESTION = re.compile(rf"(?:{LEAD_IN}[\s,.!:–-]+)*(?:{WH}|{DIRECT}|(?:in|at|on|to|by|for) {WH})", re.IGNORECASE)
YES_OR_NO = re.compile(rf"{AUXILIARY}\s+\w", re.IGNORECASE)
DIRECT_QUESTION = re.compile(DIRECT, re.IGNORECASE)
HARD_BOUNDARY = re.compile(
    r"(?<=[?？])\s*(?![?？!)\"'”’\s])|(?<=[^\s])\s*[\r\n]+\s*|;\s+|(?<=[a-z\d)][.!])\s+(?=[A-Z])"
)
SOFT_BOUNDARY = re.compile(rf",?\s+(?:{AND}\s+)+(?={WH}|{DIRECT})|,\s*(?={DIRECT})", re.IGNORECASE)
# แล้ว before a space means "already"; otherwise it is a conjunction ("and then").
THAI_BOUNDARY = re.compile(r"\s*(?:แล้วก็|และก็|และ)\s*|\s+แล้ว\s*|แล้ว(?!\s)|\s+(?:รวมถึง|รวมทั้ง|ส่วน|อีกอย่าง|อีกข้อ)\s*")
ENDS_WITH_INTERROGATIVE = re.compile(rf"(?:{THAI_QUESTION_WORD})\s?(?:บ้าง)?(?:{POLITE})?\Z")
LEADING = re.compile(rf"\s*(?:{AND}\b,?\s+|{THAI_AND}\s*)*", re.IGNORECASE)
DANGLING = re.compile(rf"(?:\b{WH}|\b{AUXILIARY}|\b(?:of|in|at|on|to|for|with|by|about|the|a|an))\Z", re.IGNORECASE)
# The writer's introduction, which is not part of the question: "I write for the Bangkok Post. ", "ผมเป็นนักข่าวค่ะ ".
INTRODUCTION = re.compile(
    r"\s*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|สวัสดี(?:ครับ|ค่ะ|คะ)?)\b[,.!]?\s+)?"
    r"(?:(?:i(?:['’]m|\s+am|\s+write|\s+work|\s+report|\s+represent)|my name|we(?:['’]re|\s+are))\b[^?\n]*?"
    rf"(?:\n|(?<=[a-z\d][a-z\d)][.!])\s)|(?:ผม|ดิฉัน|หนู|ฉัน)(?:เป็น|ชื่อ|ทำงาน|มาจาก)[^?\n]*?(?:\n|{POLITE}\s))\s*",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|him|his|her|there)\b|(?:งาน|อัน|เรื่อง|ที่|คน|ท่าน)(?:นี้|นั้น)",
    re.IGNORECASE,
)
THAI_PRONOUNS = frozenset("มัน เขา เค้า เธอ".split())  # compared with whole words: น้ำมัน is oil, เขาใหญ่ a mountain
# Words that name no subject: they say that something exists or takes place, but not what.
FILLER_WORDS = frozenset(
    "a an the and or also but plus so then in at on of to for from by with about there here next one be been being"
    " take takes taking took place held hold happen happens happening start starts begin end ends long many much"
    " time date day year month place go going please exactly scheduled located i we you me us".split()
    + "จัด จัดขึ้น มี ให้ ขอ อยู่ ที่ เป็น คือ เริ่ม ถึง จะ ได้ และ แล้ว ก็ บ้าง ครับ ค่ะ คะ ใน วัน เวลา ตอน ของ ด้วย นะ ล่ะ ไว้ ท่าน อัน".split()
)


def size(piece: str) -> int:
    """The size of a piece in Thai characters; a Latin word counts as LATIN_WORD_SIZE."""
    return sum("ก" <= character <= "๎" for character in piece) + LATIN_WORD_SIZE * len(LATIN_WORD.findall(piece))


def is_question(piece: str) -> bool:
    """True if a piece is a question. In English, the question words come first unless it ends with a question mark."""
    if THAI_INTERROGATIVE.search(piece) or OPENS_QUESTION.match(piece):
        return True
    marked = piece.rstrip().endswith(("?", "？"))
    if marked and (YES_OR_NO.match(piece) or expected_types(piece)):
        return True
    return bool((marked or INDIRECT.search(piece)) and INTERROGATIVE.search(piece))


def has_predicate(piece: str) -> bool:
    """True if a question has more than its interrogative: "จัดที่ไหน", but not "ประเทศไหน" or "at what time"."""
    if THAI_INTERROGATIVE.search(piece):
        return bool(re.search("[ก-๎A-Za-z]{2}", THAI_INTERROGATIVE.sub(" ", re.sub(POLITE + r"\Z", "", piece))))
    return bool(VERB.search(piece)) and not DANGLING.search(piece)


def splits_in_english(left: str, right: str) -> bool:
    return has_predicate(left) and bool(DIRECT_QUESTION.match(right) or INDIRECT.search(left))


def splits_in_thai(left: str, right: str, spaced: bool) -> bool:
    """และ can be part of a name: it separates two questions only next to a space or an interrogative."""
    beside = spaced or ENDS_WITH_INTERROGATIVE.search(left) or THAI_INTERROGATIVE.match(right)
    return bool(beside) and has_predicate(left)


def boundaries(text: str) -> list[re.Match[str]]:
    """Possible boundaries between two questions, in order; never inside an address."""
    addresses = [address.span() for address in ADDRESS.finditer(text)]
    found = [b for pattern in (HARD_BOUNDARY, SOFT_BOUNDARY, THAI_BOUNDARY) for b in pattern.finditer(text)]
    free = [b for b in found if not any(start < b.start() < end for start, end in addresses)]
    return sorted(free, key=lambda boundary: (boundary.start(), -boundary.end()))


def is_question_boundary(left: str, boundary: re.Match[str], right: str) -> bool:
    """True if both sides of a boundary are questions that stand alone."""
    if min(size(left), size(right)) < MIN_SIZE or not is_question(left) or not is_question(right):
        return False
    if boundary.re is SOFT_BOUNDARY:
        return splits_in_english(left, right)
    return boundary.re is HARD_BOUNDARY or splits_in_thai(left, right, boundary[0][0].isspace())


def split_questions(text: str) -> list[str]:
    """The questions of a message: 1 to MAX_PIECES substrings. A single question is not changed."""
    if len(text) > MAX_LENGTH:
        return question_sentences(text) or [text[:MAX_LENGTH]]
    introduction = INTRODUCTION.match(text)
    start = introduction.end() if introduction and is_introduction(introduction[0], text[introduction.end() :]) else 0
    found: list[str] = []
    cuts = boundaries(text)
    for boundary in cuts:
        end = min((b.start() for b in cuts if b.re is HARD_BOUNDARY and b.start() >= boundary.end()), default=len(text))
        leading = LEADING.match(text, boundary.end())
        begin = leading.end() if leading else boundary.end()
        if (
            start < boundary.start()
            and len(found) < MAX_PIECES - 1
            and is_question_boundary(text[start : boundary.start()], boundary, text[begin:end])
        ):
            found.append(text[start : boundary.start()].strip())
            start = begin
    return [*found, text[start:].strip()] if start else [text]


def question_sentences(text: str) -> list[str]:
    """The sentences of a long text that are questions, at most MAX_PIECES; other sentences are dropped."""
    found = [sentence.strip() for line in text.splitlines() for sentence in HARD_BOUNDARY.split(line)]
    # In Thai, a space ends a sentence.
    found = [part for one in found for part in (one.split() if len(one) > MAX_LENGTH else [one])]
    return [one for one in found if len(one) <= MAX_LENGTH and size(one) >= MIN_SIZE and is_question(one)][:MAX_PIECES]


def is_introduction(introduction: str, rest: str) -> bool:
    """True if a message begins with an introduction of its writer, and the rest is a complete question."""
    complete = bool(content_words(rest)) or not PRONOUN.search(rest)
    return not INTERROGATIVE.search(introduction) and is_question(rest) and size(rest) >= MIN_SIZE and complete


def content_words(piece: str) -> list[str]:
    """The words of a piece that name something, without interrogatives, pronouns and filler words."""
    question = GREETING.sub("", piece, count=1) if GREETING.match(piece) else piece
    rest = PRONOUN.sub(" ", INTERROGATIVE.sub(" ", re.sub(rf"\b{AUXILIARY}", " ", question, flags=re.IGNORECASE)))
    return [word for word in words(rest) if word not in FILLER_WORDS and word not in THAI_PRONOUNS]


def has_pronoun(piece: str) -> bool:
    """True if a piece refers to something by a pronoun."""
    return PRONOUN.search(piece) is not None or not THAI_PRONOUNS.isdisjoint(words(piece))


def with_subjects(pieces: list[str]) -> list[str]:
    """The pieces as they are searched: a piece without a subject gets the last piece with a subject appended."""
    complete, subject = [], ""
    for piece in pieces:
        own = content_words(piece)
        needs_subject = not own or (len(own) == 1 and has_pronoun(piece))
        complete.append(f"{piece} {subject}" if needs_subject and subject else piece)
        subject = subject if needs_subject and subject else piece
    return complete
