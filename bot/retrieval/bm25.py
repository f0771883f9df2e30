"""Lexical retrieval: BM25 scores and inverse document frequencies of words.

Character n-grams can be indexed beside whole words: Thai word segmentation may split a question and a text differently,
and words are inflected and misspelt. Scores are comparable only within one language, because texts in different
languages share hardly any words.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import bm25s
import numpy as np
import numpy.typing as npt

NGRAM = 4  # characters; docs/benchmarks.md compares other lengths
Scores = npt.NDArray[np.float32]
logging.getLogger("bm25s").setLevel(logging.WARNING)  # below that, it logs every index that it builds


def runs(words: Iterable[str]) -> Iterator[str]:
    """Consecutive Thai words joined into one string, as they are written; every other word by itself."""
    for thai, group in groupby(words, lambda word: "ก" <= word[0] <= "๛"):
        if thai:
            yield "".join(group)
        else:
            yield from group


def character_ngrams(words: Sequence[str]) -> list[str]:
    """All substrings of NGRAM characters of the words' runs, prefixed with `~` to distinguish them from words."""
    return [f"~{run[i : i + NGRAM]}" for run in runs(words) for i in range(max(1, len(run) - NGRAM + 1))]


class BM25Index:
    """BM25 over tokenized texts, with k1 = 1.5 and b = 0.75 (Robertson and Zaragoza 2009)."""

    def __init__(self, texts: Sequence[Sequence[str]], character_grams: bool = False) -> None:
        """`texts`: the words of every text. `character_grams`: also index the words' character n-grams."""
        self.size = len(texts)
        self._character_grams = character_grams
        counts = Counter(word for text in texts for word in frozenset(text))
        self._idf = {word: float(np.log1p((self.size - n + 0.5) / (n + 0.5))) for word, n in counts.items()}
        self._unseen = float(np.log1p(2 * self.size + 1))
        self._bm25 = bm25s.BM25(k1=1.5, b=0.75)
        self._has_words = bool(counts)
        if self._has_words:
            self._bm25.index([self._terms(text) for text in texts], show_progress=False)

    def _terms(self, words: Sequence[str]) -> list[str]:
        return [*words, *character_ngrams(words)] if self._character_grams else list(words)

    def scores(self, words: Sequence[str]) -> Scores:
        """BM25 scores of all texts: (size,) float32, 0 for a text that contains none of the words."""
        known = [term for term in self._terms(words) if term in self._bm25.vocab_dict] if self._has_words else []
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def has(self, word: str) -> bool:
        """Whether any text contains the word. Character n-grams do not count."""
        return word in self._idf

    def idf(self, word: str) -> float:
        """Inverse document frequency of a word; highest for a word that no text contains."""
        return self._idf.get(word, self._unseen)
