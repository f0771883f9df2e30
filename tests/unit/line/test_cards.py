"""Cards: texts, sources, details and buttons of one reply."""

from itertools import pairwise

import pytest

from bot.line import postbacks
from bot.line.rendering import render
from bot.line.rendering.split import graphemes
from bot.reply import AnswerWords, Choice, DateText, EventCard, Original, Outcome, QuoteCard
from tests.unit.line.samples import (
    ENGLISH,
    PASSAGE,
    URL,
    actions,
    answer,
    parts,
    quick,
    shown,
    shows,
    spoken,
    uris,
    within_limits,
)


def test_an_answer_is_one_bubble_with_its_words_source_and_buttons() -> None:
    lead = "แผนนี้เริ่มใช้ปีหน้า"
    messages = render.replies([answer(lead=lead, as_of="2019-04-01")])
    within_limits(messages)
    (message,) = messages
    texts = shown(messages)
    assert texts[:4] == ["ข้อความที่เผยแพร่แล้ว", "แผนน้ำ", lead, PASSAGE]
    first = next(part for part in parts(message) if part.get("text") == lead)
    assert (first["weight"], first["size"]) == ("bold", "lg")
    assert texts[4:] == ["ที่มา", "ข่าวการประชุมทดสอบ", "ย่อหน้าที่ 3 · 28 มีนาคม พ.ศ. 2562", "ข้อมูล ณ 1 เมษายน พ.ศ. 2562"]
    assert uris(messages) == [URL]
    assert message["altText"] == f"{lead}\nที่มา: แผนน้ำ · ข่าวการประชุมทดสอบ · ย่อหน้าที่ 3 · 28 มีนาคม พ.ศ. 2562"


def test_feedback_buttons_send_the_receipt_and_the_rating() -> None:
    pressed = [postbacks.parse_postback(action["data"]) for action in actions(render.replies([answer()]), "postback")]
    assert [(each.action, each.value, each.detail) for each in pressed if each] == [
        ("feedback", "abc_-123", "1"),
        ("feedback", "abc_-123", "0"),
    ]
    assert actions(render.replies([answer(receipt=None)]), "postback") == []


def test_a_lead_that_equals_the_passage_is_shown_once() -> None:
    assert shown(render.replies([answer(lead=PASSAGE)])).count(PASSAGE) == 1


def test_a_translation_is_marked_and_shows_the_official_text() -> None:
    reply = answer(
        language="en",
        text="The meeting agreed on the water plan.",
        citations=[ENGLISH],
        original=Original(language="th", text=PASSAGE),
        notices=["Unofficial translation.", "Corrected on 30 March 2019."],
        dates=[DateText(iso="2019-08-22", th="22 สิงหาคม พ.ศ. 2562", en="22 August 2019")],
    )
    messages = render.replies([reply])
    within_limits(messages)
    texts = shown(messages)
    assert texts[0] == "Unofficial translation"
    assert "Unofficial translation." not in texts
    assert "Corrected on 30 March 2019." in texts
    assert texts[texts.index("Official Thai text") + 1] == PASSAGE
    assert "22 August 2019 (22 สิงหาคม พ.ศ. 2562)" in texts


def test_an_event_card_has_dates_in_both_eras_place_host_and_status() -> None:
    event = EventCard(
        start="2019-03-28",
        end="2019-03-29",
        precision="day",
        place="ภูเก็ต",
        host="กระทรวง",
        status="scheduled",
        past=True,
        ics="https://press.example.org/events/retreat.ics?language=th",
    )
    messages = render.replies([answer(event=event)])
    within_limits(messages)
    texts = shown(messages)
    facts = dict(pairwise(texts))
    assert facts["วันที่"] == "28–29 มีนาคม พ.ศ. 2562 (28–29 March 2019)"
    assert (facts["สถานที่"], facts["เจ้าภาพ"], facts["สถานะ"]) == ("ภูเก็ต", "กระทรวง", "ผ่านไปแล้ว")
    assert uris(messages) == [URL, "https://press.example.org/events/retreat.ics?language=th&openExternalBrowser=1"]


@pytest.mark.parametrize(
    ("status", "past", "standing"),
    [("scheduled", False, "Scheduled"), ("changed", False, "Rescheduled"), ("cancelled", True, "Cancelled")],
)
def test_event_status(status: str, past: bool, standing: str) -> None:
    event = EventCard.model_validate({"start": "2019-09", "precision": "month", "status": status, "past": past})
    texts = shown(render.replies([answer(language="en", event=event)]))
    assert texts[texts.index("Status") + 1] == standing
    assert texts[texts.index("When") + 1] == "September 2019 (กันยายน พ.ศ. 2562)"
    assert "Where" not in texts


def test_the_events_own_dates_are_shown_once() -> None:
    event = EventCard(start="2019-03-28", end="2019-03-29", precision="day", status="scheduled", past=False)
    both = DateText(iso="2019-03-28/2019-03-29", th="28–29 มีนาคม พ.ศ. 2562", en="28–29 March 2019")
    texts = shown(render.replies([answer(event=event, dates=[both])]))
    assert sum("28–29 March 2019" in each for each in texts) == 1


def test_a_quote_card_has_speaker_role_occasion_and_date() -> None:
    quote = QuoteCard(speaker="สมหญิง ใจดี", role="ประธาน", occasion="การประชุมทดสอบ", date="2019-03-29")
    messages = render.replies([answer(quote=quote)])
    within_limits(messages)
    texts = shown(messages)
    about = "ประธาน\nการประชุมทดสอบ\n29 มีนาคม พ.ศ. 2562 (29 March 2019)"
    assert texts[texts.index("— สมหญิง ใจดี") + 1] == about


def test_replies_without_a_card_are_text_messages() -> None:
    for outcome in (
        Outcome.NOT_ANNOUNCED,
        Outcome.OUT_OF_SCOPE,
        Outcome.SOCIAL,
        Outcome.DONE,
        Outcome.ERROR,
        Outcome.PROMPT,
    ):
        text = "สอบถามได้ที่ press@test.example"
        assert render.replies([spoken(text, outcome)]) == [{"type": "text", "text": text}]


def test_notices_are_shown_with_every_outcome() -> None:
    notice = "เราเก็บบทสทนานี้ไว้ 30 วัน"
    choices = [Choice(title="ก", message="ก"), Choice(title="ข", message="ข")]
    for outcome in Outcome:
        for text in ("สวัสดีค่ะ", "ขอทวนนะคะ\nชื่อ: ก\nสังกัด: ข"):
            reply = answer(text=text, outcome=outcome, choices=choices, notices=[notice])
            assert shows(notice, render.replies([reply])) and shows(notice, render.plain_text([reply]))


def test_choices_become_quick_replies_that_send_the_whole_message() -> None:
    message = "ขอรายละเอียดของการประชุมเครือข่ายเมืองอัจฉริยะอาเซียนที่ไทยเป็นเจ้าภาพ"
    choices = [Choice(title="การประชุมเครือข่ายเมืองอัจฉริยะอาเซียน", message=message), Choice(title="ไม่", message="ไม่")]
    reply = spoken("ยังไม่มีการเผยแพร่", Outcome.NOT_ANNOUNCED, choices=choices)
    messages = render.replies([reply], {"แจ้งเมื่อมีข่าวใหม่": "do=subscribe&with="})
    within_limits(messages)
    found = quick(messages)
    assert [each["type"] for each in found] == ["message", "message", "postback"]
    assert found[0]["text"] == message
    assert found[0]["label"].endswith("…") and graphemes(found[0]["label"]) == 20
    assert (found[2]["label"], found[2]["data"]) == ("แจ้งเมื่อมีข่าวใหม่", "do=subscribe&with=")


def test_a_choice_whose_message_is_too_long_is_left_out() -> None:
    choices = [Choice(title="300", message="ก" * 300), Choice(title="301", message="ก" * 301)]
    assert [each["label"] for each in quick(render.replies([spoken("x", choices=choices)]))] == ["300"]


def test_of_too_many_choices_those_of_the_prompt_and_the_actions_stay() -> None:
    many = [Choice(title=f"เรื่อง {i}", message=f"เรื่อง {i}") for i in range(20)]
    form = spoken("ขอชื่อค่ะ", Outcome.PROMPT, choices=[Choice(title="ยกเลิก", message="ยกเลิก"), many[0]])
    messages = render.replies([answer(choices=many), form], {"แจ้ง": "do=subscribe&with=x"})
    within_limits(messages)
    labels = [each["label"] for each in quick(messages)]
    assert (labels[0], labels[1], labels[-1], len(labels)) == ("ยกเลิก", "เรื่อง 0", "แจ้ง", 13)
    assert labels.count("เรื่อง 0") == 1


def test_a_clarification_card_shows_full_titles_as_buttons() -> None:
    title = "ASEAN Public Private Forum on Digital Economy"
    choices = [Choice(title=title, message="จัดเมื่อไหร่"), Choice(title="แผนน้ำ", message="แผนน้ำคืออะไร")]
    messages = render.replies([spoken("คุณหมายถึงเรื่องใดคะ", Outcome.CLARIFY, choices=choices)])
    within_limits(messages)
    assert shown(messages)[:3] == ["คุณหมายถึงเรื่องใดคะ", title, "แผนน้ำ"]
    sent = [each["text"] for each in actions(messages, "message")]
    assert sent == ["จัดเมื่อไหร่", "แผนน้ำคืออะไร"] * 2


def test_a_confirmation_card_shows_an_enquiry_field_by_field() -> None:
    text = "ขอทวนนะคะ\nคำถาม: งบเท่าไร\nและใครอนุมัติ: ช่วยตอบด้วย\nช่องทางติดต่อ: a@test.example\nถูกต้องไหมคะ"
    messages = render.replies([spoken(text, Outcome.PROMPT, choices=[Choice(title="ถูกต้อง", message="ถูกต้อง ส่งเลย")])])
    within_limits(messages)
    texts = shown(messages)
    assert texts[:4] == ["โปรดตรวจสอบ", "ขอทวนนะคะ", "คำถาม", "งบเท่าไร"]
    assert texts[-3:] == ["ช่องทางติดต่อ", "a@test.example", "ถูกต้องไหมคะ"]
    assert [each["text"] for each in quick(messages)] == ["ถูกต้อง ส่งเลย"]


def test_the_words_that_answer_are_bold_within_their_passage() -> None:
    words = PASSAGE.split(" ")[0]
    messages = render.replies([answer(answer=AnswerWords(start=0, end=len(words)))])
    within_limits(messages)
    marked = next(part for part in parts(messages[0]) if part.get("text") == PASSAGE)
    assert "".join(span["text"] for span in marked["contents"]) == PASSAGE
    assert [span["text"] for span in marked["contents"] if span["weight"] == "bold"] == [words]
