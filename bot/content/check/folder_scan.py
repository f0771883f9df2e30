"""Reads a knowledge base folder for `kb check`: each file once, and the loader's result for the whole folder."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.content.check.entry_file import EntryFile
from bot.content.loader import KnowledgeBase, assemble, read_files, read_meeting, valid_meeting
from bot.content.models import Meeting
from bot.content.source import BrokenFile, Defect, Source
from bot.errors import KnowledgeError


def meeting_or_none(folder: Path) -> Meeting | None:
    """The meeting, or None if meeting.yml is missing or invalid."""
    try:
        return read_meeting(folder)
    except KnowledgeError:
        return None


class FolderScan:
    """The files and entries of a folder at one moment.

    `files`: by name. `entries`: (official file, all files) of each entry. `base`: None without a valid meeting.
    """

    def __init__(self, folder: Path, today: date) -> None:
        self.folder, self.today = folder, today
        self.meeting: Meeting | None = None
        self.base: KnowledgeBase | None = None
        self.meeting_defects: tuple[Defect, ...] = ()
        contents = read_files(folder)
        try:
            self.meeting = valid_meeting(folder)
            self.base = assemble(self.meeting, contents)
        except BrokenFile as e:
            self.meeting_defects = e.defects
        self.ids = contents.entries.keys()
        self.glossary = contents.glossary if isinstance(contents.glossary, Source) else None
        official = self.meeting.official_language if self.meeting else "th"
        self.entries = [files_of(id, found, official) for id, found in contents.entries.items()]
        self.files = {file.name: file for _, files in self.entries for file in files}

    def defects(self) -> Iterator[Defect]:
        """The defects of each file, of meeting.yml, and of the references between files."""
        for file in self.files.values():
            yield from file.defects
        yield from self.meeting_defects
        # The rules for file names report invalid ids.
        yield from (d for d in (self.base.defects if self.base else ()) if d.key != "id")


def files_of(id: str, found: Mapping[str, Source | BrokenFile], official: str) -> tuple[EntryFile, list[EntryFile]]:
    official = official if official in found else next(iter(found))
    files = {language: EntryFile(id, language, official, read) for language, read in found.items()}
    return files[official], list(files.values())
