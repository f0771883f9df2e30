"""Removes greetings, polite phrases and laughter around a question. Pure, compatible with Python 3.10.

It must never remove a word that the question may be about, and never return an empty text. In doubt, the text stays
unchanged.
"""

import re
from collections.abc import Callable

from bot.text.language import outside_addresses
from bot.text.thai import words

# Repeated letters and marks. In correct Thai, a letter can occur three times in a row: ในนนทบุรี.
THAI_STRETCH = re.compile(r"([ก-ฮะ-ฺเ-๎])\1{3,}|([ก-ฮะ-ฺเ-๎])\2{2}(?![ก-๎])")
LATIN_STRETCH = re.compile(r"(?<=[A-Za-z])([a-z])\1{2,}")
LATIN_WORD = re.compile(r"(?<![\w.])[A-Za-z]+(?!\w|\.\w)")
MARKS = re.compile(r"[?!？！]{2,}")
REPEATED = re.compile(r"([.,~ๆ])\1{2,}")

POLITE = r"(?:(?:นะ|น่ะ)?(?:ครับผม|ครับ|คับ|ครัช|ค้าบ|คร้าบ|ค่ะ|คะ|จ้า|จ้ะ|จ๊ะ|ฮะ|ฮับ|ฮ่ะ|ค่า(?=\s|$)))"
PARTICLES = frozenset("นะ น่ะ ครับ คับ ครัช ค้าบ คร้าบ ครับผม ค่ะ คะ จ้า จ้ะ จ๊ะ ฮะ ฮับ ฮ่ะ อ่ะ อะ นะคะ นะครับ นะค่ะ นะจ๊ะ".split())
GAP = r"[\s,.!…~:;–-]"
MARK = r"\s*[,.!…~:;–]+\s*"
# The text that follows does not ask about the greeting as a word: "สวัสดี แปลว่าอะไร".
NOT_ABOUT_THE_WORD = rf"(?!{GAP}|แปล|คือ|หมาย|ภาษา|พูด|เขียน|อ่าน|สะกด|มาจาก|เป็นคำ|เป็นภาษา|ต่าง|กับ|ใช้)"
# Beginnings of a question. A greeting without punctuation must precede one: "hi when is it", but not "Hi Fi".
WH = r"(?:who|whom|whose|what|when|where|which|why|how)\b"
BEGINS = rf"(?:{WH}|(?:is|are|was|were|do|does|did|can|could|will|would|has|have|tell|please|pls|may|i|any)\b|[ก-๎])"
LAUGH = (
    r"(?:ฮ่า(?:\s?ๆ+|ฮ่า)+|ฮาๆ+|ฮาฮา(?:ฮา)*|อิอิ|คริคริ|ha(?:ha)+h?|he(?:he)+|lol|lmao"
    r"|[:;]-?[)D(]+|\^_*\^|[😀-🙏🤔🤣🥺❤♥]\ufe0f?)"
)
FIVES = r"5{3,}\+*"
THAI_THANKS = r"(?:ขอบคุณ|ขอบใจ)(?:มาก|จริง|ล่วงหน้า)*\s?ๆ*"
THANKS = r"(?:thanks|thank (?:you|u)|thx|cheers)(?: (?:so much|very much|a lot|in advance|again))?"

GREETINGS = (
    r"(?:สวัสดี|หวัดดี)(?:(?:ตอน|ยาม)(?:เช้า|บ่าย|เย็น))?|อรุณสวัสดิ์|ฮัลโหล",
    r"(?:hello|hi|hey|hiya|greetings|good (?:morning|afternoon|evening|day)|dear (?:sir or madam|sir|madam|all|team))"
    r"(?: (?:there|everyone|all|team|sir|madam|again|guys))?",
)
THAI_OPENINGS = (
    # ขอถามหน่อย, รบกวนสอบถามหน่อยได้ไหม, อยากถามว่า; never ถามอะไรได้บ้าง, สอบถามได้ที่ไหน
    r"(?:รบกวน|ขออนุญาต|ใคร่|ขอ|อยาก|ต้องการ|จะ)*(?:สอบ)?ถาม"
    r"(?:(?:หน่อย|นิดนึง|นิดหนึ่ง|เพิ่มเติม)+(?:ได้(?:ไหม|มั้ย))?(?:ว่า)?|ว่า|(?=\s|ครับ|ค่ะ|คะ|นะ))",
    r"(?:อยาก|ต้องการ|ใคร่|ขอ)(?:จะ)?(?:ทราบ|รู้)(?:ว่า|(?!อะไร|อยาก|จัก|ไหม|ใจ))",
    rf"(?:พอ)?(?:จะ)?(?:ทราบ|รู้)(?:ไหม|มั้ย|หรือเปล่า){POLITE}?\s?ว่า|ไม่(?:ทราบ|รู้)ว่า",
    r"(?:รบกวน)?ช่วย(?:บอก|ตอบ)(?:หน่อย|ที)?(?:ได้(?:ไหม|มั้ย))?(?:ว่า|(?=\s|ครับ|ค่ะ|คะ|นะ))",
    r"(?:ขอ)?รบกวนหน่อย|ขอ(?:อภัย|โทษ)(?=\s|ครับ|ค่ะ|คะ|นะ)",
)
OPENINGS = (
    rf"(?:(?:please|pls|kindly) )?(?:(?:can|could|would|will) (?:you|u|anyone|someone) (?:(?:please|pls|kindly) )?)?"
    rf"(?:tell|let) me(?: know)?(?: please)?(?: about(?= )| if(?= )|(?=,? {WH})|(?= the ))",
    r"i(?:['’]d| would)? (?:like|love|want|need|wanted) to (?:know|ask|find out)(?: about(?= )| if(?= ))?",
    rf"i(?:['’]m| am| was) (?:just )?wondering(?: if(?= ))?|i wonder(?: if(?= )|(?= {WH}))",
    rf"(?:do you(?: happen to)? know|any idea|(?:may|can|could) i (?:ask|know))(?: if(?= )|(?=,? {WH}))",
    rf"(?:quick question|question(?=:)|excuse me|sorry(?: to bother you)?(?:,? but)?)(?=[,.:!]| {WH})",
    rf"(?:please|pls)(?=,| {WH})",
)


def compile_leading(*patterns: str, after: str) -> list[re.Pattern[str]]:
    return [re.compile(rf"(?:{pattern}){after}", re.IGNORECASE) for pattern in patterns]


LEADING = [
    *compile_leading(rf"(?:{GREETINGS[0]}|ดี|{THAI_THANKS}|แอดมิน|แอด){POLITE}+", after=rf"{GAP}*{NOT_ABOUT_THE_WORD}"),
    *compile_leading(
        GREETINGS[0], LAUGH, rf"{FIVES}(?=\s)", rf"{POLITE}+", "แอดมิน", after=rf"{GAP}+{NOT_ABOUT_THE_WORD}"
    ),
    *compile_leading(*THAI_OPENINGS, after=rf"(?:{POLITE}|{GAP})*(?:ว่า)?{GAP}*"),
    *compile_leading(GREETINGS[1], after=rf"(?:{MARK}|\s+(?={BEGINS}))"),
    *compile_leading(rf"(?:ok(?:ay)?,? )?{THANKS}", after=MARK),
    *compile_leading(*OPENINGS, after=r"[\s,.:!]+"),
]
END = " \t\r\n\u00a0?!.,…~:;–-"
TAIL_LENGTH = 60  # characters at the end of a message in which trailing phrases are searched
THAI_RUN = re.compile("[ก-๎]+\\Z")
TRAILING = [
    # ค่า is a polite particle only after a question word; elsewhere it means "cost".
    re.compile(r"(?:(?<=ไหน)|(?<=ไร)|(?<=ไหร่)|(?<=ใคร)|(?<=ไหม)|(?<=บ้าง))ค่า\Z"),
    re.compile(rf"(?:(?<=[\s?!.,…])|(?<=ครับ|นะคะ)|(?<=ค่ะ)|(?<=คะ))(?:{THAI_THANKS}{POLITE}*)\Z"),
    re.compile(rf"(?<=[\s?!.,…ก-๎])(?:{LAUGH}|{THANKS}|please|pls|plz)\Z", re.IGNORECASE),
    re.compile(rf"(?<=[\s?!ก-๎]){FIVES}\Z"),
]
POLITE_PHRASES = re.compile(
    "|".join((*GREETINGS, *THAI_OPENINGS, "(?:รบกวน|ขอ)*(?:สอบ)?ถาม", "ดี", THAI_THANKS, THANKS, LAUGH, FIVES, POLITE))
    + rf"|please|(?:{GAP}|[?ๆ])+",
    re.IGNORECASE,
)
# After these words, the next one is mentioned or a number, not a polite phrase: "Did the minister say please?",
# "what is lol", "อยู่ห้อง 555".
MENTION_CONTEXT = re.compile(
    r"(?:\b(?:say|says|said|saying|word|words|mean|means|write|spell|called|is|are|was|of|by|a|an|the|and|or|to|about"
    r"|big|many|with|for|room|number|no|page|flight)|คำว่า|พูด|พูดว่า|กล่าว|กล่าวว่า|เขียน|ห้อง|เลข|เลขที่|หมายเลข|เบอร์|โทร|ปี|รหัส|มาตรา|สาย"
    r"|\d|[-/.])\s*[:,\"“']?\s*\Z",
    re.IGNORECASE,
)


def without_repetitions(text: str) -> str:
    """มากกกก -> มาก, whennnn -> when, ??? -> ?. Capitals stay: they may be Roman numerals or sizes."""
    text = THAI_STRETCH.sub(lambda run: run[1] or run[2], text)
    text = LATIN_WORD.sub(lambda word: LATIN_STRETCH.sub(r"\1", word[0]), text)
    text = MARKS.sub(lambda run: "?" if "?" in run[0] or "？" in run[0] else "!", text)
    return REPEATED.sub(r"\1", text)


def without_leading(text: str) -> str:
    """The text without one greeting, opening phrase, thanks or laughter at its beginning."""
    for pattern in LEADING:
        found = pattern.match(text)
        if found and found.end():
            return text[found.end() :]
    return text


def is_mentioned(before: str) -> bool:
    """True if the word after this text is no polite phrase (MENTION_CONTEXT)."""
    return bool(MENTION_CONTEXT.search(before[-TAIL_LENGTH:]))


def without_particle(text: str) -> str:
    """The text without the polite particle at its end. Particles are whole words: ชนะ ends with นะ, and stays."""
    run = THAI_RUN.search(text, max(0, len(text) - TAIL_LENGTH))
    cut = words(run[0]) if run else []
    if not cut or cut[-1] not in PARTICLES or not text.endswith(cut[-1]):
        return text
    before = text[: -len(cut[-1])]
    return text if is_mentioned(before) else before


def without_trailing(text: str) -> str:
    """The text without one particle, thanks or laughter at its end. It must not end in punctuation."""
    for pattern in TRAILING:
        found = pattern.search(text, max(0, len(text) - TAIL_LENGTH))
        if found and not is_mentioned(text[: found.start()]):
            return text[: found.start()]
    return without_particle(text)


def without_end(text: str) -> str:
    """The text without one polite phrase after the question; the question mark stays."""
    unmarked = text.rstrip(END)
    shorter = without_trailing(unmarked)
    if shorter == unmarked:
        return text
    core = shorter.rstrip(END)
    return core + ("?" if "?" in text[len(unmarked) :] + shorter[len(core) :] else "")


def until_stable(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` until the text stays the same or the next change would remove its last letter or digit."""
    while any(map(str.isalnum, shorter := change(text))) and shorter != text:
        text = shorter
    return text


def without_politeness(text: str) -> str:
    """The question without greetings, opening phrases, thanks and laughter around it, and without repeated letters.

    A text that consists only of these is returned unchanged.
    """
    core = until_stable(outside_addresses(text, without_repetitions).strip(), without_leading)
    core = until_stable(core, without_end)
    return text if is_only_politeness(core) else core


def is_only_politeness(text: str) -> bool:
    """True for greetings, thanks and opening phrases without a question. Linear time: no backtracking."""
    while found := POLITE_PHRASES.match(text):
        if not found.end():
            return False
        text = text[found.end() :]
    return not text
