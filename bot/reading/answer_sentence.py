"""Finds the sentence of a passage that answers the question. It is only shown together with the whole passage."""

import numpy as np

from bot.query.answer_type import answer_type_mismatch, supported_types
from bot.reading.decision import Decision, Verdict
from bot.reply import Language
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import EncodedQuery
from bot.retrieval.search import Retrieved
from bot.text.sentences import sentences

MAX_SENTENCES = 12  # sentences to compare; each needs one call of the model, after which it is cached
MIN_LEAD = 0.05  # minimum lead in coverage of the question over the second best sentence, a cosine difference


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


def leading_sentence(retrieved: Retrieved, decision: Decision, language: Language) -> str | None:
    """The answering sentence of the passage that is shown in `language`; None unless the verdict is ANSWERABLE."""
    if decision.verdict is not Verdict.ANSWERABLE:
        return None
    best = decision.best
    text = retrieved.base.entries[best.entry].in_language(language)
    passage = text.passages[min(best.passage_number, len(text.passages)) - 1]
    return answer_sentence(retrieved.index, retrieved.query, passage, text.language)
