"""The knowledge base, its index and the reader without a running service, for commands that explain answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import clock_from
from bot.content.loader import KnowledgeBase
from bot.content.repository import KnowledgeRepository
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.query.context import QueryContext
from bot.reading.cache import CachedReader
from bot.reading.decision import Decision, decide
from bot.reading.load import reader_or_none
from bot.reading.read import ReadCandidate, answer_words, read
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import retrieve
from bot.settings import Settings

MAX_CANDIDATES = 5


@dataclass(frozen=True)
class OfflineDesk:
    """What is public now, and how it is searched and read."""

    base: KnowledgeBase
    index: KnowledgeIndex
    reader: CachedReader | None

    @classmethod
    def open(cls, settings: Settings) -> "OfflineDesk":
        """Load everything. Raises DeskError."""
        base = KnowledgeRepository(settings.kb_dir, clock_from(settings.now)).public()
        encodings = EncodingCache(Embedder.load(settings.embedding_model), settings.data_dir / "encodings.sqlite3")
        reader = reader_or_none(settings.reader, settings.embedding_model, settings.data_dir)
        return cls(base, KnowledgeIndex.of(base, encodings), reader)

    def decisions(self, contexts: Sequence[QueryContext]) -> list[Decision]:
        """The decision on each question, none of which is a follow-up."""
        found = read(retrieve(self.base, self.index, contexts, MAX_CANDIDATES), self.reader)
        return [decide(each.candidates) for each in found]

    def words(self, candidate: ReadCandidate) -> str | None:
        """The words that the reader found in a candidate; None if it was not read, or the reader finds no words."""
        return answer_words(self.index, candidate)
