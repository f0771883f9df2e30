"""Public question sets as further examples: JSONL rows of lang, question, passage, answer ([start, end] or null)."""

import random
from collections.abc import Iterable
from pathlib import Path

from bot.evaluation.evaluate import read_rows
from bot.reply import Language
from bot.training.examples import Example
from bot.training.units import UnitModel

WEIGHT = 0.5  # of a pair's loss


class PublicRow(UnitModel):
    lang: Language
    question: str
    passage: str
    answer: tuple[int, int] | None


def read_public(file: Path, count: int, rng: random.Random) -> list[Example]:
    """Up to `count` examples, chosen at random. Raises DeskError with file and line of an invalid row."""
    rows = read_rows(file, PublicRow)
    return [
        Example(row.question, "", row.passage, row.answer, f"{row.lang}-{row.lang}", file.stem, WEIGHT)
        for row in rng.sample(rows, min(count, len(rows)))
    ]


def paragraphs(examples: Iterable[Example]) -> dict[Language, list[str]]:
    """The passages by language."""
    found: dict[Language, list[str]] = {"th": [], "en": []}
    for example in examples:
        found[example.language].append(example.passage)
    return found
