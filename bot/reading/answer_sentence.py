"""Finds the words of a passage that answer the question, and their sentence. The whole passage is always shown."""

from dataclasses import dataclass

import numpy as np
import regex

from bot.query.answer_type import answer_type_mismatch, supported_types
from bot.reading.decision import Decision, Verdict
from bot.reading.read import Read
from bot.reply import Language
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import EncodedQuery
from bot.text.sentences import sentences

MAX_SENTENCES = 12  # sentences to compare; each needs one call of the model, after which it is cached
MIN_LEAD = 0.05  # minimum lead in coverage of the question over the second best sentence, a cosine difference
GRAPHEME = regex.compile(r"\X")
EDGE = " \t\n.,;:·–—"  # punctuation that is not marked at either end of the words
ABBREVIATION = regex.compile(r"(?<![\p{L}\p{M}])\p{L}\.$")  # the full stop of "น." and "p.m." is marked


@dataclass(frozen=True)
class Highlight:
    """`sentence`: the sentence of a passage that answers, verbatim; None if the passage is one sentence, or none stands
    out. `words`: characters (start, end) of the passage that answer; None without a reader."""

    sentence: str | None = None
    words: tuple[int, int] | None = None


NOTHING = Highlight()


def highlight(read: Read, decision: Decision, language: Language) -> Highlight:
    """What answers in the passage that is shown in `language`; nothing unless the verdict is ANSWERABLE."""
    if decision.verdict is not Verdict.ANSWERABLE:
        return NOTHING
    best, retrieved = decision.best, read.retrieved
    text = retrieved.base.entries[best.entry].in_language(language)
    passage = text.passages[min(best.passage_number, len(text.passages)) - 1]
    if best.reading and best.reading.answer and best.language == text.language:
        words = whole_characters(passage, *best.reading.answer)
        if words[0] < words[1]:
            return Highlight(sentence_of(passage, *words), words)
    return Highlight(answer_sentence(retrieved.index, retrieved.query, passage, text.language))


def whole_characters(passage: str, start: int, end: int) -> tuple[int, int]:
    """The range without punctuation at its ends, and widened where it would cut a character as readers see it (a Thai
    consonant with its marks)."""
    while start < end and passage[start] in EDGE:
        start += 1
    while end > start and passage[end - 1] in EDGE and not ABBREVIATION.search(passage, start, end):
        end -= 1
    bounds = [found.span() for found in GRAPHEME.finditer(passage)]
    return (
        max((a for a, _ in bounds if a <= start), default=start),
        min((b for _, b in bounds if b >= end), default=end),
    )


def sentence_of(passage: str, start: int, end: int) -> str | None:
    """The sentence that holds most of these characters of the passage; None if the passage is one sentence."""
    pieces, at, best = sentences(passage), 0, (0, "")
    if len(pieces) < 2:
        return None
    for piece in pieces:
        at = passage.index(piece, at)
        best = max(best, (min(end, at + len(piece)) - max(start, at), piece), key=lambda one: one[0])
        at += len(piece)
    return best[1] or None


def answer_sentence(index: KnowledgeIndex, query: EncodedQuery, passage: str, language: Language) -> str | None:
    """A sentence of the passage, verbatim; None if the passage is one sentence or no sentence leads by MIN_LEAD."""
    pieces = sentences(passage)[:MAX_SENTENCES]
    if len(pieces) < 2:
        return None
    coverage = index.compare(query, pieces, language)
    best, second = np.argsort(-coverage)[:2]
    if coverage[best] - coverage[second] < MIN_LEAD:
        return None
    sentence = pieces[int(best)]
    # If the passage has the expected type of answer (a date, say), the sentence must have it too.
    expected = query.context.expected_types
    only_in_other_sentence = answer_type_mismatch(expected, supported_types(sentence)) and not answer_type_mismatch(
        expected, supported_types(passage)
    )
    return None if only_in_other_sentence else sentence
