"""The searchable form of a knowledge base: token vectors and words of every text, language by language.

Built from what is public and never changed afterwards: whoever holds an index can finish with it while a newer one
is put in its place.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from sys import intern

from bot.content.loader import KnowledgeBase
from bot.content.models import LANGUAGES
from bot.embedding.allocator import give_back
from bot.embedding.cache import Encodings
from bot.embedding.embedder import Encoded, Vectors
from bot.query.answer_type import items_asked, kinds
from bot.query.normalization import as_asked
from bot.query.spelling import Spelling
from bot.reply import Language
from bot.retrieval.background_queries import typical_questions
from bot.retrieval.centering import Centre
from bot.retrieval.documents import Document, documents
from bot.retrieval.entities import countries, latin_names
from bot.retrieval.language_index import ALONE, BACKGROUND, LanguageIndex, Query
from bot.retrieval.maxsim import TokenIndex
from bot.text import dates
from bot.text.thai import normalize, words

SAMPLE = 512  # entries from which it is learnt which countries are named everywhere


@cache
def typical_centre(encodings: Encodings, language: Language) -> Centre:
    """That of messages as people type them in a language."""
    return Centre.of(encodings.encode(typical_questions(language), "query"))


class KnowledgeIndex:
    """Documents in one or both languages, ready to be searched. `names` stay whole words; `folder` is where large
    ones map their vectors; `occasion` is what the meeting itself is called, when and where: all is said of that."""

    def __init__(
        self,
        found: Sequence[Document],
        encodings: Encodings,
        names: tuple[str, ...] = (),
        folder: Path | None = None,
        occasion: str = "",
    ) -> None:
        self._encodings = encodings
        self._names = names
        self.occasion = occasion.lower()
        texts = [normalize("\n".join(document.texts)) for document in found]
        # The same word is one object, however often it stands in however many texts.
        cut_words = [[intern(word) for word in words(text, names)] for text in texts]
        self._spelling = Spelling(chain.from_iterable(cut_words), names)
        ids = {language: frozenset(d.id for d in found if d.language == language) for language in LANGUAGES}
        background = ALONE if ids["th"] <= ids["en"] or ids["en"] <= ids["th"] else BACKGROUND
        self.languages = {}
        for language in LANGUAGES:
            own = [i for i, document in enumerate(found) if document.language == language]
            if own:
                self.languages[language] = LanguageIndex(
                    [found[i] for i in own], [cut_words[i] for i in own], encodings, folder, background
                )
        self._centres = {language: self._centre(language) for language in LANGUAGES}
        self._texts: dict[str, str] = {}
        for document, text in zip(found, texts, strict=True):
            self._texts[document.id] = f"{self._texts.get(document.id, '')}\n{text.lower()}"
        self._naming: dict[str, float] | None = None
        del texts, cut_words
        give_back()

    @classmethod
    def of(cls, base: KnowledgeBase, encodings: Encodings, folder: Path | None = None) -> "KnowledgeIndex":
        """The index of a knowledge base: what it holds is what may be found."""
        names = tuple(sorted({form for term in base.glossary for form in term.forms}))
        meeting = base.meeting
        said = [words.within(language) for words in (meeting.name, meeting.place) for language in LANGUAGES]
        said += [dates.words(meeting.iso, language) for language in LANGUAGES]
        return cls(documents(base), encodings, names, folder, "\n".join(said))

    def _centre(self, language: Language) -> Centre:
        """That of questions in a language; for tokens, of the base's own where it has some."""
        centre = typical_centre(self._encodings, language)
        own = self.languages.get(language)
        return centre if own is None or own.query_centre is None else replace(centre, token=own.query_centre.token)

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
            self._centres[language].centred(encoded),
            kinds=kinds(mended),
            items=items_asked(mended),
            names=latin_names(mended, self._spelling.explains),
            countries=countries(mended),
            months=dates.months(mended),
        )

    def queries(self, texts: Sequence[str], languages: Sequence[Language]) -> list[Query]:
        """Questions made ready, all in one call of the model. What people ask is never kept among the encodings."""
        mended = [self.mend(text) for text in texts]
        encoded = self._encodings.embedder.encode(mended, "query")
        return [self.query(*asked) for asked in zip(mended, languages, encoded, strict=True)]

    def compare(self, query: Query, texts: Sequence[str], language: Language) -> Vectors:
        """How well each of these texts, pieces of a document in a language, covers the question: (n,) cosines."""
        encoded = self._encodings.encode([normalize(text) for text in texts], "passage")
        centre = self.languages[language].passage_centre
        tokens = TokenIndex([centre.centred(found).tokens for found in encoded], self._encodings.dimension)
        return tokens.interaction(query.encoded.tokens)[0]

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
