"""One finding of `kb check`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One thing to mend: where, what is wrong, and what to write instead. `line` counts from 1."""

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
    return [str(found[0]) for found in process.extract(word, sorted(known), limit=limit)]
