"""The one sentence of a passage that answers, where there is one. It never stands alone: the passage follows."""

import numpy as np

from bot.query.answer_type import answer_type_mismatch, supported_types
from bot.reading.decision import Decision, Verdict
from bot.reply import Language
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import EncodedQuery
from bot.retrieval.search import Retrieved
from bot.text.sentences import sentences

MAX_SENTENCES = 12  # sentences that are compared: each is a call of the model the first time
MIN_LEAD = 0.05  # how much better than the next best it must cover the question, a cosine


def answer_sentence(index: KnowledgeIndex, query: EncodedQuery, passage: str, language: Language) -> str | None:
    """A sentence of the passage, word for word; None where the passage is one sentence, or no sentence stands out."""
    pieces = sentences(passage)[:MAX_SENTENCES]
    if len(pieces) < 2:
        return None
    covers = index.compare(query, pieces, language)
    best, second = np.argsort(-covers)[:2]
    if covers[best] - covers[second] < MIN_LEAD:
        return None
    sentence = pieces[int(best)]
    # A sentence without a date does not answer when, however well it covers the words.
    expected = query.context.expected_types
    elsewhere = answer_type_mismatch(expected, supported_types(sentence)) and not answer_type_mismatch(
        expected, supported_types(passage)
    )
    return None if elsewhere else sentence


def leading_sentence(retrieved: Retrieved, decision: Decision, language: Language) -> str | None:
    """The answering sentence of the passage that is shown in `language`; None where nothing answers."""
    if decision.verdict is not Verdict.ANSWERABLE:
        return None
    best = decision.best
    text = retrieved.base.entries[best.entry].in_language(language)
    passage = text.passages[min(best.number, len(text.passages)) - 1]
    return answer_sentence(retrieved.index, retrieved.query, passage, text.language)
