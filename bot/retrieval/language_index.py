"""The index of the documents in one language, and the scores of a query against them."""

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
from bot.retrieval.maxsim import Indices
from bot.retrieval.vector_index import VectorIndex
from bot.text.thai import normalize

Mask = npt.NDArray[np.bool_]

# Weights of the rankings in the fused score within a language, and of the terms of the dense score, which compares two
# languages. docs/benchmarks.md says which data they were tuned on.
WITH_QUESTIONS = (0.3, 0.3, 0.4)  # passage, sample question, words, if documents have sample questions
WITHOUT_QUESTIONS = (0.75, 0.0, 0.25)  # the same, if they have none
COVERAGE, REVERSE_COVERAGE, VECTOR = 0.2, 0.4, 0.4  # terms of `similarity`
MEANING = 0.6  # weight of the z-score of the sentence encoder's cosine
NAMED = 0.1  # bonus for a document that has a name in the query
NAMED_ACROSS = 0.5  # the same across languages, where a name may be the only word in common
TRANSLATION, TRANSLATED_QUESTION = 0.3, 0.2  # weights of an entry's text and sample questions in the other language
LITERAL = 3.0  # weight of `literal_match`, which is used if the documents have no sample questions
LITERAL_CANDIDATES = 10  # number of best documents to which it is applied
HAS_DATA = 0.4  # bonus for structured data of an expected answer type

EXHAUSTIVE_PARTS = 400  # up to this number of passage parts, every document is compared token by token
SHORTLIST = 48  # beyond it: documents that each first stage (vectors, words, sample questions) proposes
MAX_DOCUMENTS_FOR_NGRAMS = 2_000  # for 10 000 documents, character n-grams would take 250 MB
# Beyond EXHAUSTIVE_PARTS, documents at regular intervals whose scores give the mean and deviation of z-scores.
BACKGROUND = 192
BACKGROUND_ONE_LANGUAGE = 32  # used if one language has all entries


@dataclass(frozen=True)
class EncodedQuery:
    """A query with its encoding, centred by the centre of queries in its language."""

    context: QueryContext
    encoded: Encoded


@dataclass(frozen=True)
class Scores:
    """Scores of documents in one language: arrays (n,), parallel to `documents`, the documents' numbers in the index.

    Cosines of centred vectors: `passage` is MaxSim of the query over the document's best part; `sample_question` the
    mutual similarity with its best sample question (equal to `passage` if the index has none); `meaning` the cosine of
    the sentence encoder's vectors. `named` is 1 if the query contains one of the document's names.
    In standard deviations: `question_z` is the z-score of `sample_question`; `similarity` combines tokens and text
    vectors; `dense` adds the meaning and is comparable across languages; `fused` combines all rankings.
    `parts` (n_parts,) is MaxSim over every part, `part_starts` (n,) the position of each document's first part.
    """

    documents: Indices
    passage: Vectors
    sample_question: Vectors
    meaning: Vectors
    question_z: Vectors
    similarity: Vectors
    dense: Vectors
    fused: Vectors
    named: Vectors
    parts: Vectors
    part_starts: Indices

    def best_part(self, position: int) -> int:
        """The best part of the document at this position, counted from 0 within the document."""
        last = position + 1 == len(self.part_starts)
        end = len(self.parts) if last else self.part_starts[position + 1]
        return int(self.parts[self.part_starts[position] : end].argmax())


def zscore(values: Vectors, background: Mask | None = None) -> Vectors:
    """The values' z-scores, by the mean and standard deviation of the values in `background` (None: all values).

    Zeros if those are all equal.
    """
    sample = values if background is None else values[background]
    deviation = float(sample.std())
    return (values - sample.mean()) / deviation if deviation > 1e-9 else np.zeros_like(values)


def literal_match(question: str, text: str) -> float:
    """How closely a substring of the text repeats the question, 0 to 1 (rapidfuzz)."""
    compare = fuzz.partial_ratio if len(text) > len(question) else fuzz.ratio
    return float(compare(question, text)) / 100


def shortlist(ranking: Vectors) -> Indices:
    """The numbers of the best SHORTLIST documents by these scores; only documents with a score above zero."""
    first = np.argpartition(ranking, -min(SHORTLIST, len(ranking)))[-SHORTLIST:]
    return first[ranking[first] > 0]


class LanguageIndex:
    """All documents in one language, at least one.

    Up to EXHAUSTIVE_PARTS parts, every document is compared token by token; beyond that, only background documents and
    a shortlist that vectors, words, sample questions and names propose.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        document_words: Sequence[Sequence[str]],
        encodings: EncodingCache,
        folder: Path | None,
        background: int = BACKGROUND,
    ) -> None:
        """`document_words`: all words of every document. `folder`: for the mapped files of a large index.
        `background`: the approximate number of background documents."""
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
        grams = self._questions is None and len(documents) <= MAX_DOCUMENTS_FOR_NGRAMS
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
        """The centre of the documents' sample questions; None if they have none."""
        return None if self._questions is None else self._questions.centre

    @property
    def passage_centre(self) -> Centre:
        """The centre of the parts of passages."""
        return self._parts.centre

    def passage_number(self, document: int, part: int) -> int:
        """The number, within the entry, of the passage that contains a document's part."""
        return self._part_numbers[int(self._first_parts[document]) + part]

    def scores(self, query: EncodedQuery) -> Scores:
        """Scores of all documents, or of the shortlist beyond EXHAUSTIVE_PARTS.

        Words count only if the query is in the index's language.
        """
        vector, word, documents = self._first_stage(query)
        background = None if self._background is None else np.isin(documents, self._background)
        chosen = None if background is None else documents
        meaning = self._parts.meaning(query.encoded.meaning, chosen)
        coverage, reverse, starts = self._parts.interaction(query.encoded.tokens, chosen)
        passage = np.maximum.reduceat(coverage, starts)
        reverse = np.maximum.reduceat(reverse, starts)
        similarity = self._similarity(query, passage, reverse, zscore(vector)[documents], background)
        dense = zscore(similarity + MEANING * zscore(meaning, background), background)
        question = self._best_question(query, documents, passage)
        question_z = zscore(question, background)
        with_name = self._documents_named(query)
        named = np.asarray([i in with_name for i in documents.tolist()], dtype=np.float32)
        if self.language == query.context.language:
            z_scores = (zscore(passage, background), question_z, zscore(word)[documents])
            fused = self._fused(query.context, documents, z_scores, named)
        else:
            fused = dense + NAMED_ACROSS * named
        return Scores(
            documents, passage, question, meaning, question_z, similarity, dense, fused, named, coverage, starts
        )

    def _similarity(
        self, query: EncodedQuery, passage: Vectors, reverse: Vectors, vector: Vectors, background: Mask | None
    ) -> Vectors:
        """Similarity of tokens and text vectors in standard deviations, comparable across languages."""
        # High reverse coverage indicates a translation, if the query is about as long as the text. Within a language
        # it has no weight, because questions do not repeat the whole text.
        weight = 0.0
        if self.language != query.context.language:
            weight = REVERSE_COVERAGE * min(1.0, 2 * len(query.encoded.tokens) / max(1.0, self._parts.mean_length))
        terms = (
            (COVERAGE + REVERSE_COVERAGE - weight) * zscore(passage, background),
            weight * zscore(reverse, background),
            VECTOR * vector,
        )
        return zscore(np.sum(terms, axis=0, dtype=np.float32), background)

    def _fused(
        self, context: QueryContext, documents: Indices, z_scores: tuple[Vectors, Vectors, Vectors], named: Vectors
    ) -> Vectors:
        """The fused score within the query's language. `z_scores`: passage, sample question and words."""
        expected = context.expected_types
        has_data = np.asarray([bool(expected & self.documents[i].data_types) for i in documents], dtype=np.float32)
        passage, question, word = z_scores
        passage_weight, question_weight, word_weight = WITHOUT_QUESTIONS if self._questions is None else WITH_QUESTIONS
        fused: Vectors = (
            passage_weight * passage
            + question_weight * question
            + word_weight * word
            + HAS_DATA * has_data
            + NAMED * named
        )
        if self._questions is None:
            asked = context.text.lower()
            for position in np.argsort(-fused, kind="stable")[:LITERAL_CANDIDATES]:
                fused[position] += LITERAL * literal_match(asked, self.documents[documents[position]].body)
        return fused

    def _first_stage(self, query: EncodedQuery) -> tuple[Vectors, Vectors, Indices]:
        """Vector and word scores of all documents, (n_documents,) each, and the numbers of those to compare further."""
        same_language = self.language == query.context.language
        vector = self._parts.vector(query.encoded.vector)
        word = self.lexical.scores(query.context.words) if same_language else np.zeros_like(vector)
        if self._background is None:
            return vector, word, np.arange(len(self.documents))
        rankings = [vector, word]
        if self._questions is not None:
            rankings.append(np.zeros_like(vector))
            rankings[-1][self._questions.distinct_owners] = self._questions.vector(query.encoded.vector)
        with_name = sorted(self._documents_named(query))[:SHORTLIST]
        found = [self._background, np.asarray(with_name, dtype=np.intp), *map(shortlist, rankings)]
        return vector, word, np.unique(np.concatenate(found))

    def _documents_named(self, query: EncodedQuery) -> set[int]:
        """The numbers of the documents that have a name in the query."""
        return {i for word in set(query.context.words) for i in self._by_name.get(word, ())}

    def _best_question(self, query: EncodedQuery, documents: Indices, passage: Vectors) -> Vectors:
        """Mutual similarity with the best sample question of each of these documents; 0 for a document without any."""
        if self._questions is None:
            return passage
        positions = self._questions.positions(documents)
        best = np.zeros_like(passage)
        if len(positions):
            chosen = None if self._background is None else positions
            coverage, reverse, starts = self._questions.interaction(query.encoded.tokens, chosen)
            mutual = np.maximum.reduceat((coverage + reverse) / 2, starts)
            best[np.searchsorted(documents, self._questions.distinct_owners[positions])] = mutual
        return best
