"""Words: how many of the question's words a text holds (BM25), and which it lacks.

Scores compare texts of one language only: across languages the same word hardly ever stands in both.
"""

import logging
from collections import Counter
from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
logging.getLogger("bm25s").setLevel(logging.WARNING)  # it announces each index that it builds


class WordIndex:
    """BM25 over texts that are already cut into words. Parameters k1 = 1.5, b = 0.75 (Robertson and Zaragoza 2009)."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.size = len(texts)
        counts = Counter(word for text in texts for word in frozenset(text))
        self._idf = {word: float(np.log1p((self.size - n + 0.5) / (n + 0.5))) for word, n in counts.items()}
        self._unseen = float(np.log1p(2 * self.size + 1))
        self._bm25 = bm25s.BM25(k1=1.5, b=0.75)
        self._vocabulary = bool(counts)
        if self._vocabulary:
            self._bm25.index([list(text) for text in texts], show_progress=False)

    def scores(self, words: Sequence[str]) -> Scores:
        """BM25 of every text: (size,) float32, 0 where no word is shared."""
        known = [word for word in words if word in self._idf]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def has(self, word: str) -> bool:
        return word in self._idf

    def idf(self, word: str) -> float:
        """How telling a word is: high for rare ones, highest for one that stands nowhere."""
        return self._idf.get(word, self._unseen)
