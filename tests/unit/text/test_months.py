import pytest

from bot.text.months import MONTHS, asked_month, month_number, named_months


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_full_month_name_is_read_by_every_parser(language: str, number: int) -> None:
    name = MONTHS[language][number]
    assert month_number(name) == number
    assert named_months(f"{name} 2019") == {number}
    assert asked_month(f"{name} 2019") == number


@pytest.mark.parametrize(
    ("name", "number"),
    [("มี.ค.", 3), ("มี. ค", 3), ("มีค", 3), ("มีนา", 3), ("กุมภาพัน", 2), ("Sept.", 9), ("SEP", 9), ("May", 5)],
)
def test_a_short_form_is_read(name: str, number: int) -> None:
    assert month_number(name) == number


def test_an_unknown_month_is_an_error() -> None:
    with pytest.raises(KeyError):
        month_number("Monday")


@pytest.mark.parametrize(
    ("text", "in_full", "asked"),
    [
        ("meetings in May", {5}, 5),
        ("5 May", {5}, None),
        ("you may come", set(), None),
        ("who may speak", set(), None),
        ("events in Sept", set(), 9),
        ("งานเดือน ก.ย.", set(), 9),
        ("มีนานี้มีงานอะไร", set(), 3),
        ("กุมภานี้มีงานอะไร", set(), 2),
        ("มีนายกรัฐมนตรีไหม", set(), None),
        ("a mart in town", set(), None),
        ("from January to March", {1, 3}, 1),
    ],
)
def test_a_question_about_events_may_abbreviate_a_month(text: str, in_full: set[int], asked: int | None) -> None:
    assert named_months(text) == in_full
    assert asked_month(text) == asked
