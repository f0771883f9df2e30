"""What a question asks, without what people type around it: greetings, manners, laughter, short dates. Pure, 3.10-safe.

It must never take away a word that the question may be about, nor leave nothing: in doubt the text stays as it came.
"""

import re
from collections.abc import Callable
from datetime import date

from bot.text.dates import BUDDHIST_ERA, MONTHS
from bot.text.language import ADDRESS, detect
from bot.text.layout import IsEnglish, layout
from bot.text.thai import normalize, words

# Letters and marks held down. Thai has words with three of a kind inside: ในนนทบุรี.
THAI_STRETCH = re.compile(r"([ก-ฮะ-ฺเ-๎])\1{3,}|([ก-ฮะ-ฺเ-๎])\2{2}(?![ก-๎])")
LATIN_STRETCH = re.compile(r"(?<=[A-Za-z])([a-z])\1{2,}")
LATIN_WORD = re.compile(r"(?<![\w.])[A-Za-z]+(?!\w|\.\w)")
MARKS = re.compile(r"[?!？！]{2,}")
REPEATED = re.compile(r"([.,~ๆ])\1{2,}")

POLITE = r"(?:(?:นะ|น่ะ)?(?:ครับผม|ครับ|คับ|ครัช|ค้าบ|คร้าบ|ค่ะ|คะ|จ้า|จ้ะ|จ๊ะ|ฮะ|ฮับ|ฮ่ะ|ค่า(?=\s|$)))"
PARTICLES = frozenset("นะ น่ะ ครับ คับ ครัช ค้าบ คร้าบ ครับผม ค่ะ คะ จ้า จ้ะ จ๊ะ ฮะ ฮับ ฮ่ะ อ่ะ อะ นะคะ นะครับ นะค่ะ นะจ๊ะ".split())
GAP = r"[\s,.!…~:;–-]"
MARK = r"\s*[,.!…~:;–]+\s*"
# What follows a word that is itself asked about: "สวัสดี แปลว่าอะไร".
OF_THE_WORD = rf"(?!{GAP}|แปล|คือ|หมาย|ภาษา|พูด|เขียน|อ่าน|สะกด|มาจาก|เป็นคำ|เป็นภาษา|ต่าง|กับ|ใช้)"
# What a question begins with, so that a greeting before it is one: "hi when is it", but "Hi Fi".
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


def first(*patterns: str, after: str) -> list[re.Pattern[str]]:
    return [re.compile(rf"(?:{pattern}){after}", re.IGNORECASE) for pattern in patterns]


FIRST = [
    *first(rf"(?:{GREETINGS[0]}|ดี|{THAI_THANKS}|แอดมิน|แอด){POLITE}+", after=rf"{GAP}*{OF_THE_WORD}"),
    *first(GREETINGS[0], LAUGH, rf"{FIVES}(?=\s)", rf"{POLITE}+", "แอดมิน", after=rf"{GAP}+{OF_THE_WORD}"),
    *first(*THAI_OPENINGS, after=rf"(?:{POLITE}|{GAP})*(?:ว่า)?{GAP}*"),
    *first(GREETINGS[1], after=rf"(?:{MARK}|\s+(?={BEGINS}))"),
    *first(rf"(?:ok(?:ay)?,? )?{THANKS}", after=MARK),
    *first(*OPENINGS, after=r"[\s,.:!]+"),
]
END = " \t\r\n\u00a0?!.,…~:;–-"
TAIL = 60  # characters at the end of a message among which its last words are looked for
THAI_RUN = re.compile("[ก-๎]+\\Z")
LAST = [
    # Elsewhere ค่า is what a thing costs.
    re.compile(r"(?:(?<=ไหน)|(?<=ไร)|(?<=ไหร่)|(?<=ใคร)|(?<=ไหม)|(?<=บ้าง))ค่า\Z"),
    re.compile(rf"(?:(?<=[\s?!.,…])|(?<=ครับ|นะคะ)|(?<=ค่ะ)|(?<=คะ))(?:{THAI_THANKS}{POLITE}*)\Z"),
    re.compile(rf"(?<=[\s?!.,…ก-๎])(?:{LAUGH}|{THANKS}|please|pls|plz)\Z", re.IGNORECASE),
    re.compile(rf"(?<=[\s?!ก-๎]){FIVES}\Z"),
]
MANNERS = re.compile(
    "|".join((*GREETINGS, *THAI_OPENINGS, "(?:รบกวน|ขอ)*(?:สอบ)?ถาม", "ดี", THAI_THANKS, THANKS, LAUGH, FIVES, POLITE))
    + rf"|please|(?:{GAP}|[?ๆ])+",
    re.IGNORECASE,
)
# After these a word is spoken of, not said: "Did the minister say please?", "what is lol", "อยู่ห้อง 555".
SPOKEN_OF = re.compile(
    r"(?:\b(?:say|says|said|saying|word|words|mean|means|write|spell|called|is|are|was|of|by|a|an|the|and|or|to|about"
    r"|big|many|with|for|room|number|no|page|flight)|คำว่า|พูด|พูดว่า|กล่าว|กล่าวว่า|เขียน|ห้อง|เลข|เลขที่|หมายเลข|เบอร์|โทร|ปี|รหัส|มาตรา|สาย"
    r"|\d|[-/.])\s*[:,\"“']?\s*\Z",
    re.IGNORECASE,
)


def outside_addresses(text: str, change: Callable[[str], str]) -> str:
    """The text with all but its addresses changed."""
    between, found = ADDRESS.split(text), [*ADDRESS.findall(text), ""]
    return "".join(change(part) + address for part, address in zip(between, found, strict=True))


def unstretched(text: str) -> str:
    """มากกกก -> มาก, whennnn -> when, ??? -> ?. Capitals stay: they number kings and name sizes."""
    text = THAI_STRETCH.sub(lambda run: run[1] or run[2], text)
    text = LATIN_WORD.sub(lambda word: LATIN_STRETCH.sub(r"\1", word[0]), text)
    text = MARKS.sub(lambda run: "?" if "?" in run[0] or "？" in run[0] else "!", text)
    return REPEATED.sub(r"\1", text)


def without_first(text: str) -> str:
    """The text without one greeting, opening, thanks or laugh at its beginning."""
    for pattern in FIRST:
        found = pattern.match(text)
        if found and found.end():
            return text[found.end() :]
    return text


def spoken_of(before: str) -> bool:
    """True where these words make the next one a word that is spoken of."""
    return bool(SPOKEN_OF.search(before[-TAIL:]))


def without_particle(text: str) -> str:
    """The text without the polite particle at its end; ชนะ ends with นะ, and stays."""
    run = THAI_RUN.search(text, max(0, len(text) - TAIL))
    cut = words(run[0]) if run else []
    if not cut or cut[-1] not in PARTICLES or not text.endswith(cut[-1]):
        return text
    before = text[: -len(cut[-1])]
    return text if spoken_of(before) else before


def without_last(text: str) -> str:
    """The text, ending in no mark, without one particle, thanks or laugh at its end."""
    for pattern in LAST:
        found = pattern.search(text, max(0, len(text) - TAIL))
        if found and not spoken_of(text[: found.start()]):
            return text[: found.start()]
    return without_particle(text)


def without_end(text: str) -> str:
    """The text without what is said after the question; its question mark stays."""
    core = text.rstrip(END)
    shorter = without_last(core)
    if shorter == core:
        return text
    bare = shorter.rstrip(END)
    return bare + ("?" if "?" in text[len(core) :] + shorter[len(bare) :] else "")


def settled(text: str, change: Callable[[str], str]) -> str:
    """The text changed until it stays so, or would hold no letter any more."""
    while any(map(str.isalnum, shorter := change(text))) and shorter != text:
        text = shorter
    return text


def without_manners(text: str) -> str:
    """The question without greetings, openings, politeness, thanks and laughter around it; stretched letters mended.

    A text of nothing but these comes back as it came.
    """
    bare = settled(outside_addresses(text, unstretched).strip(), without_first)
    bare = settled(bare, without_end)
    return text if only_manners(bare) else bare


def only_manners(text: str) -> bool:
    """True for a greeting, thanks or an opening with no question: taken piece by piece, never tried over again."""
    while found := MANNERS.match(text):
        if not found.end():
            return False
        text = text[found.end() :]
    return not text


# Years and months in full

TH: dict[int, str] = dict(MONTHS["th"])
EN: dict[int, str] = dict(MONTHS["en"])
TH_DOTTED = dict(enumerate("ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(), 1))
TH_SPOKEN = {re.sub("(?:คม|ยน|พันธ์)$", "", name): name for name in TH.values()}  # มกรา, กุมภา, มีนา, ...
TH_BARE = {short.replace(".", ""): TH[number] for number, short in TH_DOTTED.items()}  # มค, กพ, ...
TH_FULL = {name: name for name in TH.values()} | TH_SPOKEN | TH_BARE
EN_FULL = {name[:3].lower(): name for name in EN.values() if name != "May"} | {"sept": "September"}

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
ALONE = r"(?<![\d.,:/])"  # before a number that is no part of another
TH_NAME = "|".join(
    (
        *TH.values(),
        *(rf"{spoken}(?!คม|ยน|พันธ์|การ|ทมิฬ)" for spoken in TH_SPOKEN),
        *(short[:-1].replace(".", r"\.\s?") + r"(?:\.|(?![ก-๎]))" for short in TH_DOTTED.values()),
        *(rf"{bare}(?![ก-๎.])" for bare in TH_BARE),
    )
)
# A number that counts something is no year: "ส.ค. 62 ประเทศ".
NO_COUNT = (
    r"(?![\dA-Za-z%]|[.,:/-]\d|\s*(?:คน|ประเทศ|เมือง|บาท|ครั้ง|โครงการ|ล้าน|พัน|วัน(?!ที่|ไหน)|ทุน|ราย|แห่ง|ข้อ|ชาติ|นาที"
    r"|ชั่วโมง|ไร่|ปี))"
)
TH_ERA = r"พ\.?\s?ศ\.?\s?"
TH_MONTH = re.compile(
    rf"(?P<before>{ALONE}{DAY}\s*|เดือน\s?)?(?P<month>{TH_NAME})"
    rf"(?:\s*(?P<era>(?:ปี\s?)?(?:{TH_ERA})?)['’]?(?P<year>25\d\d|20\d\d|[4-9]\d){NO_COUNT})?"
)
TH_YEAR = re.compile(
    rf"(?P<era>{TH_ERA}|(?<!\d)(?<!\d\s)(?<!หลาย)(?<!ราย)(?<!ทุก)(?<!รอบ)ปี\s?)['’]?(?P<year>[4-9]\d){NO_COUNT}"
)
EN_NAME = rf"(?:{'|'.join(EN.values())}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?![A-Za-z])"
EN_MONTH = re.compile(
    rf"(?P<before>{ALONE}{DAY}(?:st|nd|rd|th)?(?:\s+of\s+|\s*-\s*|\s*))?(?<![A-Za-z])(?P<month>{EN_NAME})(?P<dot>\.?)"
    rf"(?:(?P<gap>-|,?\s+|(?=['’]))(?P<mark>['’]?)(?P<number>20\d\d|25\d\d|{DAY}(?:st|nd|rd|th)?)"
    rf"(?![\w%]|[.,:/-]\d|\s*-?\s*{EN_NAME}))?",
    re.IGNORECASE,
)
EN_YEAR = re.compile(
    r"\b(?P<before>(?:in|of|since|by|year|early|late)\s+)['’](?P<year>[0-3]\d)(?![\w'’])", re.IGNORECASE
)
NUMERIC = re.compile(
    rf"(?<![\d./:-])(?P<first>{DAY}\s?[-–]\s?)?(?P<day>{DAY})(?P<mark>[/.-])(?P<month>0?[1-9]|1[0-2])(?P=mark)"
    r"(?P<year>\d{4}|\d\d)(?![\d/]|[.:-]\d)"
)
Match = re.Match[str]


def common_era(year: str) -> int | None:
    """The year as typed, in the common era: 62 and 2562 -> 2019, 19 -> 2019. None where either era is as likely."""
    number = int(year)
    if len(year) == 2:
        return 2000 + number if number < 40 else 2500 + number - BUDDHIST_ERA if number <= 80 else None
    return number if 1800 <= number < 2200 else number - BUDDHIST_ERA if 2400 <= number < 2700 else None


def numeric_date(found: Match, language: str) -> str:
    """28/3/62 -> 28 มีนาคม 2562 or 28 March 2019; what is no day of the calendar stays."""
    year, month, day = common_era(found["year"]), int(found["month"]), int(found["day"])
    try:
        date(year or 0, month, day)
    except ValueError:
        return found[0]
    if year is None or (found["mark"] == "." and len(found["year"]) == 2):
        return found[0]
    return f"{found['first'] or ''}{day} {MONTHS[language][month]} {year + BUDDHIST_ERA * (language == 'th')}"


def thai_month(found: Match) -> str:
    """มี.ค. 62 -> มีนาคม 2562, 28 มีนา -> 28 มีนาคม; a month's name is short only beside a day or a year."""
    before, typed, year = found["before"] or "", found["month"], found["year"] or ""
    short = re.sub(r"[.\s]", "", typed)
    if not (before or year) or (typed in TH_BARE and not (before and year)):
        return found[0]
    tail = f" {found['era']}{year if len(year) == 4 else '25' + year}" if year else ""
    return before + TH_FULL[short] + tail


def english_month(found: Match) -> str:
    """28 Mar 19 -> 28 March 2019, March '19 -> March 2019, Mar 28 -> March 28; "Mar" alone stays, and so does "may"."""
    before, typed, number = found["before"] or "", found["month"], found["number"] or ""
    if not (before or number):
        return found[0]
    name = EN_FULL.get(typed.lower(), typed)
    is_year = len(number) == 2 and number < "40" and (before or found["mark"])
    tail = f" 20{number}" if is_year else f"{found['gap']}{found['mark']}{number}" if number else ""
    dot = found["dot"] if name == typed else ""  # the end of a sentence, not of "Mar."
    return before.replace("-", " ") + name + dot + tail


def in_full(text: str) -> str:
    """A text without addresses, its dates in its language. Digits alone tell theirs by the era."""
    language = detect(text)

    def numeric(found: Match) -> str:
        return numeric_date(found, language or ("th" if found["year"][-2:] >= "40" else "en"))

    text = NUMERIC.sub(numeric, text)
    text = TH_MONTH.sub(thai_month, text)
    text = TH_YEAR.sub(lambda found: f"{found['era'].rstrip()} 25{found['year']}", text)
    text = EN_MONTH.sub(english_month, text)
    return EN_YEAR.sub(r"\g<before>20\g<year>", text)


def years(text: str) -> str:
    """The text with its years in four digits and its months by their full names, for searching.

    A Thai year of two digits, 40 to 99, is of the 2500s of the Buddhist era; an English one, 00 to 39, of the 2000s.
    """
    return outside_addresses(text, in_full) if any(map(str.isdigit, text)) or "เดือน" in text else text


def as_asked(text: str, is_english: IsEnglish) -> str:
    """The question as it is searched for: right keyboard layout, one form of Thai, no manners, years in full."""
    return years(without_manners(normalize(layout(text, is_english))))
