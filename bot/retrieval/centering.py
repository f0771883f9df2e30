"""Centering: subtracts the mean vector of a language from the encodings of its texts.

All vectors of a language share a large common component. Without it, cosines separate texts far better, and vectors of
two languages become comparable, with no training (docs/benchmarks.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.embedding.embedder import Encoded, Vectors, unit


@dataclass(frozen=True)
class Centre:
    """Mean encoding of a set of texts, float32: `token` (d,) over all their tokens, `vector` (d,), `meaning` (m,)."""

    token: Vectors
    vector: Vectors
    meaning: Vectors

    @classmethod
    def of(cls, texts: Sequence[Encoded]) -> "Centre":
        """The centre of at least one text. `token` is zero if none of the texts has tokens."""
        tokens = [text.tokens for text in texts if len(text.tokens)]
        vector: Vectors = np.stack([text.vector for text in texts]).mean(axis=0)
        return cls(
            token=np.concatenate(tokens).mean(axis=0) if tokens else np.zeros_like(vector),
            vector=vector,
            meaning=np.stack([text.meaning for text in texts]).mean(axis=0),
        )

    def centred(self, text: Encoded) -> Encoded:
        """The encoding with this centre subtracted, scaled to unit length again."""
        return Encoded(
            unit(text.vector - self.vector), unit(text.tokens - self.token), unit(text.meaning - self.meaning)
        )
