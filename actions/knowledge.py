"""The knowledge desk that the actions share: the model, the index, and how a question becomes Replies.

Opened once in each process: by bot/app.py, or at the first question where Rasa's own server runs the actions
(`python -m rasa_sdk --actions actions`). Searching blocks, so it runs in one bounded executor, never on the loop.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock, system_clock
from bot.knowledge import compose
from bot.knowledge.answerability import Verdict, rivals
from bot.knowledge.embedder import Embedder
from bot.knowledge.index import KnowledgeIndex
from bot.knowledge.library import Library
from bot.knowledge.search import Found, search
from bot.reply import Language, Reply
from bot.settings import Settings, load

log = logging.getLogger(__name__)
THREADS = 2
MOST_REPLIES = 5


class KnowledgeDesk:
    """Answers questions from an index of what is public."""

    def __init__(self, library: Library, embedder: Embedder, clock: Clock) -> None:
        self._library = library
        self._clock = clock
        self.base = library.public()
        self.index = KnowledgeIndex.of(self.base, embedder)

    @property
    def official_language(self) -> Language:
        return self._library.meeting.official_language

    def state(self) -> dict[str, Any]:
        entries = len(self.base.entries)
        return {"model": True, "index": {"revision": 1, "entries": entries, "broken": self._library.broken}}

    def _today(self) -> date:
        return self._clock().astimezone(ZoneInfo(self._library.meeting.time_zone)).date()

    def answer(self, question: str, language: Language) -> list[Reply]:
        """The Replies to a question; blocks for one model call."""
        return self._replies(search(self.index, question, language), language)

    def _replies(self, found: Found, language: Language) -> list[Reply]:
        base, meeting = self.base, self._library.meeting
        entries = [base.entries[candidate.entry] for candidate in found.candidates]
        if found.verdict is Verdict.ANSWERS:
            return [compose.answered(entries[0], found.best.number, language, base, self._today())]
        if found.verdict is Verdict.UNCLEAR:
            count = rivals([candidate.score for candidate in found.candidates])
            return [compose.clarify(entries[:count], language)]
        if found.verdict is Verdict.NEAR:
            return [compose.not_announced(meeting, language, entries[:1])]
        return [compose.out_of_scope(meeting, language)]

    def events(self, question: str, language: Language) -> list[Reply]:
        """The one event that is asked for, or all of them in the order of their dates."""
        base = self.base
        found = search(self.index, question, language)
        if found.verdict is Verdict.ANSWERS and base.entries[found.best.entry].event:
            return self._replies(found, language)
        events = sorted((e for e in base.entries.values() if e.event), key=lambda e: e.event.start if e.event else "")
        if not events:
            return [compose.not_announced(self._library.meeting, language)]
        return [compose.answered(entry, 1, language, base, self._today()) for entry in events[:MOST_REPLIES]]

    def press_office(self, language: Language) -> list[Reply]:
        return [compose.press_office(self._library.meeting, language)]


executor = ThreadPoolExecutor(THREADS, thread_name_prefix="knowledge")
_desk: KnowledgeDesk | None = None
_opening = asyncio.Lock()


def _make(settings: Settings, clock: Clock) -> KnowledgeDesk:
    library = Library(settings.kb_dir, clock)
    return KnowledgeDesk(library, Embedder.load(settings.embedding_model), clock)


async def open_with(settings: Settings, clock: Clock = system_clock) -> KnowledgeDesk:
    """Load the model and build the index, once; whoever comes meanwhile waits for the same one."""
    global _desk
    async with _opening:
        if _desk is None:
            _desk = await asyncio.get_running_loop().run_in_executor(executor, _make, settings, clock)
    return _desk


async def desk() -> KnowledgeDesk:
    return _desk or await open_with(load())


def state() -> dict[str, Any]:
    """Counts of what is loaded, for /readyz."""
    return _desk.state() if _desk else {"model": False, "index": {"revision": None, "entries": 0, "broken": 0}}
