"""From a question to the published words that answer it, or to the plain statement that none do.

This is the code that serves; what measures it (benchmarks/) calls it, never a copy.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.answerability import Evidence, Verdict, judge
from bot.knowledge.index import KnowledgeIndex, LanguageIndex, Query
from bot.reply import Language
from bot.text.asking import lacking

PRIOR = 0.3  # standard deviations for each factor e between the numbers of entries of two languages


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer, with the passage that would be shown and what speaks for it."""

    entry: str
    language: Language
    number: int
    score: float
    evidence: Evidence


@dataclass(frozen=True)
class Found:
    """A question's outcome: the verdict, and the candidates from the best down (never empty)."""

    verdict: Verdict
    candidates: Sequence[Candidate]

    @property
    def best(self) -> Candidate:
        return self.candidates[0]


def candidates(index: LanguageIndex, query: Query, skip: frozenset[str] = frozenset()) -> Iterator[Candidate]:
    """Every document of one language but those to skip, in no order."""
    scores = index.scores(query)
    for i, document in enumerate(index.documents):
        if document.id not in skip:
            evidence = Evidence(
                passage=float(scores.passage[i]),
                cue=float(scores.cue[i]),
                named=bool(scores.named[i]),
                lacking=lacking(query.kinds, document.held),
            )
            number = index.best_number(i, scores)
            yield Candidate(document.id, document.language, number, float(scores.fused[i]), evidence)


def rank(index: KnowledgeIndex, query: Query) -> list[Candidate]:
    """All entries from the best down: those in the question's language, and from the other one those without a text
    in it. `score` is in standard deviations from the mean of its own language, so that the two lists compare."""
    own = index.languages.get(query.language)
    here = frozenset(document.id for document in own.documents) if own else frozenset()
    ranked = list(candidates(own, query)) if own else []
    for language, other in index.languages.items():
        if language != query.language:
            strangers = list(candidates(other, query, here))
            # The fewer entries there are without a text in the question's language, the less likely is one meant.
            odds = len(here) / len(strangers) if here and strangers else 1.0
            handicap = PRIOR * max(0.0, math.log(odds))
            ranked += [replace(candidate, score=candidate.score - handicap) for candidate in strangers]
    return sorted(ranked, key=lambda candidate: -candidate.score)


def verdict(ranked: Sequence[Candidate]) -> Verdict:
    return judge([candidate.evidence for candidate in ranked], [candidate.score for candidate in ranked])


def search(index: KnowledgeIndex, text: str, language: Language, keep: int = 5) -> Found:
    """The verdict on a question, and its best candidates."""
    kept = rank(index, index.query(text, language))[:keep]
    return Found(verdict(kept), kept)
