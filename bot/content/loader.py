"""Reads the knowledge base's folder: Markdown files with YAML front matter become validated entries and defects.

A broken file never becomes an entry and never affects other entries: it becomes a Defect with file, line and key. Staff
may save at any moment, so each file is read once; a file that is missing, empty or half written at that moment is
broken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.content.entry_files import read_entry
from bot.content.folder import GLOSSARY, MEETING, find_entries, printable
from bot.content.glossary import read_glossary, read_terms
from bot.content.models import Entry, Meeting, Term
from bot.content.parse import parse_mapping, parse_markdown, read_utf8
from bot.content.references import check_references, needed
from bot.content.source import BrokenFile, Defect, Source
from bot.errors import KnowledgeError

__all__ = ["Defect", "KnowledgeBase", "check_references", "load", "needed"]

Found = TypeVar("Found")


@dataclass(frozen=True)
class KnowledgeBase:
    """The whole folder at one moment. `entries` are in the order of their ids."""

    meeting: Meeting
    entries: Mapping[str, Entry]
    glossary: tuple[Term, ...]
    defects: tuple[Defect, ...] = ()

    @cached_property
    def meeting_entry(self) -> Entry | None:
        """The entry of the meeting itself: the one named in meeting.yml, otherwise the first event on its dates."""
        if self.meeting.entry:
            return self.entries.get(self.meeting.entry)
        dated = (entry for entry in self.entries.values() if entry.event and entry.event.iso == self.meeting.iso)
        return next(dated, None)

    def is_meeting(self, id: str) -> bool:
        """Whether an entry is the meeting itself."""
        return self.meeting_entry is not None and self.meeting_entry.id == id


@dataclass(frozen=True)
class Files:
    """What was read beside meeting.yml: the files of each entry by language, and the glossary, broken ones included."""

    entries: Mapping[str, Mapping[str, Source | BrokenFile]]
    glossary: Source | BrokenFile | None
    meeting_entry_line: int = 1  # of meeting.yml


def or_broken(name: str, read: Callable[[], Found]) -> Found | BrokenFile:
    """The result of reading, or the BrokenFile that it raised: one file never stops the others."""
    try:
        return read()
    except OSError as e:
        return BrokenFile(Defect(name, 1, "", f"cannot be read ({e.strerror or e})"))
    except BrokenFile as e:
        return BrokenFile(*e.defects)


def read_files(folder: Path) -> Files:
    def page(path: Path) -> Source | BrokenFile:
        name = printable(path, folder)
        return or_broken(name, lambda: parse_markdown(name, read_utf8(name, path)))

    entries = {
        id: {language: page(path) for language, path in paths.items()} for id, paths in find_entries(folder).items()
    }
    return Files(entries, or_broken(GLOSSARY, lambda: read_glossary(folder)), line_of_entry(folder))


def line_of_entry(folder: Path) -> int:
    """The line of `entry` in meeting.yml; 1 where it cannot be read."""
    try:
        return parse_mapping(MEETING, read_utf8(MEETING, folder / MEETING)).line_of("entry")
    except (OSError, BrokenFile):
        return 1


def read_meeting(folder: Path) -> Meeting:
    """kb/meeting.yml. Raises KnowledgeError: without it nothing can be served."""
    try:
        return valid_meeting(folder)
    except BrokenFile as e:
        raise KnowledgeError("\n".join(f"{folder}/{defect}" for defect in e.defects)) from e


def valid_meeting(folder: Path) -> Meeting:
    """kb/meeting.yml. Raises BrokenFile."""
    try:
        source = parse_mapping(MEETING, read_utf8(MEETING, folder / MEETING))
    except OSError as e:
        message = f"cannot be read ({e.strerror or e}); a knowledge base starts with it"
        raise BrokenFile(Defect(MEETING, 1, "", message)) from e
    try:
        return Meeting.model_validate(source.data)
    except ValidationError as e:
        raise BrokenFile(*source.invalid(e)) from e


def entry_of(id: str, found: Mapping[str, Source | BrokenFile], official: str) -> tuple[Entry | None, list[Defect]]:
    """The entry of these files if it is usable, and all their defects."""
    defects = [defect for file in found.values() if isinstance(file, BrokenFile) for defect in file.defects]
    sources = {language: file for language, file in found.items() if isinstance(file, Source)}
    # Without the official file the translation cannot be used: it has no source of its own.
    if not sources or official in found.keys() - sources.keys():
        return None, defects
    try:
        entry, more = read_entry(id, sources, official)
    except BrokenFile as e:
        return None, defects + list(e.defects)
    return entry, defects + more


def terms_of(
    glossary: Source | BrokenFile | None, entries: Mapping[str, Entry]
) -> tuple[tuple[Term, ...], list[Defect]]:
    if isinstance(glossary, BrokenFile):
        return (), list(glossary.defects)
    return read_terms(glossary, entries) if glossary else ((), [])


def assemble(meeting: Meeting, files: Files) -> KnowledgeBase:
    """The usable entries, the glossary terms that belong to them, and all defects."""
    entries: dict[str, Entry] = {}
    defects: list[Defect] = []
    for id, found in files.entries.items():
        entry, more = entry_of(id, found, meeting.official_language)
        defects += more
        if entry:
            entries[id] = entry
    defects += check_references(entries)
    if meeting.entry and meeting.entry not in entries:
        message = f"refers to {meeting.entry}, which is no usable entry"
        defects.append(Defect(MEETING, files.meeting_entry_line, "entry", message))
    glossary, more = terms_of(files.glossary, entries)
    return KnowledgeBase(meeting, dict(sorted(entries.items())), glossary, tuple(defects + more))


def load(folder: Path) -> KnowledgeBase:
    """Read the whole folder. Raises KnowledgeError only where there is no usable meeting.yml."""
    return assemble(read_meeting(folder), read_files(folder))
