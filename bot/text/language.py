"""Detects the language in which to answer a message. Pure functions; runs on Python 3.10, for Rasa.

A wrong guess would switch the language of the whole conversation. Text that fits both languages (digits, emoji, an
acronym, a name) therefore yields None, and the caller keeps the current language.
"""

import re
from collections.abc import Callable
from typing import Literal

# Thai letters, vowels and tone marks, without digits and the baht sign: "500 ฿" is not Thai.
THAI = re.compile("[ก-ฺเ-๎]")
ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
THAI_SHARE = 0.2  # minimum share of all letters: a Thai sentence with Latin names stays Thai
MIN_OTHER_LETTERS = 4  # minimum number of letters in OTHER_SCRIPTS: fewer may be a name
OTHER_SHARE = 0.5  # minimum share of OTHER_SCRIPTS in the letters that are not Thai; the answer is then in English
MIN_WORDS = 3  # this many Latin words are English in any case: a sentence in capitals, a title
# Scripts of the region besides Thai and Latin: Lao, Khmer, Burmese, Chinese, Japanese, Korean.
OTHER_SCRIPTS = re.compile("[\u0e80-\u0eff\u1780-\u17ff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# English in any case: "Hello", "THANKS!", "Where?"
COMMON_WORDS = frozenset(
    "and are bye can did do does evening goodbye good hello help hey hi how is menu morning my ok okay please sorry"
    " thank thanks the was were what when where which who why will yes you your".split()
)
ACRONYMS = frozenset({"WHO"})  # in capitals these are organisations, not COMMON_WORDS


def detect(text: str) -> Literal["th", "en"] | None:
    """The language to answer in, or None if the text fits both: digits, emoji, a bare acronym or a proper name.

    `th` if at least a fifth of the letters are Thai. `en` for text in OTHER_SCRIPTS, and for text with a lower-case
    Latin word of two letters or more, a common English word in any case, or three Latin words. Web and e-mail
    addresses are ignored.
    """
    text = ADDRESS.sub(" ", text)
    thai = len(THAI.findall(text))
    others = sum(character.isalpha() and not THAI.match(character) for character in text)
    if thai and thai >= THAI_SHARE * (thai + others):
        return "th"
    if len(OTHER_SCRIPTS.findall(text)) >= max(MIN_OTHER_LETTERS, OTHER_SHARE * others):
        return "en"
    latin = LATIN_WORD.findall(text)
    lower_case = any(word.islower() and len(word) > 1 for word in latin)
    common = any(word.lower() in COMMON_WORDS and word not in ACRONYMS for word in latin)
    if lower_case or common or len(latin) >= MIN_WORDS:
        return "en"
    return None


def outside_addresses(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to the parts of a text between its web and e-mail addresses."""
    between, addresses = ADDRESS.split(text), [*ADDRESS.findall(text), ""]
    return "".join(change(part) + address for part, address in zip(between, addresses, strict=True))
