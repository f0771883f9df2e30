"""Reads the knowledge base folder: Markdown files with YAML front matter become validated entries.

A broken file never becomes an entry and never prevents others from loading; it yields Defects with file, line and
key. Staff may save at any moment: each file is read once, and a missing, empty or half-written file counts as broken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.content.entry_files import read_entry
from bot.content.folder import GLOSSARY, MEETING, find_entries, relative_name
from bot.content.glossary import read_glossary, read_terms
from bot.content.models import Entry, Meeting, Term
from bot.content.parse import parse_mapping, parse_markdown, read_utf8
from bot.content.references import check_references, required_entries
from bot.content.source import BrokenFile, Defect, Source
from bot.errors import KnowledgeError

__all__ = ["Defect", "KnowledgeBase", "check_references", "load", "required_entries"]

T = TypeVar("T")


@dataclass(frozen=True)
class KnowledgeBase:
    """The whole folder at one moment. `entries` are sorted by id."""

    meeting: Meeting
    entries: Mapping[str, Entry]
    glossary: tuple[Term, ...]
    defects: tuple[Defect, ...] = ()

    @cached_property
    def meeting_entry(self) -> Entry | None:
        """The entry about the meeting as a whole: the one named in meeting.yml, else the first event with its dates."""
        if self.meeting.entry:
            return self.entries.get(self.meeting.entry)
        dated = (entry for entry in self.entries.values() if entry.event and entry.event.iso == self.meeting.iso)
        return next(dated, None)

    def is_meeting(self, id: str) -> bool:
        """Whether `id` is the entry about the meeting as a whole."""
        return self.meeting_entry is not None and self.meeting_entry.id == id


@dataclass(frozen=True)
class Files:
    """All files but meeting.yml, broken ones included: those of each entry, by id and language, and the glossary."""

    entries: Mapping[str, Mapping[str, Source | BrokenFile]]
    glossary: Source | BrokenFile | None
    meeting_entry_line: int = 1  # line of the key `entry` in meeting.yml


def read_or_broken(name: str, read: Callable[[], T]) -> T | BrokenFile:
    """The result of `read`, or BrokenFile with the reasons instead of an exception."""
    try:
        return read()
    except OSError as e:
        return BrokenFile(Defect(name, 1, "", f"cannot be read ({e.strerror or e})"))
    except BrokenFile as e:
        return BrokenFile(*e.defects)


def read_files(folder: Path) -> Files:
    def read_entry_file(path: Path) -> Source | BrokenFile:
        name = relative_name(path, folder)
        return read_or_broken(name, lambda: parse_markdown(name, read_utf8(name, path)))

    entries = {
        id: {language: read_entry_file(path) for language, path in paths.items()}
        for id, paths in find_entries(folder).items()
    }
    return Files(entries, read_or_broken(GLOSSARY, lambda: read_glossary(folder)), read_meeting_entry_line(folder))


def read_meeting_entry_line(folder: Path) -> int:
    """The line of the key `entry` in meeting.yml; 1 if the file cannot be read."""
    try:
        return parse_mapping(MEETING, read_utf8(MEETING, folder / MEETING)).line_of("entry")
    except (OSError, BrokenFile):
        return 1


def read_meeting(folder: Path) -> Meeting:
    """Read kb/meeting.yml. Raises KnowledgeError if it is missing or invalid: then nothing can be served."""
    try:
        return valid_meeting(folder)
    except BrokenFile as e:
        raise KnowledgeError("\n".join(f"{folder}/{defect}" for defect in e.defects)) from e


def valid_meeting(folder: Path) -> Meeting:
    """Read kb/meeting.yml. Raises BrokenFile if it is missing or invalid."""
    try:
        source = parse_mapping(MEETING, read_utf8(MEETING, folder / MEETING))
    except OSError as e:
        message = f"cannot be read ({e.strerror or e}); a knowledge base starts with it"
        raise BrokenFile(Defect(MEETING, 1, "", message)) from e
    try:
        return Meeting.model_validate(source.data)
    except ValidationError as e:
        raise BrokenFile(*source.validation_defects(e)) from e


def build_entry(id: str, files: Mapping[str, Source | BrokenFile], official: str) -> tuple[Entry | None, list[Defect]]:
    """The entry, or None if its files do not form a valid one, and all defects of the files."""
    defects = [defect for file in files.values() if isinstance(file, BrokenFile) for defect in file.defects]
    sources = {language: file for language, file in files.items() if isinstance(file, Source)}
    # If the official file is broken, do not serve its translation: only the official file holds embargo and source.
    if not sources or official in files.keys() - sources.keys():
        return None, defects
    try:
        entry, more = read_entry(id, sources, official)
    except BrokenFile as e:
        return None, defects + list(e.defects)
    return entry, defects + more


def build_glossary(
    glossary: Source | BrokenFile | None, entries: Mapping[str, Entry]
) -> tuple[tuple[Term, ...], list[Defect]]:
    if isinstance(glossary, BrokenFile):
        return (), list(glossary.defects)
    return read_terms(glossary, entries) if glossary else ((), [])


def assemble(meeting: Meeting, files: Files) -> KnowledgeBase:
    """The knowledge base of all usable entries, their glossary terms, and all defects."""
    entries: dict[str, Entry] = {}
    defects: list[Defect] = []
    for id, entry_files in files.entries.items():
        entry, more = build_entry(id, entry_files, meeting.official_language)
        defects += more
        if entry:
            entries[id] = entry
    defects += check_references(entries)
    if meeting.entry and meeting.entry not in entries:
        message = f"refers to {meeting.entry}, which is no usable entry"
        defects.append(Defect(MEETING, files.meeting_entry_line, "entry", message))
    glossary, more = build_glossary(files.glossary, entries)
    return KnowledgeBase(meeting, dict(sorted(entries.items())), glossary, tuple(defects + more))


def load(folder: Path) -> KnowledgeBase:
    """Read the whole folder. Raises KnowledgeError only if meeting.yml is missing or invalid."""
    return assemble(read_meeting(folder), read_files(folder))
