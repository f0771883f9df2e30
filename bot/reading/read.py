"""The read stage: reads the best candidates of each question, best first until one is sure.

The candidates of all waiting questions are read in one batch. Without a reader, the probability that a candidate
answers comes from its features alone.
"""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.reading.cache import CachedReader
from bot.reading.calibration import ANSWER_THRESHOLD, ReaderCalibration, calibration
from bot.reading.excerpt import Excerpt, excerpt
from bot.reading.reader import Finding, Text
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import Candidate, Retrieved

log = logging.getLogger(__name__)
MAX_READ = 3  # candidates of a question
MAX_RELATED_READ = 5  # the topic of a follow-up, and the entries related to it that come next; others are left out
SURE = 0.9  # probability from which no further candidate is read
BUDGET = 0.4  # seconds after which no further candidates of these questions are read
AT_ONCE = 8  # questions that are read between two looks at the clock
CLOSE = 0.2  # difference in probability within which the order of retrieval decides between two answers


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

    `on_topic`: for a follow-up, the topic's entry and those related to it, by entry id; with a reader, those it read.
    """

    retrieved: Retrieved
    candidates: Sequence[ReadCandidate]
    on_topic: Mapping[str, ReadCandidate]


def read(found: Sequence[Retrieved], reader: CachedReader | None) -> list[Read]:
    """The candidates of each question, as read; judged by their features if there is no reader, or it fails. Blocks."""
    if reader is not None:
        try:
            return read_best_first(found, reader)
        except Exception:  # ONNX Runtime and PyTorch raise classes of their own; none of them may cost an answer
            log.exception("the reader failed; these questions are judged by likeness")
    return [
        Read(one, unread(one.candidates), {each.entry: each for each in unread(one.on_topic.values())}) for one in found
    ]


def unread(candidates: Iterable[Candidate]) -> list[ReadCandidate]:
    return [ReadCandidate.unread(one) for one in candidates]


def read_best_first(found: Sequence[Retrieved], reader: CachedReader) -> list[Read]:
    """The candidates of each question, as read: the first one and its topic, and the next ones until one is sure, or
    BUDGET is spent: many questions at once are read less deeply, so that none misses its deadline."""
    until = time.monotonic() + BUDGET
    candidates = [unread(each.candidates) for each in found]
    related = [unread(topic_first(each)[:MAX_RELATED_READ]) for each in found]
    read_place(found, candidates, 0, reader)
    read_place(found, related, 0, reader)
    for lists, deepest in ((candidates, MAX_READ), (related, MAX_RELATED_READ)):
        for place in range(1, deepest):
            unsure = [i for i, own in enumerate(lists) if all(one.probability < SURE for one in own[:place])]
            for at in range(0, len(unsure), AT_ONCE):
                if time.monotonic() < until:
                    few = unsure[at : at + AT_ONCE]
                    read_place([found[i] for i in few], [lists[i] for i in few], place, reader)
    return [
        Read(one, likeliest_first(own), {each.entry: each for each in topical if each.reading})
        for one, own, topical in zip(found, candidates, related, strict=True)
    ]


def topic_first(found: Retrieved) -> list[Candidate]:
    """The topic of a follow-up, then the entries related to it, best first; none if it is not a follow-up."""
    topic = found.topic and found.topic.entry.id
    return sorted(found.on_topic.values(), key=lambda one: one.entry != topic)


def read_place(
    found: Sequence[Retrieved], candidates: Sequence[list[ReadCandidate]], place: int, reader: CachedReader
) -> None:
    """Read the candidate at this place of each question's list, and replace it there."""
    jobs = [i for i, own in enumerate(candidates) if place < len(own)]
    if jobs:
        asked = [(found[i].query.context.text_to_read, candidates[i][place]) for i in jobs]
        for i, one in zip(jobs, read_candidates(found[0].index, asked, reader), strict=True):
            candidates[i][place] = one


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
    if start >= end:  # only the line break between two passages
        return replace(candidate, probability=probability, reading=Reading(finding.score, None))
    reading = Reading(finding.score, (start, end))
    return replace(candidate, passage_number=number, probability=probability, reading=reading)


def likeliest_first(candidates: Sequence[ReadCandidate]) -> list[ReadCandidate]:
    """The candidates that were read, likeliest first, then the others in their order. Of those that read as answers,
    the one found first comes first unless another is likelier by more than CLOSE."""
    found = sorted(candidates, key=lambda one: -one.probability if one.reading else 1)
    close = max(ANSWER_THRESHOLD, found[0].probability - CLOSE)
    first = next((one for one in candidates if one.reading and one.probability >= close), found[0])
    return [first, *(one for one in found if one is not first)]


def answer_words(index: KnowledgeIndex, candidate: ReadCandidate) -> str | None:
    """The words that the reader found in a candidate; None if it was not read, or the reader finds no words."""
    if candidate.reading is None or candidate.reading.answer is None:
        return None
    start, end = candidate.reading.answer
    document = index.document(candidate.entry, candidate.language)
    return document.passages[document.numbers.index(candidate.passage_number)][start:end]
