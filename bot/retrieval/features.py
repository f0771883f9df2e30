"""Features of a candidate, from which bot/reading/decision.py computes the probability that it answers."""

import re
from dataclasses import dataclass

from bm25s.stopwords import STOPWORDS_EN
from pythainlp.corpus.common import thai_stopwords

from bot.query.context import QueryContext
from bot.query.entities import countries, unmatched_names
from bot.retrieval.background_queries import common_request_words
from bot.retrieval.documents import Document
from bot.retrieval.index import KnowledgeIndex
from bot.text.months import named_months

MAX_MARGIN = 3.0  # standard deviations; margins are clipped to this, because larger ones are no better
QUESTION_WORDS = (
    "what when where who whom whose which why how do does did has have had can could will would shall should may might"
    " about any all some there their it its me my you your we our us tell know please name give list many much more"
    " he she they him her them this these those been being am i s t ชื่อ กี่ ไหม เท่าไร คะ ครับ ค่ะ"
).split()
STOPWORDS = frozenset(STOPWORDS_EN) | thai_stopwords() | frozenset(QUESTION_WORDS)
NAME_BONUS = 0.25  # added to `strength`, times coverage, if the question contains a name of the document
COMMON_COUNTRY_SHARE = 0.3  # a country that at least this share of the entries name never counts as unmatched


@dataclass(frozen=True)
class Features:
    """Features of one candidate.

    Only candidates of the same `group` are comparable: it says whether question and document have the same language,
    and whether the document has sample questions.
    `passage`: MaxSim of the best part of a passage. `sample_question`: mutual similarity with the best sample question;
    equal to `passage` if no document in the language has one. `meaning`: cosine of the sentence encoder's vectors.
    `margin`: difference from the next best score, in standard deviations. `coverage`: share of the question's content
    words that the entry contains, weighted by inverse document frequency. `named`: the question contains a name of the
    document. `unmatched_entity`: the question names an entity that the entry does not contain. `answer_type_mismatch`:
    the document has no answer of an expected type.
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
        """Similarity of question and document, plus a bonus for a name: a bare name is similar to no text."""
        return self.passage + self.sample_question + NAME_BONUS * self.named * self.coverage

    def row(self) -> list[float]:
        """The values in the order of FEATURES."""
        return [float(getattr(self, name)) for name in FEATURES]


FEATURES = ("strength", "meaning", "margin", "coverage", "unmatched_entity", "answer_type_mismatch")


def contains_word(text: str, word: str) -> bool:
    """Whether a text in lower case contains a word: Thai anywhere, a Latin word only at the start of a word."""
    if word[0].isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None
    return word in text


def coverage(question: QueryContext, text: str, index: KnowledgeIndex) -> float:
    """Share of the question's content words in a text, weighted by inverse document frequency; 1 if it has none."""
    content = {word for word in question.words if word not in STOPWORDS}
    weights = {word: index.idf(word, question.language) for word in content}
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if contains_word(text, word)) / total if total else 1.0


def has_unknown_word(question: QueryContext, index: KnowledgeIndex) -> bool:
    """Whether the question contains a word that is neither in the index nor common in questions to a press desk."""
    content = {word for word in question.words if word not in STOPWORDS and not word.isdigit()}
    return any(not index.has(word) for word in content - common_request_words(question.language))


def has_unmatched_entity(question: QueryContext, text: str, index: KnowledgeIndex) -> bool:
    """Whether the question names a country, a month or another entity that the text does not contain.

    The meeting's own name, place and month never count as unmatched, even if the text does not contain them.
    """
    text = f"{text}\n{index.meeting_words}"
    if question.months and not question.months & named_months(text):
        return True
    unmatched = question.countries - countries(text) if question.countries else frozenset()
    if any(index.country_share(code) < COMMON_COUNTRY_SHARE for code in unmatched):
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
    """The features of a document for a question. The arguments have the meanings given in `Features`."""
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
        answer_type_mismatch=document.cannot_answer(question.expected_types, question.expected_items),
    )
