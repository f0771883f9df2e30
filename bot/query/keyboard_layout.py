"""Mends what was typed on the wrong keyboard layout: l;ylfu -> สวัสดี, ้ำสสน -> hello. Pure, safe on Python 3.10.

It must never touch what could be meant as it stands: addresses, numbers, acronyms, names, typing slips, other
languages. A run of characters changes only where it is no word as typed, and nothing but words on the other layout.
"""

import re
from collections.abc import Callable

from pythainlp.util import eng_to_thai, thai_to_eng

from bot.text.language import ADDRESS
from bot.text.thai import known_words, normalize, words

IsEnglish = Callable[[str], bool]

SHORTEST = 4  # characters of a run that is judged by itself: fewer are a word on either layout too often
LIKELY = 0.8  # share of a run's characters that must be English words on the other layout
MAX_CORRECTED = 200
UNLIKELY = 0.5  # share of words beyond which a run is taken as it was typed
RUN = re.compile(r"\S+")
PIECE = re.compile("[ก-๛]+|[^ก-๛]+")
THAI = re.compile("[ก-๛]")
LATIN = re.compile("[A-Za-z]")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
ALL_THAI = re.compile(r"[ก-ฮเ-ไ][ก-๎]*(?:\?|/|-)?\Z")  # begins as a Thai word can, ends with at most a mark
ALL_LATIN = re.compile(r"[(\"']?[A-Za-z]+(?:['-][A-Za-z]+)*[)\"'.,?!;:]*\Z")
NAME = re.compile(r"""["'(]*[A-Z][a-z]+(?:['’]s)?[)"'.,;:!?]*\Z""")


def thai_share(text: str) -> float:
    """The share of a text's characters, spaces left out, that stand in words of the Thai dictionary: 0 to 1."""
    size = sum(not character.isspace() for character in text)
    known = sum(len(word) for word in words(text) if word in known_words())
    return known / size if size else 0.0


def english_share(text: str, is_english: IsEnglish) -> float:
    """The share of a text's characters that stand in English words; marks between and around words don't count."""
    found: list[str] = LATIN_WORD.findall(text)
    size = sum(character.isalnum() for character in text)
    known = sum(len(word) for word in found if (len(word) > 1 or word in "aAI") and is_english(word.lower()))
    return known / size if size else 0.0


def as_thai(run: str, is_english: IsEnglish) -> str:
    """A run of ASCII as the Thai that the same keys type, or as it is."""
    if not LATIN.search(run) or NAME.match(run) or english_share(run, is_english) >= UNLIKELY:
        return run
    thai = normalize(eng_to_thai(run))
    return thai if ALL_THAI.match(thai) and made_of_words(thai) else run


def made_of_words(thai: str) -> bool:
    """True for words of three letters on average, one of them longer: noise falls into short words, if into any."""
    found = words(thai)
    whole = all(word in known_words() for word in found) and sum(map(len, found)) == len(thai.rstrip("?/-"))
    return whole and len(thai) >= 3 * len(found) and any(len(word) > 3 for word in found)


def as_english(run: str, is_english: IsEnglish) -> str:
    """A run of Thai characters as the English that the same keys type, or as it is."""
    if thai_share(normalize(run)) > UNLIKELY:
        return run
    latin = thai_to_eng(run)
    return latin if ALL_LATIN.match(latin) and english_share(latin, is_english) >= LIKELY else run


def of_run(run: str, is_english: IsEnglish) -> str:
    """A run judged by itself."""
    if not SHORTEST <= len(run) <= MAX_CORRECTED or ADDRESS.search(run):
        return run
    if not THAI.search(run):
        return as_thai(run, is_english)
    if LATIN.search(run):  # "ประชุมmujwso": each script by itself
        return "".join(of_run(piece, is_english) for piece in PIECE.findall(run))
    return as_english(run, is_english)


def short_thai(run: str, is_english: IsEnglish) -> str:
    """A short run that stands beside others of the English layout: 8jt -> ค่ะ."""
    word = LATIN.search(run) and english_share(run, is_english) < UNLIKELY and normalize(eng_to_thai(run))
    return word if word and word in known_words() else run


def short_english(run: str, is_english: IsEnglish) -> str:
    """A run that stands beside others of the Thai layout: รห -> is. What is in capitals there is an acronym."""
    latin = thai_to_eng(run) if THAI.search(run) else ""
    meant = ALL_LATIN.match(latin) and (latin.isupper() or english_share(latin, is_english) >= LIKELY)
    return latin if meant else run


def correct_layout(text: str, is_english: IsEnglish) -> str:
    """The message as its writer meant the keys: run by run, and where a run changed, the short ones of its layout too.

    To be asked before `normalize`, which mends Thai: "meeting" on the Thai layout holds two ำ, and would lose one.
    """
    mended = RUN.sub(lambda run: of_run(run[0], is_english), text)
    if mended == text:
        return text
    pairs = list(zip(text.split(), mended.split(), strict=True))
    if any(run != new and not THAI.search(run) for run, new in pairs):
        mended = RUN.sub(lambda run: short_thai(run[0], is_english), mended)
    # Right Thai in the message leaves its short words Thai: "ระ" is one, and "it" on the other layout.
    right = any(run == new and len(run) >= SHORTEST and thai_share(run) > UNLIKELY for run, new in pairs)
    if not right and any(run != new and not LATIN.search(run) for run, new in pairs):
        mended = RUN.sub(lambda run: short_english(run[0], is_english), text)
    return mended
