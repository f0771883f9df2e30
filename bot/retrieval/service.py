"""The knowledge desk that the actions share: the model, the index, and what is found for a question.

Opened once in each process: by bot/app.py, or at the first question where Rasa's own server runs the actions
(`python -m rasa_sdk --actions actions`). Searching blocks, so it runs in one bounded executor, never on the loop.
"""

import asyncio
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.answers.reply_builder import Speaker
from bot.clock import Clock, clock_from
from bot.content.models import Entry, Meeting
from bot.content.repository import Library, View
from bot.content.watcher import watch
from bot.embedding.cache import Encodings
from bot.embedding.embedder import Embedder
from bot.journal.journal import Journal
from bot.query.follow_up import FollowUp, Topic
from bot.query.keyboard_layout import layout
from bot.query.vocabulary import is_english
from bot.reading.answer_sentence import lead
from bot.reading.decision import Verdict
from bot.reply import Language
from bot.retrieval.batching import Batches
from bot.retrieval.features import is_elsewhere
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import Query
from bot.retrieval.search import Found, find, search
from bot.settings import Settings, load
from bot.text.language import detect
from bot.text.sentences import sentences

log = logging.getLogger(__name__)
MEMORY = "sqlite+aiosqlite://"
THREADS = 2  # one searches while the other builds the next index
WARMING = "ประชุมเมื่อไหร่ When is the meeting?"
LOOK = 0.1  # seconds between two looks at whether the index is still that of what is public


@dataclass(frozen=True)
class Stock:
    """What questions are answered from: a view of the knowledge base and the index of exactly that."""

    view: View
    index: KnowledgeIndex


@dataclass(frozen=True)
class Question:
    """One question, the language to answer it in, and the entry that was spoken of before it."""

    text: str
    language: Language
    topic: str | None = None

    @property
    def asked_in(self) -> Language:
        """The language that it is written in: whoever chose to be answered in Thai may ask in English."""
        return detect(layout(self.text, is_english)) or self.language


@dataclass(frozen=True)
class Answered:
    """What was found for a question, and in what: whoever began with one stock finishes with it."""

    stock: Stock
    found: Found
    elsewhere: bool  # the question speaks of what no press desk has a word for
    lead: str | None = None  # the one sentence of the best passage that answers


class KnowledgeDesk:
    """Finds what answers a question in an index of what is public. The index is replaced whole, never changed."""

    def __init__(
        self,
        library: Library,
        encodings: Encodings,
        clock: Clock,
        folder: Path | None = None,
        journal_url: str = MEMORY,
    ) -> None:
        """Blocks until the first index is built. `folder` is where a large one maps its vectors."""
        self._journal_url = journal_url
        self._journal: Journal | None = None
        self._opening_journal = asyncio.Lock()
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

    def search(self, asked: Sequence[Question]) -> list[Answered]:
        """Questions, all in one call of the model."""
        stock = self.stock()
        base = stock.view.base
        # A question that may go on with what was said before is read alone, and with that as its subject.
        topics = {
            i: Topic.of(base, one.topic) for i, one in enumerate(asked) if one.topic and one.topic in base.entries
        }
        texts = [(one.text, one.asked_in) for one in asked]
        texts += [
            (f"{asked[i].text} {topic.title(asked[i].asked_in)}", asked[i].asked_in) for i, topic in topics.items()
        ]
        queries = stock.index.queries([text for text, _ in texts], [language for _, language in texts])
        wholes = dict(zip(topics, queries[len(asked) :], strict=True))
        answered = []
        for i, (one, query) in enumerate(zip(asked, queries[: len(asked)], strict=True)):
            if i in topics:
                found = FollowUp(stock.index, base, query, wholes[i], topics[i]).found()
            else:
                found = find(stock.index, query)
            answered.append(self._answered(stock, query, found, one.language))
        return answered

    def _answered(self, stock: Stock, query: Query, found: Found, language: Language) -> Answered:
        if found.verdict is not Verdict.ANSWERS:
            return Answered(stock, found, is_elsewhere(query, stock.index))
        text = stock.view.base.entries[found.best.entry].in_language(language)
        passage = text.passages[min(found.best.number, len(text.passages)) - 1]
        return Answered(stock, found, False, lead(stock.index, query, passage, text.language))

    async def ask(self, text: str, language: Language, topic: str | None = None) -> Answered:
        """What is found for one question; it shares a call of the model with whatever else is asked just now."""
        return await self._batches.put(Question(text, language, topic))

    def today(self) -> date:
        """Where the meeting is."""
        return self._clock().astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.meeting.time_zone)

    @property
    def meeting(self) -> Meeting:
        return self._library.meeting

    def occasion(self) -> Entry | None:
        """The entry that is the meeting itself, where there is one."""
        entries = self._library.public().entries.values()
        return next((entry for entry in entries if entry.event and entry.event.iso == self.meeting.iso), None)

    async def journal(self) -> Journal:
        """Where enquiries are kept; opened when the first one is made."""
        async with self._opening_journal:
            if self._journal is None:
                self._journal = await Journal.open(self._journal_url)
        return self._journal

    def now(self) -> datetime:
        return self._clock()

    def speaker(self, language: Language, stock: Stock | None = None) -> Speaker:
        """Speaks of what is public now, or of the stock that a question was answered from."""
        base = stock.view.base if stock else self._library.public()
        return Speaker(base, language, self.today())


executor = ThreadPoolExecutor(THREADS, thread_name_prefix="knowledge")
_desk: KnowledgeDesk | None = None
_opening = asyncio.Lock()


def _make(settings: Settings, library: Library, clock: Clock) -> KnowledgeDesk:
    encodings = Encodings(Embedder.load(settings.embedding_model), settings.data_dir / "encodings.sqlite3")
    return KnowledgeDesk(library, encodings, clock, settings.data_dir, settings.journal_url)


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
