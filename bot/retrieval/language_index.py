"""The index of the documents in one language, and the scores of a query against each of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Encoded, Vectors
from bot.query.context import QueryContext
from bot.retrieval.bm25 import BM25Index
from bot.retrieval.centering import Centre
from bot.retrieval.chunking import cut
from bot.retrieval.documents import Document
from bot.retrieval.maxsim import Numbers
from bot.retrieval.vector_index import VectorIndex
from bot.text.thai import normalize

Mask = npt.NDArray[np.bool_]

# Weights of the rankings in the fused score within a language, with sample questions and without, and of the terms of
# the dense score, which is comparable across languages; docs/benchmarks.md says how they were chosen.
WITH_QUESTIONS = (0.3, 0.3, 0.4)  # passage, sample question, words
BARE = (0.75, 0.0, 0.25)
COVERAGE, REVERSE_COVERAGE, VECTOR = 0.2, 0.4, 0.4
MEANING = 0.6  # weight of the sentence encoder's similarity, in standard deviations
NAMED = 0.1  # added for a document with a name that the query contains
NAMED_ACROSS = 0.5  # the same for a document in the other language: a name may be the only shared word
TRANSLATION, TRANSLATED_QUESTION = 0.3, 0.2  # weights of the passage and sample questions in the other language
LITERAL = 3.0  # weight of the literal match with the query, for documents without sample questions,
LITERAL_CANDIDATES = 10  # among the first so many candidates
HAS_DATA = 0.4  # added, in standard deviations, for a fact of the expected type that the entry carries as data

EXHAUSTIVE_PARTS = 400  # parts of passages; larger indexes compare only a shortlist token by token
SHORTLIST = 48  # documents that each first stage (vectors, words, sample questions) contributes
CHARACTER_GRAMS_UP_TO = 2_000  # documents; for ten thousand, character n-grams would take 250 MB
BACKGROUND = 192  # documents, evenly sampled, for mean and deviation of scores in a larger index
BACKGROUND_ALONE = 32  # enough where no other language is compared


@dataclass(frozen=True)
class EncodedQuery:
    """A query with its centred encoding."""

    context: QueryContext
    encoded: Encoded


@dataclass(frozen=True)
class Scores:
    """Scores of the documents of one language, arrays (n,) in the order of `documents`, which holds their numbers.

    `passage` is MaxSim of the query over the best part of a passage, `sample_question` the mutual similarity with the
    best sample question (`passage` where there are none), `named` 1 where the query contains a name of the document.
    Four are in standard deviations: `question_z` (sample question), `similarity` (tokens and vectors), `dense` (with
    meaning; comparable across languages) and `fused` (all rankings). Cosines are of centred vectors. `parts` holds
    MaxSim of every part, `part_starts` where each document's parts begin in it.
    """

    documents: Numbers
    passage: Vectors
    sample_question: Vectors
    meaning: Vectors
    question_z: Vectors
    similarity: Vectors
    dense: Vectors
    fused: Vectors
    named: Vectors
    parts: Vectors
    part_starts: Numbers

    def best_part(self, position: int) -> int:
        """The number of the best part of the document at this position, counted from its first part."""
        last = position + 1 == len(self.part_starts)
        end = len(self.parts) if last else self.part_starts[position + 1]
        return int(self.parts[self.part_starts[position] : end].argmax())


def zscore(values: Vectors, among: Mask | None = None) -> Vectors:
    """Distance from the mean in standard deviations; zeros where all values are equal. `among`: the values that give
    mean and deviation."""
    background = values if among is None else values[among]
    spread = float(background.std())
    return (values - background.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def literal_match(question: str, text: str) -> float:
    """How closely a stretch of the text repeats the question letter by letter, 0 to 1 (rapidfuzz)."""
    compare = fuzz.partial_ratio if len(text) > len(question) else fuzz.ratio
    return float(compare(question, text)) / 100


def first_of(ranking: Vectors) -> Numbers:
    """The numbers of the best `SHORTLIST` documents of a ranking with a score above zero."""
    first = np.argpartition(ranking, -min(SHORTLIST, len(ranking)))[-SHORTLIST:]
    return first[ranking[first] > 0]


class LanguageIndex:
    """All documents in one language. A small index compares every document token by token; a large one only those that
    vectors, words or sample questions shortlist."""

    def __init__(
        self,
        documents: Sequence[Document],
        document_words: Sequence[Sequence[str]],
        encodings: EncodingCache,
        folder: Path | None,
        background: int = BACKGROUND,
    ) -> None:
        """`document_words`: all words of each document. `folder`: where a large index maps its vectors."""
        self.documents = tuple(documents)
        self.language = self.documents[0].language
        self.ids = frozenset(document.id for document in self.documents)
        parts = [
            (i, number, part)
            for i, document in enumerate(documents)
            for number, passage in zip(document.numbers, document.passages, strict=True)
            for part in cut(normalize(passage))
        ]
        owners = [i for i, _, _ in parts]
        self._part_numbers = [number for _, number, _ in parts]
        self._first_parts = np.searchsorted(owners, np.arange(len(self.documents)))
        large = folder if len(parts) > EXHAUSTIVE_PARTS else None
        self._parts = VectorIndex([text for _, _, text in parts], owners, encodings, "passage", large)
        questions = [(i, normalize(text)) for i, document in enumerate(documents) for text in document.sample_questions]
        texts, owners = [text for _, text in questions], [i for i, _ in questions]
        self._questions = VectorIndex(texts, owners, encodings, "query", large) if questions else None
        grams = self._questions is None and len(documents) <= CHARACTER_GRAMS_UP_TO
        self.lexical = BM25Index(document_words, character_grams=grams)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for i, document in enumerate(documents):
            for name in {normalize(name).lower() for name in document.names}:
                self._by_name[name].append(i)
        step = max(1, len(self.documents) // background)
        many = len(parts) > EXHAUSTIVE_PARTS
        self._background = np.arange(0, len(self.documents), step) if many else None

    @property
    def query_centre(self) -> Centre | None:
        """The mean of the documents' sample questions; None where they have none."""
        return None if self._questions is None else self._questions.centre

    @property
    def passage_centre(self) -> Centre:
        return self._parts.centre

    def passage_number(self, document: int, part: int) -> int:
        """The number, in its entry, of the passage that a document's part was cut from."""
        return self._part_numbers[int(self._first_parts[document]) + part]

    def scores(self, query: EncodedQuery) -> Scores:
        """Scores of all documents, or of the shortlist of a large index.

        Words are scored only for queries in the index's own language.
        """
        vector, word, documents = self._first_stage(query)
        among = None if self._background is None else np.isin(documents, self._background)
        chosen = None if among is None else documents
        meaning = self._parts.meaning(query.encoded.meaning, chosen)
        coverage, reverse, starts = self._parts.interaction(query.encoded.tokens, chosen)
        passage = np.maximum.reduceat(coverage, starts)
        reverse = np.maximum.reduceat(reverse, starts)
        similarity = self._similarity(query, passage, reverse, zscore(vector)[documents], among)
        dense = zscore(similarity + MEANING * zscore(meaning, among), among)
        question = self._best_question(query, documents, passage)
        question_z = zscore(question, among)
        called = self._called_by_name(query)
        named = np.asarray([i in called for i in documents.tolist()], dtype=np.float32)
        if self.language == query.context.language:
            ranked = (zscore(passage, among), question_z, zscore(word)[documents])
            fused = self._fused(query.context, documents, ranked, named)
        else:
            fused = dense + NAMED_ACROSS * named
        return Scores(
            documents, passage, question, meaning, question_z, similarity, dense, fused, named, coverage, starts
        )

    def _similarity(
        self, query: EncodedQuery, passage: Vectors, reverse: Vectors, vector: Vectors, among: Mask | None
    ) -> Vectors:
        """Similarity of tokens and vectors in standard deviations, comparable across languages."""
        # High reverse coverage indicates a translation, if the query is about as long as the text. Within a language
        # it is left out: nobody asks by repeating the text.
        weight = 0.0
        if self.language != query.context.language:
            weight = REVERSE_COVERAGE * min(1.0, 2 * len(query.encoded.tokens) / max(1.0, self._parts.mean_length))
        terms = (
            (COVERAGE + REVERSE_COVERAGE - weight) * zscore(passage, among),
            weight * zscore(reverse, among),
            VECTOR * vector,
        )
        return zscore(np.sum(terms, axis=0, dtype=np.float32), among)

    def _fused(
        self, context: QueryContext, documents: Numbers, ranked: tuple[Vectors, Vectors, Vectors], named: Vectors
    ) -> Vectors:
        """The fused score within the query's language; `ranked`: passage, sample question and words as z-scores."""
        expected = context.expected_types
        has_data = np.asarray([bool(expected & self.documents[i].data_types) for i in documents], dtype=np.float32)
        passage, question, word = ranked
        of_passage, of_question, of_words = BARE if self._questions is None else WITH_QUESTIONS
        fused: Vectors = (
            of_passage * passage + of_question * question + of_words * word + HAS_DATA * has_data + NAMED * named
        )
        if self._questions is None:
            asked = context.text.lower()
            for position in np.argsort(-fused, kind="stable")[:LITERAL_CANDIDATES]:
                fused[position] += LITERAL * literal_match(asked, self.documents[documents[position]].body)
        return fused

    def _first_stage(self, query: EncodedQuery) -> tuple[Vectors, Vectors, Numbers]:
        """Vector and word scores of all documents, (n_documents,) each, and the numbers of the shortlist."""
        own = self.language == query.context.language
        vector = self._parts.vector(query.encoded.vector)
        word = self.lexical.scores(query.context.words) if own else np.zeros_like(vector)
        if self._background is None:
            return vector, word, np.arange(len(self.documents))
        rankings = [vector, word]
        if self._questions is not None:
            rankings.append(np.zeros_like(vector))
            rankings[-1][self._questions.owning] = self._questions.vector(query.encoded.vector)
        called = sorted(self._called_by_name(query))[:SHORTLIST]
        found = [self._background, np.asarray(called, dtype=np.intp), *map(first_of, rankings)]
        return vector, word, np.unique(np.concatenate(found))

    def _called_by_name(self, query: EncodedQuery) -> set[int]:
        """The documents with a name that the query contains."""
        return {i for word in set(query.context.words) for i in self._by_name.get(word, ())}

    def _best_question(self, query: EncodedQuery, documents: Numbers, passage: Vectors) -> Vectors:
        """Mutual similarity with the best sample question of each of these documents."""
        if self._questions is None:
            return passage
        positions = self._questions.positions(documents)
        best = np.zeros_like(passage)
        if len(positions):
            chosen = None if self._background is None else positions
            coverage, reverse, starts = self._questions.interaction(query.encoded.tokens, chosen)
            mutual = np.maximum.reduceat((coverage + reverse) / 2, starts)
            best[np.searchsorted(documents, self._questions.owning[positions])] = mutual
        return best
