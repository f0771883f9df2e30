"""The knowledge desk that the actions share: the model, the index, and how a question becomes Replies.

Opened once in each process: by bot/app.py, or at the first question where Rasa's own server runs the actions
(`python -m rasa_sdk --actions actions`). Searching blocks, so it runs in one bounded executor, never on the loop.
"""

import asyncio
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from actions.batches import Batches
from bot.clock import Clock, clock_from
from bot.knowledge import compose
from bot.knowledge.answerability import Verdict
from bot.knowledge.embedder import Embedder
from bot.knowledge.encodings import Encodings
from bot.knowledge.index import KnowledgeIndex
from bot.knowledge.language_index import Query
from bot.knowledge.lead import lead
from bot.knowledge.library import Library, View
from bot.knowledge.search import Found, find, search
from bot.knowledge.signals import is_elsewhere
from bot.knowledge.watch import watch
from bot.reply import Language, Reply
from bot.settings import Settings, load
from bot.text.sentences import sentences
from bot.text.several import questions, with_subject

log = logging.getLogger(__name__)
THREADS = 2  # one searches while the other builds the next index
MOST_REPLIES = 5
WARMING = "ประชุมเมื่อไหร่ When is the meeting?"
LOOK = 0.1  # seconds between two looks at whether the index is still that of what is public


@dataclass(frozen=True)
class Stock:
    """What questions are answered from: a view of the knowledge base and the index of exactly that."""

    view: View
    index: KnowledgeIndex


@dataclass(frozen=True)
class Answered:
    """What was found for a question, and in what: whoever began with one stock finishes with it."""

    stock: Stock
    found: Found
    elsewhere: bool  # the question speaks of what no press desk has a word for
    lead: str | None = None  # the one sentence of the best passage that answers


class KnowledgeDesk:
    """Answers questions from an index of what is public. The index is replaced whole, never changed."""

    def __init__(self, library: Library, encodings: Encodings, clock: Clock, folder: Path | None = None) -> None:
        """Blocks until the first index is built. `folder` is where a large one maps its vectors."""
        self._library = library
        self._encodings = encodings
        self._clock = clock
        self._folder = folder
        self._building = threading.Lock()
        self._stock = self._build(library.view())
        self._batches = Batches(self.search, executor)

    def _build(self, view: View) -> Stock:
        stock = Stock(view, KnowledgeIndex.of(view.base, self._encodings, self._folder))
        for language in stock.index.languages:
            search(stock.index, WARMING, language)  # what is loaded at first use is loaded before anybody waits for it
        sentences(WARMING)
        return stock

    @property
    def official_language(self) -> Language:
        return self._library.meeting.official_language

    def state(self) -> dict[str, Any]:
        view = self._stock.view
        counts = {"revision": view.revision, "entries": len(view.base.entries), "broken": self._library.broken}
        return {"model": True, "index": counts}

    def refresh(self) -> None:
        """Put an index of what is public now in the place of the one in service. Blocks while it is built."""
        with self._building:
            view = self._library.view()
            if self._stock.view is not view:
                self._stock = self._build(view)

    def stock(self) -> Stock:
        """What may be answered from now. An index older than the folder serves until the next one is built; one that
        holds what is not public any more, or lacks what has become public, serves no question."""
        stock = self._stock
        if not stock.view.holds(self._clock()):
            self.refresh()
            stock = self._stock
        return stock

    async def keep_current(self) -> None:
        """Runs until cancelled: follows the library, ahead of questions."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK)
            if self._library.view() is not self._stock.view:
                try:
                    await loop.run_in_executor(executor, self.refresh)
                except Exception:
                    log.exception("no index could be built; the last one stays in service")
                    await asyncio.sleep(1)

    def search(self, asked: Sequence[tuple[str, Language]]) -> list[Answered]:
        """Questions with their languages, all in one call of the model."""
        stock = self.stock()
        queries = stock.index.queries([text for text, _ in asked], [language for _, language in asked])
        return [self._answered(stock, query) for query in queries]

    def _answered(self, stock: Stock, query: Query) -> Answered:
        found = find(stock.index, query)
        if found.verdict is not Verdict.ANSWERS:
            return Answered(stock, found, is_elsewhere(query, stock.index))
        text = stock.view.base.entries[found.best.entry].in_language(query.language)
        passage = text.passages[found.best.number - 1]
        return Answered(stock, found, False, lead(stock.index, query, passage, text.language))

    def _today(self) -> date:
        return self._clock().astimezone(ZoneInfo(self._library.meeting.time_zone)).date()

    async def answer(self, message: str, language: Language) -> list[Reply]:
        """The Replies to a message, one for each of its questions."""
        replies: list[Reply] = []
        pieces = questions(message)
        for piece, whole in zip(pieces, with_subject(pieces), strict=True):
            answered = await self._batches.put((whole, language))
            if whole != piece and answered.found.verdict is not Verdict.ANSWERS:
                # "And when was it?" after a question that says nothing of it either: it is the meeting.
                answered = await self._batches.put((f"{piece} {self._library.meeting.name.within(language)}", language))
            if len(pieces) == 1 or answered.found.verdict is not Verdict.FAR:
                said = {reply.text for reply in replies}
                replies += (reply for reply in self._replies(answered, language) if reply.text not in said)
        return replies or [compose.out_of_scope(self._library.meeting, language)]

    def _replies(self, answered: Answered, language: Language) -> list[Reply]:
        base, found = answered.stock.view.base, answered.found
        entries = [base.entries[candidate.entry] for candidate in found.shown]
        if found.verdict is Verdict.ANSWERS:
            best, today = found.best, self._today()
            return [compose.answered(entries[0], best.number, language, base, today, best.probability, answered.lead)]
        if found.verdict is Verdict.UNCLEAR:
            return [compose.clarify(entries, language)]
        if found.verdict is Verdict.NEAR:
            return [compose.not_announced(base.meeting, language, entries)]
        return [compose.out_of_scope(base.meeting, language)]

    async def events(self, question: str, language: Language) -> list[Reply]:
        """The one event that is asked for, or all of them in the order of their dates."""
        answered = await self._batches.put((question, language))
        base = answered.stock.view.base
        verdict, best = answered.found.verdict, answered.found.best
        if verdict is Verdict.ANSWERS and base.entries[best.entry].event:
            return self._replies(answered, language)
        # "What is happening in politics?" asks for events, but not for these.
        if answered.elsewhere:
            return [compose.out_of_scope(base.meeting, language)]
        events = sorted((e for e in base.entries.values() if e.event), key=lambda e: e.event.start if e.event else "")
        if not events:
            return [compose.not_announced(base.meeting, language)]
        return [compose.answered(entry, 1, language, base, self._today()) for entry in events[:MOST_REPLIES]]

    async def press_office(self, language: Language) -> list[Reply]:
        return [compose.press_office(self._library.meeting, language)]


executor = ThreadPoolExecutor(THREADS, thread_name_prefix="knowledge")
_desk: KnowledgeDesk | None = None
_opening = asyncio.Lock()


def _make(settings: Settings, library: Library, clock: Clock) -> KnowledgeDesk:
    encodings = Encodings(Embedder.load(settings.embedding_model), settings.data_dir / "encodings.sqlite3")
    return KnowledgeDesk(library, encodings, clock, settings.data_dir)


async def open_with(settings: Settings, library: Library, clock: Clock) -> KnowledgeDesk:
    """Load the model and build the index, once; whoever comes meanwhile waits for the same one."""
    global _desk
    async with _opening:
        if _desk is None:
            _desk = await asyncio.get_running_loop().run_in_executor(executor, _make, settings, library, clock)
    return _desk


async def serve_with(settings: Settings, library: Library, clock: Clock) -> None:
    """Open the desk and keep it current, until cancelled."""
    await (await open_with(settings, library, clock)).keep_current()


_following: set[asyncio.Task[None]] = set()


async def desk() -> KnowledgeDesk:
    """The desk; opened with the settings of the environment where nobody has (Rasa's own action server)."""
    if _desk is None:
        settings = load()
        clock = clock_from(settings.now)
        library = Library(settings.kb_dir, clock)
        opened = await open_with(settings, library, clock)
        _following.update(map(asyncio.create_task, (watch(library), opened.keep_current())))
        return opened
    return _desk


def state() -> dict[str, Any]:
    """Counts of what is loaded, for /readyz."""
    return _desk.state() if _desk else {"model": False, "index": {"revision": None, "entries": 0, "broken": 0}}
