"""The knowledge base as it may be seen now: what is under embargo or has run out is not in it. Needs no model."""

import logging
from collections.abc import Sequence
from pathlib import Path

from bot.clock import Clock
from bot.knowledge import loader
from bot.knowledge.entry import Entry, Meeting
from bot.knowledge.loader import KnowledgeBase
from bot.reply import Language

log = logging.getLogger(__name__)


class Library:
    """A loaded folder and a clock. Everything that leaves it is public at that moment."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._clock = clock
        self._base = loader.load(folder)
        for defect in self._base.defects:
            log.error("not served: %s", defect)

    @property
    def meeting(self) -> Meeting:
        return self._base.meeting

    @property
    def broken(self) -> int:
        """How many files cannot be used."""
        return len({defect.file for defect in self._base.defects})

    def public(self) -> KnowledgeBase:
        """The base without what is not public now, nor the names that belong to it."""
        now = self._clock()
        entries = {id: entry for id, entry in self._base.entries.items() if entry.is_public(now)}
        glossary = tuple(term for term in self._base.glossary if term.entry in entries)
        return KnowledgeBase(self._base.meeting, entries, glossary, self._base.defects)

    def entry(self, id: str) -> Entry | None:
        """A public entry, or None: one under embargo is no different from one that does not exist."""
        entry = self._base.entries.get(id)
        return entry if entry and entry.is_public(self._clock()) else None

    def opening_questions(self, language: Language, count: int = 4) -> Sequence[str]:
        """A sample question of each of the first entries that have some: events first, then facts."""
        entries = sorted(self.public().entries.values(), key=lambda entry: (entry.kind != "events", entry.id))
        texts = (entry.texts.get(language) for entry in entries)
        return [text.questions[0] for text in texts if text and text.questions][:count]
