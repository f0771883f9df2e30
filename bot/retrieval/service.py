"""Keeps the index in step with what is public. The index is replaced as a whole, never modified.

Building and searching block, so both run in one bounded executor, never on the event loop.
"""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.content.loader import KnowledgeBase
from bot.content.repository import KnowledgeRepository, PublishedSnapshot
from bot.embedding.cache import EncodingCache
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import order
from bot.text.sentences import sentences

log = logging.getLogger(__name__)
THREADS = 2  # so that questions can be answered while the next index is built
WARM_UP = "ประชุมเมื่อไหร่ When is the meeting?"
MAX_WAIT_SECONDS = 86_400  # maximum time between two checks of the clock
RETRY_SECONDS = 1  # after a build that failed


@dataclass(frozen=True)
class IndexSnapshot:
    """What questions are answered from: a published state of the knowledge base, and the index of that state."""

    published: PublishedSnapshot
    index: KnowledgeIndex

    @property
    def base(self) -> KnowledgeBase:
        return self.published.base


class RetrievalService:
    """Holds the current index snapshot, and builds the next one when the public content changes."""

    def __init__(
        self, repository: KnowledgeRepository, encodings: EncodingCache, clock: Clock, folder: Path | None = None
    ) -> None:
        """Blocks until the first index is built. `folder`: for the mapped files of a large index."""
        self._repository = repository
        self._encodings = encodings
        self._clock = clock
        self._folder = folder
        self._build_lock = threading.Lock()
        self._snapshot = self._build(repository.published())
        self.executor = ThreadPoolExecutor(THREADS, thread_name_prefix="retrieval")

    def _build(self, published: PublishedSnapshot) -> IndexSnapshot:
        snapshot = IndexSnapshot(published, KnowledgeIndex.of(published.base, self._encodings, self._folder))
        # A first search loads what is loaded lazily, so that no user waits for it.
        for language in snapshot.index.languages:
            for query in snapshot.index.queries([snapshot.index.read(WARM_UP, language)]):
                order(snapshot.index, query, 1)
        sentences(WARM_UP)
        return snapshot

    def state(self) -> dict[str, Any]:
        """Counts for /readyz."""
        published = self._snapshot.published
        entries, broken = len(published.base.entries), self._repository.broken
        return {"model": True, "index": {"revision": published.revision, "entries": entries, "broken": broken}}

    def refresh(self) -> None:
        """Replace the snapshot if the public content has changed. Blocks while the index is built."""
        with self._build_lock:
            published = self._repository.published()
            if self._snapshot.published is not published:
                self._snapshot = self._build(published)

    def snapshot(self) -> IndexSnapshot:
        """The snapshot to answer from.

        After an edit of the folder, the old snapshot is returned until the new one is built. When an entry's public
        period has begun or ended, the old snapshot is never returned: this call then blocks until the new one is built.
        """
        snapshot = self._snapshot
        if not snapshot.published.holds(self._clock()):
            self.refresh()
            snapshot = self._snapshot
        return snapshot

    async def keep_current(self) -> None:
        """Until cancelled, build a new index when the folder changes or an entry's public period begins or ends."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()
        with self._repository.subscribed(lambda: loop.call_soon_threadsafe(changed.set)):
            while True:
                try:
                    await loop.run_in_executor(self.executor, self.refresh)
                    wait = self._seconds_left()
                except Exception:
                    log.exception("no index could be built; the last one stays in service")
                    wait = RETRY_SECONDS
                try:
                    async with asyncio.timeout(wait):
                        await changed.wait()
                except TimeoutError:
                    continue
                changed.clear()

    def _seconds_left(self) -> float:
        """Seconds until the public content next changes without an edit, at most MAX_WAIT_SECONDS."""
        left = (self._snapshot.published.until - self._clock()).total_seconds()
        return min(max(left, 0.0), MAX_WAIT_SECONDS)
