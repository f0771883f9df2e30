"""Reading data: the shipped folder, and what is refused."""

from pathlib import Path

import pytest

from bot.content.models import LANGUAGES
from bot.errors import DeskError
from bot.training.units import Part, Unit, of_part, read_folder, read_units

UNIT = (
    """{"id": "a-1", "meeting": "a", "title": {"th": "งาน", "en": "Fair"}, """
    """"passage": {"th": "จัดที่ตรัง", "en": "It is in Trang."}, "questions": ["""
)
GOOD = UNIT + """{"lang": "en", "q": "where?", "a": {"th": "ตรัง", "en": "Trang"}, "why": "answered"}]}"""


def test_the_shipped_units_are_valid_and_have_ids_of_their_own() -> None:
    units = read_folder()
    assert len({unit.id for unit in units}) == len(units)
    assert all(len(unit.questions) > 4 for unit in units)


def test_every_unit_has_answered_questions_and_near_misses() -> None:
    for unit in read_folder():
        answered = [question for question in unit.questions if question.a]
        assert 0 < len(answered) < len(unit.questions), unit.id
        assert all((question.why == "answered") == (question.a is not None) for question in unit.questions), unit.id


def test_whole_meetings_are_held_out() -> None:
    units = read_folder()
    meetings = {part: {unit.meeting for unit in of_part(units, part)} for part in Part}
    assert all(meetings.values())
    assert not meetings[Part.TRAINING] & (meetings[Part.VALIDATION] | meetings[Part.CALIBRATION])
    assert not meetings[Part.VALIDATION] & meetings[Part.CALIBRATION]


def test_an_answer_is_found_in_the_passage_of_each_language(tmp_path: Path) -> None:
    file = tmp_path / "units.jsonl"
    file.write_text(GOOD, encoding="utf-8")
    (unit,) = read_units([file])
    found = [unit.answer(unit.questions[0], language) for language in LANGUAGES]
    assert found == [(6, 10), (9, 14)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (UNIT + """{"lang": "en", "q": "where?", "a": {"th": "ตรัง", "en": "Krabi"}, "why": "x"}]}""", "not in the en"),
        (UNIT + """{"lang": "de", "q": "wo?", "why": "detail"}]}""", "lang"),
        ("{", "Expecting"),
    ],
)
def test_an_invalid_row_is_named_with_its_line(row: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "units.jsonl"
    file.write_text(f"{GOOD}\n{row}\n", encoding="utf-8")
    with pytest.raises(DeskError, match=rf"units\.jsonl:2: (?s:.*){reason}"):
        read_units([file])


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no reading data"):
        read_folder(tmp_path)


def test_a_unit_cannot_be_changed() -> None:
    unit = Unit.model_validate_json(GOOD)
    with pytest.raises(ValueError, match="frozen"):
        unit.id = "b"  # type: ignore[misc]  # the assignment is what is tested
