"""Caches the encodings of texts in an SQLite file, so that each model encodes a text only once.

The keys are digests: the file contains no words of the knowledge base, so it cannot leak an embargoed text.
"""

import hashlib
import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from bot.embedding.embedder import Embedder, Encoded, Role
from bot.embedding.sentence_encoder import DIMENSION

log = logging.getLogger(__name__)
SCHEMA = "CREATE TABLE IF NOT EXISTS encodings (key BLOB PRIMARY KEY, vectors BLOB NOT NULL) WITHOUT ROWID"
CHUNK_SIZE = 512  # texts per database transaction and per call of the embedder


class EncodingCache:
    """An embedder with a cache on disk; without a file, it caches nothing. Thread-safe."""

    def __init__(self, embedder: Embedder, file: Path | None = None) -> None:
        self.embedder = embedder
        self.dimension = embedder.dimension
        self._file = file
        self._lock = threading.Lock()
        self.encoded = 0  # number of texts that the model has encoded, cache hits not counted
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)

    def encode(self, texts: Sequence[str], role: Role) -> list[Encoded]:
        """Encode texts of one role. Returns one encoding per text, in the same order."""
        return list(self.stream(texts, role))

    def stream(self, texts: Sequence[str], role: Role) -> Iterator[Encoded]:
        """Like `encode`, but holds only CHUNK_SIZE encodings in memory at a time."""
        for start in range(0, len(texts), CHUNK_SIZE):
            yield from self._encode_chunk(texts[start : start + CHUNK_SIZE], role)

    def _encode_chunk(self, texts: Sequence[str], role: Role) -> list[Encoded]:
        if self._file is None:
            self.encoded += len(texts)
            return self.embedder.encode(list(texts), role)
        with self._lock:
            try:
                return self._encode_cached(texts, role, self._file)
            except sqlite3.DatabaseError as e:
                # The cache can be rebuilt from the texts, so a damaged file is simply deleted.
                log.warning("%s: %s; the cache of encodings is begun anew", self._file, e)
                self._file.unlink(missing_ok=True)
                return self._encode_cached(texts, role, self._file)

    def _encode_cached(self, texts: Sequence[str], role: Role, file: Path) -> list[Encoded]:
        keys = [self._key(text, role) for text in texts]
        with closing(sqlite3.connect(file, timeout=30)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute(SCHEMA)
            cached = dict(self._select(database, keys))
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in cached}
            if missing:
                fresh = self.embedder.encode(list(missing.values()), role)
                self.encoded += len(missing)
                packed = [(key, pack(encoded)) for key, encoded in zip(missing, fresh, strict=True)]
                with database:
                    database.executemany("INSERT OR REPLACE INTO encodings VALUES (?, ?)", packed)
                cached.update(packed)
        return [unpack(cached[key], self.dimension) for key in keys]

    @staticmethod
    def _select(database: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        placeholders = ",".join("?" * len(keys))
        yield from database.execute(f"SELECT key, vectors FROM encodings WHERE key IN ({placeholders})", keys)

    def _key(self, text: str, role: Role) -> bytes:
        return hashlib.blake2b(f"{self.embedder.identity}\0{role}\0{text}".encode(), digest_size=20).digest()


def pack(encoded: Encoded) -> bytes:
    """Serialize an encoding as float16: `meaning`, then `vector`, then `tokens`."""
    return np.concatenate([encoded.meaning, encoded.vector, encoded.tokens.ravel()]).astype(np.float16).tobytes()


def unpack(packed: bytes, dimension: int) -> Encoded:
    """The inverse of `pack`, as float32. `dimension` is the length of `vector` and of each token vector."""
    values = np.frombuffer(packed, dtype=np.float16).astype(np.float32)
    rows = values[DIMENSION:].reshape(-1, dimension)
    return Encoded(rows[0], rows[1:], values[:DIMENSION])
