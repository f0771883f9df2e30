"""One file of an entry as `kb check` sees it: its valid parts and all of its defects."""

from bot.content.check.diagnostic import Diagnostic
from bot.content.entry_files import FACT_KEYS, TEXT_KEYS, read_facts, read_text, unknown_keys
from bot.content.models import Facts, Text
from bot.content.source import BrokenFile, Defect, Source


class EntryFile:
    """`text` and `facts` are None if they are invalid; `facts` is None in a translation too.

    `known` holds the keys that this file may have; `official` is the name of the entry's official file.
    """

    def __init__(self, id: str, language: str, official: str, read: Source | BrokenFile) -> None:
        self.id, self.language = id, language
        self.name, self.official = (f"{id}.{name}.md" for name in (language, official))
        self.source = Source(self.name) if isinstance(read, BrokenFile) else read
        self.known = TEXT_KEYS | FACT_KEYS if language == official else TEXT_KEYS
        self.text: Text | None = None
        self.facts: Facts | None = None
        self.defects: list[Defect] = []
        if isinstance(read, BrokenFile):
            self.defects += read.defects
        else:
            self._validate()

    def _validate(self) -> None:
        """Collect all defects, whereas the loader stops after the first group of them."""
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
