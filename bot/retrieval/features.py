"""What speaks for a candidate and what against it, as numbers: from these a probability is made (answerability.py)."""

import re
from dataclasses import dataclass

from bm25s.stopwords import STOPWORDS_EN
from pythainlp.corpus.common import thai_stopwords

from bot.retrieval.background_queries import usual_words
from bot.retrieval.documents import Document
from bot.retrieval.entities import countries, missing
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import Query
from bot.text.dates import months

WIDEST = 3.0  # standard deviations: a margin beyond it tells nothing more
ASKING = (
    "what when where who whom whose which why how do does did has have had can could will would shall should may might"
    " about any all some there their it its me my you your we our us tell know please name give list many much more"
    " he she they him her them this these those been being am i s t ชื่อ กี่ ไหม เท่าไร คะ ครับ ค่ะ"
).split()
EMPTY = frozenset(STOPWORDS_EN) | thai_stopwords() | frozenset(ASKING)
NAMED = 0.25  # what being called by name adds to a candidate's strength
COMMON = 0.3  # a country that this share of all documents names is no stranger to any


@dataclass(frozen=True)
class Signals:
    """Of one candidate. `group` says which of them can be compared: the languages of question and document, and whether
    the document brings sample questions along."""

    group: str
    passage: float  # MaxSim over its best passage: a cosine of centred tokens
    cue: float  # mutual similarity with its best sample question; the passage's where it has none
    meaning: float  # that of question and passage compared, whatever their languages: a cosine of centred vectors
    margin: float  # score less that of the next best, in standard deviations
    coverage: float  # share of the question's content words that it holds, by how telling they are
    named: bool  # the question calls it by a name
    strange: bool  # the question names somebody or something that it does not hold
    lacking: bool  # it has no answer of the kind asked for: no sum of money, no hours, no list of 26

    @property
    def strength(self) -> float:
        """How alike question and document are, however that shows: a bare name is hardly alike to any sentence, but a
        name among much else is no more than that."""
        return self.passage + self.cue + NAMED * self.named * self.coverage

    def row(self) -> list[float]:
        """In the order of FEATURES."""
        return [float(getattr(self, name)) for name in FEATURES]


FEATURES = ("strength", "meaning", "margin", "coverage", "strange", "lacking")


def holds(text: str, word: str) -> bool:
    """Whether a text in lower case holds a word: Thai anywhere, since it knows no borders, else from a word's start."""
    if word[0].isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None
    return word in text


def coverage(query: Query, text: str, index: KnowledgeIndex) -> float:
    """Share of the question's content words that a text holds, each counted by its inverse document frequency; 1 where
    it has none."""
    content = {word for word in query.words if word not in EMPTY}
    weights = {word: index.idf(word, query.language) for word in content}
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if holds(text, word)) / total if total else 1.0


def is_elsewhere(query: Query, index: KnowledgeIndex) -> bool:
    """Whether the question speaks of what neither the base nor a usual question to a press desk has a word for."""
    content = {word for word in query.words if word not in EMPTY and not word.isdigit()}
    return any(not index.has(word) for word in content - usual_words(query.language))


def is_strange(query: Query, text: str, index: KnowledgeIndex) -> bool:
    """Whether the question names a country, a month or another thing that a text does not hold; another text's holding
    it proves nothing. The meeting's own names, place and month are strange to nothing."""
    text = f"{text}\n{index.occasion}"
    if query.months and not query.months & months(text):
        return True
    abroad = query.countries - countries(text) if query.countries else frozenset()
    return any(index.share_naming(code) < COMMON for code in abroad) or bool(missing(query.names, text))


def signals(
    index: KnowledgeIndex,
    query: Query,
    document: Document,
    *,
    passage: float,
    cue: float,
    meaning: float,
    named: bool,
    margin: float,
) -> Signals:
    text = index.text(document.id)
    return Signals(
        group=("own" if document.language == query.language else "across") + ("-cued" if document.cues else "-bare"),
        passage=passage,
        cue=cue,
        meaning=meaning,
        margin=max(-WIDEST, min(WIDEST, margin)),
        coverage=coverage(query, text, index),
        named=named,
        strange=is_strange(query, text, index),
        lacking=document.lacks(query.kinds, query.items),
    )
