"""The Diagnostic that `kb check` prints for one problem."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One problem: its location, the message, and advice on what to write instead. `line` counts from 1."""

    file: str
    line: int
    key: str
    message: str
    advice: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {self.severity}: {key}{self.message}; {self.advice}"


def nearest(word: str, known: Iterable[str], limit: int = 1) -> list[str]:
    """The `limit` known words most similar to `word`, best first."""
    return [str(match[0]) for match in process.extract(word, sorted(known), limit=limit)]
