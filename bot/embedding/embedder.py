"""Encodes texts: a vector per text and per token (e5, through sentence-transformers), and a language-independent
sentence vector (sentence_encoder.py).

No other module loads these models. e5 runs on ONNX Runtime (int8) if the model folder contains that export, otherwise
on PyTorch. All calls block; the service runs them in an executor.
"""

import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bot.embedding.allocator import release_free_memory, release_large_blocks_promptly
from bot.embedding.build_e5 import ONNX_FILE
from bot.embedding.sentence_encoder import SentenceEncoder
from bot.errors import ModelError

Vectors = npt.NDArray[np.float32]
Role = Literal["query", "passage"]  # the prefixes that e5 was trained with


@dataclass(frozen=True)
class Encoded:
    """The encoding of a text, float32 vectors of unit length.

    `vector` (d,) is e5's text vector, `tokens` (n, d) its token vectors without the role prefix and special tokens,
    `meaning` (m,) the vector of the sentence encoder.
    """

    vector: Vectors
    tokens: Vectors
    meaning: Vectors


def unit(vectors: Vectors) -> Vectors:
    """The vectors scaled to unit length along the last axis; a zero vector stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(length, np.float32(1e-12))
    return scaled


def identity(folder: Path) -> str:
    """A digest of the weights in a model folder; the folder's name if it contains no weights."""
    exported = folder / ONNX_FILE
    weights = [exported] if exported.exists() else sorted(folder.rglob("*.safetensors"))
    digests = []
    for file in weights:
        with file.open("rb") as opened:
            digests.append(hashlib.file_digest(opened, "blake2b").hexdigest()[:32])
    return " ".join(digests) or str(folder)


class Embedder:
    """The loaded models. Thread-safe: inference is by itself, the tokenizer behind a lock."""

    def __init__(self, model: Any, meaning: SentenceEncoder, identity: str) -> None:
        """`identity` identifies the weights of both models; it is part of the keys of the encoding cache."""
        self._model = model
        self._meaning = meaning
        self.identity = identity
        self.dimension = int(model.get_embedding_dimension())
        self._tokenizing = threading.Lock()
        self._prefix_tokens = {role: len(model.tokenizer.tokenize(f"{role}: ")) for role in ("query", "passage")}

    @classmethod
    def load(cls, name: str) -> "Embedder":
        """Load a sentence-transformers model by folder or name. Raises ModelError if that is not possible."""
        from onnxruntime import SessionOptions
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()
        # One question is too little work for two threads: they compete with Rasa for the cores, and a search of 6 ms
        # then takes 60 ms (docs/benchmarks.md).
        threadpool_limits(1, user_api="blas")
        release_large_blocks_promptly()
        folder = Path(name)
        if folder.parts[0] == "models" and not (folder / "modules.json").exists():
            raise ModelError(f"{name}: no embedding model there; `make setup` builds it")
        options: dict[str, Any] = {}
        if (folder / ONNX_FILE).exists():
            session = SessionOptions()
            session.intra_op_num_threads = 1
            # The arena would keep the memory of the largest batch; queries are as fast without it.
            session.enable_cpu_mem_arena = False
            model_options = {
                "file_name": Path(ONNX_FILE).name,
                "provider": "CPUExecutionProvider",
                "session_options": session,
            }
            options = {"backend": "onnx", "model_kwargs": model_options}
        try:
            model = SentenceTransformer(name, device="cpu", **options)
        except (OSError, ValueError, RuntimeError) as e:
            raise ModelError(f"{name}: cannot be loaded as a sentence-transformers model: {e}") from e
        meaning = SentenceEncoder()
        return cls(model, meaning, f"{identity(folder)} {meaning.identity}")

    def encode(self, texts: list[str], role: Role, batch_size: int = 16) -> list[Encoded]:
        """Encode texts of one role, in the same order. Truncates texts that are longer than the model's window."""
        # Batches of similar length need little padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        batches = [order[start : start + batch_size] for start in range(0, len(texts), batch_size)]

        def encode(batch: list[int]) -> list[Encoded]:
            return self._encode_batch([texts[i] for i in batch], role)

        found: dict[int, Encoded] = {}
        if len(batches) == 1:
            found.update(zip(batches[0], encode(batches[0]), strict=True))
        else:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                for batch, encoded in zip(batches, threads.map(encode, batches), strict=True):
                    found.update(zip(batch, encoded, strict=True))
            release_free_memory()
        return [found[i] for i in range(len(texts))]

    def _encode_batch(self, texts: list[str], role: Role) -> list[Encoded]:
        import torch

        # The tokenizer keeps padding and truncation as state, and raises "Already borrowed" in two threads at once.
        with self._tokenizing:
            features = self._model.preprocess([f"{role}: {text}" for text in texts])
        with torch.inference_mode():
            output = self._model(features)
        vectors = unit(output["sentence_embedding"].float().numpy())
        tokens = output["token_embeddings"].float().numpy()
        lengths = output["attention_mask"].sum(dim=1).tolist()
        first = 1 + self._prefix_tokens[role]  # a text's tokens follow <s> and the prefix, and precede </s>
        meanings = self._meaning.encode(texts)
        return [
            Encoded(vector, unit(rows[first : length - 1]), meaning)
            for vector, rows, length, meaning in zip(vectors, tokens, lengths, meanings, strict=True)
        ]
