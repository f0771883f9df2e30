"""The language of a message, as far as its text shows it. Pure, safe on Python 3.10; None rather than a guess.

A wrong guess would switch the language of the conversation, so text that can be in either language (digits, emoji, an
acronym, a name) is None: the caller keeps the current language.
"""

import re
from collections.abc import Callable
from typing import Literal

# Letters, vowels and tone marks, without digits and the baht sign: "500 ฿" is not a Thai sentence.
THAI = re.compile("[ก-ฺเ-๎]")
ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
THAI_SHARE = 0.2  # of all letters; a Thai sentence may contain long Latin names
SENTENCE = 4  # minimum number of such letters; fewer may be a name
OTHER_SHARE = 0.5  # of all letters that are not Thai; such a message is answered in English
SEVERAL = 3  # words in any case: a sentence in capitals, a title
# Words that are English in any capitalisation: "Hello", "THANKS!", "Where?"
# Other scripts of the region: Lao, Khmer, Burmese, Chinese, Japanese, Korean.
NEITHER = re.compile("[\u0e80-\u0eff\u1780-\u17ff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
COMMON = frozenset(
    "and are bye can did do does evening goodbye good hello help hey hi how is menu morning my ok okay please sorry"
    " thank thanks the was were what when where which who why will yes you your".split()
)
ACRONYMS = frozenset({"WHO"})  # alone and in capitals it is an organisation


def detect(text: str) -> Literal["th", "en"] | None:
    """`th`, `en`, or None for digits, emoji, a bare acronym or a proper name.

    It is the language to answer in, so `en` also for text in a third language. Thai needs a fifth of all letters.
    English needs one lower-case word of two letters, one very common word in any case, or three words. URLs and e-mail
    addresses do not count.
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
    """The text with `change` applied to everything except URLs and e-mail addresses."""
    between, found = ADDRESS.split(text), [*ADDRESS.findall(text), ""]
    return "".join(change(part) + address for part, address in zip(between, found, strict=True))
