"""Publishes the knowledge base, always without entries under embargo or past their last valid day.

The folder may change at any moment. Files are validated before they are published; while a file is broken, the last
valid state of its entry stays published. Needs no embedding model.
"""

import logging
import os
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.content import loader
from bot.content.last_good import keep_last_good
from bot.content.loader import Defect, KnowledgeBase, required_entries
from bot.content.models import UNBOUNDED, Entry, Meeting
from bot.errors import KnowledgeError
from bot.reply import Language

log = logging.getLogger(__name__)
Signature = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, eq=False)
class PublishedSnapshot:
    """The entries that are public in [since, until). `revision` counts the states of the folder from 1."""

    base: KnowledgeBase
    revision: int
    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        return self.since <= now < self.until


def signature(folder: Path) -> Signature:
    """(path, mtime in ns, size) of all files: changes whenever a file changes."""
    found = set()
    for parent, _, names in os.walk(folder):  # skips files that vanish meanwhile
        for name in names:
            path = os.path.join(parent, name)
            with suppress(OSError):
                state = os.stat(path)
                found.add((path, state.st_mtime_ns, state.st_size))
    return frozenset(found)


def public_subset(base: KnowledgeBase, zone: tzinfo, now: datetime) -> KnowledgeBase:
    """The entries that are public now and whose required entries are too. Trims `related` and the glossary to match."""
    entries = {}
    for id, entry in base.entries.items():
        start, end = entry.public_between(zone)
        if start <= now < end:
            entries[id] = entry
    while hidden := [id for id, entry in entries.items() if not entries.keys() >= set(required_entries(entry))]:
        for id in hidden:
            del entries[id]
    shown = {
        id: entry.model_copy(update={"related": tuple(other for other in entry.related if other in entries)})
        for id, entry in entries.items()
    }
    glossary = tuple(term for term in base.glossary if term.entry in shown)
    return replace(base, entries=shown, glossary=glossary)


class KnowledgeRepository:
    """Reads the folder and serves what is public at the clock's time. Thread-safe."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Raises KnowledgeError if the folder has no valid meeting.yml."""
        self.folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._signature = signature(folder)
        self._base = loader.load(folder)
        self._revision = 1
        self._published: PublishedSnapshot | None = None
        self._defects: tuple[Defect, ...] = ()
        self._subscribers: set[Callable[[], object]] = set()
        self._report(self._base.defects)

    def _report(self, defects: Sequence[Defect]) -> None:
        for defect in defects:
            if defect not in self._defects:
                log.error("not served: %s", defect)
        self._defects = tuple(defects)

    @property
    def meeting(self) -> Meeting:
        return self._base.meeting

    @property
    def broken(self) -> int:
        """The number of files with defects."""
        return len({defect.file for defect in self._defects})

    @contextmanager
    def subscribed(self, on_change: Callable[[], object]) -> Iterator[None]:
        """Call `on_change`, in the thread that reloads, after every change of the knowledge base inside the context."""
        self._subscribers.add(on_change)
        try:
            yield
        finally:
            self._subscribers.discard(on_change)

    def reload(self) -> bool:
        """Read the folder again if a file changed. True if the usable content changed; then subscribers are called."""
        changed = self._reload()
        for on_change in list(self._subscribers) if changed else ():
            on_change()
        return changed

    def _reload(self) -> bool:
        with self._lock:
            current = signature(self.folder)
            if current == self._signature:
                return False
            self._signature = current
            try:
                loaded = loader.load(self.folder)
            except KnowledgeError as e:
                self._report([*self._base.defects, Defect("meeting.yml", 1, "", str(e))])
                return False
            merged = keep_last_good(self._base, loaded)
            self._report(merged.defects)
            if (merged.meeting, merged.entries, merged.glossary) == (
                self._base.meeting,
                self._base.entries,
                self._base.glossary,
            ):
                return False
            self._base = merged
            self._revision += 1
            log.info("knowledge base: revision %d, %d entries", self._revision, len(merged.entries))
            return True

    def published(self) -> PublishedSnapshot:
        """The current snapshot; the same object until the folder changes or `until` is reached."""
        now = self._clock()
        with self._lock:
            if self._published is None or self._published.revision != self._revision or not self._published.holds(now):
                self._published = self._make_snapshot(now)
            return self._published

    def _make_snapshot(self, now: datetime) -> PublishedSnapshot:
        zone = ZoneInfo(self._base.meeting.time_zone)
        boundaries = {boundary for entry in self._base.entries.values() for boundary in entry.public_between(zone)}
        times = sorted(boundaries | set(UNBOUNDED))
        following = bisect_right(times, now)
        return PublishedSnapshot(
            public_subset(self._base, zone, now), self._revision, times[following - 1], times[following]
        )

    def public(self) -> KnowledgeBase:
        return self.published().base

    def entry(self, id: str) -> Entry | None:
        """A public entry, or None: an entry under embargo looks like one that does not exist."""
        return self.public().entries.get(id)

    def opening_questions(self, language: Language, count: int = 4) -> Sequence[str]:
        """The first sample question of up to `count` entries: events first, then the others by id."""
        entries = sorted(self.public().entries.values(), key=lambda entry: (entry.kind != "events", entry.id))
        texts = (entry.texts.get(language) for entry in entries)
        return [text.questions[0] for text in texts if text and text.questions][:count]
