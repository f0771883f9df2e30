"""Reads kb/glossary.yml: names, acronyms and spellings, each belonging to an entry. The file is optional."""

from collections.abc import Container, Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.content.folder import GLOSSARY
from bot.content.models import Term
from bot.content.parse import parse_yaml, read_utf8
from bot.content.source import BrokenFile, Defect, Source

TERMS = TypeAdapter(tuple[Term, ...])


def read_glossary(folder: Path) -> Source | None:
    """None if there is no file. Raises BrokenFile, or OSError if the file exists but cannot be read."""
    try:
        text = read_utf8(GLOSSARY, folder / GLOSSARY)
    except FileNotFoundError:
        return None
    if not text.strip():  # an editor may truncate a file before it writes the new text
        raise BrokenFile(Defect(GLOSSARY, 1, "", "is an empty file"))
    return parse_yaml(GLOSSARY, text)


def read_terms(source: Source, entries: Container[str]) -> tuple[tuple[Term, ...], list[Defect]]:
    """The terms of usable entries, and the defects of the file. One invalid term makes the whole glossary unusable."""
    defects = list(unknown_entry_defects(source, entries))
    try:
        terms = TERMS.validate_python(() if source.data is None else source.data)
    except ValidationError as e:
        return (), source.validation_defects(e) + defects
    return tuple(term for term in terms if term.entry in entries), defects


def unknown_entry_defects(source: Source, entries: Container[str]) -> Iterator[Defect]:
    """Defects for the terms whose entry is missing or unusable."""
    for number, term in enumerate(source.data if isinstance(source.data, list) else ()):
        entry = term.get("entry") if isinstance(term, dict) else None
        if isinstance(entry, str) and entry.strip() and entry.strip() not in entries:
            yield source.defect(f"refers to {entry.strip()}, which is no usable entry", f"{number}.entry")
