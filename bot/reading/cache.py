"""A reader that remembers what it has found: the same question about the same text is read once."""

import hashlib
import threading
from collections.abc import Sequence
from typing import Protocol

from cachetools import LRUCache

from bot.reading.calibration import ReaderCalibration
from bot.reading.reader import Finding, Text

MAX_FINDINGS = 10_000  # each takes about 300 bytes
Asked = tuple[str, Text]


def digest(question: str, text: Text) -> bytes:
    """What a finding is kept under: the question itself is personal data."""
    return hashlib.blake2b("\0".join((question, text.title, text.passage)).encode(), digest_size=16).digest()


class Reads(Protocol):
    """A model that reads questions and texts together."""

    calibration: ReaderCalibration

    def read(self, asked: Sequence[Asked]) -> list[Finding]: ...


class CachedReader:
    """A reader with the findings of before. A changed text is another text, so nothing has to be forgotten when the
    knowledge base changes. Thread-safe."""

    def __init__(self, model: Reads) -> None:
        self.model = model
        self._found: LRUCache[bytes, Finding] = LRUCache(MAX_FINDINGS)
        self._lock = threading.Lock()
        self.calibration = model.calibration

    def read(self, asked: Sequence[Asked]) -> list[Finding]:
        """The finding for each question and text, in the same order."""
        keys = [digest(*one) for one in asked]
        with self._lock:
            found = {key: self._found[key] for key in keys if key in self._found}
        missing = {key: one for key, one in zip(keys, asked, strict=True) if key not in found}
        if missing:
            fresh = dict(zip(missing, self.model.read(list(missing.values())), strict=True))
            found |= fresh
            with self._lock:
                self._found.update(fresh)
        return [found[key] for key in keys]
