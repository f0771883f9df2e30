"""The word embeddings of the model that set-up builds, read from its file without loading them.

The reader's weights leave them out: they are four fifths of the model, and are on the machine already.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FILE = "model.safetensors"
TENSOR = "embeddings.word_embeddings.weight"
SAMPLED_ROWS = 997  # one row in so many goes into the digest: 250 of a quarter of a million


@dataclass(frozen=True)
class EmbeddingTable:
    """`rows` (n_words, d) float32, mapped from the file: only the pages that are read take memory."""

    rows: npt.NDArray[np.float32]

    @classmethod
    def open(cls, folder: Path) -> "EmbeddingTable":
        """The table in a model folder. Raises OSError or ValueError where there is none."""
        with (folder / FILE).open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header: dict[str, Any] = json.loads(file.read(length))
        name = next((key for key in header if key.endswith(TENSOR)), None)
        if name is None or header[name]["dtype"] != "F32":
            raise ValueError(f"{folder / FILE}: no float32 tensor {TENSOR}")
        start = 8 + length + header[name]["data_offsets"][0]
        return cls(np.memmap(folder / FILE, np.float32, "r", start, tuple(header[name]["shape"])))

    def lookup(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The embeddings of token numbers (b, n): (b, n, d)."""
        return np.asarray(self.rows[ids])

    @cached_property
    def digest(self) -> str:
        """Identifies the table: a digest of its shape and of evenly sampled rows."""
        return hashlib.sha256(repr(self.rows.shape).encode() + self.rows[::SAMPLED_ROWS].tobytes()).hexdigest()
