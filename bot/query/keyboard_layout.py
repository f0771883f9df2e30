"""Corrects text typed on the wrong keyboard layout: l;ylfu -> สวัสดี, ้ำสสน -> hello. Pure, Python 3.10 compatible.

It must never change text that may be valid as typed: addresses, numbers, acronyms, names, typos, other languages. A run
of characters without spaces changes only if it is not a word as typed and consists of words on the other layout.
"""

import re
from collections.abc import Callable

from pythainlp.util import eng_to_thai, thai_to_eng

from bot.text.language import ADDRESS
from bot.text.thai import known_words, normalize, words

IsEnglish = Callable[[str], bool]

MIN_RUN = 4  # characters; a shorter run is often a word on both layouts, so it is corrected only beside a corrected run
MIN_ENGLISH_SHARE = 0.8  # share of a run's characters that must be in English words after conversion
MAX_RUN = 200  # characters; a longer run stays unchanged
MAX_KNOWN_SHARE = 0.5  # share of a run's characters in known words; above it the run stays unchanged
RUN = re.compile(r"\S+")
PIECE = re.compile("[ก-๛]+|[^ก-๛]+")
THAI = re.compile("[ก-๛]")
LATIN = re.compile("[A-Za-z]")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
ALL_THAI = re.compile(r"[ก-ฮเ-ไ][ก-๎]*(?:\?|/|-)?\Z")  # a possible beginning of a Thai word; at most one mark at the end
ALL_LATIN = re.compile(r"[(\"']?[A-Za-z]+(?:['-][A-Za-z]+)*[)\"'.,?!;:]*\Z")
NAME = re.compile(r"""["'(]*[A-Z][a-z]+(?:['’]s)?[)"'.,;:!?]*\Z""")


def thai_share(text: str) -> float:
    """Share of a text's characters, without spaces, that are in words of the Thai dictionary: 0 to 1."""
    size = sum(not character.isspace() for character in text)
    known = sum(len(word) for word in words(text) if word in known_words())
    return known / size if size else 0.0


def english_share(text: str, is_english: IsEnglish) -> float:
    """Share of a text's letters and digits that are in English words: 0 to 1."""
    found: list[str] = LATIN_WORD.findall(text)
    size = sum(character.isalnum() for character in text)
    known = sum(len(word) for word in found if (len(word) > 1 or word in "aAI") and is_english(word.lower()))
    return known / size if size else 0.0


def as_thai(run: str, is_english: IsEnglish) -> str:
    """A run of ASCII converted to the Thai layout, if that gives words; otherwise unchanged."""
    if not LATIN.search(run) or NAME.match(run) or english_share(run, is_english) >= MAX_KNOWN_SHARE:
        return run
    thai = normalize(eng_to_thai(run))
    return thai if ALL_THAI.match(thai) and made_of_words(thai) else run


def made_of_words(thai: str) -> bool:
    """True if a text consists of dictionary words of at least three letters on average, one of them longer.

    Random letters can also be segmented into dictionary words, but only into shorter ones.
    """
    found = words(thai)
    all_known = all(word in known_words() for word in found) and sum(map(len, found)) == len(thai.rstrip("?/-"))
    return all_known and len(thai) >= 3 * len(found) and any(len(word) > 3 for word in found)


def as_english(run: str, is_english: IsEnglish) -> str:
    """A run of Thai characters converted to the English layout, if that gives words; otherwise unchanged."""
    if thai_share(normalize(run)) > MAX_KNOWN_SHARE:
        return run
    latin = thai_to_eng(run)
    return latin if ALL_LATIN.match(latin) and english_share(latin, is_english) >= MIN_ENGLISH_SHARE else run


def correct_run(run: str, is_english: IsEnglish) -> str:
    """Correct a run without regard to its neighbours."""
    if not MIN_RUN <= len(run) <= MAX_RUN or ADDRESS.search(run):
        return run
    if not THAI.search(run):
        return as_thai(run, is_english)
    if LATIN.search(run):  # "ประชุมmujwso": each script separately
        return "".join(correct_run(piece, is_english) for piece in PIECE.findall(run))
    return as_english(run, is_english)


def short_run_as_thai(run: str, is_english: IsEnglish) -> str:
    """A short run in a message where another run was corrected to Thai: 8jt -> ค่ะ."""
    word = LATIN.search(run) and english_share(run, is_english) < MAX_KNOWN_SHARE and normalize(eng_to_thai(run))
    return word if word and word in known_words() else run


def short_run_as_english(run: str, is_english: IsEnglish) -> str:
    """A run in a message where another run was corrected to English: รห -> is. Capitals are taken for an acronym."""
    latin = thai_to_eng(run) if THAI.search(run) else ""
    valid = ALL_LATIN.match(latin) and (latin.isupper() or english_share(latin, is_english) >= MIN_ENGLISH_SHARE)
    return latin if valid else run


def correct_layout(text: str, is_english: IsEnglish) -> str:
    """The message with each run corrected. If a run changed, short runs typed on the same layout are corrected too.

    Call this before `normalize`, which removes repeated Thai marks: "meeting" typed on the Thai layout has two ำ.
    """
    corrected = RUN.sub(lambda run: correct_run(run[0], is_english), text)
    if corrected == text:
        return text
    pairs = list(zip(text.split(), corrected.split(), strict=True))
    if any(run != new and not THAI.search(run) for run, new in pairs):
        corrected = RUN.sub(lambda run: short_run_as_thai(run[0], is_english), corrected)
    # If the message contains correct Thai, short runs stay Thai: "ระ" is a Thai word, and "it" on the English layout.
    has_thai = any(run == new and len(run) >= MIN_RUN and thai_share(run) > MAX_KNOWN_SHARE for run, new in pairs)
    if not has_thai and any(run != new and not LATIN.search(run) for run, new in pairs):
        corrected = RUN.sub(lambda run: short_run_as_english(run[0], is_english), text)
    return corrected
