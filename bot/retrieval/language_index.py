"""The searchable form of the documents in one language, and what a question scores against each of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from bot.embedding.cache import Encodings
from bot.embedding.embedder import Encoded, Vectors
from bot.query.answer_type import Kind
from bot.reply import Language
from bot.retrieval.bm25 import WordIndex
from bot.retrieval.centering import Centre
from bot.retrieval.chunking import cut
from bot.retrieval.documents import Document
from bot.retrieval.maxsim import Numbers
from bot.retrieval.vector_index import Rows
from bot.text.thai import normalize

Chosen = npt.NDArray[np.bool_]

# Shares of the rankings in the fused one within a language (of passages alone where there are no cues), and of what
# the dense score is made of, which compares two languages; docs/benchmarks.md says how they were chosen.
CUED = (0.3, 0.3, 0.4)  # passage, cue, words
BARE = (0.75, 0.0, 0.25)
FORTH, BACK, VECTOR = 0.2, 0.4, 0.4
MEANING = 0.6  # what the meaning adds to these, in standard deviations
NAMED = 0.1  # added for a document that the question calls by one of its names
BRIDGE = 0.5  # the same for a document in the other language, where a name may be all that both have in common
TRANSLATION, TRANSLATED_CUE = 0.3, 0.2  # what an entry's text and cues in the other language add
LITERAL = 3.0  # added, times how nearly it says the question letter by letter, where there are no cues,
CLOSEST = 10  # to the first so many
KNOWN = 0.4  # added, in standard deviations, for a fact of the kind asked for that the entry carries as data

EXACT = 400  # parts of passages up to which every document is compared token by token
SHORTLIST = 48  # documents that each first stage (vectors, words, cues) puts forward where there are more
INSIDE = 2_000  # documents up to which words are looked inside of: ten thousand would take 250 MB for it
BACKGROUND = 192  # documents, evenly chosen, that tell the mean and the spread of scores where there are more
ALONE = 32  # as many are enough where no document of the other language is to be compared with


@dataclass(frozen=True)
class Query:
    """A question as the index needs it."""

    text: str
    language: Language
    words: tuple[str, ...]
    encoded: Encoded  # centred among questions in its language
    kinds: frozenset[Kind]  # kinds of answer that it asks for
    items: int  # how many things it wants listed
    names: frozenset[str]  # names in Latin script that it speaks of
    countries: frozenset[str]  # their codes
    months: frozenset[int]  # those that it names


@dataclass(frozen=True)
class Scores:
    """How documents of one language fare, arrays (n,) in the order of `numbers`, which says which documents they are.

    `passage` is MaxSim of the question over the best part of a passage, `cue` mutual similarity with the best cue (the
    passage's again where there are no cues), `named` 1 where the question calls the document by a name. In standard
    deviations: `asked` is the cue's, `alike` that of tokens and vectors, `dense` with the meaning too what compares two
    languages, `fused` all rankings together. Cosines are of centred vectors. `parts` and `firsts` are of parts.
    """

    numbers: Numbers
    passage: Vectors
    cue: Vectors
    meaning: Vectors
    asked: Vectors
    alike: Vectors
    dense: Vectors
    fused: Vectors
    named: Vectors
    parts: Vectors
    firsts: Numbers

    def best_part(self, position: int) -> int:
        """Which part of the document at this position fits best, counted from its first."""
        end = self.firsts[position + 1] if position + 1 < len(self.firsts) else len(self.parts)
        return int(self.parts[self.firsts[position] : end].argmax())


def zscore(values: Vectors, among: Chosen | None = None) -> Vectors:
    """Distance from the mean in standard deviations; zeros where all are the same. `among`: whose mean and spread."""
    background = values if among is None else values[among]
    spread = float(background.std())
    return (values - background.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def literal(question: str, text: str) -> float:
    """How nearly a stretch of a text is the question, letter by letter, 0 to 1."""
    compare = fuzz.partial_ratio if len(text) > len(question) else fuzz.ratio
    return float(compare(question, text)) / 100


def first_of(ranking: Vectors) -> Numbers:
    """The numbers of the best `SHORTLIST` documents of a ranking that have anything to show."""
    first = np.argpartition(ranking, -min(SHORTLIST, len(ranking)))[-SHORTLIST:]
    return first[ranking[first] > 0]


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
        self.lexical = WordIndex(cut_words, look_inside=self._cues is None and len(documents) <= INSIDE)
        self._named: dict[str, list[int]] = defaultdict(list)
        for i, document in enumerate(documents):
            for name in {normalize(name).lower() for name in document.names}:
                self._named[name].append(i)
        step = max(1, len(self.documents) // background)
        self._background = np.arange(0, len(self.documents), step) if len(parts) > EXACT else None

    @property
    def query_centre(self) -> Centre | None:
        """That of the questions that the documents bring along."""
        return None if self._cues is None else self._cues.centre

    @property
    def passage_centre(self) -> Centre:
        return self._parts.centre

    def number(self, document: int, part: int) -> int:
        """The number, in its entry, of the passage that a document's part was cut from."""
        return self._numbers[int(self._first_parts[document]) + part]

    def scores(self, query: Query) -> Scores:
        """How the documents fare that may be meant: all, or where there are many, those worth a closer look.

        Words count only in the index's own language: across languages they say nothing.
        """
        question = query.encoded.tokens
        vector, word, numbers = self._first_stage(query)
        among = None if self._background is None else np.isin(numbers, self._background)
        meaning = self._parts.meaning(query.encoded.meaning, None if among is None else numbers)
        forth, back, firsts = self._parts.interaction(question, None if among is None else numbers)
        passage = np.maximum.reduceat(forth, firsts)
        back = np.maximum.reduceat(back, firsts)
        alike = self._alike(query, passage, back, zscore(vector)[numbers], among)
        dense = zscore(alike + MEANING * zscore(meaning, among), among)
        cue = self._cue(question, numbers, passage)
        called = self._called(query)
        named = np.asarray([i in called for i in numbers.tolist()], dtype=np.float32)
        if self.language == query.language:
            fused = self._together(
                query, numbers, zscore(passage, among), zscore(cue, among), zscore(word)[numbers], named
            )
        else:
            fused = dense + BRIDGE * named
        return Scores(numbers, passage, cue, meaning, zscore(cue, among), alike, dense, fused, named, forth, firsts)

    def _alike(self, query: Query, passage: Vectors, back: Vectors, vector: Vectors, among: Chosen | None) -> Vectors:
        """How alike question and documents are, in standard deviations, whatever their languages."""
        # That the question covers the text tells a translation, and only where the question is about as long: in one's
        # own language nobody asks by repeating the text.
        turned = 0.0
        if self.language != query.language:
            turned = BACK * min(1.0, 2 * len(query.encoded.tokens) / max(1.0, self._parts.mean_length))
        terms = (
            (FORTH + BACK - turned) * zscore(passage, among),
            turned * zscore(back, among),
            VECTOR * vector,
        )
        return zscore(np.sum(terms, axis=0, dtype=np.float32), among)

    def _together(
        self, query: Query, numbers: Numbers, passage: Vectors, cue: Vectors, word: Vectors, named: Vectors
    ) -> Vectors:
        """All that ranks documents in the question's own language, from what is in standard deviations already."""
        known = np.asarray([bool(query.kinds & self.documents[i].known) for i in numbers], dtype=np.float32)
        passages, cues, said = BARE if self._cues is None else CUED
        fused: Vectors = passages * passage + cues * cue + said * word + KNOWN * known + NAMED * named
        if self._cues is None:
            for position in np.argsort(-fused, kind="stable")[:CLOSEST]:
                fused[position] += LITERAL * literal(query.text.lower(), self.documents[numbers[position]].said)
        return fused

    def _first_stage(self, query: Query) -> tuple[Vectors, Vectors, Numbers]:
        """What all documents can be asked cheaply, vectors and words, (n_documents,) each; and the numbers of those
        that are worth a closer look."""
        asked = query.encoded.vector
        vector = self._parts.vector(asked)
        word = self.lexical.scores(query.words) if self.language == query.language else np.zeros_like(vector)
        if self._background is None:
            return vector, word, np.arange(len(self.documents))
        rankings = [vector, word]
        if self._cues is not None:
            rankings.append(np.zeros_like(vector))
            rankings[-1][self._cues.owning] = self._cues.vector(asked)
        called = sorted(self._called(query))[:SHORTLIST]
        found = [self._background, np.asarray(called, dtype=np.intp), *map(first_of, rankings)]
        return vector, word, np.unique(np.concatenate(found))

    def _called(self, query: Query) -> set[int]:
        """The documents that the question calls by one of their names."""
        return {i for word in set(query.words) for i in self._named.get(word, ())}

    def _cue(self, question: Vectors, numbers: Numbers, passage: Vectors) -> Vectors:
        """Mutual similarity with the best cue of each of these documents."""
        if self._cues is None:
            return passage
        positions = self._cues.positions(numbers)
        cue = np.zeros_like(passage)
        if len(positions):
            forth, back, firsts = self._cues.interaction(question, None if self._background is None else positions)
            cue[np.searchsorted(numbers, self._cues.owning[positions])] = np.maximum.reduceat(
                (forth + back) / 2, firsts
            )
        return cue
