"""Normalization and word segmentation of Thai text, for the index and for Rasa's tokenizer (Python 3.10). Pure."""

import unicodedata
from functools import lru_cache

from pythainlp.corpus.common import thai_words
from pythainlp.tokenize import word_tokenize
from pythainlp.util import Trie, thai_digit_to_arabic_digit
from pythainlp.util import normalize as normalize_thai

EDGE_CHARACTERS = " \t\r\n()[]{}<>\"'“”‘’«»/\\,;:!?…–—-"  # newmm may leave these on a Latin word
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def normalize(text: str) -> str:
    """Unify text that looks the same: NFC, no zero-width characters, แ for เเ, composed ำ, Arabic digits."""
    composed = unicodedata.normalize("NFC", text).translate(ZERO_WIDTH)
    return str(thai_digit_to_arabic_digit(normalize_thai(composed)))


@lru_cache(maxsize=8)
def dictionary(names: tuple[str, ...]) -> Trie:
    """A tokenizer dictionary of the Thai words and `names`; cached, since building it takes about half a second."""
    return Trie(thai_words() | {name.strip() for name in names} | {name.strip().lower() for name in names})


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """The words of the Thai dictionary with at least two characters: single letters would make noise look known."""
    return frozenset(word for word in thai_words() if len(word) > 1)


def word_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every token, spaces and punctuation included, in order and without gaps."""
    spans, start = [], 0
    for word in word_tokenize(text, engine="newmm", custom_dict=dictionary(())):
        spans.append((start, start + len(word)))
        start += len(word)
    return spans


def words(text: str, names: tuple[str, ...] = ()) -> list[str]:
    """The words of a text in lower case, without spaces and punctuation. Each of `names` stays one word."""
    tokens = word_tokenize(text.lower(), engine="newmm", keep_whitespace=False, custom_dict=dictionary(names))
    return [token.strip(EDGE_CHARACTERS) for token in tokens if any(character.isalnum() for character in token)]
