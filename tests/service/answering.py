"""The answer service of a knowledge base, with the model and without HTTP or Rasa."""

from pathlib import Path

from bot.clock import Clock
from bot.content.repository import KnowledgeRepository
from bot.embedding.cache import EncodingCache
from bot.pipeline.message import PipelineMessage
from bot.pipeline.service import AnswerService
from bot.reading.cache import CachedReader
from bot.reply import Language, Reply
from bot.retrieval.service import RetrievalService


def answers_from(
    kb: Path,
    clock: Clock,
    encodings: EncodingCache,
    folder: Path | None = None,
    reader: CachedReader | None = None,
) -> AnswerService:
    """Blocks until the index is built."""
    repository = KnowledgeRepository(kb, clock)
    return AnswerService(RetrievalService(repository, encodings, clock, folder), repository, clock, reader)


async def replies_to(service: AnswerService, text: str, language: Language, *last: str) -> list[Reply]:
    """The replies to a message when these entries were answered last."""
    message = PipelineMessage(text, language, tuple((entry, 1) for entry in last))
    return (await service.answer(message)).replies
