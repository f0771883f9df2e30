"""One file of an entry for `kb check`: the usable parts, and all defects."""

from bot.content.check.diagnostic import Diagnostic
from bot.content.entry_files import NEUTRAL_KEYS, TEXT_KEYS, read_facts, read_text, unknown_keys
from bot.content.models import Facts, Text
from bot.content.source import BrokenFile, Defect, Source


class EntryFile:
    """`text` and `facts` are None where they cannot be used, `facts` also where the official file is another one."""

    def __init__(self, id: str, language: str, official: str, read: Source | BrokenFile) -> None:
        self.id, self.language = id, language
        self.name, self.official = (f"{id}.{name}.md" for name in (language, official))
        self.source = Source(self.name) if isinstance(read, BrokenFile) else read
        self.known = TEXT_KEYS | NEUTRAL_KEYS if language == official else TEXT_KEYS
        self.text: Text | None = None
        self.facts: Facts | None = None
        self.defects: list[Defect] = []
        if isinstance(read, BrokenFile):
            self.defects += read.defects
        else:
            self._look()

    def _look(self) -> None:
        """Find all defects, although the loader stops at its first kind."""
        self.defects += unknown_keys(self.source, self.known)
        try:
            self.text = read_text(self.source, self.language)
        except BrokenFile as e:
            self.defects += e.defects
        try:
            self.facts = read_facts(self.source) if self.name == self.official else None
        except BrokenFile as e:
            self.defects += e.defects

    def error(self, key: str, message: str, advice: str) -> Diagnostic:
        return Diagnostic(self.name, self.source.line_of(key), key, message, advice)

    def warning(self, key: str, message: str, advice: str, line: int | None = None) -> Diagnostic:
        return Diagnostic(self.name, line or self.source.line_of(key), key, message, advice, "warning")
