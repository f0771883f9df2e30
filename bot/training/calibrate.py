"""Calibrates a reader: fits how likely a candidate answers, from what was read of it and from its features.

The questions are those of held-out meetings. The passages of each meeting form a knowledge base, with the sample
questions that somebody who had not seen the questions wrote for its entries, as staff do.
"""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.content.models import LANGUAGES
from bot.embedding.cache import EncodingCache
from bot.errors import DeskError
from bot.query.answer_type import supported_types
from bot.reading.cache import CachedReader
from bot.reading.calibration import MAX_RETRIEVAL, ReaderCalibration, calibration
from bot.reading.read import MAX_READ, ReadCandidate, likeliest_first, read_candidates, unread
from bot.reply import Language
from bot.retrieval.documents import Document
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import order, rank
from bot.training.examples import by_meeting
from bot.training.units import Unit

MAX_QUESTIONS = 1200  # of all, chosen at random
CHUNK = 48  # pairs that one thread reads
SEED = 1  # of that choice
MIN_PASSAGES = 4  # of a meeting; fewer are no knowledge base


@dataclass(frozen=True)
class JudgedCandidate:
    """A candidate as it was read, and whether it answers its question."""

    candidate: ReadCandidate
    answers: bool


def unit_documents(unit: Unit) -> Iterator[Document]:
    """A unit as an entry of a knowledge base, in both languages."""
    for language in LANGUAGES:
        passages = tuple(unit.passage.in_language(language).split("\n"))
        yield Document(
            unit.id,
            language,
            passages,
            tuple(range(1, len(passages) + 1)),
            sample_questions=(unit.title.in_language(language), *unit.sample_questions.in_language(language)),
            supported_types=supported_types(" ".join(passages)),
        )


@dataclass(frozen=True)
class Asked:
    """A question, and the id of the document that answers it; None if none does."""

    text: str
    language: Language
    answer: str | None


def judged(units: Sequence[Unit], encodings: EncodingCache, reader: CachedReader) -> list[JudgedCandidate]:
    """The candidate that reads best of the first MAX_READ, for questions of these meetings. Raises DeskError if none of
    them is a knowledge base with sample questions."""
    rng = random.Random(SEED)
    rounds = list(meeting_rounds(units))
    if not rounds:
        raise DeskError(f"no meeting of {MIN_PASSAGES} passages with sample questions is held out for calibration")
    share = MAX_QUESTIONS / sum(len(asked) for _, asked in rounds)
    found = []
    for all_documents, asked in rounds:
        if chosen := [one for one in asked if rng.random() < share]:
            found += read_best(KnowledgeIndex(all_documents, encodings), chosen, reader)
    return found


def meeting_rounds(units: Sequence[Unit]) -> Iterator[tuple[list[Document], list[Asked]]]:
    """The documents and the questions of every meeting that is a small knowledge base: with MIN_PASSAGES or more, and
    with sample questions."""
    for own in by_meeting(units).values():
        if len(own) >= MIN_PASSAGES and any(unit.sample_questions.th for unit in own):
            asked = [(unit.id, question) for unit in own for question in unit.questions]
            yield (
                [document for unit in own for document in unit_documents(unit)],
                [Asked(one.q, one.lang, id if one.a else None) for id, one in asked],
            )


def read_best(index: KnowledgeIndex, asked: Sequence[Asked], reader: CachedReader) -> list[JudgedCandidate]:
    """For each question the candidate that reads best."""
    queries = index.queries([index.read(one.text, one.language) for one in asked])
    candidates = [unread(rank(index, each, order(index, each, MAX_READ))) for each in queries]
    texts = [(each.context.text, one) for each, own in zip(queries, candidates, strict=True) for one in own]
    chunks = [texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK)]
    with ThreadPoolExecutor() as threads:
        read = chain.from_iterable(threads.map(lambda chunk: read_candidates(index, chunk, reader), chunks))
        best = [likeliest_first(list(islice(read, len(own))))[0] for own in candidates]
    return [JudgedCandidate(each, each.entry == one.answer) for one, each in zip(asked, best, strict=True)]


def fit(rows: Sequence[JudgedCandidate], *, with_retrieval: bool = True) -> ReaderCalibration:
    """The calibration that fits these candidates, all of which were read; optionally by the reader's score alone."""
    features = [
        (
            row.candidate.reading.score if row.candidate.reading else 0.0,
            with_retrieval * np.clip(calibration().log_odds(row.candidate.features), -MAX_RETRIEVAL, MAX_RETRIEVAL),
        )
        for row in rows
    ]
    model = LogisticRegression(max_iter=1000).fit(features, [row.answers for row in rows])
    reading, retrieval = model.coef_[0]
    weights = {"intercept": model.intercept_[0], "reading": reading, "retrieval": retrieval}
    return ReaderCalibration(**{name: round(float(value), 4) for name, value in weights.items()})
