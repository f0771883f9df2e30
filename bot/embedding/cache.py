"""A disk cache of encodings: each text is encoded once for a model, however often it is indexed.

Keys are digests, so no word of the knowledge base, embargoed ones included, can be read from the file.
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
CHUNK = 512  # texts looked up, encoded and written at once


class EncodingCache:
    """An embedder with a cache; without a file it caches nothing. Thread-safe."""

    def __init__(self, embedder: Embedder, file: Path | None = None) -> None:
        self.embedder = embedder
        self.dimension = embedder.dimension
        self._file = file
        self._lock = threading.Lock()
        self.encoded = 0  # texts that the model has been run on
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)

    def encode(self, texts: Sequence[str], role: Role) -> list[Encoded]:
        """Encodings of texts of one role, in their order."""
        return list(self.stream(texts, role))

    def stream(self, texts: Sequence[str], role: Role) -> Iterator[Encoded]:
        """The same, a few hundred at a time, so that memory stays bounded."""
        for start in range(0, len(texts), CHUNK):
            yield from self._chunk(texts[start : start + CHUNK], role)

    def _chunk(self, texts: Sequence[str], role: Role) -> list[Encoded]:
        if self._file is None:
            self.encoded += len(texts)
            return self.embedder.encode(list(texts), role)
        with self._lock:
            try:
                return self._remembered(texts, role, self._file)
            except sqlite3.DatabaseError as e:
                # A cache can be lost without harm, so a damaged one is replaced.
                log.warning("%s: %s; the cache of encodings is begun anew", self._file, e)
                self._file.unlink(missing_ok=True)
                return self._remembered(texts, role, self._file)

    def _remembered(self, texts: Sequence[str], role: Role, file: Path) -> list[Encoded]:
        keys = [self._key(text, role) for text in texts]
        with closing(sqlite3.connect(file, timeout=30)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute(SCHEMA)
            found = dict(self._rows(database, keys))
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
            if missing:
                fresh = self.embedder.encode(list(missing.values()), role)
                self.encoded += len(missing)
                packed = [(key, pack(encoded)) for key, encoded in zip(missing, fresh, strict=True)]
                with database:
                    database.executemany("INSERT OR REPLACE INTO encodings VALUES (?, ?)", packed)
                found.update(packed)
        return [unpack(found[key], self.dimension) for key in keys]

    @staticmethod
    def _rows(database: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        marks = ",".join("?" * len(keys))
        yield from database.execute(f"SELECT key, vectors FROM encodings WHERE key IN ({marks})", keys)

    def _key(self, text: str, role: Role) -> bytes:
        return hashlib.blake2b(f"{self.embedder.identity}\0{role}\0{text}".encode(), digest_size=20).digest()


def pack(encoded: Encoded) -> bytes:
    """The meaning, the vector and the tokens, in this order, as float16."""
    return np.concatenate([encoded.meaning, encoded.vector, encoded.tokens.ravel()]).astype(np.float16).tobytes()


def unpack(packed: bytes, dimension: int) -> Encoded:
    values = np.frombuffer(packed, dtype=np.float16).astype(np.float32)
    rows = values[DIMENSION:].reshape(-1, dimension)
    return Encoded(rows[0], rows[1:], values[:DIMENSION])
