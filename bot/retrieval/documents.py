"""The unit of retrieval: an entry in one language, with its passages, sample questions and names."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.loader import KnowledgeBase
from bot.content.models import DocumentSource, Entry
from bot.query.answer_type import AnswerType, answer_type_mismatch, items_held, supported_types
from bot.reply import Language
from bot.text import dates


@dataclass(frozen=True)
class Document:
    """An entry in one language.

    `numbers` are the numbers of its passages in the entry. The first of `sample_questions` is the title; `names` are
    aliases, glossary forms, and the entry's dates in words. `supported_types` are the types of answer that it has, in
    its data or its text; `data_types` only those in its data.
    """

    id: str
    language: Language
    passages: tuple[str, ...]
    numbers: tuple[int, ...]
    sample_questions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    supported_types: frozenset[AnswerType] = frozenset()
    data_types: frozenset[AnswerType] = frozenset()

    def lacks(self, expected: frozenset[AnswerType], items: int) -> bool:
        """Whether it has no answer of an expected type, or cannot list `items` things."""
        return answer_type_mismatch(expected, self.supported_types) or items > items_held(" ".join(self.passages))

    @property
    def body(self) -> str:
        """All passages in lower case."""
        return "\n".join(self.passages).lower()

    @property
    def texts(self) -> tuple[str, ...]:
        """All its texts: passages, sample questions, names."""
        return (*self.passages, *self.sample_questions, *self.names)


def covered_paragraphs(base: KnowledgeBase) -> set[tuple[str, int]]:
    """Paragraphs of documents that an entry cites as its source. Retrieval returns the entry in place of the
    paragraph."""
    sources = (entry.source for entry in base.entries.values())
    return {(source.document, source.paragraph) for source in sources if isinstance(source, DocumentSource)}


def documents(base: KnowledgeBase) -> list[Document]:
    """The base's entries as documents, one for each language of an entry."""
    covered = covered_paragraphs(base)
    forms: dict[str, list[str]] = {}
    for term in base.glossary:
        forms.setdefault(term.entry, []).extend(term.forms)
    return [
        document(entry, language, covered, forms.get(entry.id, ()))
        for entry in base.entries.values()
        for language in entry.texts
    ]


def document(entry: Entry, language: Language, covered: set[tuple[str, int]], forms: Sequence[str]) -> Document:
    text = entry.texts[language]
    numbered = [(n, p) for n, p in enumerate(text.passages, 1) if (entry.id, n) not in covered]
    # A document whose paragraphs are all covered is still found by its title, and shows its first paragraph.
    numbered = numbered or [(1, text.passages[0])]
    numbers, passages = zip(*numbered, strict=True)
    data_types = types_of_data(entry)
    dated_quote = {AnswerType.TIME} if entry.quote and entry.quote.date else set()
    return Document(
        entry.id,
        language,
        passages,
        numbers,
        sample_questions=(text.title, *text.questions),
        names=(*entry.aliases, *forms, *date_words(entry)),
        supported_types=data_types | supported_types(" ".join(passages)) | dated_quote,
        data_types=data_types,
    )


def types_of_data(entry: Entry) -> frozenset[AnswerType]:
    """The types of answer that the entry's data fields hold."""
    found = {AnswerType.TIME} if entry.event or entry.dates else set()
    if entry.event and (entry.event.place or entry.event.city):
        found.add(AnswerType.PLACE)
    if entry.quote:
        found.add(AnswerType.WORDS)
    return frozenset(found)


def date_words(entry: Entry) -> list[str]:
    """The entry's dates in words and in both eras, so that a year matches in either."""
    return [dates.words(iso, language) for iso in entry.all_dates for language in ("th", "en")]
