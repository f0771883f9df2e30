"""The one sentence of a passage that answers, where there is one. It never stands alone: the passage follows."""

import numpy as np

from bot.query.answer_type import held, lacking
from bot.reply import Language
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import Query
from bot.text.sentences import sentences

MOST = 12  # sentences that are looked at: each is a call of the model the first time
CLEAR = 0.05  # how much better than the next best it must cover the question


def lead(index: KnowledgeIndex, query: Query, passage: str, language: Language) -> str | None:
    """A sentence of the passage, word for word; None where the passage is one sentence, or no sentence stands out."""
    pieces = sentences(passage)[:MOST]
    if len(pieces) < 2:
        return None
    covers = index.compare(query, pieces, language)
    best, second = np.argsort(-covers)[:2]
    sentence = pieces[int(best)]
    # A sentence without a date does not answer when, however well it covers the words.
    short_of = lacking(query.kinds, held(sentence)) and not lacking(query.kinds, held(passage))
    return None if covers[best] - covers[second] < CLEAR or short_of else sentence
