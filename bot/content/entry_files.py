"""Reads one entry from its files, one Source for each language. A file that cannot be used raises BrokenFile."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pydantic import ValidationError

from bot.content.models import Entry, Facts, Text
from bot.content.source import BrokenFile, Defect, Source

NEUTRAL_KEYS = frozenset(Facts.model_fields)
TEXT_KEYS = frozenset({"title", "questions", "reviewed"})
SHAPE = re.compile(r"^source\.(DocumentSource|ElsewhereSource)\b")


def unknown_keys(source: Source, known: frozenset[str]) -> Iterator[Defect]:
    for key in source.data:
        if key not in known:
            why = "belongs in the official file alone" if key in NEUTRAL_KEYS else "is no key of this format"
            yield source.defect(f"{why}; it takes {', '.join(sorted(known))}", str(key))


def read_text(source: Source, language: str) -> Text:
    """The part of a file that depends on the language. Raises BrokenFile with all defects of that part."""
    fields = {key: source.data[key] for key in TEXT_KEYS if key in source.data}
    passages = tuple(passage for _, passage in source.passages())
    try:
        return Text(language=language, passages=passages, **fields)
    except ValidationError as e:
        raise BrokenFile(*source.invalid(e)) from e


def read_facts(source: Source) -> Facts:
    """The part of the official file that does not depend on the language. Raises BrokenFile with all its defects."""
    try:
        return Facts.model_validate({key: source.data[key] for key in NEUTRAL_KEYS if key in source.data})
    except ValidationError as e:
        raise BrokenFile(*of_the_shape_meant(source.invalid(e), source.data.get("source"))) from e


def of_the_shape_meant(defects: Iterable[Defect], given: object) -> Iterator[Defect]:
    """pydantic reports a bad source once for each of the two shapes; keep the errors of the shape that was meant."""
    meant = "DocumentSource" if isinstance(given, dict) and "document" in given else "ElsewhereSource"
    for defect in defects:
        shape = SHAPE.match(defect.key)
        if not shape or shape[1] == meant:
            yield replace(defect, key=SHAPE.sub("source", defect.key))


def read_entry(id: str, files: Mapping[str, Source], official: str) -> tuple[Entry, list[Defect]]:
    """One entry from its files by language. A broken translation is left out.

    Raises BrokenFile where the official file is unusable.
    """
    official = official if official in files else next(iter(files))
    source = files[official]
    defects = list(unknown_keys(source, TEXT_KEYS | NEUTRAL_KEYS))
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
    except ValidationError as e:  # an invalid id, which is the file's name
        raise BrokenFile(*source.invalid(e)) from e


def read_translation(source: Source, language: str) -> Text:
    if found := list(unknown_keys(source, TEXT_KEYS)):
        raise BrokenFile(*found)
    return read_text(source, language)
