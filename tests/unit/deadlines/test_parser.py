from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deadlines.parser import Deadline, deadline, is_open

BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2019, 3, 20, 14, 0, tzinfo=BANGKOK)  # a Wednesday


def said(text: str, now: datetime = NOW) -> str | None:
    found = deadline(text, now, BANGKOK)
    return found.when.strftime("%Y-%m-%d %H:%M") + ("" if found.exact else " or so") if found else None


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("พรุ่งนี้เที่ยง", "2019-03-21 12:00"),
        ("ขอภายในเที่ยงวันพรุ่งนี้ค่ะ", "2019-03-21 12:00"),
        ("วันนี้ 5 โมงเย็น", "2019-03-20 17:00"),
        ("ก่อนบ่ายสาม", "2019-03-20 15:00"),
        ("บ่ายสองสี่สิบห้า", "2019-03-20 14:45"),
        ("ภายใน 2 ชั่วโมง", "2019-03-20 16:00"),
        ("อีกครึ่งชั่วโมง", "2019-03-20 14:30"),
        ("ชั่วโมงครึ่ง", "2019-03-20 15:30"),
        ("2 ชั่วโมงครึ่ง", "2019-03-20 16:30"),
        ("สองสามชั่วโมง", "2019-03-20 16:00"),
        ("มะรืนนี้", "2019-03-22 17:00 or so"),
        ("อีก 3 วัน", "2019-03-23 17:00 or so"),
        ("สามวันทำการ", "2019-03-25 17:00 or so"),
        ("ศุกร์นี้ 17.00 น.", "2019-03-22 17:00"),
        ("ไม่ด่วน ขอวันศุกร์ก็ได้", "2019-03-22 17:00 or so"),
        ("วันจันทร์หน้า", "2019-03-25 17:00 or so"),
        ("เย็นวันศุกร์", "2019-03-22 18:00 or so"),
        ("ก่อนวันศุกร์", "2019-03-21 17:00 or so"),
        ("วันอาทิตย์นี้", "2019-03-24 17:00 or so"),
        ("ภายในอาทิตย์นี้", "2019-03-22 17:00 or so"),
        ("สิ้นเดือนนี้", "2019-03-31 17:00 or so"),
        ("สิ้นเดือนเมษายน", "2019-04-30 17:00 or so"),
        ("28 มี.ค. 2562 เวลา 9.30 น.", "2019-03-28 09:30"),
        ("วันพฤหัสบดีที่ 28 มีนาคม พ.ศ. 2562 เวลา 13.00 น.", "2019-03-28 13:00"),
        ("28/3/62 17:00", "2019-03-28 17:00"),
        ("๒๘ มีนาคม ๒๕๖๒", "2019-03-28 17:00 or so"),
        ("วันที่ 28", "2019-03-28 17:00 or so"),
        ("5 เดือนหน้า", "2019-04-05 17:00 or so"),
        ("เที่ยงคืนนี้", "2019-03-21 00:00"),
        ("เที่ยงคืนวันศุกร์", "2019-03-23 00:00"),
        ("คืนนี้ตี 2", "2019-03-21 02:00"),
        ("ตี 3", "2019-03-21 03:00"),
        ("17.00 น.", "2019-03-20 17:00"),
        ("15 นาฬิกา", "2019-03-20 15:00"),
        ("ทุ่มครึ่ง", "2019-03-20 19:30"),
        ("สองทุ่ม", "2019-03-20 20:00"),
        ("บ่ายโมงครึ่ง", "2019-03-21 13:30"),
        ("สิบโมงเช้า", "2019-03-21 10:00"),
        ("สามโมงเช้า", "2019-03-21 09:00"),
        ("หกโมงเช้า", "2019-03-21 06:00"),
        ("หกโมง", "2019-03-20 18:00"),
        ("5 โมงเย็น 30 มีนาคม", "2019-03-30 17:00"),
        ("บ่าย 3.30", "2019-03-20 15:30"),
        ("พรุ่งนี้เช้า", "2019-03-21 09:00 or so"),
        ("ด่วน", "2019-03-20 15:00 or so"),
        ("ตอนนี้เลย", "2019-03-20 15:00 or so"),
        ("ด่วนมากครับ ภายในวันนี้", "2019-03-20 17:00 or so"),
    ],
)
def test_understands_thai(text: str, when: str) -> None:
    assert said(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("by 5 pm Friday", "2019-03-22 17:00"),
        ("5 PM FRI", "2019-03-22 17:00"),
        ("tomorrow noon", "2019-03-21 12:00"),
        ("noon tomorrow", "2019-03-21 12:00"),
        ("end of day", "2019-03-20 17:00 or so"),
        ("EOD tomorrow", "2019-03-21 17:00 or so"),
        ("COB Thursday", "2019-03-21 17:00 or so"),
        ("in 3 hours", "2019-03-20 17:00"),
        ("two hours", "2019-03-20 16:00"),
        ("within 45 minutes", "2019-03-20 14:45"),
        ("an hour and a half", "2019-03-20 15:30"),
        ("in 2-3 days", "2019-03-22 17:00 or so"),
        ("in 2 days at noon", "2019-03-22 12:00"),
        ("next Monday morning", "2019-03-25 09:00 or so"),
        ("Tuesday next week, 10am", "2019-03-26 10:00"),
        ("tonight", "2019-03-20 20:00 or so"),
        ("8 tonight", "2019-03-20 20:00"),
        ("midnight", "2019-03-21 00:00"),
        ("28 March 2019 17:00", "2019-03-28 17:00"),
        ("28 March 10 am", "2019-03-28 10:00"),
        ("28 March 62", "2019-03-28 17:00 or so"),
        ("28/3/19", "2019-03-28 17:00 or so"),
        ("3/28/2019", "2019-03-28 17:00 or so"),
        ("5/4", "2019-04-05 17:00 or so"),
        ("2019-03-28T17:00", "2019-03-28 17:00"),
        ("2562-03-28", "2019-03-28 17:00 or so"),
        ("March 28 at 9:30am", "2019-03-28 09:30"),
        ("noon on the 25th", "2019-03-25 12:00"),
        ("17:00", "2019-03-20 17:00"),
        ("17:00-18:00", "2019-03-20 17:00"),
        ("1700 hrs", "2019-03-20 17:00"),
        ("before 6", "2019-03-20 18:00"),
        ("tomorrow at 9", "2019-03-21 09:00"),
        ("half past five", "2019-03-20 17:30"),
        ("before Friday", "2019-03-21 17:00 or so"),
        ("end of the week", "2019-03-22 17:00 or so"),
        ("before the end of the month", "2019-03-31 17:00 or so"),
        ("no rush, by Friday", "2019-03-22 17:00 or so"),
        ("asap", "2019-03-20 15:00 or so"),
        ("right now", "2019-03-20 15:00 or so"),
        ("asap, before 5pm", "2019-03-20 17:00"),
    ],
)
def test_understands_english(text: str, when: str) -> None:
    assert said(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("17:00 UTC", "2019-03-21 00:00"),
        ("5 pm GMT+8", "2019-03-20 16:00"),
        ("5 pm SGT", "2019-03-20 16:00"),
        ("5 pm Singapore time", "2019-03-20 16:00"),
        ("by 9 am tomorrow (New York time)", "2019-03-21 20:00"),
        ("5 pm Bangkok time", "2019-03-20 17:00"),
        ("10 AM EST tomorrow", "2019-03-21 22:00"),
        ("2019-03-28T17:00Z", "2019-03-29 00:00"),
        ("2019-03-28T17:00-05:00", "2019-03-29 05:00"),
        ("2019-03-28T17:00+09:00", "2019-03-28 15:00"),
        ("9am London time", "2019-03-20 16:00"),
    ],
)
def test_uses_the_named_time_zone(text: str, when: str) -> None:
    assert said(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("at noon", "2019-03-21 12:00"),
        ("Wednesday", "2019-03-20 17:00 or so"),
        ("Wednesday 9am", "2019-03-27 09:00"),
        ("15 March", "2020-03-15 17:00 or so"),
        ("20 March 9 am", "2020-03-20 09:00"),
        ("29 Feb", "2020-02-29 17:00 or so"),
        ("the 19th", "2019-04-19 17:00 or so"),
    ],
)
def test_a_deadline_without_a_year_is_the_next_such_date(text: str, when: str) -> None:
    assert said(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("28 March 2018", "2018-03-28 17:00 or so"),
        ("yesterday", "2019-03-19 17:00 or so"),
        ("วันนี้ 9.00 น.", "2019-03-20 09:00"),
        ("15/3/62", "2019-03-15 17:00 or so"),
    ],
)
def test_an_explicit_past_date_stays_in_the_past(text: str, when: str) -> None:
    assert said(text) == when


@pytest.mark.parametrize("text", ["today", "วันนี้", "EOD", "Wednesday", "20 มีนาคม"])
def test_after_office_hours_today_ends_at_midnight(text: str) -> None:
    assert said(text, NOW.replace(hour=18)) == "2019-03-20 23:59 or so"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "sometime", "เร็วๆ นี้", "soon", "ไม่รู้", "ตอนนี้ยังไม่รู้", "I don't know right now", "not now"),
        *("somchai@bangkokpost.co.th", "Somchai Jaidee", "สมชาย ใจดี", "ประยุทธ์ จันทร์โอชา", "Khun Noon", "May"),
        *(
            "Bangkok Post",
            "USA Today",
            "I work for The Sun",
            "ข่าวด่วน",
            "ใจเย็นๆ",
            "ทุ่มเทมาก",
            "สามารถตอบได้เลย",
            "กี่โมงก็ตาม",
        ),
        *(
            "081-234-5678",
            "02 141 6747",
            "24/7",
            "5",
            "2562",
            "GDP growth 3.15 percent",
            "by 2 journalists",
            "COVID-19",
        ),
        *(
            "Thailand 4.0",
            "the 34th ASEAN Summit",
            "30 February",
            "31/4/2019 17:00",
            "25:00",
            "9999-12-31",
            "in 999 days",
        ),
        *("2 hours before the event", "2 ชั่วโมงก่อนงานเริ่ม", "3 days ago", "interview of 30 minutes"),
    ],
)
def test_text_without_a_deadline_gives_none(text: str) -> None:
    assert deadline(text, NOW, BANGKOK) is None
    assert not is_open(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no deadline",
            "No specific deadline.",
            "not urgent",
            "it isn't urgent",
            "I'm in no hurry",
            "whenever",
            "none",
        ),
        *("any time", "ไม่รีบ", "ไม่ได้รีบครับ", "ไม่ด่วน", "ไม่เร่งด่วนค่ะ", "ไม่มีกำหนด", "ไม่มีเดดไลน์", "เมื่อไหร่ก็ได้", "ไม่มีครับ"),
        "no rush, asap if you can",
    ],
)
def test_recognises_that_there_is_no_deadline(text: str) -> None:
    assert is_open(text)
    assert deadline(text, NOW, BANGKOK) is None


@pytest.mark.parametrize("text", ["anytime tomorrow", "no rush, by Friday", "not urgent, 28 March"])
def test_a_named_time_is_a_deadline(text: str) -> None:
    assert not is_open(text)


def test_the_zone_of_now_does_not_matter() -> None:
    assert deadline("in 3 hours", NOW.astimezone(UTC), BANGKOK) == Deadline(NOW + timedelta(hours=3), True)
    assert said("tomorrow", datetime(2019, 3, 20, 18, 0, tzinfo=UTC)) == "2019-03-22 17:00 or so"


def test_a_week_ends_on_a_working_day() -> None:
    saturday = NOW + timedelta(3)
    assert said("this week", saturday) == "2019-03-24 17:00 or so"
    assert said("next week", saturday) == "2019-03-29 17:00 or so"


PIECES = (
    "5 17:00 3/28 28/3/62 +99 UTC pm at by next in - . ſix hours days th 31 99 25 0"
    " วัน ศุกร์ หน้า โมง ทุ่ม ครึ่ง มี.ค. เที่ยง บ่าย สิ้น เดือน ๒"
).split()


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from([*PIECES, " "]), max_size=12).map("".join)))
def test_reads_any_text_without_an_error(text: str) -> None:
    found = deadline(text, NOW, BANGKOK)
    assert found is None or found.when.tzinfo is BANGKOK
    assert not (found and is_open(text))


@pytest.mark.parametrize("piece", ["1 ", "12:", "ก", "วัน", "5 pm (", "28 มี.ค. ", "สิบ"])
def test_reads_the_beginning_of_a_long_text(piece: str) -> None:
    deadline(piece * (5000 // len(piece)), NOW, BANGKOK)
