"""One file of the knowledge base as read: its keys, its body, and the line of each. Independent of entries.

A fault in a file is a Defect; a file that cannot be used at all is a BrokenFile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

Keys = tuple[str, ...]  # the path of a key: event, start


@dataclass(frozen=True)
class Defect:
    """A fault in a file: where it is, and what was found or expected. `line` counts from 1."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.message}"


class BrokenFile(Exception):
    """A file that cannot be used, with its defects."""

    def __init__(self, *defects: Defect) -> None:
        super().__init__(*defects)
        self.defects = defects


@dataclass(frozen=True)
class Source:
    """One file: its parsed YAML, the line of each key by its path, and its body. Every line counts from 1."""

    name: str
    data: Any = None
    lines: Mapping[Keys, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    closing: int = 1  # the second line of ---

    def line_of(self, key: str) -> int:
        """The line of a dotted key, or of the deepest part of it that the file has."""
        if (key,) in self.lines:
            return self.lines[key,]
        if key == "passages":
            return next((line for line, _ in self.passages()), self.closing)
        path: Keys = ()
        for part in key.split("."):
            if (*path, part) in self.lines:
                path = (*path, part)
        return self.lines.get(path, 1)

    def passages(self) -> Iterator[tuple[int, str]]:
        """The paragraphs of the body, without Markdown heading marks, each with its first line."""
        line = self.body_line
        for block in self.body.split("\n\n"):
            passage = " ".join(block.split("\n")).strip()
            if passage and not passage.startswith("#"):
                yield line + block[: len(block) - len(block.lstrip())].count("\n"), passage
            line += block.count("\n") + 2

    def defect(self, message: str, key: str = "") -> Defect:
        return Defect(self.name, self.line_of(key), key, message)

    def invalid(self, error: ValidationError) -> list[Defect]:
        found = []
        for problem in error.errors():
            key = ".".join(str(part) for part in problem["loc"])
            got = "" if isinstance(problem["input"], dict | BaseModel) else f"; got {str(problem['input'])!r}"
            found.append(self.defect(problem["msg"].removeprefix("Value error, ") + got, key))
        return found
