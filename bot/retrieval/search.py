"""From a question to the published words that answer it, or to the plain statement that none do.

This is the code that serves; what measures it (benchmarks/) calls it, never a copy.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.embedding.embedder import Vectors
from bot.reading.decision import Verdict, calibration, judge
from bot.reply import Language
from bot.retrieval.features import Signals, signals
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import BRIDGE, TRANSLATED_CUE, TRANSLATION, LanguageIndex, Query, Scores

PRIOR = 0.3  # standard deviations for each factor e between the numbers of entries of two languages
KEEP = 3


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer, with the passage that would be shown and what speaks for it."""

    entry: str
    language: Language
    number: int
    score: float  # standard deviations from the mean of its own language: those of two languages compare
    signals: Signals

    @cached_property
    def probability(self) -> float:
        """That it answers the question, 0 to 1."""
        return calibration().probability(self.signals)


@dataclass(frozen=True)
class Found:
    """A question's outcome: the verdict, the candidates from the best down (never empty), and those to show."""

    verdict: Verdict
    candidates: Sequence[Candidate]
    shown: Sequence[Candidate]

    @property
    def best(self) -> Candidate:
        return self.candidates[0]


@dataclass(frozen=True)
class Ranking:
    """One language's documents that may be meant, `fused` (n,) comparable to the other language's."""

    index: LanguageIndex
    scores: Scores
    fused: Vectors

    def first(self, count: int) -> Iterator["Place"]:
        """The best places, at most `count`."""
        for position in np.argsort(-self.fused, kind="stable")[:count]:
            if self.fused[position] > -np.inf:
                yield Place(self, int(position))


@dataclass(frozen=True)
class Place:
    """A document at its position in a ranking."""

    ranking: Ranking
    position: int

    @property
    def score(self) -> float:
        return float(self.ranking.fused[self.position])

    @property
    def entry(self) -> str:
        return self.ranking.index.documents[int(self.ranking.scores.numbers[self.position])].id


def rankings(index: KnowledgeIndex, query: Query) -> Iterator[Ranking]:
    """The documents in the question's language, then from the other one those without a text in it."""
    ordered = sorted(index.languages, key=lambda language: language != query.language)
    found = {language: index.languages[language].scores(query) for language in ordered}
    own = index.languages.get(query.language)
    here = own.ids if own else frozenset()
    for language, scores in found.items():
        other = index.languages[language]
        if other is own:
            across = [(index.languages[name], found[name]) for name in found if name != language]
            yield Ranking(other, scores, anchored(scores, with_translations(other, scores, across)))
            continue
        # The fewer entries there are without a text in the question's language, the less likely is one meant.
        strangers = len(other.ids - here)
        handicap = PRIOR * max(0.0, math.log(len(here) / strangers)) if here and strangers else 0.0
        translated = np.asarray([other.documents[i].id in here for i in scores.numbers], dtype=bool)
        yield Ranking(other, scores, np.where(translated, -np.inf, scores.fused - handicap))


def with_translations(own: LanguageIndex, scores: Scores, across: Sequence[tuple[LanguageIndex, Scores]]) -> Vectors:
    """The fused scores, with what the same entries' texts in the other language say for them."""
    fused = scores.fused
    for other, theirs in across:
        told = TRANSLATION * theirs.alike + TRANSLATED_CUE * theirs.asked
        evidence = {other.documents[i].id: value for i, value in zip(theirs.numbers, told, strict=True)}
        fused = fused + np.asarray([evidence.get(own.documents[i].id, 0.0) for i in scores.numbers], dtype=np.float32)
    return fused


def anchored(scores: Scores, fused: Vectors) -> Vectors:
    """Only the dense scores of two languages compare: the best of each stands where they put it."""
    best = int(fused.argmax())
    anchor: Vectors = fused - fused[best] + scores.dense.max() + BRIDGE * scores.named[best]
    return anchor


def order(index: KnowledgeIndex, query: Query, keep: int) -> list[Place]:
    """The best entries, at most `keep`, from the best down."""
    best = [place for ranking in rankings(index, query) for place in ranking.first(keep)]
    return sorted(best, key=lambda place: -place.score)[:keep]


def rank(index: KnowledgeIndex, query: Query, places: Sequence[Place]) -> list[Candidate]:
    """What is to be known of these places, the first of an order."""
    top = places[0].score
    second = places[1].score if len(places) > 1 else -math.inf
    return [candidate(index, query, place, place.score - (top if i else second)) for i, place in enumerate(places)]


def candidate(index: KnowledgeIndex, query: Query, place: Place, margin: float) -> Candidate:
    """`margin` is the distance from the next best."""
    ranking, position = place.ranking, place.position
    scores, number = ranking.scores, int(ranking.scores.numbers[position])
    document = ranking.index.documents[number]
    found = signals(
        index,
        query,
        document,
        passage=float(scores.passage[position]),
        cue=float(scores.cue[position]),
        meaning=float(scores.meaning[position]),
        named=bool(scores.named[position]),
        margin=margin,
    )
    passage = ranking.index.number(number, scores.best_part(position))
    return Candidate(document.id, document.language, passage, place.score, found)


def search(index: KnowledgeIndex, text: str, language: Language, keep: int = KEEP) -> Found:
    """The verdict on a question, and its best candidates."""
    return find(index, index.queries([text], [language])[0], keep)


def find(index: KnowledgeIndex, query: Query, keep: int = KEEP) -> Found:
    """The same, of a question that is ready."""
    kept = rank(index, query, order(index, query, keep))
    verdict, shown = judge([candidate.signals for candidate in kept], [candidate.score for candidate in kept])
    return Found(verdict, kept, [kept[i] for i in shown])
