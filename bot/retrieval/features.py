"""The features of a candidate, from which the decision makes a probability (bot/reading/decision.py)."""

import re
from dataclasses import dataclass

from bm25s.stopwords import STOPWORDS_EN
from pythainlp.corpus.common import thai_stopwords

from bot.query.context import QueryContext
from bot.query.entities import countries, unmatched_names
from bot.retrieval.background_queries import usual_words
from bot.retrieval.documents import Document
from bot.retrieval.index import KnowledgeIndex
from bot.text.months import named_months

MAX_MARGIN = 3.0  # standard deviations; larger margins carry no more information
QUESTION_WORDS = (
    "what when where who whom whose which why how do does did has have had can could will would shall should may might"
    " about any all some there their it its me my you your we our us tell know please name give list many much more"
    " he she they him her them this these those been being am i s t ชื่อ กี่ ไหม เท่าไร คะ ครับ ค่ะ"
).split()
STOPWORDS = frozenset(STOPWORDS_EN) | thai_stopwords() | frozenset(QUESTION_WORDS)
NAMED = 0.25  # added to the strength of a candidate that the question names
COMMON_COUNTRY = 0.3  # share of all documents that name a country from which it never counts as unmatched


@dataclass(frozen=True)
class Features:
    """Features of one candidate.

    `group` is the calibration group: same language or across, with sample questions or "bare" (without). `passage` is
    MaxSim over the best passage, `sample_question` the mutual similarity with the best sample question (the passage's
    where there is none), `meaning` the sentence encoder's cosine, `margin` the distance from the next best in standard
    deviations, `coverage` the share of the question's content words that the document holds, weighted by inverse
    document frequency. `named`: the question contains a name of the document. `unmatched_entity`: the question names
    somebody or something that the document does not contain. `answer_type_mismatch`: the document has no answer of an
    expected type.
    """

    group: str
    passage: float
    sample_question: float
    meaning: float
    margin: float
    coverage: float
    named: bool
    unmatched_entity: bool
    answer_type_mismatch: bool

    @property
    def strength(self) -> float:
        """Similarity of question and document, plus a bonus for a shared name: a bare name has little similarity to any
        sentence."""
        return self.passage + self.sample_question + NAMED * self.named * self.coverage

    def row(self) -> list[float]:
        """The values in the order of FEATURES."""
        return [float(getattr(self, name)) for name in FEATURES]


FEATURES = ("strength", "meaning", "margin", "coverage", "unmatched_entity", "answer_type_mismatch")


def holds(text: str, word: str) -> bool:
    """Whether a text in lower case contains a word: Thai anywhere, other words from their beginning."""
    if word[0].isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None
    return word in text


def coverage(question: QueryContext, text: str, index: KnowledgeIndex) -> float:
    """Share of the question's content words that a text contains, weighted by inverse document frequency; 1 for no
    words."""
    content = {word for word in question.words if word not in STOPWORDS}
    weights = {word: index.idf(word, question.language) for word in content}
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if holds(text, word)) / total if total else 1.0


def has_unknown_word(question: QueryContext, index: KnowledgeIndex) -> bool:
    """Whether the question holds a word that neither the base nor a usual question to a press desk has."""
    content = {word for word in question.words if word not in STOPWORDS and not word.isdigit()}
    return any(not index.has(word) for word in content - usual_words(question.language))


def has_unmatched_entity(question: QueryContext, text: str, index: KnowledgeIndex) -> bool:
    """Whether the question names a country, a month or a name that the text does not contain. The meeting's own name,
    place and month never count as unmatched."""
    text = f"{text}\n{index.meeting_words}"
    if question.months and not question.months & named_months(text):
        return True
    unmatched = question.countries - countries(text) if question.countries else frozenset()
    if any(index.share_naming(code) < COMMON_COUNTRY for code in unmatched):
        return True
    return bool(unmatched_names(question.names, text))


def features_of(
    index: KnowledgeIndex,
    question: QueryContext,
    document: Document,
    *,
    passage: float,
    sample_question: float,
    meaning: float,
    named: bool,
    margin: float,
) -> Features:
    text = index.text(document.id)
    language = "own" if document.language == question.language else "across"
    return Features(
        group=f"{language}-{'questions' if document.sample_questions else 'bare'}",
        passage=passage,
        sample_question=sample_question,
        meaning=meaning,
        margin=max(-MAX_MARGIN, min(MAX_MARGIN, margin)),
        coverage=coverage(question, text, index),
        named=named,
        unmatched_entity=has_unmatched_entity(question, text, index),
        answer_type_mismatch=document.lacks(question.expected_types, question.expected_items),
    )
