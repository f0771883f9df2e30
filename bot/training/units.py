"""Reading data: units, each a passage in both languages with questions that it answers and questions that it does not.

A unit is one line of JSON in data/reading/, whose README describes the fields.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.content.models import LANGUAGES
from bot.errors import DeskError
from bot.reply import Language

FOLDER = Path(__file__).resolve().parents[2] / "data" / "reading"
HELD_OUT_PARTS = 16  # of these parts of the meetings, one is for validation and one for calibration


class Part(StrEnum):
    """What a meeting is used for: whole meetings are held out."""

    TRAINING = "training"
    VALIDATION = "validation"
    CALIBRATION = "calibration"


class UnitModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(UnitModel):
    """A text in both languages."""

    th: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def in_language(self, language: Language) -> str:
        return self.th if language == "th" else self.en


class UnitQuestion(UnitModel):
    """`a` is the answer, word for word as in the passage of each language; None if the passage does not answer. `why`
    is "answered", or the sort of near miss."""

    lang: Language
    q: Annotated[str, Field(min_length=1)]
    a: Both | None = None
    why: str


class SampleQuestions(UnitModel):
    """Questions by which staff would let an entry be found, in each language."""

    th: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def in_language(self, language: Language) -> tuple[str, ...]:
        return self.th if language == "th" else self.en


class Unit(UnitModel):
    """A passage of an invented meeting. `dates` are ISO 8601. `held_out_for` says what its meeting is held out for; a
    digest of the meeting's name decides if it is not given."""

    id: str
    meeting: str
    held_out_for: Part | None = None
    kind: str = "facts"
    title: Both
    dates: tuple[str, ...] = ()
    passage: Both
    sample_questions: SampleQuestions = SampleQuestions()
    questions: tuple[UnitQuestion, ...]

    @model_validator(mode="after")
    def _answers_are_in_the_passage(self) -> "Unit":
        for question in self.questions:
            for language in LANGUAGES:
                if question.a and question.a.in_language(language) not in self.passage.in_language(language):
                    answer = question.a.in_language(language)
                    raise ValueError(f"{question.q!r}: {answer!r} is not in the {language} passage")
        return self

    def answer(self, question: UnitQuestion, language: Language) -> tuple[int, int] | None:
        """Where the answer begins and ends in the passage, in characters; None if the passage does not answer."""
        if question.a is None:
            return None
        text = question.a.in_language(language)
        start = self.passage.in_language(language).index(text)
        return start, start + len(text)

    @property
    def part(self) -> Part:
        if self.held_out_for:
            return self.held_out_for
        digest = hashlib.sha256(self.meeting.encode()).digest()[0] % HELD_OUT_PARTS
        return {0: Part.VALIDATION, 1: Part.CALIBRATION}.get(digest, Part.TRAINING)


def read_units(files: Iterable[Path]) -> list[Unit]:
    """All units of these files. Raises DeskError with file and line of the first invalid one."""
    found = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(Unit.model_validate(json.loads(line)))
            except (ValueError, ValidationError) as e:
                raise DeskError(f"{file}:{number}: {e}") from e
    return found


def read_folder(folder: Path = FOLDER) -> list[Unit]:
    """All units of a folder. Raises DeskError if there is none."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise DeskError(f"{folder}: no reading data (*.jsonl) there")
    return read_units(files)


def of_part(units: Sequence[Unit], part: Part) -> list[Unit]:
    return [unit for unit in units if unit.part is part]
