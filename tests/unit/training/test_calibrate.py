"""The questions by which a reader is calibrated."""

from bot.training.calibrate import MIN_PASSAGES, meeting_rounds
from bot.training.units import Part, Unit, of_part, read_folder


def unit(number: int, samples: dict[str, list[str]]) -> Unit:
    price = {"th": f"{number} บาท", "en": f"{number} baht"}
    return Unit.model_validate(
        {
            "id": f"fair-{number}",
            "meeting": "fair",
            "title": {"th": "งาน", "en": "The fair"},
            "passage": {"th": f"งานจัดที่ตรัง\nราคา {number} บาท", "en": f"It is held in Trang.\nIt costs {number} baht."},
            "sample_questions": samples,
            "questions": [
                {
                    "lang": "en",
                    "q": "how much?",
                    "a": price,
                    "why": "answered",
                },
                {"lang": "th", "q": "ใครเปิดงาน", "why": "person"},
            ],
        }
    )


def test_a_meeting_is_a_knowledge_base_with_the_sample_questions_of_its_units() -> None:
    (found,) = meeting_rounds([unit(number, {"en": ["price?"], "th": ["ราคา"]}) for number in range(MIN_PASSAGES)])
    documents, asked = found
    first = documents[0]
    assert (first.id, first.language, first.sample_questions) == ("fair-0", "th", ("งาน", "ราคา"))
    assert documents[1].passages == ("It is held in Trang.", "It costs 0 baht.")
    assert [(one.text, one.answer) for one in asked[:2]] == [("how much?", "fair-0"), ("ใครเปิดงาน", None)]


def test_single_passages_and_units_without_sample_questions_are_left_out() -> None:
    few = [unit(number, {"th": ["ราคา"]}) for number in range(MIN_PASSAGES - 1)]
    assert not list(meeting_rounds(few))
    assert not list(meeting_rounds([unit(number, {}) for number in range(MIN_PASSAGES)]))


def test_the_shipped_calibration_meetings_have_sample_questions_that_are_not_asked() -> None:
    units = of_part(read_folder(), Part.CALIBRATION)
    assert len(list(meeting_rounds(units))) > 10
    for one in units:
        asked = {question.q for question in one.questions}
        assert not asked & {*one.sample_questions.th, *one.sample_questions.en}, one.id
