"""What all texts of a kind have in common, taken away.

Vectors share a large common direction in each language. With that language's mean subtracted, and no training, they
tell texts apart far better, and those of two languages compare (docs/benchmarks.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.embedding.embedder import Encoded, Vectors, unit


@dataclass(frozen=True)
class Centre:
    """The means over texts, float32: of all their tokens (d,), of their vectors (d,), of their meanings (m,)."""

    token: Vectors
    vector: Vectors
    meaning: Vectors

    @classmethod
    def of(cls, texts: Sequence[Encoded]) -> "Centre":
        """Of at least one text; the mean token is zero where none has any."""
        tokens = [text.tokens for text in texts if len(text.tokens)]
        vector: Vectors = np.stack([text.vector for text in texts]).mean(axis=0)
        return cls(
            token=np.concatenate(tokens).mean(axis=0) if tokens else np.zeros_like(vector),
            vector=vector,
            meaning=np.stack([text.meaning for text in texts]).mean(axis=0),
        )

    def centred(self, text: Encoded) -> Encoded:
        """A text as seen from here, of unit length again."""
        return Encoded(
            unit(text.vector - self.vector), unit(text.tokens - self.token), unit(text.meaning - self.meaning)
        )
