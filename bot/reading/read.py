"""The read stage: reads the best candidates of each question, best first until one is sure.

The candidates of all waiting questions are read in one batch. Without a reader, the probability that a candidate
answers comes from its features alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.reading.cache import CachedReader
from bot.reading.calibration import ReaderCalibration, calibration
from bot.reading.excerpt import Excerpt, excerpt
from bot.reading.reader import Finding, Text
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import Candidate, Retrieved

MAX_READ = 3  # candidates of a question
MAX_RELATED_READ = 5  # the topic of a follow-up, and entries related to it
SURE = 0.9  # probability from which no further candidate is read


@dataclass(frozen=True)
class Reading:
    """What was read of a candidate. `score`: the reader's log-odds that it answers, not calibrated. `answer`: the words
    that answer best, as characters (start, end) of the candidate's passage; None if the reader does not find words."""

    score: float
    answer: tuple[int, int] | None


@dataclass(frozen=True)
class ReadCandidate(Candidate):
    """A candidate with the probability that it answers; `reading` is None if it was not read."""

    probability: float
    reading: Reading | None = None

    @classmethod
    def unread(cls, candidate: Candidate) -> "ReadCandidate":
        """The candidate, judged by its features."""
        return cls(**vars(candidate), probability=calibration().probability(candidate.features))


@dataclass(frozen=True)
class Read:
    """What was retrieved for a question, with its candidates as they were read, likeliest first.

    `on_topic`: for a follow-up, the topic's entry and those related to it, by entry id.
    """

    retrieved: Retrieved
    candidates: Sequence[ReadCandidate]
    on_topic: Mapping[str, ReadCandidate]


def read(found: Sequence[Retrieved], reader: CachedReader | None) -> list[Read]:
    """The candidates of each question, as read; judged by their features if there is no reader. Blocks."""
    candidates = [[ReadCandidate.unread(one) for one in each.candidates] for each in found]
    related = [[ReadCandidate.unread(one) for one in each.on_topic.values()] for each in found]
    if reader is not None:
        read_places(found, related, range(MAX_RELATED_READ), reader)
        read_places(found, candidates, range(1), reader)
        unsure = [i for i, own in enumerate(candidates) if own[0].probability < SURE]
        read_places([found[i] for i in unsure], [candidates[i] for i in unsure], range(1, MAX_READ), reader)
    return [
        Read(one, likeliest_first(own), {each.entry: each for each in topical})
        for one, own, topical in zip(found, candidates, related, strict=True)
    ]


def read_places(
    found: Sequence[Retrieved], candidates: Sequence[list[ReadCandidate]], places: range, reader: CachedReader
) -> None:
    """Read the candidates at these places of each question's list, and replace them there."""
    jobs = [(i, k) for i, own in enumerate(candidates) for k in places if k < len(own)]
    if jobs:
        asked = [(found[i].query.context.text, candidates[i][k]) for i, k in jobs]
        for (i, k), one in zip(jobs, read_candidates(found[0].index, asked, reader), strict=True):
            candidates[i][k] = one


def read_candidates(
    index: KnowledgeIndex, asked: Sequence[tuple[str, ReadCandidate]], reader: CachedReader
) -> list[ReadCandidate]:
    """The candidates, each read for its question, with the passage that holds the words that answer."""
    excerpts = [excerpt(index.document(one.entry, one.language), one.passage_number) for _, one in asked]
    texts = [Text(each.title, each.text) for each in excerpts]
    findings = reader.read([(question, text) for (question, _), text in zip(asked, texts, strict=True)])
    return [
        as_read(candidate, each, finding, reader.calibration)
        for (_, candidate), each, finding in zip(asked, excerpts, findings, strict=True)
    ]


def as_read(candidate: ReadCandidate, text: Excerpt, finding: Finding, calibration: ReaderCalibration) -> ReadCandidate:
    probability = calibration.probability(finding.score, candidate.features)
    if finding.words is None:
        return replace(candidate, probability=probability, reading=Reading(finding.score, None))
    number, start, end = text.locate(*finding.words)
    reading = Reading(finding.score, (start, end))
    return replace(candidate, passage_number=number, probability=probability, reading=reading)


def likeliest_first(candidates: Sequence[ReadCandidate]) -> list[ReadCandidate]:
    """The candidates that were read, likeliest first, then the others in their order."""
    return sorted(candidates, key=lambda one: -one.probability if one.reading else 1)
