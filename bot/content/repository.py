"""The public part of the knowledge base: content under embargo or past its last day is excluded. Needs no model.

The folder may change at any moment. It is validated as a whole before it is shown, and the last good state of a broken
file's entry stays.
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
from bot.content.loader import Defect, KnowledgeBase, needed
from bot.content.models import ALWAYS, Entry, Meeting
from bot.errors import KnowledgeError
from bot.reply import Language

log = logging.getLogger(__name__)
Signature = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, eq=False)
class PublishedSnapshot:
    """The content that is public from `since` until `until`, of one state of the folder. `revision` counts such
    snapshots from 1."""

    base: KnowledgeBase
    revision: int
    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        return self.since <= now < self.until


def signature(folder: Path) -> Signature:
    """Names, sizes and times of the files; it changes whenever one of them does."""
    found = set()
    for place, _, names in os.walk(folder):  # a file that is deleted meanwhile is ignored
        for name in names:
            path = os.path.join(place, name)
            with suppress(OSError):
                state = os.stat(path)
                found.add((path, state.st_mtime_ns, state.st_size))
    return frozenset(found)


def public_part(base: KnowledgeBase, zone: tzinfo, now: datetime) -> KnowledgeBase:
    """The base without entries that are not public now, entries that need one of those, and the names of either."""
    entries = {}
    for id, entry in base.entries.items():
        start, end = entry.public_between(zone)
        if start <= now < end:
            entries[id] = entry
    while hidden := [id for id, entry in entries.items() if not entries.keys() >= set(needed(entry))]:
        for id in hidden:
            del entries[id]
    shown = {
        id: entry.model_copy(update={"related": tuple(other for other in entry.related if other in entries)})
        for id, entry in entries.items()
    }
    glossary = tuple(term for term in base.glossary if term.entry in shown)
    return replace(base, entries=shown, glossary=glossary)


class KnowledgeRepository:
    """A folder and a clock. Everything that it returns is public at that moment. Thread-safe."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Raises KnowledgeError where the folder has no usable knowledge base."""
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
        """The number of unusable files."""
        return len({defect.file for defect in self._defects})

    @contextmanager
    def subscribed(self, on_change: Callable[[], object]) -> Iterator[None]:
        """While the context is open, `on_change` is called after public content has changed, in the thread that
        reloads."""
        self._subscribers.add(on_change)
        try:
            yield
        finally:
            self._subscribers.discard(on_change)

    def reload(self) -> bool:
        """Read the folder again if a file changed. True if public content may have changed."""
        changed = self._reload()
        for on_change in list(self._subscribers) if changed else ():
            on_change()
        return changed

    def _reload(self) -> bool:
        with self._lock:
            found = signature(self.folder)
            if found == self._signature:
                return False
            self._signature = found
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
        """The current snapshot; the same object as long as nothing changes."""
        now = self._clock()
        with self._lock:
            if self._published is None or self._published.revision != self._revision or not self._published.holds(now):
                self._published = self._make_snapshot(now)
            return self._published

    def _make_snapshot(self, now: datetime) -> PublishedSnapshot:
        zone = ZoneInfo(self._base.meeting.time_zone)
        instants = {instant for entry in self._base.entries.values() for instant in entry.public_between(zone)}
        turns = sorted(instants | set(ALWAYS))
        after = bisect_right(turns, now)
        return PublishedSnapshot(public_part(self._base, zone, now), self._revision, turns[after - 1], turns[after])

    def public(self) -> KnowledgeBase:
        return self.published().base

    def entry(self, id: str) -> Entry | None:
        """A public entry, or None: an embargoed entry is indistinguishable from a missing one."""
        return self.public().entries.get(id)

    def opening_questions(self, language: Language, count: int = 4) -> Sequence[str]:
        """A sample question of each of the first entries that have some, events before facts."""
        entries = sorted(self.public().entries.values(), key=lambda entry: (entry.kind != "events", entry.id))
        texts = (entry.texts.get(language) for entry in entries)
        return [text.questions[0] for text in texts if text and text.questions][:count]
