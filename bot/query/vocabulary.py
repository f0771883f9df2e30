"""Whether a word is an English one. Not for Rasa's environment, which has no dictionary of English."""

from functools import cache

from spellchecker import SpellChecker


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(language="en")


def is_english(word: str) -> bool:
    """True for an English word in lower case."""
    return word in _dictionary()


STEM = 5  # letters by which a word is known to belong to others: programme, digitalisation


@cache
def _stems() -> frozenset[str]:
    return frozenset(word[:STEM] for word in _dictionary().word_frequency.words() if len(word) >= STEM)


def is_like_english(word: str) -> bool:
    """True for an English word in lower case, or a form of one that the dictionary spells otherwise."""
    return is_english(word) or (len(word) > STEM and word[:STEM] in _stems())
