"""A scan of a knowledge base folder: its files, each read once, and what the loader makes of them."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.content.check.page import Page
from bot.content.loader import KnowledgeBase, assemble, read_files, read_meeting, valid_meeting
from bot.content.models import Meeting
from bot.content.source import BrokenFile, Defect, Source
from bot.errors import KnowledgeError


def meeting_or_none(folder: Path) -> Meeting | None:
    """The meeting, or None where meeting.yml cannot be used."""
    try:
        return read_meeting(folder)
    except KnowledgeError:
        return None


class FolderScan:
    """`pages` by name; `pairs`: each entry's official page, and all of its pages. `base` is None without a meeting."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder, self.today = folder, today
        self.meeting: Meeting | None = None
        self.base: KnowledgeBase | None = None
        self.unmet: tuple[Defect, ...] = ()
        files = read_files(folder)
        try:
            self.meeting = valid_meeting(folder)
            self.base = assemble(self.meeting, files)
        except BrokenFile as e:
            self.unmet = e.defects
        self.ids = files.entries.keys()
        self.glossary = files.glossary if isinstance(files.glossary, Source) else None
        official = self.meeting.official_language if self.meeting else "th"
        self.pairs = [pages_of(id, found, official) for id, found in files.entries.items()]
        self.pages = {page.name: page for _, pages in self.pairs for page in pages}

    def defects(self) -> Iterator[Defect]:
        """The defects of each file, and those that appear only when files are read together."""
        for page in self.pages.values():
            yield from page.defects
        yield from self.unmet
        yield from (d for d in (self.base.defects if self.base else ()) if d.key != "id")  # an id is its file's name


def pages_of(id: str, found: Mapping[str, Source | BrokenFile], official: str) -> tuple[Page, list[Page]]:
    official = official if official in found else next(iter(found))
    pages = {language: Page(id, language, official, read) for language, read in found.items()}
    return pages[official], list(pages.values())
