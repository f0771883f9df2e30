"""Vectors and tokens of texts grouped by document: parts of passages in one index, sample questions in another."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Role, Vectors
from bot.embedding.sentence_encoder import DIMENSION
from bot.retrieval.centering import Centre
from bot.retrieval.maxsim import Numbers, TokenIndex

SAMPLE = 4096  # texts sampled for the mean


def ranges(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """All numbers of several ranges, concatenated, and where each range begins among them."""
    lengths = ends - starts
    firsts = np.cumsum(lengths) - lengths
    return np.repeat(starts - firsts, lengths) + np.arange(int(lengths.sum())), firsts


class VectorIndex:
    """Texts of owners 0, 1, 2, ..., grouped by owner; in a mapped file where a folder is given."""

    def __init__(
        self, texts: Sequence[str], owners: Sequence[int], encodings: EncodingCache, role: Role, folder: Path | None
    ) -> None:
        self._owners = np.asarray(owners, dtype=np.intp)
        self._starts = np.flatnonzero(np.diff(self._owners, prepend=-1))
        self._ends = np.append(self._starts[1:], len(texts)).astype(np.intp)
        self.owning = self._owners[self._starts]  # the owners that have a text, in order
        self.centre = Centre.of(encodings.encode(texts[:: -(-len(texts) // SAMPLE)], role))
        self._vectors = matrix(len(texts), encodings.dimension, folder)
        self._meanings = matrix(len(texts), DIMENSION, folder)

        def tokens() -> Iterator[Vectors]:
            for i, found in enumerate(encodings.stream(texts, role)):
                text = self.centre.centred(found)
                self._vectors[i], self._meanings[i] = text.vector, text.meaning
                yield text.tokens

        self._tokens = TokenIndex(tokens(), encodings.dimension, folder)

    @property
    def mean_length(self) -> float:
        """Mean number of tokens in a text."""
        return self._tokens.mean_length

    def vector(self, question: Vectors) -> Vectors:
        """For a centred question (d,): the best cosine among the texts of each owner, (n_owning,)."""
        best: Vectors = np.maximum.reduceat(self._vectors @ question, self._starts)
        return best

    def meaning(self, question: Vectors, chosen: Numbers | None) -> Vectors:
        """For the centred meaning of a question (m,) and positions in `owning` (None: all): the best cosine among the
        texts of each owner."""
        if chosen is None:
            meanings, firsts = self._meanings, self._starts
        else:
            texts, firsts = ranges(self._starts[chosen], self._ends[chosen])
            meanings = self._meanings[texts]
        best: Vectors = np.maximum.reduceat(meanings @ question, firsts)
        return best

    def positions(self, owners: Numbers) -> Numbers:
        """The positions of these owners in `owning`; owners without a text are left out."""
        return np.flatnonzero(np.isin(self.owning, owners))

    def interaction(self, question: Vectors, chosen: Numbers | None) -> tuple[Vectors, Vectors, Numbers]:
        """For a centred question (q, d) and positions in `owning` (None: all): coverage and reverse coverage of each of
        their texts, both (n_texts,), and where the texts of each owner begin among them."""
        if chosen is None:
            return *self._tokens.interaction(question), self._starts
        texts, firsts = ranges(self._starts[chosen], self._ends[chosen])
        return *self._tokens.interaction(question, texts), firsts


def matrix(rows: int, columns: int, folder: Path | None) -> Vectors:
    """An empty float32 matrix, in memory or in an unnamed mapped file, which the system removes with the process."""
    if folder is None:
        return np.empty((rows, columns), dtype=np.float32)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.truncate(rows * columns * 4)
        return np.memmap(file, dtype=np.float32, mode="r+", shape=(rows, columns))
