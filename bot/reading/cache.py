"""A reader that remembers what it has found: the same question about the same text is read once."""

import threading
from collections.abc import Sequence
from typing import Protocol

from cachetools import LRUCache

from bot.reading.calibration import ReaderCalibration
from bot.reading.reader import Finding, Text

MAX_FINDINGS = 10_000  # a question and a text take about 1 kB
Asked = tuple[str, Text]


class Reads(Protocol):
    """A model that reads questions and texts together."""

    calibration: ReaderCalibration

    def read(self, asked: Sequence[Asked]) -> list[Finding]: ...


class CachedReader:
    """A reader with the findings of before. A changed text is another text, so nothing has to be forgotten when the
    knowledge base changes. Thread-safe."""

    def __init__(self, model: Reads) -> None:
        self._model = model
        self._found: LRUCache[Asked, Finding] = LRUCache(MAX_FINDINGS)
        self._lock = threading.Lock()
        self.calibration = model.calibration

    def read(self, asked: Sequence[Asked]) -> list[Finding]:
        """The finding for each question and text, in the same order."""
        with self._lock:
            found = {one: self._found[one] for one in asked if one in self._found}
        missing = [one for one in dict.fromkeys(asked) if one not in found]
        if missing:
            fresh = dict(zip(missing, self._model.read(missing), strict=True))
            found |= fresh
            with self._lock:
                self._found.update(fresh)
        return [found[one] for one in asked]
