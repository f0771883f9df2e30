"""From a question to the published words that answer it, or to the plain statement that none do.

This is the code that serves; what measures it (benchmarks/) calls it, never a copy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.answerability import Evidence, Verdict, judge
from bot.knowledge.index import KnowledgeIndex, LanguageIndex, Query
from bot.reply import Language
from bot.text.asking import lacking


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


def candidates(
    language_index: LanguageIndex, query: Query, centre_of: LanguageIndex, skip: frozenset[str] = frozenset()
) -> Iterator[Candidate]:
    """Every document of one language but those to skip, in no order."""
    scores = language_index.scores(query, centre_of.query_centre)
    for i, document in enumerate(language_index.documents):
        if document.id not in skip:
            evidence = Evidence(
                passage=float(scores.passage[i]),
                cue=float(scores.cue[i]),
                cross=document.language != query.language,
                lacking=lacking(query.text, document.held),
            )
            yield Candidate(document.id, document.language, int(scores.number[i]), float(scores.fused[i]), evidence)


def search(index: KnowledgeIndex, text: str, language: Language, keep: int = 5) -> Found:
    """Rank the entries in the question's language, and those in the other one that have no text in it.

    `score` is in standard deviations from the mean of its own language's documents, so that the two lists compare.
    """
    query = index.query(text, language)
    own = index.languages.get(language)
    ranked: list[Candidate] = []
    skip: frozenset[str] = frozenset()
    if own is not None:
        ranked += candidates(own, query, own)
        skip = frozenset(document.id for document in own.documents)
    for other, language_index in index.languages.items():
        if other != language:
            ranked += candidates(language_index, query, own or language_index, skip)
    ranked.sort(key=lambda candidate: -candidate.score)
    kept = ranked[:keep]
    return Found(judge([candidate.evidence for candidate in kept], [candidate.score for candidate in kept]), kept)
