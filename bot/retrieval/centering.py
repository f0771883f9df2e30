"""Subtracts the mean of a language from its vectors.

Vectors of one language share a large common direction. Without it, and without any training, texts are told apart far
better, and vectors of two languages become comparable (docs/benchmarks.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.embedding.embedder import Encoded, Vectors, unit


@dataclass(frozen=True)
class Centre:
    """The means over many texts, float32: of their tokens (d,), of their vectors (d,), of their meanings (m,)."""

    token: Vectors
    vector: Vectors
    meaning: Vectors

    @classmethod
    def of(cls, texts: Sequence[Encoded]) -> "Centre":
        """The means of at least one text; the token mean is zero where no text has a token."""
        tokens = [text.tokens for text in texts if len(text.tokens)]
        vector: Vectors = np.stack([text.vector for text in texts]).mean(axis=0)
        return cls(
            token=np.concatenate(tokens).mean(axis=0) if tokens else np.zeros_like(vector),
            vector=vector,
            meaning=np.stack([text.meaning for text in texts]).mean(axis=0),
        )

    def centred(self, text: Encoded) -> Encoded:
        """The encoding minus the means, scaled back to unit length."""
        return Encoded(
            unit(text.vector - self.vector), unit(text.tokens - self.token), unit(text.meaning - self.meaning)
        )
