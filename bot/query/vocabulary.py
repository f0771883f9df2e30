"""Whether a word is an English one. Not for Rasa's environment, which has no dictionary of English."""

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


STEM = 5  # letters by which a word is known to belong to others: programme, digitalisation


@cache
def _stems() -> frozenset[str]:
    return frozenset(word[:STEM] for word in _dictionary().word_frequency.words() if len(word) >= STEM)


def is_like_english(word: str) -> bool:
    """True for an English word in lower case, or a form of one that the dictionary spells otherwise."""
    return is_english(word) or (len(word) > STEM and word[:STEM] in _stems())


LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


@lru_cache(maxsize=4)
def published_words(published: PublishedSnapshot) -> frozenset[str]:
    """The words in Latin script of everything that is public, in lower case."""
    texts = chain.from_iterable(
        (text.title, *text.questions, *text.passages)
        for entry in published.base.entries.values()
        for text in entry.texts.values()
    )
    forms = chain.from_iterable(term.forms for term in published.base.glossary)
    return frozenset(word.lower() for text in chain(texts, forms) for word in LATIN_WORD.findall(text))


def is_known(word: str, published: PublishedSnapshot) -> bool:
    """True for a word, in lower case, of English or of the knowledge base's own texts."""
    return word in published_words(published) or is_english(word)
