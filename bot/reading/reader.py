"""Reads a question and a passage together: whether the passage answers, and with which words.

A cross-encoder on ONNX Runtime, trained by bot/training (docs/reader.md). Calls block; run them in an executor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from bot.errors import ModelError
from bot.reading.calibration import ReaderCalibration
from bot.reading.embedding_table import EmbeddingTable
from bot.reading.pairs import Pair, PairTokenizer, pairs

BATCH = 16  # pairs in one call
MAX_ANSWER = 40  # tokens
MAX_WINDOWS = 8  # of a passage, which bounds what it costs


class ReaderCard(BaseModel):
    """The file beside the weights: the digest of the word embeddings of their training, and the calibration."""

    model_config = ConfigDict(extra="forbid")

    embeddings: str
    calibration: ReaderCalibration = ReaderCalibration()

    @classmethod
    def of(cls, weights: Path) -> "ReaderCard":
        """The card of these weights. Raises OSError or ValidationError."""
        return cls.model_validate_json(weights.with_suffix(".json").read_text(encoding="utf-8"))

    def write(self, weights: Path) -> None:
        """Write it beside the weights."""
        weights.with_suffix(".json").write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Text:
    """A passage as it is read, with the title of its entry ("" for none)."""

    title: str
    passage: str


@dataclass(frozen=True)
class Finding:
    """What reading a passage found: `score` is the log-odds that it answers, not calibrated; `words` are the characters
    (start, end) of the passage that answer best, whether it answers or not; None if the reader finds no words."""

    score: float
    words: tuple[int, int] | None


class Reader:
    """The loaded model. Thread-safe."""

    def __init__(
        self, session: Any, table: EmbeddingTable, tokenizer: PairTokenizer, calibration: ReaderCalibration
    ) -> None:
        self._session = session
        self._table = table
        self._tokenizer = tokenizer
        self.calibration = calibration

    @classmethod
    def load(cls, encoder: Path, file: Path) -> "Reader":
        """The reader in `file`, with tokenizer and word embeddings from `encoder`, the folder of the embedding model.

        Raises ModelError where one of them is missing, or the reader was trained with other word embeddings.
        """
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1  # see Embedder.load
        options.enable_cpu_mem_arena = False
        try:
            table = EmbeddingTable.open(encoder)
            card = ReaderCard.of(file)
            session = InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
            tokenizer = PairTokenizer(encoder)
        except Exception as e:  # ONNX Runtime and tokenizers raise classes of their own, which they do not export
            raise ModelError(f"{file}: the reader cannot be loaded: {e}") from e
        if table.digest != card.embeddings:
            raise ModelError(f"{file}: trained with other word embeddings than those of {encoder}")
        return cls(session, table, tokenizer, card.calibration)

    def read(self, questions: Sequence[tuple[str, Text]]) -> list[Finding]:
        """The finding for each question and text. Of a long passage the window that answers best counts, of the first
        MAX_WINDOWS."""
        windows = [
            pairs(*map(self._tokenizer.tokenize, (asked, text.title, text.passage)))[:MAX_WINDOWS]
            for asked, text in questions
        ]
        flat = [(i, pair) for i, found in enumerate(windows) for pair in found]
        flat.sort(key=lambda item: len(item[1].ids))
        best: dict[int, Finding] = {}
        for at in range(0, len(flat), BATCH):
            part = flat[at : at + BATCH]
            for (i, _), finding in zip(part, self._run([pair for _, pair in part]), strict=True):
                if i not in best or finding.score > best[i].score:
                    best[i] = finding
        return [best[i] for i in range(len(questions))]

    def _run(self, batch: Sequence[Pair]) -> list[Finding]:
        longest = max(len(pair.ids) for pair in batch)
        ids, mask, types = (np.zeros((len(batch), longest), np.int64) for _ in range(3))
        for row, pair in enumerate(batch):
            ids[row, : len(pair.ids)] = pair.ids
            types[row, : len(pair.ids)] = pair.types
            mask[row, : len(pair.ids)] = 1
        answers, spans = self._session.run(None, {"embeddings": self._table.lookup(ids), "mask": mask, "types": types})
        return [
            Finding(float(score), pair.characters(*best_span(logits, pair)) if pair.offsets else None)
            for pair, score, logits in zip(batch, answers, spans, strict=True)
        ]


def best_span(logits: npt.NDArray[np.float32], pair: Pair) -> tuple[int, int]:
    """The positions of the likeliest start and end (both included) among the passage's tokens; `logits` (n, 2)."""
    first, count = pair.first, len(pair.offsets)
    start, end = logits[first : first + count, 0], logits[first : first + count, 1]
    total = start[:, None] + end[None, :]
    allowed = np.triu(np.tril(np.ones((count, count), bool), MAX_ANSWER - 1))
    at = int(np.where(allowed, total, -np.inf).argmax())
    return first + at // count, first + at % count
