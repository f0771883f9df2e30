"""Selecting the events that a message asks for, on a day in April 2019."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.models import Entry
from bot.retrieval.event_filter import EventQuery, fits, matching_events, read_event_query
from bot.text.months import MONTHS, THAI_ABBREVIATIONS, asked_month

TODAY = date(2019, 4, 10)


def event(name: str, start: str, end: str | None = None, said: str = "An event.", **more: Any) -> Entry:
    precision = "day" if len(start) == 10 else "month"
    text = {"language": "en", "title": name, "reviewed": "2019-04-01", "passages": [said]}
    data = {"start": start, "end": end, "precision": precision, **more}
    return Entry(id=f"events/{name}", official="en", texts={"en": text}, event=data)


RETREAT = event("retreat", "2019-03-28", "2019-03-29", "It was held in Phuket, Thailand.")
SMART = event("smart", "2019-08-22", "2019-08-24", "Thailand will host it; Malaysian experts come.")
FORUM = event("forum", "2019-09", said="A forum.", country={"th": "อินโดนีเซีย", "en": "Indonesia"})
FAIR = event("fair", "2019-12-30", "2020-01-02")
ALL = [FORUM, FAIR, RETREAT, SMART]


def names(message: str, today: date = TODAY) -> list[str]:
    """The names of the events that are selected for a message."""
    return [entry.id.removeprefix("events/") for entry in matching_events(ALL, read_event_query(message, today), today)]


@pytest.mark.parametrize(
    ("message", "year"),
    [
        ("กิจกรรมปีนี้มีอะไรบ้าง", 2019),
        ("events this year", 2019),
        ("ปีหน้ามีงานอะไร", 2020),
        ("what is on next year?", 2020),
        ("ปีที่แล้วมีงานอะไรบ้าง", 2018),
        ("ปีก่อนจัดอะไร", 2018),
        ("last year's events", 2018),
        ("กิจกรรมปี 2562", 2019),
        ("กิจกรรมปี ๒๕๖๒", 2019),
        ("กิจกรรมปี 62", 2019),
        ("พ.ศ. 2563 มีงานไหม", 2020),
        ("events in 2019", 2019),
        ("events in 2562", 2019),
        ("how many events are there?", None),
        ("events of code 12019", None),
    ],
)
def test_a_year_of_either_era_is_read_as_a_common_era_year(message: str, year: int | None) -> None:
    assert read_event_query(message, TODAY).year == year


@given(st.integers(1950, 2090))
def test_both_eras_of_a_year_select_the_same_events(year: int) -> None:
    assert read_event_query(f"กิจกรรมปี {year + 543}", TODAY) == read_event_query(f"กิจกรรมปี {year}", TODAY)
    assert read_event_query(f"events in {year}", TODAY).year == year


@pytest.mark.parametrize("number", range(1, 13))
def test_each_month_is_recognised_by_its_names(number: int) -> None:
    thai, english = MONTHS["th"][number], MONTHS["en"][number]
    assert asked_month(f"งานเดือน{thai}") == number
    assert asked_month(f"งานเดือน{thai[:-2]}") == number
    assert asked_month(f"งาน {THAI_ABBREVIATIONS[number]}") == number
    assert asked_month(f"events in {english}") == number
    assert asked_month(f"EVENTS IN {english.upper()}") == number
    assert asked_month(f"events in {english[:3]}") == number


@pytest.mark.parametrize(
    "text",
    [
        "May I see the events?",
        "who may come",
        "a marching band",
        "an augmented tour",
        "the second meeting",
        "juniper",
        "",
    ],
)
def test_a_verb_or_part_of_a_word_is_no_month(text: str) -> None:
    assert asked_month(text) is None


@pytest.mark.parametrize(("text", "month"), [("events in May", 5), ("May 2019", 5), ("22 Aug", 8), ("in Sept", 9)])
def test_english_abbreviations_of_months(text: str, month: int) -> None:
    assert asked_month(text) == month


@pytest.mark.parametrize(
    ("message", "today", "asked"),
    [
        ("เดือนนี้มีงานอะไร", date(2019, 8, 1), (2019, 8)),
        ("events this month", date(2019, 12, 31), (2019, 12)),
        ("เดือนหน้ามีอะไร", date(2019, 7, 31), (2019, 8)),
        ("what is on next month?", date(2019, 12, 1), (2020, 1)),
        ("งานเดือนมกราคมปีหน้า", date(2019, 4, 10), (2020, 1)),
    ],
)
def test_this_month_and_next_month_include_the_year(message: str, today: date, asked: tuple[int, int]) -> None:
    found = read_event_query(message, today)
    assert (found.year, found.month, found.side) == (*asked, None)


@pytest.mark.parametrize(
    ("message", "side"),
    [
        ("งานที่กำลังจะจัดมีอะไรบ้าง", "coming"),
        ("upcoming events", "coming"),
        ("งานที่ผ่านมามีอะไรบ้าง", "past"),
        ("previous events", "past"),
        ("all events", None),
        ("upcoming events in 2019", None),  # a year is a sufficient criterion
        ("past events of September", None),
    ],
)
def test_upcoming_and_past_events(message: str, side: str | None) -> None:
    assert read_event_query(message, TODAY).side == side


def test_without_a_criterion_all_events_match() -> None:
    assert read_event_query("มีกิจกรรมอะไรบ้าง", TODAY).is_open
    assert EventQuery(one=True).is_open
    for message in ("events in 2019", "งานเดือนสิงหาคม", "past events", "events in Indonesia"):
        assert not read_event_query(message, TODAY).is_open


@pytest.mark.parametrize(
    ("message", "chosen_names"),
    [
        ("มีกิจกรรมอะไรบ้าง", ["retreat", "smart", "forum", "fair"]),
        ("events in 2019", ["retreat", "smart", "forum", "fair"]),
        ("กิจกรรมปี 2563", ["fair"]),  # it ends in that year
        ("งานเดือนสิงหาคม", ["smart"]),
        ("events in September", ["forum"]),
        ("events in January 2020", ["fair"]),
        ("events in June", []),
        ("events in 2031", []),
        ("upcoming events", ["smart", "forum", "fair"]),
        ("past events", ["retreat"]),
        ("งานถัดไปคืออะไร", ["smart"]),
        ("what is the next event?", ["smart"]),
        ("what was the last event?", ["retreat"]),
        ("what's next?", ["smart"]),
        ("events in Indonesia", ["forum"]),
        ("งานที่อินโดนีเซีย", ["forum"]),
        ("events with Malaysia", ["smart"]),
        ("งานที่ไทยเป็นเจ้าภาพ", ["retreat", "smart"]),
        ("events in Brazil", []),
        ("upcoming events in Thailand", ["smart"]),
    ],
)
def test_matching_events_in_order(message: str, chosen_names: list[str]) -> None:
    assert names(message) == chosen_names


def test_an_event_is_past_only_after_its_last_day() -> None:
    assert names("past events", date(2019, 8, 24)) == ["retreat"]
    assert names("past events", date(2019, 8, 25)) == ["retreat", "smart"]
    assert "forum" in names("upcoming events", date(2019, 9, 30))  # the day of an event with only a month is unknown
    assert "forum" not in names("upcoming events", date(2019, 10, 1))


def test_the_last_event_is_the_latest_past_one() -> None:
    assert names("what was the last event?", date(2020, 6, 1)) == ["fair"]
    assert names("what is the next event?", date(2020, 6, 1)) == []


def test_an_entry_without_an_event_never_matches() -> None:
    fact = RETREAT.model_copy(update={"event": None})
    assert not fits(fact, EventQuery(), TODAY)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_event_is_either_upcoming_or_past(day: date, today: date) -> None:
    one = event("one", day.isoformat())
    assert fits(one, EventQuery(side="coming"), today) == (day >= today)
    assert fits(one, EventQuery(side="past"), today) == (day < today)
    assert fits(one, EventQuery(year=day.year, month=day.month), today)


@given(st.text())
def test_any_message_is_parsed_without_an_error(message: str) -> None:
    found = read_event_query(message, TODAY)
    assert found.month is None or 1 <= found.month <= 12


@pytest.mark.parametrize(
    ("message", "one", "side"),
    [
        ("งานล่าสุดคืออะไร", "latest", "past"),
        ("what was the latest event?", "latest", "past"),
        ("งานหน้าเมื่อไร", "next", "coming"),
        ("ครั้งหน้าจัดที่ไหน", "next", "coming"),
    ],
)
def test_the_latest_event_is_past_and_the_next_is_upcoming(message: str, one: str, side: str) -> None:
    found = read_event_query(message, TODAY)
    assert (found.one, found.side) == (one, side)


def test_month_abbreviations_inside_thai_words_are_not_months() -> None:
    assert asked_month("มีนายกรัฐมนตรีมาร่วมไหม") is None
    assert asked_month("ศาลตุลาการ") is None
    assert asked_month("เดือนมีนานี้") == 3


def test_last_month_and_years_ago() -> None:
    assert (
        read_event_query("เดือนที่แล้วมีงานไหม", date(2030, 1, 5)).year,
        read_event_query("last month", date(2030, 1, 5)).month,
    ) == (
        2029,
        12,
    )
    assert read_event_query("3 ปีก่อนมีงานอะไร", TODAY).year is None
