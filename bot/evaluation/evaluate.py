"""Measures retrieval and reading on a corpus of passages and questions, with the code that runs in the service.

All passages of a file, of both languages, form one pool. Metrics are given for each pair of languages, the question's
and that of the passage that answers it.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.content.models import LANGUAGES
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.errors import DeskError
from bot.evaluation.metrics import auroc, expected_calibration_error, refused_at_recall, words_f1
from bot.query.answer_type import supported_types
from bot.reading.cache import CachedReader
from bot.reading.read import MAX_READ, SURE, ReadCandidate, answer_words, likeliest_first, read_candidates, unread
from bot.reply import Language
from bot.retrieval.documents import Document
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import EncodedQuery
from bot.retrieval.search import RankedDocument, order, rank
from bot.text.language import detect

BATCH = 32  # questions encoded in one call
N_CANDIDATES = 100  # a passage that is not among the first 100 candidates has no rank
Row = TypeVar("Row", bound=BaseModel)


class PassageRow(BaseModel):
    id: str
    lang: Language
    text: str


class QuestionRow(BaseModel):
    id: str
    question: str
    passage: str | None = None  # id of the passage that answers; None if the pool has none
    lang: Language | None = None  # None: detected
    answers: tuple[str, ...] = ()  # the words that answer, in any of these forms
    why: str | None = None  # the sort of question, for figures by sort


class Outcome(BaseModel):
    """The result for one question: the rank of its passage (from 1; None if it was not found), and the candidate that
    would be answered with.

    `language` is the question's, `passage` the one that answers it; `pair` is "th->en" for a Thai question with an
    English passage, None without one. `top` is that candidate's id, `confidence` the probability that it answers,
    `words` what was read to answer in it; `f1` compares these with the question's `answers`, None where it has none.
    `sort` is its `why`.
    """

    id: str
    language: Language
    passage: str | None
    pair: str | None
    rank: int | None
    top: str
    confidence: float
    milliseconds: float
    words: str | None = None
    f1: float | None = None
    sort: str | None = None

    @property
    def is_right(self) -> bool:
        return self.top == self.passage


def read_rows(file: Path, model: type[Row]) -> list[Row]:
    """Rows of a JSONL file. DeskError names file and line of the first invalid row."""
    adapter = TypeAdapter(model)
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            rows.append(adapter.validate_json(line))
        except ValidationError as e:
            problem = e.errors()[0]
            where = ".".join(str(part) for part in problem["loc"])
            raise DeskError(f"{file}:{number}: {where}: {problem['msg']}") from e
    if not rows:
        raise DeskError(f"{file}: holds no rows")
    return rows


def build(passages: Iterable[PassageRow], embedder: Embedder, folder: Path | None = None) -> KnowledgeIndex:
    """An index with one document for each passage; a large index maps its vectors from a file in `folder`."""
    documents = [
        Document(row.id, row.lang, (row.text,), (1,), supported_types=supported_types(row.text)) for row in passages
    ]
    return KnowledgeIndex(documents, EncodingCache(embedder), folder=folder)


def outcomes(
    index: KnowledgeIndex,
    languages: dict[str, Language],
    rows: Sequence[QuestionRow],
    reader: CachedReader | None = None,
) -> Iterable[Outcome]:
    """The outcome of each question, in the order of the rows; `languages` of the passages by their ids."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        query_languages: list[Language] = [row.lang or detect(row.question) or "en" for row in batch]
        started = time.perf_counter()
        contexts = [index.read(row.question, lang) for row, lang in zip(batch, query_languages, strict=True)]
        queries = index.queries(contexts)
        encoding = (time.perf_counter() - started) / len(batch)  # seconds for each question
        for row, query in zip(batch, queries, strict=True):
            started = time.perf_counter()
            candidates = order(index, query, N_CANDIDATES)
            best = likeliest(index, query, candidates, reader)
            milliseconds = (encoding + time.perf_counter() - started) * 1000
            pair = f"{query.context.language}->{languages[row.passage]}" if row.passage in languages else None
            words = answer_words(index, best)
            yield Outcome(
                id=row.id,
                language=query.context.language,
                passage=row.passage,
                pair=pair,
                rank=position(candidates, row.passage),
                top=best.entry,
                confidence=round(best.probability, 4),
                milliseconds=milliseconds,
                words=words,
                f1=words_f1(words, row.answers) if row.answers and words else None,
                sort=row.why,
            )


def likeliest(
    index: KnowledgeIndex, query: EncodedQuery, candidates: Sequence[RankedDocument], reader: CachedReader | None
) -> ReadCandidate:
    """The first candidate as judged by its features; with a reader, the one that reads best, as the service does it."""
    if reader is None:
        return ReadCandidate.unread(rank(index, query, candidates[:2])[0])
    first, *others = unread(rank(index, query, candidates[:MAX_READ]))
    (best,) = read_candidates(index, [(query.context.text, first)], reader)
    if best.probability >= SURE:
        return best
    return likeliest_first([best, *read_candidates(index, [(query.context.text, one) for one in others], reader)])[0]


def position(candidates: Sequence[RankedDocument], passage: str | None) -> int | None:
    """Rank of the passage, from 1; None if it is not among the candidates."""
    return next((place for place, candidate in enumerate(candidates, 1) if candidate.entry == passage), None)


def figures(found: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """For each pair of languages: recall at 1 and 5, mean reciprocal rank, nDCG at 10, mean milliseconds per query."""
    pairs: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in found:
        if outcome.pair:
            pairs[outcome.pair].append(outcome)
    return {pair: pair_figures(rows) for pair, rows in sorted(pairs.items())}


def pair_figures(rows: Sequence[Outcome]) -> dict[str, float]:
    ranks = [row.rank for row in rows if row.rank]  # a question without a rank counts as a miss
    n = len(rows)
    return {
        "n": n,
        "R@1": sum(rank == 1 for rank in ranks) / n,
        "R@5": sum(rank <= 5 for rank in ranks) / n,
        "MRR": sum(1 / rank for rank in ranks) / n,
        "nDCG@10": sum(1 / math.log2(rank + 1) for rank in ranks if rank <= 10) / n,
        "ms_per_query": sum(row.milliseconds for row in rows) / n,
    }


def answering(found: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """How far the probability tells answerable from unanswerable questions: for all, by the question's language, by
    pair of languages, and by sort of unanswerable question (against all answerable ones).

    AUROC of answerable against unanswerable; expected calibration error of "this candidate answers"; the share of
    unanswerable questions that is refused where 90 and 95 % of the answerable ones are let through; F1 of the words
    where they were read. Groups without questions of both kinds are left out.
    """
    return {
        name: answering_figures(rows)
        for name, rows in answering_groups(found).items()
        if {row.pair is None for row in rows} == {True, False}
    }


def answering_groups(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    answerable, unanswerable = [row for row in found if row.pair], [row for row in found if not row.pair]
    groups = {"all": list(found)} | {name: [row for row in found if row.language == name] for name in LANGUAGES}
    for pair in sorted({row.pair for row in answerable if row.pair}):
        own = [row for row in answerable if row.pair == pair]
        groups[pair] = own + [row for row in unanswerable if row.language == own[0].language]
    for sort in sorted({row.sort for row in unanswerable if row.sort}):
        groups[sort] = answerable + [row for row in unanswerable if row.sort == sort]
    return groups


def answering_figures(rows: Sequence[Outcome]) -> dict[str, float]:
    answerable = [row.confidence for row in rows if row.pair]
    unanswerable = [row.confidence for row in rows if not row.pair]
    confidences = [row.confidence for row in rows]
    f1 = [row.f1 for row in rows if row.f1 is not None]
    return {
        "n": len(rows),
        "unanswerable": len(unanswerable),
        "AUROC": auroc(confidences, [row.pair is not None for row in rows]),
        "ECE": expected_calibration_error(confidences, [row.is_right for row in rows]),
        "refused@90": refused_at_recall(answerable, unanswerable, 0.90),
        "refused@95": refused_at_recall(answerable, unanswerable, 0.95),
        **({"F1": sum(f1) / len(f1)} if f1 else {}),
    }


def report(found: Sequence[Outcome]) -> dict[str, Any]:
    """The report that `bot eval --json` writes."""
    questions = [outcome.model_dump(include={"id", "rank", "top", "confidence", "words"}) for outcome in found]
    return {"pairs": figures(found), "answering": answering(found), "questions": questions}
