"""The answer service, which the actions call: answers to messages, and data about the meeting. One per process.

bot/app.py opens it. If Rasa's own action server runs the actions (`python -m rasa_sdk --actions actions`), the first
question opens it.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.answers.reply_builder import ActionResult, ReplyBuilder
from bot.clock import Clock, clock_from
from bot.content.models import Meeting
from bot.content.repository import KnowledgeRepository
from bot.content.watcher import watch
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.pipeline.batching import Batching
from bot.pipeline.message import PipelineMessage
from bot.pipeline.stages import run
from bot.reading.cache import CachedReader
from bot.reading.load import reader_or_none
from bot.reply import Language
from bot.retrieval.service import RetrievalService
from bot.settings import Settings, load


class AnswerService:
    """Answers messages from the index of the public entries. Concurrent messages are answered in batches."""

    def __init__(
        self,
        retrieval: RetrievalService,
        repository: KnowledgeRepository,
        clock: Clock,
        reader: CachedReader | None = None,
    ) -> None:
        """`reader`: None to judge the candidates by their features alone."""
        self.retrieval = retrieval
        self.reader = reader
        self._repository = repository
        self._clock = clock
        self._batching = Batching(self._run, retrieval.executor)

    def _run(self, messages: Sequence[PipelineMessage]) -> list[ActionResult]:
        return run(messages, self.retrieval.snapshot(), self.reader, self.today())

    async def answer(self, message: PipelineMessage) -> ActionResult:
        """The Replies to a message, at least one."""
        return await self._batching.put(message)

    async def events(self, message: PipelineMessage) -> ActionResult:
        """The Replies to a message that asks for events."""
        return await self._batching.put(replace(message, wants="events"))

    def replies(self, language: Language) -> ReplyBuilder:
        """A builder of Replies from the entries that are public now."""
        return ReplyBuilder(self._repository.public(), language, self.today())

    @property
    def meeting(self) -> Meeting:
        return self._repository.meeting

    @property
    def official_language(self) -> Language:
        return self.meeting.official_language

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.meeting.time_zone)

    def now(self) -> datetime:
        return self._clock()

    def today(self) -> date:
        """Today's date in the time zone of the meeting."""
        return self._clock().astimezone(self.zone).date()


# The instance of this process ----------------------------------------------------------------------------------------

_service: AnswerService | None = None
_opening = asyncio.Lock()
_background: set[asyncio.Task[None]] = set()


def _make(settings: Settings, repository: KnowledgeRepository, clock: Clock) -> AnswerService:
    encodings = EncodingCache(Embedder.load(settings.embedding_model), settings.data_dir / "encodings.sqlite3")
    retrieval = RetrievalService(repository, encodings, clock, settings.data_dir)
    return AnswerService(
        retrieval, repository, clock, reader_or_none(settings.reader, settings.embedding_model, settings.data_dir)
    )


async def open_service(settings: Settings, repository: KnowledgeRepository, clock: Clock) -> AnswerService:
    """Load the model and build the index, once per process. Concurrent callers wait for the same instance."""
    global _service
    async with _opening:
        if _service is None:
            loop = asyncio.get_running_loop()
            executor = ThreadPoolExecutor(1, thread_name_prefix="opening")
            opened = loop.run_in_executor(executor, _make, settings, repository, clock)
            executor.shutdown(wait=False)  # do not block the event loop; the thread ends after _make
            _service = await opened
    return _service


async def serve(settings: Settings, repository: KnowledgeRepository, clock: Clock) -> None:
    """Open the service and keep its index current, until cancelled."""
    await (await open_service(settings, repository, clock)).retrieval.keep_current()


async def answer_service() -> AnswerService:
    """The open service. If there is none (Rasa's own action server), open it with the settings of the environment."""
    if _service is not None:
        return _service
    settings = load()
    clock = clock_from(settings.now)
    repository = KnowledgeRepository(settings.kb_dir, clock)
    opened = await open_service(settings, repository, clock)
    _background.update(map(asyncio.create_task, (watch(repository), opened.retrieval.keep_current())))
    return opened


def state() -> dict[str, Any]:
    """Counts of what is loaded, for /readyz."""
    if _service is None:
        return {"model": False, "reader": False, "index": {"revision": None, "entries": 0, "broken": 0}}
    return {"reader": _service.reader is not None} | _service.retrieval.state()
