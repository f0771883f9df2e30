"""Index of the vectors and tokens of the documents' texts: one for parts of passages, another for sample questions."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Role, Vectors
from bot.embedding.sentence_encoder import DIMENSION
from bot.retrieval.centering import Centre
from bot.retrieval.maxsim import Indices, TokenIndex

CENTRE_SAMPLE = 4096  # maximum number of texts from which the centre is computed


def ranges(starts: Indices, ends: Indices) -> tuple[Indices, Indices]:
    """The concatenated integers of the ranges [start, end), and the position of each range's first integer."""
    lengths = ends - starts
    firsts = np.cumsum(lengths) - lengths
    return np.repeat(starts - firsts, lengths) + np.arange(int(lengths.sum())), firsts


class VectorIndex:
    """Texts that belong to owners (documents, numbered from 0), at least one text. Immutable."""

    def __init__(
        self, texts: Sequence[str], owners: Sequence[int], encodings: EncodingCache, role: Role, folder: Path | None
    ) -> None:
        """`owners`: the owner of every text, ascending. `folder`: for mapped files; if None, all stays in memory."""
        self._owners = np.asarray(owners, dtype=np.intp)
        self._starts = np.flatnonzero(np.diff(self._owners, prepend=-1))
        self._ends = np.append(self._starts[1:], len(texts)).astype(np.intp)
        self.distinct_owners = self._owners[self._starts]  # owners with at least one text, ascending
        self.centre = Centre.of(encodings.encode(texts[:: -(-len(texts) // CENTRE_SAMPLE)], role))
        self._vectors = empty_matrix(len(texts), encodings.dimension, folder)
        self._meanings = empty_matrix(len(texts), DIMENSION, folder)

        def tokens() -> Iterator[Vectors]:
            for i, found in enumerate(encodings.stream(texts, role)):
                text = self.centre.centred(found)
                self._vectors[i], self._meanings[i] = text.vector, text.meaning
                yield text.tokens

        self._tokens = TokenIndex(tokens(), encodings.dimension, folder)

    @property
    def mean_length(self) -> float:
        """Mean number of tokens per text."""
        return self._tokens.mean_length

    def vector(self, question: Vectors) -> Vectors:
        """For a centred question vector (d,): the best cosine among each distinct owner's texts, (n_owners,)."""
        best: Vectors = np.maximum.reduceat(self._vectors @ question, self._starts)
        return best

    def meaning(self, question: Vectors, chosen: Indices | None) -> Vectors:
        """For a question's centred sentence vector (m,) and positions in `distinct_owners` (None: all): the best cosine
        among each of these owners' texts."""
        if chosen is None:
            meanings, firsts = self._meanings, self._starts
        else:
            texts, firsts = ranges(self._starts[chosen], self._ends[chosen])
            meanings = self._meanings[texts]
        best: Vectors = np.maximum.reduceat(meanings @ question, firsts)
        return best

    def positions(self, owners: Indices) -> Indices:
        """The positions of these owners in `distinct_owners`; owners without a text are skipped."""
        return np.flatnonzero(np.isin(self.distinct_owners, owners))

    def interaction(self, question: Vectors, chosen: Indices | None) -> tuple[Vectors, Vectors, Indices]:
        """For centred question tokens (q, d) and positions in `distinct_owners` (None: all): coverage and reverse
        coverage of these owners' texts (TokenIndex.interaction), (n_texts,) each, and each owner's first text."""
        if chosen is None:
            return *self._tokens.interaction(question), self._starts
        texts, firsts = ranges(self._starts[chosen], self._ends[chosen])
        return *self._tokens.interaction(question, texts), firsts


def empty_matrix(rows: int, columns: int, folder: Path | None) -> Vectors:
    """An uninitialized float32 matrix, in memory or in a mapped temporary file without a name."""
    if folder is None:
        return np.empty((rows, columns), dtype=np.float32)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.truncate(rows * columns * 4)
        return np.memmap(file, dtype=np.float32, mode="r+", shape=(rows, columns))
