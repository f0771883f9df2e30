"""Which language a message is in, as far as its text can tell. Pure, safe on Python 3.10, never guesses.

A wrong guess would turn the whole conversation round, so what can stand in either language (digits, emoji, an
acronym, a name) is nobody's: the caller keeps the language that was being spoken.
"""

import re
from collections.abc import Callable
from typing import Literal

# Letters, vowels and tone marks. Not the digits, and not the baht sign: "500 ฿" is no Thai sentence.
THAI = re.compile("[ก-ฺเ-๎]")
ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
THAI_SHARE = 0.2  # of all letters: a Thai sentence about Latin names stays Thai
SENTENCE = 4  # such letters: fewer are a name
OTHER_SHARE = 0.5  # of all that is not Thai: whoever writes so is answered in English
SEVERAL = 3  # words of any kind: a shouted sentence, a title
# What people begin or answer with, which is English however it is capitalised: "Hello", "THANKS!", "Where?"
# Neighbours who write neither Thai nor Latin letters: Lao, Khmer, Burmese, Chinese, Japanese, Korean.
NEITHER = re.compile("[\u0e80-\u0eff\u1780-\u17ff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
COMMON = frozenset(
    "and are bye can did do does evening goodbye good hello help hey hi how is menu morning my ok okay please sorry"
    " thank thanks the was were what when where which who why will yes you your".split()
)
ACRONYMS = frozenset({"WHO"})  # a common word to the eye, an organisation where it stands alone in capitals


def detect(text: str) -> Literal["th", "en"] | None:
    """`th`, `en`, or None where the text cannot tell: digits, emoji, a bare acronym or a proper name.

    It is the language to answer in: `en` also where the text is in a third one.

    Thai letters decide for Thai when they are a fifth of all letters. English takes one lower-case word of two
    letters, one very common word in any case, or three words. Addresses of pages and mail count for nothing.
    """
    text = ADDRESS.sub(" ", text)
    thai = len(THAI.findall(text))
    others = sum(character.isalpha() and not THAI.match(character) for character in text)
    if thai and thai >= THAI_SHARE * (thai + others):
        return "th"
    if len(NEITHER.findall(text)) >= max(SENTENCE, OTHER_SHARE * others):
        return "en"
    found = LATIN_WORD.findall(text)
    plain = any(word.islower() and len(word) > 1 for word in found)
    if plain or len(found) >= SEVERAL or any(word.lower() in COMMON and word not in ACRONYMS for word in found):
        return "en"
    return None


def outside_addresses(text: str, change: Callable[[str], str]) -> str:
    """The text with all but its addresses changed."""
    between, found = ADDRESS.split(text), [*ADDRESS.findall(text), ""]
    return "".join(change(part) + address for part, address in zip(between, found, strict=True))
