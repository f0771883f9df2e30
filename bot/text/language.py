"""Which language a message is in. Pure, safe on Python 3.10."""

import re
from typing import Literal

THAI = re.compile("[\u0e00-\u0e7f]")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
THAI_SHARE = 0.2  # of all letters: a Thai sentence about Latin names stays Thai


def detect(text: str) -> Literal["th", "en"] | None:
    """`th`, `en`, or None where the text cannot tell: digits, emoji, a bare acronym or proper name.

    Thai letters decide for Thai when they are a fifth of all letters. English takes one ordinary lower-case word, or
    three words of any kind.
    """
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return None
    thai = len(THAI.findall(text))
    if thai and thai >= THAI_SHARE * len(letters):
        return "th"
    found = LATIN_WORD.findall(text)
    if any(word.islower() and len(word) > 1 for word in found) or len(found) >= 3:
        return "en"
    return None
