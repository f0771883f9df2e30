"""The search index of a knowledge base: vectors and words of all texts, in one LanguageIndex per language.

It is built from public entries only and immutable: a turn keeps its index even if a newer one replaces it meanwhile.
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
from bot.embedding.allocator import release_free_memory
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Encoded, Vectors
from bot.query.context import QueryContext, read_question
from bot.query.entities import countries
from bot.query.keyboard_layout import correct_layout
from bot.query.spelling import KnowledgeVocabulary
from bot.reply import Language
from bot.retrieval.background_queries import background_queries
from bot.retrieval.centering import Centre
from bot.retrieval.documents import Document, documents
from bot.retrieval.language_index import BACKGROUND, BACKGROUND_ONE_LANGUAGE, EncodedQuery, LanguageIndex
from bot.retrieval.maxsim import TokenIndex
from bot.text import dates
from bot.text.thai import normalize, words

COUNTRY_SAMPLE = 512  # maximum number of entries from which the share that names a country is estimated


@cache
def background_centre(encodings: EncodingCache, language: Language) -> Centre:
    """The centre of the background queries in a language."""
    return Centre.of(encodings.encode(background_queries(language), "query"))


class KnowledgeIndex:
    """The index of documents in one or both languages."""

    def __init__(
        self,
        all_documents: Sequence[Document],
        encodings: EncodingCache,
        names: tuple[str, ...] = (),
        folder: Path | None = None,
        meeting_words: str = "",
    ) -> None:
        """`names` are tokenized as single words. `folder`: for the mapped files of a large index. `meeting_words`: the
        meeting's name, place and dates, which apply to every entry even if its text does not contain them."""
        self._encodings = encodings
        self.meeting_words = meeting_words.lower()
        texts = [normalize("\n".join(document.texts)) for document in all_documents]
        # Interned, so that repeated words share memory.
        document_words = [[intern(word) for word in words(text, names)] for text in texts]
        self.vocabulary = KnowledgeVocabulary(chain.from_iterable(document_words), names)
        ids = {language: frozenset(d.id for d in all_documents if d.language == language) for language in LANGUAGES}
        one_has_all = ids["th"] <= ids["en"] or ids["en"] <= ids["th"]
        background = BACKGROUND_ONE_LANGUAGE if one_has_all else BACKGROUND
        self.languages = {}
        for language in LANGUAGES:
            own = [i for i, document in enumerate(all_documents) if document.language == language]
            if own:
                self.languages[language] = LanguageIndex(
                    [all_documents[i] for i in own], [document_words[i] for i in own], encodings, folder, background
                )
        self._centres = {language: self._query_centre(language) for language in LANGUAGES}
        self._documents = {(document.id, document.language): document for document in all_documents}
        self._texts: dict[str, str] = {}
        for document, text in zip(all_documents, texts, strict=True):
            self._texts[document.id] = f"{self._texts.get(document.id, '')}\n{text.lower()}"
        self._country_shares: dict[str, float] | None = None
        del texts, document_words
        release_free_memory()

    @classmethod
    def of(cls, base: KnowledgeBase, encodings: EncodingCache, folder: Path | None = None) -> "KnowledgeIndex":
        """The index of a knowledge base. The caller passes only public entries: all of them can be found."""
        names = tuple(sorted({form for term in base.glossary for form in term.forms}))
        meeting = base.meeting
        about = [words.in_language(language) for words in (meeting.name, meeting.place) for language in LANGUAGES]
        about += [dates.format_date(meeting.iso, language) for language in LANGUAGES]
        return cls(documents(base), encodings, names, folder, "\n".join(about))

    def _query_centre(self, language: Language) -> Centre:
        """The centre of queries in a language. `token` is that of the sample questions if there are any; the rest is
        that of background queries."""
        centre = background_centre(self._encodings, language)
        own = self.languages.get(language)
        return centre if own is None or own.query_centre is None else replace(centre, token=own.query_centre.token)

    def read(self, typed: str, language: Language) -> QueryContext:
        """The context of a question in a known language, which is not detected. Corrects the keyboard layout first."""
        context = read_question(correct_layout(typed, self.vocabulary.is_english), language, self.vocabulary)
        return replace(context, language=language)

    def encode(self, texts: Sequence[str], languages: Sequence[Language]) -> list[Encoded]:
        """Encode and centre normalized queries in one call of the model. Users' queries are never cached on disk."""
        encoded = self._encodings.embedder.encode(list(texts), "query")
        return [self._centres[language].centred(one) for language, one in zip(languages, encoded, strict=True)]

    def queries(self, contexts: Sequence[QueryContext]) -> list[EncodedQuery]:
        """Encode questions in one call of the model."""
        encoded = self.encode([one.text for one in contexts], [one.language for one in contexts])
        return [EncodedQuery(*pair) for pair in zip(contexts, encoded, strict=True)]

    def compare(self, query: EncodedQuery, texts: Sequence[str], language: Language) -> Vectors:
        """MaxSim of a query over each of these texts, pieces of a document in a language: (n,) float32."""
        encoded = self._encodings.encode([normalize(text) for text in texts], "passage")
        centre = self.languages[language].passage_centre
        tokens = TokenIndex([centre.centred(found).tokens for found in encoded], self._encodings.dimension)
        return tokens.interaction(query.encoded.tokens)[0]

    def document(self, id: str, language: Language) -> Document:
        """The document of an entry in a language. Raises KeyError if there is none."""
        return self._documents[id, language]

    def text(self, id: str) -> str:
        """All texts of an entry in all its languages, normalized and in lower case."""
        return self._texts[id]

    def idf(self, word: str, language: Language) -> float:
        """Inverse document frequency of a word in a language's documents; in the other language's if it has none."""
        own = self.languages.get(language) or next(iter(self.languages.values()))
        return own.lexical.idf(word)

    def has(self, word: str) -> bool:
        """Whether any document contains a word."""
        return any(own.lexical.has(word) for own in self.languages.values())

    def country_share(self, code: str) -> float:
        """Estimated share of the entries that name a country, given by its code."""
        if self._country_shares is None:
            sample = list(self._texts)[:: -(-len(self._texts) // COUNTRY_SAMPLE)]
            counted = Counter(code for id in sample for code in countries(self.text(id)))
            self._country_shares = {code: count / len(sample) for code, count in counted.items()}
        return self._country_shares.get(code, 0.0)
