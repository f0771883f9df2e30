"""Wording that the reading data shares with other files, such as questions that a reader is measured with."""

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.content.models import LANGUAGES
from bot.training.units import Unit

SHARED_CHARACTERS = 60  # letters and digits in a row that two passages may not share
SUFFIXES = {".jsonl", ".json", ".md", ".yml", ".txt"}


def letters(text: str) -> str:
    """The letters, marks and digits of a text in lower case."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(c)[0] in "LMN")


def shared_wording(units: Sequence[Unit], folder: Path) -> Iterator[str]:
    """Questions of these units that are also a line or a quoted string in a file of the folder, and passages that share
    SHARED_CHARACTERS with one; letters and digits are compared."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*")) if file.suffix in SUFFIXES]
    strings = {letters(part) for text in texts for line in text.splitlines() for part in line.split('"')}
    body = "\n".join(letters(text) for text in texts)
    pieces = {body[i : i + SHARED_CHARACTERS] for i in range(len(body) - SHARED_CHARACTERS + 1)}
    for unit in units:
        yield from (f"{unit.id}: {question.q}" for question in unit.questions if letters(question.q) in strings)
        for language in LANGUAGES:
            passage = letters(unit.passage.in_language(language))
            places = range(len(passage) - SHARED_CHARACTERS + 1)
            found = next((at for at in places if passage[at : at + SHARED_CHARACTERS] in pieces), None)
            if found is not None:
                yield f"{unit.id}: … {passage[found : found + SHARED_CHARACTERS]} …"
