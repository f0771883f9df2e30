import pytest

from bot.query.answer_type import AnswerType, answer_type_mismatch, expected_types, supported_types


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("จัดเมื่อไหร่", {AnswerType.TIME}),
        ("When is it?", {AnswerType.TIME}),
        ("ประชุมที่ไหน", {AnswerType.PLACE}),
        ("which hotel was it", {AnswerType.PLACE}),
        ("ใครเป็นเจ้าภาพ", {AnswerType.PERSON}),
        ("มีกี่ประเทศ", {AnswerType.NUMBER}),
        ("ค่าเข้ากี่บาท", {AnswerType.MONEY, AnswerType.NUMBER}),
        ("How much did it cost?", {AnswerType.MONEY}),
        ("how long was the meeting", {AnswerType.DURATION}),
        ("รัฐมนตรีกล่าวว่าอย่างไร", {AnswerType.WORDS}),
        ("What did the minister say?", {AnswerType.WORDS}),
        ("a quote on readiness please", {AnswerType.WORDS}),
        ("who said that", {AnswerType.PERSON}),
        ("แผนแม่บทคืออะไร", set()),
        ("tell me about cybersecurity", set()),
        ("whenever there is somewhere", set()),
    ],
)
def test_expected_answer_types_of_a_question(question: str, wanted: set[AnswerType]) -> None:
    assert expected_types(question) == wanted


def test_a_price_is_missing_where_no_money_is_mentioned() -> None:
    said = supported_types("The forum takes place in September 2019.")
    assert answer_type_mismatch(expected_types("How much is a ticket?"), said)
    assert not answer_type_mismatch(expected_types("When is the forum?"), said)
    assert not answer_type_mismatch(expected_types("Tell me about the forum"), said)


def test_a_month_name_inside_another_word_is_no_date() -> None:
    assert AnswerType.TIME not in supported_types("They may march augustly.")
    assert AnswerType.TIME in supported_types("ปี 2562")


@pytest.mark.parametrize(
    "text",
    [
        "the most important decision",
        "the most visitors of all days",
        "a most famous author",
        "the largest stand",
    ],
)
def test_a_superlative_answers_what_comes_first(text: str) -> None:
    assert AnswerType.FIRST in supported_types(text)
    assert AnswerType.FIRST in expected_types(f"which was {text}?")


@pytest.mark.parametrize(
    "text",
    ["most ministers agreed", "most visitors came by train", "most people left early", "most of the halls were full"],
)
def test_a_majority_is_no_superlative(text: str) -> None:
    assert AnswerType.FIRST not in supported_types(text)


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("Dr Jane Example opened the session.", True),
        ("Malaysia takes over as chair.", True),
        ("เวียดนามเป็นประธาน", True),
        ("ประเทศไทยเป็นประธานอาเซียน", True),
        ("The chair opened the session.", False),
        ("มีล่ามภาษาไทยและอังกฤษ", False),
        ("Stands came from Thailand and Japan.", False),
    ],
)
def test_a_named_country_can_hold_an_office(text: str, supported: bool) -> None:
    assert (AnswerType.HOLDER in supported_types(text)) == supported
