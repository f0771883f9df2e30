"""Parsing the input for each field of an enquiry."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.enquiry import NO_OUTLET
from bot.press_office.fields import (
    BY_SLOT,
    FIELDS,
    MAX_QUESTION,
    NO_DEADLINE,
    READ_BACK,
    FieldContext,
    FieldError,
    deadline_in_words,
    named_field,
    read_contact,
    read_deadline,
    read_name,
    read_outlet,
    read_question,
)
from bot.reply import Language

BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2030, 5, 3, 5, 0, tzinfo=UTC)  # a Friday, noon in Bangkok
TH, EN = FieldContext("th", NOW, BANGKOK), FieldContext("en", NOW, BANGKOK)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("งบประมาณเท่าไร", "งบประมาณเท่าไร"),
        ("  What did it cost?\n", "What did it cost?"),
        ("line one\nline two", "line one\nline two"),
        ("🙂 ราคาเท่าไร", "🙂 ราคาเท่าไร"),
        ("x" * MAX_QUESTION, "x" * MAX_QUESTION),
    ],
)
def test_a_question_is_kept_as_it_was_written(typed: str, kept: str) -> None:
    assert read_question(typed, TH) == kept


@pytest.mark.parametrize("typed", ["", " ", "???", "2562", "🙏🙏", "x" * (MAX_QUESTION + 1)])
def test_text_that_is_no_question_is_rejected(typed: str) -> None:
    with pytest.raises(FieldError):
        read_question(typed, TH)


def test_a_too_long_question_is_rejected_with_its_length() -> None:
    with pytest.raises(FieldError) as e:
        read_question("ก" * 2500, TH)
    for language in ("th", "en"):
        assert "2000" in e.value.words[language] and "2500" in e.value.words[language]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("ผมชื่อสมชาย ใจดีครับ", "สมชาย ใจดี"),
        ("ดิฉันชื่อมาลีค่ะ", "มาลี"),
        ("ชื่อ: สมชาย", "สมชาย"),
        ("หนูชื่อเล็กนะคะ", "เล็ก"),
        ("นางสาวสมหญิง  ณ อยุธยา", "นางสาวสมหญิง ณ อยุธยา"),
        ("ม.ล. ปนัดดา", "ม.ล. ปนัดดา"),
        ("My name is Ana García", "Ana García"),
        ("I’m Sam", "Sam"),
        ("this is Nguyễn Văn A", "Nguyễn Văn A"),
        ("Ian", "Ian"),
        ("Imran Khan", "Imran Khan"),
        ("Thisara", "Thisara"),
        ("李明", "李明"),
        ("Dr. O'Brien, Jr.", "Dr. O'Brien, Jr."),
        ("สมชาย\r\nBcc: a@b.example", "สมชาย Bcc: a@b.example"),
    ],
)
def test_introductory_words_before_a_name_are_removed(typed: str, kept: str) -> None:
    assert read_name(typed, TH) == kept


@pytest.mark.parametrize("typed", ["", "ค่ะ", "123", "...", "my name is", "X", "สม" * 70])
def test_text_that_is_no_name_is_rejected(typed: str) -> None:
    with pytest.raises(FieldError) as e:
        read_name(typed, TH)
    assert e.value.words["th"] != e.value.words["en"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ไทยรัฐ", "ไทยรัฐ"),
        ("จากไทยรัฐค่ะ", "ไทยรัฐ"),
        ("ทำงานที่มติชนครับ", "มติชน"),
        ("สังกัด: ไทยพีบีเอส", "ไทยพีบีเอส"),
        ("ประชาชาติธุรกิจ", "ประชาชาติธุรกิจ"),
        ("ช่อง 3", "ช่อง 3"),
        ("I write for the Bangkok Post", "the Bangkok Post"),
        ("I'm from AP", "AP"),
        ("No News Network", "No News Network"),
    ],
)
def test_an_outlet_is_stored_by_its_name(typed: str, kept: str) -> None:
    assert read_outlet(typed, EN) == kept


@pytest.mark.parametrize("typed", ["none", "No", "myself", "freelancer", "ไม่มีค่ะ", "ไม่สังกัด", "ประชาชนทั่วไป", "ส่วนตัว"])
def test_a_person_without_an_outlet_is_the_public(typed: str) -> None:
    assert read_outlet(typed, TH) == "ประชาชนทั่วไป"
    assert read_outlet(typed, EN) == "none (for myself)"


@pytest.mark.parametrize("typed", ["", "3", "?", "A"])
def test_text_that_is_no_outlet_is_rejected(typed: str) -> None:
    with pytest.raises(FieldError):
        read_outlet(typed, EN)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("somchai@news.co.th", "somchai@news.co.th"),
        ("ส่งมาที่ somchai@news.co.th ค่ะ", "somchai@news.co.th"),
        ("my e-mail is somchai.j+desk@mail.news.org.", "somchai.j+desk@mail.news.org"),
        ("Somchai <somchai@news.org>", "somchai@news.org"),
        ("SOMCHAI@NEWS.ORG", "SOMCHAI@news.org"),  # only the domain is case-insensitive
        ("สมชาย@ตัวอย่าง.ไทย", "สมชาย@ตัวอย่าง.ไทย"),
        ("a@news.org or b@news.org", "a@news.org"),
        ("LINE: somchai99", "LINE somchai99"),
        ("line id: som-chai.99", "LINE som-chai.99"),
        ("LINE: @newsroom", "LINE newsroom"),
        ("ไลน์ somchai99", "LINE somchai99"),
        ("ไลน์ไอดี somchai99", "LINE somchai99"),
        ("@somchai", "LINE somchai"),
    ],
)
def test_an_address_is_stored_in_normalized_form(typed: str, kept: str) -> None:
    assert read_contact(typed, EN) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "somchai",
        "somchai@",
        "@",
        "somchai@news",
        "a@-news.org",
        "0812345678",
        "LINE: abc",
        "online@",
        "ที่อยู่ตามทะเบียนบ้าน",
    ],
)
def test_text_that_is_no_address_is_rejected(typed: str) -> None:
    with pytest.raises(FieldError):
        read_contact(typed, EN)


def test_the_rejection_of_an_address_quotes_it() -> None:
    with pytest.raises(FieldError) as e:
        read_contact("it is somchai@news", TH)
    assert "somchai@news" in e.value.words["th"] and "somchai@news" in e.value.words["en"]


def test_text_after_a_line_break_is_not_part_of_an_address() -> None:
    assert read_contact("a@news.org\r\nBcc: b@news.org", EN) == "a@news.org"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("พรุ่งนี้เที่ยง", "2030-05-04T12:00:00+07:00"),
        ("tomorrow noon", "2030-05-04T12:00:00+07:00"),
        ("by 5 pm today", "2030-05-03T17:00:00+07:00"),
        ("๓ โมงเย็น", "2030-05-03T15:00:00+07:00"),
        ("6 พ.ค. 2573 เวลา 09.30 น.", "2030-05-06T09:30:00+07:00"),
        ("ไม่มีกำหนด", NO_DEADLINE),
        ("no deadline", NO_DEADLINE),
        (NO_DEADLINE, NO_DEADLINE),
    ],
)
def test_a_deadline_is_stored_with_its_offset_or_as_open(typed: str, kept: str) -> None:
    assert read_deadline(typed, TH) == kept


@pytest.mark.parametrize("typed", ["", "soonish", "เมื่อพร้อม", "31 กุมภาพันธ์", "x" * 5000])
def test_a_deadline_that_cannot_be_read_is_not_guessed(typed: str) -> None:
    with pytest.raises(FieldError) as e:
        read_deadline(typed, TH)
    assert "ไม่เข้าใจ" in e.value.words["th"] and "could not read" in e.value.words["en"]


def test_a_past_deadline_is_rejected_and_shown_in_the_meetings_time() -> None:
    with pytest.raises(FieldError) as e:
        read_deadline("28 March 2019 23:30", EN)
    assert e.value.words["en"].startswith("28 March 2019, 23:30 has passed")
    assert e.value.words["th"].startswith("28 มีนาคม พ.ศ. 2562 เวลา 23.30 น. ผ่านไปแล้ว")


@pytest.mark.parametrize(
    ("language", "moment", "said"),
    [
        ("th", "2030-05-04T12:00:00+07:00", "4 พฤษภาคม พ.ศ. 2573 เวลา 12.00 น."),
        ("en", "2030-05-04T12:00:00+07:00", "4 May 2030, 12:00"),
        ("en", "2030-05-03T22:30:00+00:00", "4 May 2030, 05:30"),
        ("th", NO_DEADLINE, "ไม่มีกำหนด"),
        ("en", NO_DEADLINE, "no deadline"),
    ],
)
def test_a_deadline_is_shown_in_the_meetings_time(language: Language, moment: str, said: str) -> None:
    assert deadline_in_words(moment, language, BANGKOK) == said


@given(st.integers(1, 60 * 24 * 300))
def test_a_stored_deadline_can_be_parsed_again(minutes: int) -> None:
    moment = (NOW + timedelta(minutes=minutes)).astimezone(BANGKOK)
    assert datetime.fromisoformat(read_deadline(f"{moment:%d/%m/%Y %H:%M}", EN)) == moment


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("change the e-mail", "enquiry_contact"),
        ("แก้ไลน์", "enquiry_contact"),
        ("แก้กำหนดเวลา", "enquiry_deadline"),
        ("change the deadline", "enquiry_deadline"),
        ("แก้ชื่อ", "enquiry_name"),
        ("my name is wrong", "enquiry_name"),
        ("แก้สังกัด", "enquiry_outlet"),
        ("ชื่อสำนักข่าวผิด", "enquiry_outlet"),
        ("แก้คำถาม", "enquiry_question"),
        ("ถูกต้อง ส่งเลย", None),
        ("yes, send it", None),
        ("no", None),
    ],
)
def test_a_field_is_recognised_by_its_usual_names(text: str, slot: str | None) -> None:
    field = named_field(text)
    assert (field and field.slot) == slot


def test_each_field_has_a_prompt_and_a_label_in_both_languages() -> None:
    assert set(READ_BACK) == set(BY_SLOT)
    for field in FIELDS:
        for words in (field.label, field.prompt, field.quick or field.label):
            assert all(words[language] for language in ("th", "en"))
        assert named_field(field.label["th"]) == named_field(field.label["en"]) == field


def test_every_quick_reply_is_a_valid_value() -> None:
    for field in FIELDS:
        for reading in (TH, EN):
            if field.quick:
                assert field.read(field.quick[reading.language], reading)


@given(st.text())
def test_any_input_is_stored_on_one_line_or_rejected_in_both_languages(text: str) -> None:
    for each in FIELDS:
        try:
            kept = each.read(text, TH)
        except FieldError as e:
            assert all(e.words[language] for language in ("th", "en"))
        else:
            assert kept.strip() and (each.slot == "enquiry_question" or len(kept.splitlines()) == 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ส่งมาที่somchai@gmail.comค่ะ", "somchai@gmail.com"),
        ("Email:somchai@gmail.com!", "somchai@gmail.com"),
        ("mailto:somchai@gmail.com", "somchai@gmail.com"),
        ("LINE:@somchai99", "LINE somchai99"),
        ("ไลน์@somchai99", "LINE somchai99"),
        ("my LINE ID is somchai99", "LINE somchai99"),
    ],
)
def test_an_address_next_to_thai_or_punctuation_is_found(typed: str, kept: str) -> None:
    assert read_contact(typed, EN) == kept


@pytest.mark.parametrize(
    "typed", ["It is in line with policy", "line identity99 of mine", "LINE: somchai_the_great_reporter_2019"]
)
def test_the_word_line_is_not_always_a_line_id(typed: str) -> None:
    with pytest.raises(FieldError):
        read_contact(typed, EN)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ฉันทนา", "ฉันทนา"), ("หนูเล็ก", "หนูเล็ก"), ("ปู", "ปู"), ("My name's Ana", "Ana"), ("Call me Ana", "Ana")],
)
def test_a_name_is_not_shortened(typed: str, kept: str) -> None:
    assert read_name(typed, EN) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Without Borders", "Without Borders"),
        ("Fromage Weekly", "Fromage Weekly"),
        ("พรรคประชาชน", "พรรคประชาชน"),
        ("สำนักข่าวอิสระ", "สำนักข่าวอิสระ"),
        ("จากไทยรัฐ", "ไทยรัฐ"),
        ("Freelance for The Guardian", "Freelance for The Guardian"),
        ("I'm a freelancer", NO_OUTLET["en"]),
        ("just myself", NO_OUTLET["en"]),
        ("none, for myself", NO_OUTLET["en"]),
        ("ประชาชนทั่วไปค่ะ", NO_OUTLET["en"]),
    ],
)
def test_an_outlet_name_is_not_shortened(typed: str, kept: str) -> None:
    assert read_outlet(typed, EN) == kept
