import pytest

from bot.query.answer_type import Kind, held, kinds, lacking


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("จัดเมื่อไหร่", {Kind.TIME}),
        ("When is it?", {Kind.TIME}),
        ("ประชุมที่ไหน", {Kind.PLACE}),
        ("which hotel was it", {Kind.PLACE}),
        ("ใครเป็นเจ้าภาพ", {Kind.PERSON}),
        ("มีกี่ประเทศ", {Kind.NUMBER}),
        ("ค่าเข้ากี่บาท", {Kind.MONEY, Kind.NUMBER}),
        ("How much did it cost?", {Kind.MONEY}),
        ("how long was the meeting", {Kind.DURATION}),
        ("รัฐมนตรีกล่าวว่าอย่างไร", {Kind.WORDS}),
        ("What did the minister say?", {Kind.WORDS}),
        ("a quote on readiness please", {Kind.WORDS}),
        ("who said that", {Kind.PERSON}),
        ("แผนแม่บทคืออะไร", set()),
        ("tell me about cybersecurity", set()),
        ("whenever there is somewhere", set()),
    ],
)
def test_what_kind_of_answer_is_asked_for(question: str, wanted: set[Kind]) -> None:
    assert kinds(question) == wanted


def test_a_sum_is_lacking_where_no_money_is_spoken_of() -> None:
    said = held("The forum takes place in September 2019.")
    assert lacking(kinds("How much is a ticket?"), said)
    assert not lacking(kinds("When is the forum?"), said)
    assert not lacking(kinds("Tell me about the forum"), said)


def test_a_month_name_in_another_word_is_no_date() -> None:
    assert Kind.TIME not in held("They may march augustly.")
    assert Kind.TIME in held("ปี 2562")
