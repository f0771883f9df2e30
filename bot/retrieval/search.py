"""Retrieval: finds and ranks the entries that may answer a question. bot/reading decides whether one of them does.

The service and the benchmarks run the same code.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.content.loader import KnowledgeBase
from bot.embedding.embedder import Vectors
from bot.query.context import QueryContext
from bot.query.follow_up import Topic
from bot.query.normalization import normalize_query
from bot.reply import Language
from bot.retrieval.features import Features, features_of
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import (
    NAMED_ACROSS,
    TRANSLATED_QUESTION,
    TRANSLATION,
    EncodedQuery,
    LanguageIndex,
    Scores,
)

SIZE_PRIOR = 0.3  # standard deviations per unit of the log ratio of the numbers of entries, see `rankings`
KEEP = 3  # candidates per question


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer, the number of the passage to show, and its features.

    `score` is in standard deviations from the mean of the entry's language and comparable across languages.
    """

    entry: str
    language: Language
    passage_number: int
    score: float
    features: Features


@dataclass(frozen=True)
class Retrieved:
    """The result of retrieval for one query: the best candidates, at least one, and the base and index they are from.

    `topic`: the entry that a follow-up may be about. `on_topic`: candidates for that entry and those related to it, by
    entry id, best first; they are found by the query with the topic's title appended.
    """

    base: KnowledgeBase
    index: KnowledgeIndex
    query: EncodedQuery
    candidates: Sequence[Candidate]
    topic: Topic | None = None
    on_topic: Mapping[str, Candidate] = field(default_factory=dict)


@dataclass(frozen=True)
class Ranking:
    """A ranking of one language's documents. `fused` (n,) is comparable across languages; -inf excludes a document."""

    index: LanguageIndex
    scores: Scores
    fused: Vectors

    def first(self, count: int) -> Iterator["RankedDocument"]:
        """The best documents, at most `count`."""
        for position in np.argsort(-self.fused, kind="stable")[:count]:
            if self.fused[position] > -np.inf:
                yield RankedDocument(self, int(position))


@dataclass(frozen=True)
class RankedDocument:
    """A document at its position in a ranking."""

    ranking: Ranking
    position: int

    @property
    def score(self) -> float:
        return float(self.ranking.fused[self.position])

    @property
    def entry(self) -> str:
        return self.ranking.index.documents[int(self.ranking.scores.documents[self.position])].id


def rankings(index: KnowledgeIndex, query: EncodedQuery) -> Iterator[Ranking]:
    """The ranking in the question's language, then that of the entries with a text in the other language only."""
    question_language = query.context.language
    ordered = sorted(index.languages, key=lambda language: language != question_language)
    found = {language: index.languages[language].scores(query) for language in ordered}
    own = index.languages.get(question_language)
    own_ids = own.ids if own else frozenset()
    for language, scores in found.items():
        other = index.languages[language]
        if other is own:
            across = [(index.languages[name], found[name]) for name in found if name != language]
            yield Ranking(other, scores, shift_to_dense(scores, add_translation_evidence(other, scores, across)))
            continue
        # The fewer entries have no text in the question's language, the less likely one of them is the answer.
        untranslated = len(other.ids - own_ids)
        penalty = SIZE_PRIOR * max(0.0, math.log(len(own_ids) / untranslated)) if own_ids and untranslated else 0.0
        translated = np.asarray([other.documents[i].id in own_ids for i in scores.documents], dtype=bool)
        yield Ranking(other, scores, np.where(translated, -np.inf, scores.fused - penalty))


def add_translation_evidence(
    own: LanguageIndex, scores: Scores, across: Sequence[tuple[LanguageIndex, Scores]]
) -> Vectors:
    """The fused scores, plus weighted scores of the same entries' texts in the other language."""
    fused = scores.fused
    for other, other_scores in across:
        weighted = TRANSLATION * other_scores.similarity + TRANSLATED_QUESTION * other_scores.question_z
        evidence = {other.documents[i].id: value for i, value in zip(other_scores.documents, weighted, strict=True)}
        fused = fused + np.asarray([evidence.get(own.documents[i].id, 0.0) for i in scores.documents], dtype=np.float32)
    return fused


def shift_to_dense(scores: Scores, fused: Vectors) -> Vectors:
    """The fused scores, shifted so that the best one equals the best dense score plus the name bonus.

    Only dense scores are comparable across languages.
    """
    best = int(fused.argmax())
    shifted: Vectors = fused - fused[best] + scores.dense.max() + NAMED_ACROSS * scores.named[best]
    return shifted


def order(index: KnowledgeIndex, query: EncodedQuery, keep: int) -> list[RankedDocument]:
    """The best documents of both languages, at most `keep`, best first."""
    best = [document for ranking in rankings(index, query) for document in ranking.first(keep)]
    return sorted(best, key=lambda document: -document.score)[:keep]


def rank(index: KnowledgeIndex, query: EncodedQuery, ordered: Sequence[RankedDocument]) -> list[Candidate]:
    """The documents of an order (see `order`) as candidates, with their margins. At least one document."""
    top = ordered[0].score
    second = ordered[1].score if len(ordered) > 1 else -math.inf
    return [
        candidate(index, query, document, document.score - (top if i else second)) for i, document in enumerate(ordered)
    ]


def candidate(index: KnowledgeIndex, query: EncodedQuery, ranked: RankedDocument, margin: float) -> Candidate:
    """A ranked document as a candidate. `margin`: its score minus that of the best other document."""
    ranking, position = ranked.ranking, ranked.position
    scores, document_number = ranking.scores, int(ranking.scores.documents[position])
    document = ranking.index.documents[document_number]
    features = features_of(
        index,
        query.context,
        document,
        passage=float(scores.passage[position]),
        sample_question=float(scores.sample_question[position]),
        meaning=float(scores.meaning[position]),
        named=bool(scores.named[position]),
        margin=margin,
    )
    passage = ranking.index.passage_number(document_number, scores.best_part(position))
    return Candidate(document.id, document.language, passage, ranked.score, features)


def candidates_among(index: KnowledgeIndex, query: EncodedQuery, ids: frozenset[str]) -> dict[str, Candidate]:
    """Candidates for these entries by id, best first; in the question's language where the entry has a text in it."""
    best = order(index, query, 2)
    found: dict[str, Candidate] = {}
    for ranking in rankings(index, query):
        for position, number in enumerate(ranking.scores.documents.tolist()):
            id = ranking.index.documents[number].id
            if id in ids and id not in found and ranking.fused[position] > -math.inf:
                ranked = RankedDocument(ranking, position)
                others = [other.score for other in best if other.entry != id]
                found[id] = candidate(index, query, ranked, ranked.score - max(others, default=-math.inf))
    return dict(sorted(found.items(), key=lambda item: -item[1].score))


def topic_of(base: KnowledgeBase, id: str | None) -> Topic | None:
    """The topic with this entry id; None if `id` is None or the entry is no longer public."""
    return Topic.of(base, id) if id in base.entries and id is not None else None


def retrieve(
    base: KnowledgeBase, index: KnowledgeIndex, contexts: Sequence[QueryContext], keep: int = KEEP
) -> list[Retrieved]:
    """The best candidates for every question. All questions are encoded in one call of the model."""
    if not contexts:
        return []
    topics = [topic_of(base, one.topic_id) for one in contexts]
    # A question that may be a follow-up is encoded twice: alone, and with the title of its topic.
    follow_ups = [
        (one, index.vocabulary.correct_spelling(normalize_query(f"{one.typed} {topic.title(one.language)}")))
        for one, topic in zip(contexts, topics, strict=True)
        if topic
    ]
    texts = [*(one.text for one in contexts), *(text for _, text in follow_ups)]
    languages = [*(one.language for one in contexts), *(one.language for one, _ in follow_ups)]
    encoded = index.encode(texts, languages)
    with_topic = iter(encoded[len(contexts) :])
    found = []
    for context, topic, own in zip(contexts, topics, encoded, strict=False):
        query = EncodedQuery(context, own)
        candidates = rank(index, query, order(index, query, keep))
        on_topic = candidates_among(index, EncodedQuery(context, next(with_topic)), topic.family) if topic else {}
        found.append(Retrieved(base, index, query, candidates, topic, on_topic))
    return found
