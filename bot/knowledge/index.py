"""The searchable form of a knowledge base: token vectors and words of every text, language by language.

Built from what is public and never changed afterwards: whoever holds an index can finish with it while a newer one
is put in its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.knowledge.embedder import Embedder, Vectors, unit
from bot.knowledge.entry import LANGUAGES, DocumentSource, Entry
from bot.knowledge.lexical import WordIndex
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.spelling import Spelling
from bot.knowledge.tokens import TokenIndex, mean_token
from bot.reply import Language
from bot.text import dates
from bot.text.asking import Kind, held, kinds
from bot.text.thai import normalize, words

# Shares of the three rankings in the fused one; chosen by benchmarks/answers.py, see docs/benchmarks.md.
PASSAGE, CUE, WORDS = 0.3, 0.4, 0.3
KNOWN = 0.4  # added, in standard deviations, for a fact of the kind asked for that the entry carries as data


@dataclass(frozen=True)
class Document:
    """What is found as one: an entry in one language. `numbers` are its passages' numbers in the entry."""

    id: str
    language: Language
    passages: tuple[str, ...]
    numbers: tuple[int, ...]
    cues: tuple[str, ...] = ()  # title and sample questions: how people ask for it
    names: tuple[str, ...] = ()  # aliases, glossary forms, and its dates in words
    held: frozenset[Kind] = frozenset()  # kinds of answer that it has, as data or in its words
    known: frozenset[Kind] = frozenset()  # those of them that it carries as data


@dataclass(frozen=True)
class Query:
    """A question as the index needs it."""

    text: str
    language: Language
    words: tuple[str, ...]
    tokens: Vectors  # (n, d), not yet centred
    kinds: frozenset[Kind]  # kinds of answer that it asks for


@dataclass(frozen=True)
class Scores:
    """How each document of one language fares, all arrays (n_documents,).

    `passage` is MaxSim of the question over the best passage, `cue` mutual similarity with the best cue, `word`
    BM25, `fused` their weighted z-scores; `number` is the best passage's number.
    """

    passage: Vectors
    cue: Vectors
    word: Vectors
    fused: Vectors
    number: npt.NDArray[np.intp]


def zscore(values: Vectors) -> Vectors:
    """Distance from the mean in standard deviations; zeros where all are the same."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


class Rows:
    """Texts of many documents in one token index, with whose they are."""

    def __init__(self, texts: Sequence[Vectors], owners: Sequence[int], centre: Vectors) -> None:
        self.tokens = TokenIndex(texts, centre)
        self.owners = np.asarray(owners, dtype=np.intp)
        self.starts = np.flatnonzero(np.diff(self.owners, prepend=-1))

    def best(self, similarity: Vectors) -> Vectors:
        """The best of each document's rows; documents without a row are not among them."""
        return np.maximum.reduceat(similarity, self.starts)


class LanguageIndex:
    """All documents in one language."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder, names: tuple[str, ...]) -> None:
        self.documents = tuple(documents)
        passages = [(i, text) for i, document in enumerate(documents) for text in document.passages]
        cues = [(i, text) for i, document in enumerate(documents) for text in document.cues]
        encoded = [found.tokens for found in embedder.encode([text for _, text in passages], "passage")]
        asked = [found.tokens for found in embedder.encode([text for _, text in cues], "query")]
        dimension = encoded[0].shape[1]
        self.passage_centre = mean_token(encoded, dimension)
        self.query_centre = mean_token(asked, dimension) if asked else self.passage_centre
        self._passages = Rows(encoded, [i for i, _ in passages], self.passage_centre)
        self._cues = Rows(asked, [i for i, _ in cues], self.query_centre) if asked else None
        self._numbers = [document.numbers for document in documents]
        self.vocabularies = [frozenset(self._words(document, names)) for document in documents]
        self.lexical = WordIndex([list(self._words(document, names)) for document in documents])

    @staticmethod
    def _words(document: Document, names: tuple[str, ...]) -> Iterable[str]:
        for text in (*document.passages, *document.cues, *document.names):
            yield from words(normalize(text), names)

    def scores(self, query: Query, centre: Vectors) -> Scores:
        """Every document's scores. `centre` is the mean token of questions in the query's language."""
        question = unit(query.tokens - centre)
        similarity = self._passages.tokens.maxsim(question)
        passage = self._passages.best(similarity)
        number = np.asarray([self._best_number(i, similarity) for i in range(len(self.documents))], dtype=np.intp)
        cue = np.zeros_like(passage)
        same = bool(self.documents) and self.documents[0].language == query.language
        if self._cues is not None:
            rows = self._cues.owners[self._cues.starts]
            cue[rows] = self._cues.best(self._cues.tokens.mutual(question))
        # Words are compared within a language only: across languages they say nothing.
        word = self.lexical.scores(query.words) if same else np.zeros_like(passage)
        known = np.asarray([bool(query.kinds & document.known) for document in self.documents], dtype=np.float32)
        fused = PASSAGE * zscore(passage) + CUE * zscore(cue) + WORDS * zscore(word) + KNOWN * known
        return Scores(passage, cue, word, fused, number)

    def _best_number(self, document: int, similarity: Vectors) -> int:
        rows = np.flatnonzero(self._passages.owners == document)
        return self._numbers[document][int(similarity[rows].argmax())]


class KnowledgeIndex:
    """A knowledge base, ready to be searched."""

    def __init__(self, base: KnowledgeBase, embedder: Embedder) -> None:
        self.base = base
        self._embedder = embedder
        self.names = tuple(sorted({form for term in base.glossary for form in term.forms}))
        found = documents(base)
        texts = (text for d in found for text in (*d.passages, *d.cues, *d.names))
        self._spelling = Spelling(word for text in texts for word in words(normalize(text)))
        self.languages = {
            language: LanguageIndex([d for d in found if d.language == language], embedder, self.names)
            for language in LANGUAGES
            if any(d.language == language for d in found)
        }

    def query(self, text: str, language: Language) -> Query:
        """Normalise, mend spelling, cut into words, encode. Blocks for one model call."""
        text = self._spelling.mend(normalize(text))
        encoded = self._embedder.encode([text], "query")[0]
        return Query(text, language, tuple(words(text, self.names)), encoded.tokens, kinds(text))


def covered_paragraphs(base: KnowledgeBase) -> set[tuple[str, int]]:
    """Paragraphs of documents that other entries say, more precisely: those are found in their place."""
    sources = (entry.source for entry in base.entries.values())
    return {(source.document, source.paragraph) for source in sources if isinstance(source, DocumentSource)}


def documents(base: KnowledgeBase) -> list[Document]:
    """The base's entries as documents, in each language that they have."""
    covered = covered_paragraphs(base)
    forms: dict[str, list[str]] = {}
    for term in base.glossary:
        forms.setdefault(term.entry, []).extend(term.forms)
    found = []
    for entry in base.entries.values():
        for language, text in entry.texts.items():
            numbered = [(n, p) for n, p in enumerate(text.passages, 1) if (entry.id, n) not in covered]
            # A document that others cover whole is still found by its title, and then opens with its first paragraph.
            numbered = numbered or [(1, text.passages[0])]
            numbers, passages = zip(*numbered, strict=True)
            names = (*entry.aliases, *forms.get(entry.id, ()), *date_words(entry))
            cues = (text.title, *text.questions)
            known = known_kinds(entry)
            document = Document(
                entry.id, language, passages, numbers, cues, names, known | held(" ".join(passages)), known
            )
            found.append(document)
    return found


def known_kinds(entry: Entry) -> frozenset[Kind]:
    """Kinds of answer that the entry carries as data."""
    found = {Kind.TIME} if entry.event or entry.dates else set()
    if entry.event and (entry.event.place or entry.event.city):
        found.add(Kind.PLACE)
    return frozenset(found)


def date_words(entry: Entry) -> list[str]:
    """The entry's dates in both eras, so that a year is found however it is counted."""
    spoken_of = ([entry.event.iso] if entry.event else []) + list(entry.dates)
    return [dates.words(iso, language) for iso in spoken_of for language in ("th", "en")]
