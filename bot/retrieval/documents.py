"""Documents, the unit of retrieval: an entry in one language, with its passages, sample questions and names."""

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

    `numbers` are the passages' numbers in the entry, from 1. The first of `sample_questions` is the title. `names` are
    aliases, glossary forms and the entry's dates in words. `supported_types` are the answer types that the entry
    supports by its structured data or its text, `data_types` those that it supports by structured data.
    """

    id: str
    language: Language
    passages: tuple[str, ...]
    numbers: tuple[int, ...]
    sample_questions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    supported_types: frozenset[AnswerType] = frozenset()
    data_types: frozenset[AnswerType] = frozenset()

    def cannot_answer(self, expected: frozenset[AnswerType], items: int) -> bool:
        """Whether the document supports none of the expected answer types, or lists fewer than `items` items."""
        return answer_type_mismatch(expected, self.supported_types) or items > items_held(" ".join(self.passages))

    @property
    def body(self) -> str:
        """The passages in lower case."""
        return "\n".join(self.passages).lower()

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts of the document: passages, sample questions, names."""
        return (*self.passages, *self.sample_questions, *self.names)


def covered_paragraphs(base: KnowledgeBase) -> set[tuple[str, int]]:
    """The paragraphs (document, number) that an entry cites as its source. Retrieval finds the entry in their place."""
    sources = (entry.source for entry in base.entries.values())
    return {(source.document, source.paragraph) for source in sources if isinstance(source, DocumentSource)}


def documents(base: KnowledgeBase) -> list[Document]:
    """One document for every entry and language of the knowledge base."""
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
    """The document of an entry in a language. `covered`: see `covered_paragraphs`; `forms`: its glossary forms."""
    text = entry.texts[language]
    numbered = [(n, p) for n, p in enumerate(text.passages, 1) if (entry.id, n) not in covered]
    # If all paragraphs are covered, the document can still be found by its title. It then shows its first paragraph.
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
    """The answer types that an entry supports by its structured data."""
    found = {AnswerType.TIME} if entry.event or entry.dates else set()
    if entry.event and (entry.event.place or entry.event.city):
        found.add(AnswerType.PLACE)
    if entry.quote:
        found.add(AnswerType.WORDS)
    return frozenset(found)


def date_words(entry: Entry) -> list[str]:
    """The entry's dates in words and in both eras, so that a year is found however it is counted."""
    return [dates.format_date(iso, language) for iso in entry.all_dates for language in ("th", "en")]
