"""A parsed file of the knowledge base: its keys, its body and their line numbers, independent of the entry models.

Each problem of a file is a Defect; an unusable file raises BrokenFile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

KeyPath = tuple[str, ...]  # path of a nested key: ("event", "start")


@dataclass(frozen=True)
class Defect:
    """One problem in a file: its location and a message. `line` counts from 1, `key` is dotted."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.message}"


class BrokenFile(Exception):
    """An unusable file, with its defects."""

    def __init__(self, *defects: Defect) -> None:
        super().__init__(*defects)
        self.defects = defects


@dataclass(frozen=True)
class Source:
    """One file: its parsed YAML, the line of each key by its path, and its body. Lines count from 1."""

    name: str
    data: Any = None
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    front_matter_end: int = 1  # the second line of ---

    def line_of(self, key: str) -> int:
        """The line of a dotted key, or of its deepest ancestor that the file contains."""
        if (key,) in self.lines:
            return self.lines[key,]
        if key == "passages":
            return next((line for line, _ in self.passages()), self.front_matter_end)
        path: KeyPath = ()
        for part in key.split("."):
            if (*path, part) in self.lines:
                path = (*path, part)
        return self.lines.get(path, 1)

    def passages(self) -> Iterator[tuple[int, str]]:
        """(first line, text) of each passage: the body split at blank lines, without headings."""
        line = self.body_line
        for block in self.body.split("\n\n"):
            passage = " ".join(block.split("\n")).strip()
            if passage and not passage.startswith("#"):
                yield line + block[: len(block) - len(block.lstrip())].count("\n"), passage
            line += block.count("\n") + 2

    def defect(self, message: str, key: str = "") -> Defect:
        return Defect(self.name, self.line_of(key), key, message)

    def validation_defects(self, error: ValidationError) -> list[Defect]:
        """The errors of pydantic as defects of this file."""
        defects = []
        for problem in error.errors():
            key = ".".join(str(part) for part in problem["loc"])
            got = "" if isinstance(problem["input"], dict | BaseModel) else f"; got {str(problem['input'])!r}"
            defects.append(self.defect(problem["msg"].removeprefix("Value error, ") + got, key))
        return defects
