"""Late interaction: how well each text covers a question, token by token (MaxSim; Khattab and Zaharia 2020, ColBERT).

e5's token vectors share a large common direction in each language. With that language's mean subtracted, and no
training, MaxSim over them ranks far better than the single vector (docs/benchmarks.md).
"""

from collections.abc import Sequence

import numpy as np

from bot.knowledge.embedder import Vectors, unit


def mean_token(texts: Sequence[Vectors], dimension: int) -> Vectors:
    """The mean over all tokens of all texts: (dimension,) float32; zero where there is none."""
    tokens = [text for text in texts if len(text)]
    return np.concatenate(tokens).mean(axis=0) if tokens else np.zeros(dimension, dtype=np.float32)


class TokenIndex:
    """The token vectors of many texts, end to end, centred."""

    def __init__(self, texts: Sequence[Vectors], centre: Vectors) -> None:
        lengths = [max(1, len(text)) for text in texts]
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp)
        self._lengths = np.asarray(lengths, dtype=np.float32)
        # A text without tokens is a zero vector: it covers nothing, and the borders stay in step.
        rows = [text if len(text) else np.zeros((1, len(centre)), dtype=np.float32) for text in texts]
        self._tokens = np.ascontiguousarray(unit(np.concatenate(rows) - centre).T)

    def maxsim(self, question: Vectors) -> Vectors:
        """For a centred question (q, d): the mean over its tokens of the best cosine in each text, (n_texts,)."""
        best: Vectors = np.maximum.reduceat(question @ self._tokens, self._starts, axis=1).mean(axis=0)
        return best

    def mutual(self, question: Vectors) -> Vectors:
        """MaxSim taken both ways and averaged, (n_texts,): high only where neither side says more than the other."""
        similarity = question @ self._tokens
        forth = np.maximum.reduceat(similarity, self._starts, axis=1).mean(axis=0)
        back = np.add.reduceat(similarity.max(axis=0), self._starts) / self._lengths
        both: Vectors = ((forth + back) / 2).astype(np.float32)
        return both
