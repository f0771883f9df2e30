"""Builds an Entry from its files, one Source per language. Raises BrokenFile if they do not form a valid entry."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pydantic import ValidationError

from bot.content.models import Entry, Facts, Text
from bot.content.source import BrokenFile, Defect, Source

FACT_KEYS = frozenset(Facts.model_fields)
TEXT_KEYS = frozenset({"title", "questions", "reviewed"})
SOURCE_VARIANT = re.compile(r"^source\.(DocumentSource|ElsewhereSource)\b")


def unknown_keys(source: Source, known: frozenset[str]) -> Iterator[Defect]:
    for key in source.data:
        if key not in known:
            why = "belongs in the official file alone" if key in FACT_KEYS else "is no key of this format"
            yield source.defect(f"{why}; it takes {', '.join(sorted(known))}", str(key))


def read_text(source: Source, language: str) -> Text:
    """The language-dependent keys and the passages of a file. Raises BrokenFile with all of their defects."""
    fields = {key: source.data[key] for key in TEXT_KEYS if key in source.data}
    passages = tuple(passage for _, passage in source.passages())
    try:
        return Text(language=language, passages=passages, **fields)
    except ValidationError as e:
        raise BrokenFile(*source.validation_defects(e)) from e


def read_facts(source: Source) -> Facts:
    """The language-independent keys of a file. Raises BrokenFile with all of their defects."""
    try:
        return Facts.model_validate({key: source.data[key] for key in FACT_KEYS if key in source.data})
    except ValidationError as e:
        raise BrokenFile(*for_intended_variant(source.validation_defects(e), source.data.get("source"))) from e


def for_intended_variant(defects: Iterable[Defect], value: object) -> Iterator[Defect]:
    """Pydantic reports an invalid `source` once per variant of the union. Keep the defects of the intended variant."""
    intended = "DocumentSource" if isinstance(value, dict) and "document" in value else "ElsewhereSource"
    for defect in defects:
        variant = SOURCE_VARIANT.match(defect.key)
        if not variant or variant[1] == intended:
            yield replace(defect, key=SOURCE_VARIANT.sub("source", defect.key))


def read_entry(id: str, files: Mapping[str, Source], official: str) -> tuple[Entry, list[Defect]]:
    """The entry and the defects of its translations. A broken translation is left out of the entry.

    `files`: by language. `official`: the official language, if there is a file in it. Raises BrokenFile if the
    official file is unusable.
    """
    official = official if official in files else next(iter(files))
    source = files[official]
    defects = list(unknown_keys(source, TEXT_KEYS | FACT_KEYS))
    if defects:
        raise BrokenFile(*defects)
    texts = {official: read_text(source, official)}
    for language in files.keys() - {official}:
        try:
            texts[language] = read_translation(files[language], language)
        except BrokenFile as e:
            defects += e.defects
    facts = read_facts(source)
    try:
        return Entry(id=id, official=official, texts=texts, **dict(facts)), defects
    except ValidationError as e:  # only the id can be invalid here: it comes from the file's name
        raise BrokenFile(*source.validation_defects(e)) from e


def read_translation(source: Source, language: str) -> Text:
    if defects := list(unknown_keys(source, TEXT_KEYS)):
        raise BrokenFile(*defects)
    return read_text(source, language)
