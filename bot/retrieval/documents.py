"""What is found as one: an entry in one language, with everything that speaks for it."""

from dataclasses import dataclass

from bot.content.loader import KnowledgeBase
from bot.content.models import DocumentSource, Entry
from bot.query.answer_type import Kind, held, items_held, lacking
from bot.reply import Language
from bot.text import dates


@dataclass(frozen=True)
class Document:
    """An entry in one language. `numbers` are its passages' numbers in the entry."""

    id: str
    language: Language
    passages: tuple[str, ...]
    numbers: tuple[int, ...]
    cues: tuple[str, ...] = ()  # title and sample questions: how people ask for it
    names: tuple[str, ...] = ()  # aliases, glossary forms, and its dates in words
    held: frozenset[Kind] = frozenset()  # kinds of answer that it has, as data or in its words
    known: frozenset[Kind] = frozenset()  # those of them that it carries as data

    def lacks(self, asked: frozenset[Kind], items: int) -> bool:
        """Whether it plainly has no answer of the kinds asked for, or cannot list so many things."""
        return lacking(asked, self.held) or items > items_held(" ".join(self.passages))

    @property
    def said(self) -> str:
        """Its passages in lower case."""
        return "\n".join(self.passages).lower()

    @property
    def texts(self) -> tuple[str, ...]:
        """All its words: what it says, how it is asked for, what it is called."""
        return (*self.passages, *self.cues, *self.names)


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
    return [
        document(entry, language, covered, forms.get(entry.id, ()))
        for entry in base.entries.values()
        for language in entry.texts
    ]


def document(
    entry: Entry, language: Language, covered: set[tuple[str, int]], forms: list[str] | tuple[str, ...]
) -> Document:
    text = entry.texts[language]
    numbered = [(n, p) for n, p in enumerate(text.passages, 1) if (entry.id, n) not in covered]
    # A document that others cover whole is still found by its title, and then opens with its first paragraph.
    numbered = numbered or [(1, text.passages[0])]
    numbers, passages = zip(*numbered, strict=True)
    known = known_kinds(entry)
    return Document(
        entry.id,
        language,
        passages,
        numbers,
        cues=(text.title, *text.questions),
        names=(*entry.aliases, *forms, *date_words(entry)),
        held=known | held(" ".join(passages)) | ({Kind.TIME} if entry.quote and entry.quote.date else set()),
        known=known,
    )


def known_kinds(entry: Entry) -> frozenset[Kind]:
    """Kinds of answer that the entry carries as data."""
    found = {Kind.TIME} if entry.event or entry.dates else set()
    if entry.event and (entry.event.place or entry.event.city):
        found.add(Kind.PLACE)
    if entry.quote:
        found.add(Kind.WORDS)
    return frozenset(found)


def date_words(entry: Entry) -> list[str]:
    """The entry's dates in both eras, so that a year is found however it is counted."""
    return [dates.words(iso, language) for iso in entry.spoken_of for language in ("th", "en")]
