"""Late interaction: how well each text covers a question, token by token (MaxSim; Khattab and Zaharia 2020, ColBERT).

Over e5's own tokens, centred (centre.py) and without training, it ranks far better than the single vector
(docs/benchmarks.md).
"""

import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.embedding.embedder import Vectors

Numbers = npt.NDArray[np.intp]
CHUNK = 1024  # texts written at once
STEPS = 127  # of int8, on either side of zero


class TokenIndex:
    """The token vectors of many texts, concatenated and centred: float32 in memory, or int8 in a mapped file."""

    def __init__(self, texts: Iterable[Vectors], dimension: int, folder: Path | None = None) -> None:
        """`texts`: each (n, dimension), iterated once. `folder`: where an unnamed file is created and mapped; None
        keeps the vectors in memory."""
        lengths: list[int] = []
        chunks = self._chunks(texts, dimension, lengths)
        if folder is None:
            empty = np.zeros((0, dimension), dtype=np.float32)
            self._tokens: npt.NDArray[np.float32 | np.int8] = np.concatenate([empty, *chunks])
            self._scales: Vectors | None = None
        else:
            self._tokens, self._scales = mapped(chunks, folder, dimension)
        self._lengths = np.asarray(lengths, dtype=np.intp)
        self._starts = np.cumsum(self._lengths) - self._lengths

    @staticmethod
    def _chunks(texts: Iterable[Vectors], dimension: int, lengths: list[int]) -> Iterable[Vectors]:
        source = iter(texts)
        while chunk := list(islice(source, CHUNK)):
            # A text without tokens becomes one zero vector, so that every text has a range.
            rows = [text if len(text) else np.zeros((1, dimension), np.float32) for text in chunk]
            lengths.extend(map(len, rows))
            yield np.concatenate(rows)

    def __len__(self) -> int:
        return len(self._lengths)

    @property
    def mean_length(self) -> float:
        """Mean number of tokens in a text."""
        return float(self._lengths.mean()) if len(self) else 0.0

    def _similarity(self, question: Vectors, texts: Numbers | None) -> tuple[Vectors, Numbers, Numbers]:
        """Cosines (q, n_tokens) with the tokens of these texts, and the start and length of each text among them."""
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

    def interaction(self, question: Vectors, texts: Numbers | None = None) -> tuple[Vectors, Vectors]:
        """For a centred question (q, d) and the texts of these numbers (all by default), two arrays (n_texts,):

        coverage, the mean over the question's tokens of the best cosine in the text (MaxSim), and reverse coverage, the
        same with question and text exchanged.
        """
        if not len(question):  # for example emoji alone
            nothing = np.zeros(len(self) if texts is None else len(texts), dtype=np.float32)
            return nothing, nothing
        similarity, starts, lengths = self._similarity(question, texts)
        forth: Vectors = np.maximum.reduceat(similarity, starts, axis=1).mean(axis=0)
        back: Vectors = (np.add.reduceat(similarity.max(axis=0), starts) / lengths).astype(np.float32)
        return forth, back


def mapped(rows: Iterable[Vectors], folder: Path, dimension: int) -> tuple[npt.NDArray[np.int8], Vectors]:
    """Rows as int8 in an unnamed mapped file, which the system removes with the process, and the scale (n,) of each
    row."""
    scales = [np.zeros(0, dtype=np.float32)]
    with tempfile.TemporaryFile(dir=folder) as file:
        for chunk in rows:
            peak = np.maximum(np.abs(chunk).max(axis=1), 1e-9)
            file.write(np.rint(chunk * (STEPS / peak)[:, None]).astype(np.int8).tobytes())
            scales.append((peak / STEPS).astype(np.float32))
        factors = np.concatenate(scales)
        file.flush()
        return np.memmap(file, dtype=np.int8, mode="r", shape=(len(factors), dimension)), factors
