"""The searchable form of a knowledge base: token vectors and words of every text, language by language.

Built from what is public and never changed afterwards: whoever holds an index can finish with it while a newer one
is put in its place.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.knowledge.documents import Document, documents
from bot.knowledge.embedder import Encoded, Vectors, unit
from bot.knowledge.encodings import Encodings
from bot.knowledge.entry import LANGUAGES
from bot.knowledge.lexical import WordIndex
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.naming import countries, latin_names
from bot.knowledge.parts import cut
from bot.knowledge.rows import Rows
from bot.knowledge.spelling import Spelling
from bot.knowledge.tokens import Numbers, TokenIndex, mean_token
from bot.knowledge.typical import typical_questions
from bot.reply import Language
from bot.text.asking import Kind, items_asked, kinds
from bot.text.thai import normalize, words
from bot.text.typed import as_asked

# Shares of the rankings in the fused one within a language (of passages alone where there are no cues), and of what
# the dense score is made of, which compares two languages; docs/benchmarks.md says how they were chosen.
CUED = (0.3, 0.3, 0.4)  # passage, cue, words
BARE = (0.7, 0.0, 0.3)
FORTH, BACK, VECTOR = 0.2, 0.4, 0.4
NAMED = 0.1  # added for a document that the question calls by one of its names
BRIDGE = 0.5  # the same for a document in the other language, where a name may be all that both have in common
TRANSLATION, TRANSLATED_CUE = 0.3, 0.2  # what an entry's text and cues in the other language add
KNOWN = 0.4  # added, in standard deviations, for a fact of the kind asked for that the entry carries as data

EXACT = 400  # parts of passages up to which every document is compared token by token
SHORTLIST = 48  # documents that each first stage (vectors, words, cues) puts forward where there are more
SAMPLE = 512  # entries from which it is learnt which countries are named everywhere
BACKGROUND = 128  # documents, evenly chosen, that tell the mean and the spread of scores where there are more
ALONE = 32  # as many are enough where no document of the other language is to be compared with


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
    items: int  # how many things it wants listed
    names: frozenset[str]  # names in Latin script that it speaks of
    countries: frozenset[str]  # their codes


@dataclass(frozen=True)
class Scores:
    """How documents of one language fare, arrays (n,) in the order of `numbers`, which says which documents they are.

    `passage` is MaxSim of the question over the best part of a passage, `cue` mutual similarity with the best cue (the
    passage's again where there are no cues), `named` 1 where the question calls the document by a name. In standard
    deviations: `asked` is the cue's, `dense` what compares two languages, `fused` all rankings together. Cosines are of
    centred vectors. `parts` and `firsts` are of parts.
    """

    numbers: Numbers
    passage: Vectors
    cue: Vectors
    asked: Vectors
    dense: Vectors
    fused: Vectors
    named: Vectors
    parts: Vectors
    firsts: Numbers

    def best_part(self, position: int) -> int:
        """Which part of the document at this position fits best, counted from its first."""
        end = self.firsts[position + 1] if position + 1 < len(self.firsts) else len(self.parts)
        return int(self.parts[self.firsts[position] : end].argmax())


def zscore(values: Vectors, among: npt.NDArray[np.bool_] | None = None) -> Vectors:
    """Distance from the mean in standard deviations; zeros where all are the same. `among`: whose mean and spread."""
    background = values if among is None else values[among]
    spread = float(background.std())
    return (values - background.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


class LanguageIndex:
    """All documents in one language. Each is compared token by token where they are few; where they are many, those
    that vectors, words or cues put forward are."""

    def __init__(
        self,
        documents: Sequence[Document],
        cut_words: Sequence[Sequence[str]],
        encodings: Encodings,
        folder: Path | None,
        background: int = BACKGROUND,
    ) -> None:
        """`cut_words` are all words of each document."""
        self.documents = tuple(documents)
        self.language = self.documents[0].language
        self.ids = frozenset(document.id for document in self.documents)
        parts = [
            (i, number, part)
            for i, document in enumerate(documents)
            for number, passage in zip(document.numbers, document.passages, strict=True)
            for part in cut(normalize(passage))
        ]
        owners = [i for i, _, _ in parts]
        self._numbers = [number for _, number, _ in parts]
        self._first_parts = np.searchsorted(owners, np.arange(len(self.documents)))
        large = folder if len(parts) > EXACT else None
        self._parts = Rows([text for _, _, text in parts], owners, encodings, "passage", large)
        cues = [(i, normalize(text)) for i, document in enumerate(documents) for text in document.cues]
        asked, askers = [text for _, text in cues], [i for i, _ in cues]
        self._cues = Rows(asked, askers, encodings, "query", large) if cues else None
        self.lexical = WordIndex(cut_words)
        self._named: dict[str, list[int]] = defaultdict(list)
        for i, document in enumerate(documents):
            for name in {normalize(name).lower() for name in document.names}:
                self._named[name].append(i)
        step = max(1, len(self.documents) // background)
        self._background = np.arange(0, len(self.documents), step) if len(parts) > EXACT else None

    @property
    def query_centre(self) -> Vectors | None:
        """The mean token of the questions that the documents bring along."""
        return None if self._cues is None else self._cues.token_centre

    @property
    def passage_centre(self) -> Vectors:
        """The mean token of the passages."""
        return self._parts.token_centre

    def number(self, document: int, part: int) -> int:
        """The number, in its entry, of the passage that a document's part was cut from."""
        return self._numbers[int(self._first_parts[document]) + part]

    def _shortlist(self, query: Query, *rankings: Vectors) -> Numbers:
        """The documents that any of the rankings (n_documents,) puts among the first, those called by name, and the
        background; in order."""
        assert self._background is not None
        found = [self._background]
        for ranking in rankings:
            first = np.argpartition(ranking, -SHORTLIST)[-SHORTLIST:]
            found.append(first[ranking[first] > 0])
        called = [i for word in set(query.words) for i in self._named.get(word, ())]
        found.append(np.asarray(called[:SHORTLIST], dtype=np.intp))
        return np.unique(np.concatenate(found))

    def scores(self, query: Query) -> Scores:
        """How the documents fare that may be meant: all, or where there are many, those worth a closer look.

        Words count only in the index's own language: across languages they say nothing.
        """
        question = unit(query.tokens - query.token_centre)
        asked = unit(query.vector - query.vector_centre)
        vector = self._parts.vector(asked)
        own = self.language == query.language
        word = self.lexical.scores(query.words) if own else np.zeros_like(vector)
        if self._background is None:
            numbers, chosen, among = np.arange(len(self.documents)), None, None
        else:
            cue_vector = np.zeros_like(vector)
            if self._cues is not None:
                cue_vector[self._cues.owning] = self._cues.vector(asked)
            numbers = chosen = self._shortlist(query, vector, word, cue_vector)
            among = np.isin(numbers, self._background)

        forth, back, firsts = self._parts.interaction(question, chosen)
        passage = np.maximum.reduceat(forth, firsts)
        # That the question covers the text tells a translation, and only where the question is about as long: in one's
        # own language nobody asks by repeating the text.
        alike = 0.0 if own else BACK * min(1.0, 2 * len(question) / max(1.0, self._parts.mean_length))
        reverse = np.maximum.reduceat(back, firsts)
        terms = (
            (FORTH + BACK - alike) * zscore(passage, among),
            alike * zscore(reverse, among),
            VECTOR * zscore(vector)[numbers],
        )
        dense = zscore(np.sum(terms, axis=0, dtype=np.float32), among)
        cue = self._cue(question, numbers, passage, all_of_them=chosen is None)
        called = {i for name in set(query.words) for i in self._named.get(name, ())}
        named = np.asarray([i in called for i in numbers.tolist()], dtype=np.float32)
        fused = dense + BRIDGE * named
        if own:
            known = [bool(query.kinds & self.documents[i].known) for i in numbers]
            passages, cues, said = BARE if self._cues is None else CUED
            fused = (
                passages * zscore(passage, among)
                + cues * zscore(cue, among)
                + said * zscore(word)[numbers]
                + KNOWN * np.asarray(known, dtype=np.float32)
                + NAMED * named
            )
        return Scores(numbers, passage, cue, zscore(cue, among), dense, fused, named, forth, firsts)

    def _cue(self, question: Vectors, numbers: Numbers, passage: Vectors, *, all_of_them: bool) -> Vectors:
        """Mutual similarity with the best cue of each of these documents."""
        if self._cues is None:
            return passage
        positions = self._cues.positions(numbers)
        cue = np.zeros_like(passage)
        if len(positions):
            forth, back, firsts = self._cues.interaction(question, None if all_of_them else positions)
            cue[np.searchsorted(numbers, self._cues.owning[positions])] = np.maximum.reduceat(
                (forth + back) / 2, firsts
            )
        return cue


@cache
def typical_means(encodings: Encodings, language: Language) -> tuple[Vectors, Vectors]:
    """The mean token and the mean vector, (d,) each, of messages as people type them in a language."""
    typical = encodings.encode(typical_questions(language), "query")
    tokens = mean_token([found.tokens for found in typical], encodings.dimension)
    return tokens, np.mean([found.vector for found in typical], axis=0, dtype=np.float32)


class KnowledgeIndex:
    """Documents in one or both languages, ready to be searched. `names` stay whole words; `folder` is where large
    ones map their vectors."""

    def __init__(
        self, found: Sequence[Document], encodings: Encodings, names: tuple[str, ...] = (), folder: Path | None = None
    ) -> None:
        self._encodings = encodings
        self._names = names
        texts = [normalize("\n".join(document.texts)) for document in found]
        cut_words = [words(text, names) for text in texts]
        self._spelling = Spelling(chain.from_iterable(cut_words), names)
        ids = {language: frozenset(d.id for d in found if d.language == language) for language in LANGUAGES}
        background = ALONE if ids["th"] <= ids["en"] or ids["en"] <= ids["th"] else BACKGROUND
        self.languages = {}
        for language in LANGUAGES:
            own = [i for i, document in enumerate(found) if document.language == language]
            if own:
                documents, said = [found[i] for i in own], [cut_words[i] for i in own]
                self.languages[language] = LanguageIndex(documents, said, encodings, folder, background)
        self._centres = {language: self._centre(language) for language in LANGUAGES}
        self._texts: dict[str, str] = {}
        for document, text in zip(found, texts, strict=True):
            self._texts[document.id] = f"{self._texts.get(document.id, '')}\n{text.lower()}"
        self._naming: dict[str, float] | None = None

    @classmethod
    def of(cls, base: KnowledgeBase, encodings: Encodings, folder: Path | None = None) -> "KnowledgeIndex":
        """The index of a knowledge base: what it holds is what may be found."""
        names = tuple(sorted({form for term in base.glossary for form in term.forms}))
        return cls(documents(base), encodings, names, folder)

    def _centre(self, language: Language) -> tuple[Vectors, Vectors]:
        """The mean token and the mean vector of questions in a language; the base's own tokens where it has some."""
        tokens, vector = typical_means(self._encodings, language)
        own = self.languages.get(language)
        return (tokens if own is None or own.query_centre is None else own.query_centre), vector

    def mend(self, text: str) -> str:
        """The question as it is searched: what looks the same made the same, misspelt words of the base mended."""
        return self._spelling.mend(as_asked(text, self._spelling.is_english))

    def query(self, mended: str, language: Language, encoded: Encoded) -> Query:
        """A mended question with what the model made of it."""
        found = tuple(words(mended, self._names))
        return Query(
            mended,
            language,
            found,
            encoded.tokens,
            encoded.vector,
            *self._centres[language],
            kinds=kinds(mended),
            items=items_asked(mended),
            names=latin_names(mended, self._spelling.explains),
            countries=countries(mended),
        )

    def queries(self, texts: Sequence[str], languages: Sequence[Language]) -> list[Query]:
        """Questions made ready, all in one call of the model. What people ask is never kept among the encodings."""
        mended = [self.mend(text) for text in texts]
        encoded = self._encodings.embedder.encode(mended, "query")
        return [self.query(*asked) for asked in zip(mended, languages, encoded, strict=True)]

    def compare(self, query: Query, texts: Sequence[str], language: Language) -> Vectors:
        """How well each of these texts, pieces of a document in a language, covers the question: (n,) cosines."""
        encoded = self._encodings.encode([normalize(text) for text in texts], "passage")
        tokens = TokenIndex([found.tokens for found in encoded], self.languages[language].passage_centre)
        return tokens.interaction(unit(query.tokens - query.token_centre))[0]

    def text(self, id: str) -> str:
        """All words of an entry, in both of its languages, as they are looked for: regular and in lower case."""
        return self._texts[id]

    def idf(self, word: str, language: Language) -> float:
        """How telling a word is among the documents in a language, or in the other where there are none."""
        own = self.languages.get(language) or next(iter(self.languages.values()))
        return own.lexical.idf(word)

    def has(self, word: str) -> bool:
        """Whether a word stands anywhere in the base."""
        return any(own.lexical.has(word) for own in self.languages.values())

    def share_naming(self, code: str) -> float:
        """Share of all entries that name a country."""
        if self._naming is None:
            sample = list(self._texts)[:: -(-len(self._texts) // SAMPLE)]
            counted = Counter(code for id in sample for code in countries(self.text(id)))
            self._naming = {code: count / len(sample) for code, count in counted.items()}
        return self._naming.get(code, 0.0)
