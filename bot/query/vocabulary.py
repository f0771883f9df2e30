"""English dictionary look-ups. Not available in Rasa's environment, which has no English dictionary."""

import re
from functools import cache, lru_cache
from itertools import chain

from spellchecker import SpellChecker

from bot.content.repository import PublishedSnapshot


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(language="en")


def is_english(word: str) -> bool:
    """True for an English word in lower case."""
    return word in _dictionary()


# A longer word counts as English if a dictionary word begins with the same letters: programme, digitalisation.
STEM_LETTERS = 5


@cache
def _stems() -> frozenset[str]:
    return frozenset(word[:STEM_LETTERS] for word in _dictionary().word_frequency.words() if len(word) >= STEM_LETTERS)


def is_like_english(word: str) -> bool:
    """True for an English word in lower case, or a word with the stem of one (a British spelling, a derived form)."""
    return is_english(word) or (len(word) > STEM_LETTERS and word[:STEM_LETTERS] in _stems())


LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


@lru_cache(maxsize=4)
def published_words(published: PublishedSnapshot) -> frozenset[str]:
    """The words in Latin script of all public texts, in lower case."""
    texts = chain.from_iterable(
        (text.title, *text.questions, *text.passages)
        for entry in published.base.entries.values()
        for text in entry.texts.values()
    )
    forms = chain.from_iterable(term.forms for term in published.base.glossary)
    return frozenset(word.lower() for text in chain(texts, forms) for word in LATIN_WORD.findall(text))


def is_known(word: str, published: PublishedSnapshot) -> bool:
    """True for a word, in lower case, that is English or occurs in the knowledge base."""
    return word in published_words(published) or is_english(word)
