"""Lexical retrieval with BM25.

Besides whole words, character n-grams can be indexed: Thai word boundaries are a segmenter's guess, which may differ
between question and text, and words are inflected or misspelt. Scores compare texts of one language only, because words
hardly ever match across languages.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import bm25s
import numpy as np
import numpy.typing as npt

NGRAM = 4  # docs/benchmarks.md has what other lengths gave
Scores = npt.NDArray[np.float32]
logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs every index that it builds


def runs(words: Iterable[str]) -> Iterator[str]:
    """Character runs that are written without a break: neighbouring Thai words joined, every other word by itself."""
    for thai, together in groupby(words, lambda word: "ก" <= word[0] <= "๛"):
        if thai:
            yield "".join(together)
        else:
            yield from together


def character_ngrams(words: Sequence[str]) -> list[str]:
    """The character n-grams of length `NGRAM`, marked so that none equals a word."""
    return [f"~{run[i : i + NGRAM]}" for run in runs(words) for i in range(max(1, len(run) - NGRAM + 1))]


class BM25Index:
    """BM25 over tokenized texts. Parameters k1 = 1.5, b = 0.75 (Robertson and Zaragoza 2009)."""

    def __init__(self, texts: Sequence[Sequence[str]], character_grams: bool = False) -> None:
        """`character_grams`: index character n-grams too."""
        self.size = len(texts)
        self._character_grams = character_grams
        counts = Counter(word for text in texts for word in frozenset(text))
        self._idf = {word: float(np.log1p((self.size - n + 0.5) / (n + 0.5))) for word, n in counts.items()}
        self._unseen = float(np.log1p(2 * self.size + 1))
        self._bm25 = bm25s.BM25(k1=1.5, b=0.75)
        self._vocabulary = bool(counts)
        if self._vocabulary:
            self._bm25.index([self._terms(text) for text in texts], show_progress=False)

    def _terms(self, words: Sequence[str]) -> list[str]:
        return [*words, *character_ngrams(words)] if self._character_grams else list(words)

    def scores(self, words: Sequence[str]) -> Scores:
        """BM25 of every text: (size,) float32, 0 where no word is shared."""
        known = [term for term in self._terms(words) if term in self._bm25.vocab_dict] if self._vocabulary else []
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def has(self, word: str) -> bool:
        return word in self._idf

    def idf(self, word: str) -> float:
        """Inverse document frequency: high for rare words, highest for a word that no text has."""
        return self._idf.get(word, self._unseen)
