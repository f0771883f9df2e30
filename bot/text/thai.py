"""Thai normalization and word segmentation. Pure, safe on Python 3.10; Rasa's tokenizer and the index share it."""

import unicodedata
from functools import lru_cache

from pythainlp.corpus.common import thai_words
from pythainlp.tokenize import word_tokenize
from pythainlp.util import Trie, thai_digit_to_arabic_digit
from pythainlp.util import normalize as normalize_thai

EDGES = " \t\r\n()[]{}<>\"'“”‘’«»/\\,;:!?…–—-"  # characters that newmm may leave on a Latin word
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def normalize(text: str) -> str:
    """NFC, without zero-width characters, แ for เเ, ำ as one character, Arabic digits."""
    composed = unicodedata.normalize("NFC", text).translate(ZERO_WIDTH)
    return str(thai_digit_to_arabic_digit(normalize_thai(composed)))


@lru_cache(maxsize=8)
def dictionary(names: tuple[str, ...]) -> Trie:
    """The Thai dictionary plus these names, as a trie. Built once for each set of names: it takes half a second."""
    return Trie(thai_words() | {name.strip() for name in names} | {name.strip().lower() for name in names})


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """The Thai dictionary's words of at least two characters: single letters would match noise."""
    return frozenset(word for word in thai_words() if len(word) > 1)


def word_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every word, space and mark of a text, in order and without gaps."""
    spans, start = [], 0
    for word in word_tokenize(text, engine="newmm", custom_dict=dictionary(())):
        spans.append((start, start + len(word)))
        start += len(word)
    return spans


def words(text: str, names: tuple[str, ...] = ()) -> list[str]:
    """The words of a text in lower case, without spaces and punctuation. A name stays one word, spaces included."""
    cut = word_tokenize(text.lower(), engine="newmm", keep_whitespace=False, custom_dict=dictionary(names))
    return [word.strip(EDGES) for word in cut if any(character.isalnum() for character in word)]
