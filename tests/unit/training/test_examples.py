"""Examples from units, and the negatives made of answered questions."""

import random
from dataclasses import replace

import pytest

from bot.training.examples import (
    Example,
    as_written,
    counterparts,
    elsewhere,
    in_context,
    of_both_classes,
    with_another_number,
    without_clause,
)
from bot.training.units import Unit, read_folder

PASSAGE = "The fair opens on 3 May in Trang. It costs 40 baht, and children pay nothing at all."


def unit(name: str, meeting: str = "fair") -> Unit:
    question = {"lang": "en", "q": f"where is {name}?", "a": {"th": name, "en": name}, "why": "answered"}
    near_miss = {"lang": "th", "q": f"ใครเปิด {name}", "why": "person"}
    title = {"th": "งาน", "en": "The fair"}
    passage = {"th": f"งานจัดที่ {name}", "en": f"It is held at {name}."}
    row = {"id": name, "meeting": meeting, "title": title, "passage": passage, "questions": [question, near_miss]}
    return Unit.model_validate(row)


def test_each_question_is_put_to_the_passage_in_both_languages() -> None:
    found = [(example.pair, example.answer is None) for example in as_written(unit("Trang"))]
    assert found == [("en-th", False), ("en-en", False), ("th-th", True), ("th-en", True)]


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("Trang", "It costs 40 baht, and children pay nothing at all."),
        ("40 baht", "The fair opens on 3 May in Trang. and children pay nothing at all."),
    ],
)
def test_the_clause_with_the_answer_is_removed(answer: str, left: str) -> None:
    start = PASSAGE.index(answer)
    longer = PASSAGE + " The organisers are the town and its two schools."
    assert (
        without_clause(longer, (start, start + len(answer)), "en")
        == f"{left} The organisers are the town and its two schools."
    )


def test_a_passage_that_would_be_too_short_or_says_it_twice_is_left_out() -> None:
    assert without_clause("It is in Trang. Come!", (9, 14), "en") is None
    assert without_clause(f"{PASSAGE} Trang is by the sea, and has an airport.", (27, 32), "en") is None


def test_a_changed_number_is_not_in_the_passage() -> None:
    changed = with_another_number("who pays 40 baht", PASSAGE, random.Random(1))
    assert changed is not None and changed != "who pays 40 baht"
    assert changed.split()[2] not in PASSAGE
    assert with_another_number("who pays 50 baht", PASSAGE, random.Random(1)) is None


def test_questions_go_to_other_passages_of_their_meeting_only() -> None:
    units = [unit("Trang"), unit("Krabi"), unit("Satun", meeting="games")]
    found = {(example.question, example.passage) for example in elsewhere(units, random.Random(1))}
    assert {question.rsplit(" ", 1)[1].rstrip("?") for question, _ in found} == {"Trang", "Krabi"}
    assert all(question.rstrip("?").rsplit(" ", 1)[1] not in passage for question, passage in found)


def test_an_answer_keeps_its_words_next_to_another_paragraph() -> None:
    rng, start = random.Random(2), PASSAGE.index("Trang")
    example = Example("where?", "Fair", PASSAGE, (start, start + 5), "en-en", "answered")
    found = [in_context(example, ["Something else."], rng) for _ in range(200)]
    assert {one.passage[slice(*one.answer)] for one in found if one.answer} == {"Trang"}
    assert len({one.passage for one in found}) == 3  # alone, before and after the other paragraph
    assert {one.title for one in found} == {"Fair", ""}


def test_made_negatives_keep_the_question_or_change_its_number() -> None:
    for each in read_folder()[:40]:
        for example in as_written(each):
            for made in counterparts(example, random.Random(1)):
                assert made.answer is None
                assert (made.question == example.question) == (made.sort == "removed")


def test_questions_of_both_classes_are_asked_once_of_each() -> None:
    units = [unit("Trang"), unit("Krabi"), unit("Satun", meeting="games")]
    found = of_both_classes(units, random.Random(1))
    assert {meeting for meeting, _ in found} == {"fair"}  # the only passage of the games has no counterpart
    assert [example.answer is None for _, example in found] == [False, True] * 4
    assert [example.question for _, example in found[::2]] == [example.question for _, example in found[1::2]]


def test_a_passage_without_its_answer_keeps_its_title_unless_that_answers() -> None:
    start = PASSAGE.index("40 baht")
    example = Example("how much?", "", PASSAGE, (start, start + len("40 baht")), "en-en", "answered")
    removed = [next(counterparts(replace(example, title=title), random.Random(1))) for title in ("Fair", "40 baht!")]
    assert [one.title for one in removed] == ["Fair", ""]
    assert all("40 baht" not in one.passage for one in removed)
