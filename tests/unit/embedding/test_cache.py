"""The embedding cache, with a fake model that counts its calls."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder, Encoded, Role, unit
from bot.embedding.sentence_encoder import DIMENSION


class CountingEmbedder(Embedder):
    """Gives each text its own vectors and counts the encoded texts."""

    def __init__(self, identity: str = "one") -> None:
        self.identity = identity
        self.dimension = 4
        self.asked: list[str] = []

    def encode(self, texts: list[str], role: Role, batch_size: int = 16) -> list[Encoded]:
        self.asked += texts
        return [
            Encoded(vector(text), np.stack([vector(word) for word in text.split()]), meaning(text)) for text in texts
        ]


def vector(text: str) -> Any:
    seed = sum(map(ord, text))
    return unit(np.random.default_rng(seed).standard_normal(4).astype(np.float32))


def meaning(text: str) -> Any:
    return np.full(DIMENSION, len(text), dtype=np.float32)


def encoded(text: str) -> Encoded:
    return Encoded(vector(text), np.stack([vector(word) for word in text.split()]), meaning(text))


def test_a_text_is_encoded_once_per_model_and_role(tmp_path: Path) -> None:
    file = tmp_path / "encodings.sqlite3"
    first = CountingEmbedder()
    fresh = EncodingCache(first, file).encode(["a b", "c", "a b"], "passage")
    again = EncodingCache(first, file).encode(["c", "a b"], "passage")
    assert first.asked == ["a b", "c"]
    assert again[1].tokens == pytest.approx(fresh[0].tokens, abs=1e-3)
    assert again[1].meaning.tolist() == meaning("a b").tolist()
    assert fresh[2].vector.tolist() == fresh[0].vector.tolist()
    EncodingCache(first, file).encode(["c"], "query")
    assert first.asked == ["a b", "c", "c"]
    other = CountingEmbedder("two")
    EncodingCache(other, file).encode(["c"], "passage")
    assert other.asked == ["c"]


def test_a_damaged_cache_is_replaced_by_a_new_one(tmp_path: Path) -> None:
    file = tmp_path / "encodings.sqlite3"
    file.write_bytes(b"no database at all" * 100)
    model = CountingEmbedder()
    assert len(EncodingCache(model, file).encode(["a", "b"], "passage")) == 2
    EncodingCache(model, file).encode(["a", "b"], "passage")
    assert model.asked == ["a", "b"]


def test_the_cache_file_contains_no_words_of_a_text(tmp_path: Path) -> None:
    file = tmp_path / "encodings.sqlite3"
    EncodingCache(CountingEmbedder(), file).encode(["embargoed words"], "passage")
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"embargoed" not in held and b"words" not in held
