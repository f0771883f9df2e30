"""Late interaction of the tokens of a question and a text: MaxSim (Khattab and Zaharia 2020, ColBERT).

With e5's centred token vectors (centering.py) and no training, it ranks far better than the text vectors
(docs/benchmarks.md).
"""

import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.embedding.embedder import Vectors

Indices = npt.NDArray[np.intp]
CHUNK_SIZE = 1024  # texts concatenated and written at a time
INT8_MAX = 127  # quantized components range from -127 to 127


class TokenIndex:
    """The centred token vectors of texts, concatenated: float32 in memory, or int8 in a mapped file."""

    def __init__(self, texts: Iterable[Vectors], dimension: int, folder: Path | None = None) -> None:
        """`texts`: arrays (n_tokens, dimension), iterated once. `folder`: for a mapped temporary file; if None, the
        vectors stay in memory."""
        lengths: list[int] = []
        chunks = self._chunks(texts, dimension, lengths)
        if folder is None:
            empty = np.zeros((0, dimension), dtype=np.float32)
            self._tokens: npt.NDArray[np.float32 | np.int8] = np.concatenate([empty, *chunks])
            self._scales: Vectors | None = None
        else:
            self._tokens, self._scales = write_mapped(chunks, folder, dimension)
        self._lengths = np.asarray(lengths, dtype=np.intp)
        self._starts = np.cumsum(self._lengths) - self._lengths

    @staticmethod
    def _chunks(texts: Iterable[Vectors], dimension: int, lengths: list[int]) -> Iterable[Vectors]:
        source = iter(texts)
        while chunk := list(islice(source, CHUNK_SIZE)):
            # A text without tokens gets a zero vector, because `reduceat` needs a row per text; it covers nothing.
            rows = [text if len(text) else np.zeros((1, dimension), np.float32) for text in chunk]
            lengths.extend(map(len, rows))
            yield np.concatenate(rows)

    def __len__(self) -> int:
        return len(self._lengths)

    @property
    def mean_length(self) -> float:
        """Mean number of tokens per text."""
        return float(self._lengths.mean()) if len(self) else 0.0

    def _similarity(self, question: Vectors, texts: Indices | None) -> tuple[Vectors, Indices, Indices]:
        """Cosines (q, n_tokens) with the tokens of the texts at these indices, and each text's start and length."""
        if texts is None and self._scales is None:
            return question @ self._tokens.T, self._starts, self._lengths
        chosen = np.arange(len(self)) if texts is None else texts
        lengths = self._lengths[chosen]
        starts = np.cumsum(lengths) - lengths
        rows = np.repeat(self._starts[chosen] - starts, lengths) + np.arange(int(lengths.sum()))
        similarity = question @ self._tokens[rows].astype(np.float32).T
        if self._scales is not None:
            similarity *= self._scales[rows]
        return similarity, starts, lengths

    def interaction(self, question: Vectors, texts: Indices | None = None) -> tuple[Vectors, Vectors]:
        """Coverage and reverse coverage of a centred question (q, d) and the texts at these indices, (n_texts,) each.

        Coverage (MaxSim) is the mean, over the question's tokens, of the best cosine with a token of the text. Reverse
        coverage is the mean, over the text's tokens, of the best cosine with a token of the question. If `texts` is
        None, all texts are compared.
        """
        if not len(question):  # for example, a question of emoji only
            nothing = np.zeros(len(self) if texts is None else len(texts), dtype=np.float32)
            return nothing, nothing
        similarity, starts, lengths = self._similarity(question, texts)
        coverage: Vectors = np.maximum.reduceat(similarity, starts, axis=1).mean(axis=0)
        reverse: Vectors = (np.add.reduceat(similarity.max(axis=0), starts) / lengths).astype(np.float32)
        return coverage, reverse


def write_mapped(rows: Iterable[Vectors], folder: Path, dimension: int) -> tuple[npt.NDArray[np.int8], Vectors]:
    """Write rows as int8 to an unnamed temporary file. Returns the mapped rows and the scale (n,) of each."""
    scales = [np.zeros(0, dtype=np.float32)]
    with tempfile.TemporaryFile(dir=folder) as file:
        for chunk in rows:
            peak = np.maximum(np.abs(chunk).max(axis=1), 1e-9)
            file.write(np.rint(chunk * (INT8_MAX / peak)[:, None]).astype(np.int8).tobytes())
            scales.append((peak / INT8_MAX).astype(np.float32))
        factors = np.concatenate(scales)
        file.flush()
        return np.memmap(file, dtype=np.int8, mode="r", shape=(len(factors), dimension)), factors
