"""The searchable form of a knowledge base: token vectors and words of every text, language by language.

Built from what is public and never changed afterwards: whoever holds an index can finish with it while a newer one
is put in its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.knowledge.embedder import Embedder, Vectors, unit
from bot.knowledge.entry import LANGUAGES, DocumentSource, Entry
from bot.knowledge.lexical import WordIndex
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.parts import cut
from bot.knowledge.spelling import Spelling
from bot.knowledge.tokens import TokenIndex, mean_token
from bot.knowledge.typical import typical_questions
from bot.reply import Language
from bot.text import dates
from bot.text.asking import Kind, held, kinds
from bot.text.thai import normalize, words

# Shares of the three rankings in the fused one; chosen by benchmarks/answers.py, see docs/benchmarks.md.
PASSAGE, CUE, WORDS = 0.3, 0.4, 0.3
TOKENS = 0.6  # the share of token similarity in the dense score; the rest is the single vector's
NAMED = 0.5  # added for a document that the question calls by one of its names, in whichever language
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
    vector: Vectors  # (d,), likewise
    token_centre: Vectors  # (d,), the means of questions in its language
    vector_centre: Vectors
    kinds: frozenset[Kind]  # kinds of answer that it asks for


@dataclass(frozen=True)
class Scores:
    """How each document of one language fares, arrays (n_documents,) but `parts`, (n_parts,).

    `passage` is MaxSim of the question over the best part of a passage, `cue` mutual similarity with the best cue (the
    passage's again where there are no cues), `named` 1 where the question calls the document by a name, `fused` all
    rankings together, in standard deviations. Cosines are of centred vectors.
    """

    passage: Vectors
    cue: Vectors
    fused: Vectors
    named: Vectors
    parts: Vectors


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
        parts = [
            (i, number, part)
            for i, document in enumerate(documents)
            for number, passage in zip(document.numbers, document.passages, strict=True)
            for part in cut(passage)
        ]
        cues = [(i, text) for i, document in enumerate(documents) for text in document.cues]
        encoded = embedder.encode([text for _, _, text in parts], "passage")
        asked = [found.tokens for found in embedder.encode([text for _, text in cues], "query")]
        tokens = [found.tokens for found in encoded]
        vectors = np.stack([found.vector for found in encoded])
        self._numbers = [number for _, number, _ in parts]
        self._names = [frozenset(normalize(name).lower() for name in document.names) for document in documents]
        self._parts = Rows(tokens, [i for i, _, _ in parts], mean_token(tokens, vectors.shape[1]))
        self._vectors = unit(vectors - vectors.mean(axis=0))
        self.query_centre = mean_token(asked, vectors.shape[1]) if asked else None
        self._cues = Rows(asked, [i for i, _ in cues], self.query_centre) if self.query_centre is not None else None
        self.lexical = WordIndex([list(self._words(document, names)) for document in documents])

    @staticmethod
    def _words(document: Document, names: tuple[str, ...]) -> Iterable[str]:
        for text in (*document.passages, *document.cues, *document.names):
            yield from words(normalize(text), names)

    def scores(self, query: Query) -> Scores:
        """How every document fares. Words count only in the index's own language: across languages they say nothing."""
        question = unit(query.tokens - query.token_centre)
        parts = self._parts.tokens.maxsim(question)
        passage = self._parts.best(parts)
        vector = self._parts.best(self._vectors @ unit(query.vector - query.vector_centre))
        dense = zscore(TOKENS * zscore(passage) + (1 - TOKENS) * zscore(vector))
        if self._cues is None:
            cue = passage
        else:
            cue = np.zeros_like(passage)
            cue[self._cues.owners[self._cues.starts]] = self._cues.best(self._cues.tokens.mutual(question))
        called = frozenset(query.words)
        named = np.asarray([bool(called & names) for names in self._names], dtype=np.float32)
        fused = dense + NAMED * named
        if self.documents[0].language == query.language:
            known = np.asarray([bool(query.kinds & document.known) for document in self.documents], dtype=np.float32)
            word = self.lexical.scores(query.words)
            fused = PASSAGE * zscore(passage) + CUE * zscore(cue) + WORDS * zscore(word) + KNOWN * known + NAMED * named
            # Only the dense scores of two languages compare: the best of each stands where they put it.
            best = int(fused.argmax())
            fused = fused - fused[best] + dense.max() + NAMED * named[best]
        return Scores(passage, cue, fused, named, parts)

    def best_number(self, document: int, scores: Scores) -> int:
        """The number of the document's passage that fits best."""
        start = self._parts.starts[document]
        end = self._parts.starts[document + 1] if document + 1 < len(self.documents) else len(scores.parts)
        best = int(scores.parts[start:end].argmax())
        return self._numbers[int(start) + best]


class KnowledgeIndex:
    """Documents in one or both languages, ready to be searched. `names` stay whole words."""

    def __init__(self, found: Sequence[Document], embedder: Embedder, names: tuple[str, ...] = ()) -> None:
        self._embedder = embedder
        self._names = names
        texts = (text for d in found for text in (*d.passages, *d.cues, *d.names))
        self._spelling = Spelling(word for text in texts for word in words(normalize(text)))
        self.languages = {
            language: LanguageIndex([d for d in found if d.language == language], embedder, names)
            for language in LANGUAGES
            if any(d.language == language for d in found)
        }
        self._centres = {language: self._centre(language) for language in LANGUAGES}

    @classmethod
    def of(cls, base: KnowledgeBase, embedder: Embedder) -> "KnowledgeIndex":
        """The index of a knowledge base: what it holds is what may be found."""
        return cls(documents(base), embedder, tuple(sorted({form for term in base.glossary for form in term.forms})))

    def _centre(self, language: Language) -> tuple[Vectors, Vectors]:
        """The mean token and the mean vector of questions in a language, from messages as people type them."""
        typical = self._embedder.encode(typical_questions(language), "query")
        own = self.languages.get(language)
        tokens = own.query_centre if own is not None else None
        if tokens is None:
            tokens = mean_token([found.tokens for found in typical], self._embedder.dimension)
        return tokens, np.mean([found.vector for found in typical], axis=0, dtype=np.float32)

    def query(self, text: str, language: Language) -> Query:
        """One question made ready. Blocks for one model call."""
        return self.queries([text], [language])[0]

    def queries(self, texts: Sequence[str], languages: Sequence[Language]) -> list[Query]:
        """Normalise, mend spelling, cut into words, encode: all questions in one call of the model."""
        mended = [self._spelling.mend(normalize(text)) for text in texts]
        encoded = self._embedder.encode(mended, "query")
        return [
            Query(text, language, tuple(words(text, self._names)), found.tokens, found.vector,
                  *self._centres[language], kinds(text))
            for text, language, found in zip(mended, languages, encoded, strict=True)
        ]  # fmt: skip


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
    return [dates.words(iso, language) for iso in entry.spoken_of for language in ("th", "en")]
