import time

import pytest
from spellchecker import SpellChecker

from bot.query.date_expansion import expand_dates
from bot.query.keyboard_layout import correct_layout
from bot.query.normalization import normalize_query
from bot.query.politeness import without_politeness

ENGLISH = SpellChecker(language="en")


def searched(typed: str) -> str:
    """The normalized form of a message, after correction of the keyboard layout."""
    return normalize_query(correct_layout(typed, ENGLISH.__contains__))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("สวัสดีค่ะ ประชุมที่ไหนคะ", "ประชุมที่ไหน"),
        ("สวัสดีครับประชุมที่ไหนครับ", "ประชุมที่ไหน"),
        ("ค่ะ ที่ไหนคะ", "ที่ไหน"),
        ("แอดมินคะ งานเริ่มกี่โมงคะ", "งานเริ่มกี่โมง"),
        ("รบกวนสอบถามหน่อยค่ะ งานจัดวันไหน", "งานจัดวันไหน"),
        ("ขอถามหน่อย ใครเป็นประธาน", "ใครเป็นประธาน"),
        ("ขอถามหน่อยครับว่าใครเป็นประธาน", "ใครเป็นประธาน"),
        ("อยากทราบว่าประชุมที่ไหนคะ", "ประชุมที่ไหน"),
        ("อยากรู้ว่าใครมาบ้าง", "ใครมาบ้าง"),
        ("ไม่ทราบว่าจัดที่ไหนคะ", "จัดที่ไหน"),
        ("ทราบไหมคะว่าใครเป็นประธาน", "ใครเป็นประธาน"),
        ("ดีครับ อยากทราบว่าใครเป็นรัฐมนตรีครับผม", "ใครเป็นรัฐมนตรี"),
        ("มีที่จอดรถไหมคะ ขอบคุณค่ะ", "มีที่จอดรถไหม"),
        ("ใครชนะคะ", "ใครชนะ"),
        ("จัดที่ไหนอ่ะ5555", "จัดที่ไหน"),
        ("ฮ่าๆๆ จัดที่ไหน", "จัดที่ไหน"),
        ("จัดวันไหนนนน", "จัดวันไหน"),
        ("น่าสนใจมากกกกเลย", "น่าสนใจมากเลย"),
        ("Hello, when is ASCN?", "when is ASCN?"),
        ("good morning! who hosts the forum?", "who hosts the forum?"),
        ("hi there who chaired it", "who chaired it"),
        ("could you please tell me where the retreat was held?", "where the retreat was held?"),
        ("I'd like to know who chaired the meeting, please", "who chaired the meeting"),
        ("do you know when ASCN meets?", "when ASCN meets?"),
        ("please tell me who hosts the forum thanks", "who hosts the forum"),
        ("ok thanks, where is it", "where is it"),
        ("When is it? Thank you so much :)", "When is it?"),
        ("lol who hosts it", "who hosts it"),
        ("is it in Phuket, please?", "is it in Phuket?"),
        ("whennnn is the forum???", "when is the forum?"),
    ],
)
def test_polite_phrases_are_removed(typed: str, asked: str) -> None:
    assert without_politeness(typed) == asked
    assert without_politeness(asked) == asked


@pytest.mark.parametrize(
    "text",
    [
        # the question is about these words
        "ขอบคุณใคร",
        "สวัสดีแปลว่าอะไร",
        "สวัสดี แปลว่าอะไร",
        "สวัสดีค่ะ  แปลว่าอะไร",
        "ดีจ้า",
        "ครับคืออะไร",
        "ทำไมผู้ชายพูดครับ",
        "ใครกล่าวขอบคุณ",
        "Who said hello?",
        "Did the minister say please?",
        "How do you say thank you?",
        "what is lol",
        "do you know Pichet?",
        "hello world",
        "Hi Fi club",
        "Please Please Me",
        # words that only resemble polite phrases at their start or end
        "ใครชนะ",
        "สถานะล่าสุด",
        "โยคะ",
        "ถามอะไรได้บ้าง",
        "สอบถามได้ที่ไหน",
        "อยากรู้อยากเห็นคืออะไร",
        "ในนนทบุรีมีงานไหม",
        "อยู่ห้อง 555",
        "Henry VIII and World War III",
        "http://example.com/aaaa???",
        # the message has no other words
        "สวัสดีค่ะ",
        "ขอบคุณครับ",
        "สวัสดีค่ะ ขอบคุณค่ะ",
        "ขอถามหน่อยได้ไหม",
        "Hello!",
        "hello! thanks",
        "5555",
        "ฮ่าๆ",
        "???",
        "...",
        "",
    ],
)
def test_a_question_without_polite_phrases_is_unchanged(text: str) -> None:
    assert without_politeness(text) == text


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("ประชุมปี 62", "ประชุมปี 2562"),
        ("ประชุมปี62", "ประชุมปี 2562"),
        ("พ.ศ. 62", "พ.ศ. 2562"),
        ("มี.ค. 62", "มีนาคม 2562"),
        ("มี.ค.62", "มีนาคม 2562"),
        ("มีนา 62", "มีนาคม 2562"),
        ("มีนาคม พ.ศ. 62", "มีนาคม พ.ศ. 2562"),
        ("28 มีค 62", "28 มีนาคม 2562"),
        ("26-28 มี.ค. 62", "26-28 มีนาคม 2562"),
        ("28 มีนา", "28 มีนาคม"),
        ("28 กุมภาพัน 62", "28 กุมภาพันธ์ 2562"),
        ("เดือน ก.ย. ใครเป็นเจ้าภาพ", "เดือน กันยายน ใครเป็นเจ้าภาพ"),
        ("เดือนส.ค.ที่ผ่านมา", "เดือนสิงหาคมที่ผ่านมา"),
        ("เดือนกันยาปี 62", "เดือนกันยายน ปี 2562"),
        ("28/3/62", "28 มีนาคม 2562"),
        ("งาน 28/3/2019 ที่ไหน", "งาน 28 มีนาคม 2562 ที่ไหน"),
        ("28-29/3/62 จัดที่ไหน", "28-29 มีนาคม 2562 จัดที่ไหน"),
        ("meeting on 28/3/62", "meeting on 28 March 2019"),
        ("28/3/19", "28 March 2019"),
        ("March '19", "March 2019"),
        ("May '19", "May 2019"),
        ("in '19", "in 2019"),
        ("28 Mar 19", "28 March 2019"),
        ("28-Mar-19", "28 March 2019"),
        ("Sept 2019", "September 2019"),
        ("Mar 28, 2019", "March 28, 2019"),
        ("26 Mar - 28 Mar 2019", "26 March - 28 March 2019"),
    ],
)
def test_short_years_and_months_are_expanded(typed: str, full: str) -> None:
    assert expand_dates(typed) == full
    assert expand_dates(full) == full


@pytest.mark.parametrize(
    "text",
    [
        "26 เมือง",
        "5 ความท้าทาย",
        "ยุค 4.0",
        "โทร 081-234-5678",
        "02-123-4567",
        "May I ask 5 questions",
        "may 5 people come",
        "march forward 10 steps",
        "sun 12",
        "the Mar project",
        "10 ปี 50 คน",
        "ปี 50 ประเทศ",
        "ส.ค. 62 ประเทศ",
        "อายุ 62 ปี",
        "สำนักงาน ก.พ. คืออะไร",
        "2 ตุลาการ",
        "มีนา",
        "นามีนา 5 ไร่",
        "พ.ค. 35",
        "22-24",
        "31/2/62",
        "3/28/2019",
        "1.2.62",
        "192.168.1.62",
        "2019-03-28",
        "http://example.com/28/3/62",
        "28–29 มีนาคม 2562",
        "19 March 2019",
        "ADM 2025",
        "June 19",
        "10:30",
        "",
    ],
)
def test_other_numbers_and_words_are_unchanged(text: str) -> None:
    assert expand_dates(text) == text


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("l;ylfu8iy[ xit=6,g,njvwsij", "ประชุมเมื่อไหร่"),
        ("สวัสดีค่า รบกวนสอบถามค่ะ ประชุมวันที่ ๒๘ มี.ค. ๖๒ ที่ไหนคะ", "ประชุมวันที่ 28 มีนาคม 2562 ที่ไหน"),
        ("เเผนเเม่บทคืออะไรครับบบ", "แผนแม่บทคืออะไร"),
        ("Hello, what is ASCN, please???", "what is ASCN?"),
        ("What did ministers say about laws?", "What did ministers say about laws?"),
    ],
)
def test_the_normalized_form_of_a_question(typed: str, asked: str) -> None:
    assert searched(typed) == asked


def test_normalization_is_fast() -> None:
    typed = "สวัสดีค่ะ รบกวนสอบถามหน่อยค่ะ ประชุมรัฐมนตรีดิจิทัลวันที่ 28 มี.ค. 62 จัดที่ไหนคะ"
    searched(typed)
    started = time.perf_counter()
    for _ in range(50):
        searched(typed)
    assert (time.perf_counter() - started) / 50 < 0.01  # about 0.3 ms on a quiet machine


@pytest.mark.parametrize(
    "text", ["5" * 5000 + "x", "ฮ่า" * 1500 + "x", "haha" * 1200 + "x", "a" * 5000 + "_", "ก" * 5000, " " * 5000 + "x"]
)
def test_no_message_makes_normalization_slow(text: str) -> None:
    started = time.perf_counter()
    searched(text)
    assert time.perf_counter() - started < 2
