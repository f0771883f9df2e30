"""A turn's replies as LINE messages: at most five, within every limit of LINE's, with all words and all sources."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linebot.v3.messaging import FlexMessage, Message, ReplyMessageRequest, TextMessage

from bot.line import bubbles, postbacks, render, words
from bot.line.split import graphemes, utf16
from bot.reply import Choice, Citation, DateText, EventCard, Original, Outcome, QuoteCard, Reply
from tests.line.flex_html import page

Json = dict[str, Any]
URL = "https://press.example.org/kb/documents/release#p3"
CITED = Citation(
    entry="facts/plan",
    title="แผนน้ำ",
    source="ข่าวการประชุมทดสอบ",
    published="2019-03-28",
    official_language="th",
    paragraph=3,
    url=URL,
)
ENGLISH = CITED.model_copy(update={"title": "Water plan", "source": "Test Summit release"})
PASSAGE = "ที่ประชุมเห็นชอบแผนน้ำ แผนนี้เริ่มใช้ปีหน้า"
FAMILY, FLAG = "👨‍👩‍👧‍👦", "🇹🇭"
GROUNDS = {"primary": bubbles.ACCENT, "secondary": "#DCDFE5", "link": "#FFFFFF"}


def answer(**more: Any) -> Reply:
    fields = {
        "outcome": Outcome.ANSWERED,
        "language": "th",
        "text": PASSAGE,
        "citations": [CITED],
        "receipt": "abc_-123",
    }
    return Reply.model_validate(fields | more)


def spoken(text: str, outcome: Outcome = Outcome.SOCIAL, **more: Any) -> Reply:
    return Reply.model_validate({"outcome": outcome, "language": "th", "text": text} | more)


def parts(found: Any) -> Iterator[Json]:
    """Every object of a message, in order."""
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from parts(value)
    elif isinstance(found, list):
        for value in found:
            yield from parts(value)


def shown(messages: list[Json]) -> list[str]:
    """All texts that a reader sees, labels of buttons aside."""
    return [part["text"] for message in messages for part in parts(message) if part.get("type") == "text"]


def actions(messages: list[Json], kind: str) -> list[Json]:
    return [part for message in messages for part in parts(message) if part.get("type") == kind and "label" in part]


def uris(messages: list[Json]) -> list[str]:
    return [action["uri"] for action in actions(messages, "uri")]


def quick(messages: list[Json]) -> list[Json]:
    items = messages[-1].get("quickReply", {"items": []})["items"]
    assert all(item["type"] == "action" for item in items)
    return [item["action"] for item in items]


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """As WCAG has it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(part: Json, ground: str) -> None:
    """Every text wraps, is no smaller than 14 px and stands out from what is behind it."""
    ground = part.get("backgroundColor", ground)
    if part["type"] == "text":
        assert part["text"].strip()
        assert part["wrap"] and part["size"] in ("sm", "md", "lg")
        assert contrast(part["color"], ground) >= 4.5
    elif part["type"] == "button":
        color = part.get("color", "#111111")
        assert contrast("#FFFFFF" if part["style"] == "primary" else color, GROUNDS[part["style"]]) >= 4.5
    for each in part.get("contents", []):
        readable(each, ground)


def within_limits(messages: list[Json]) -> None:
    """LINE would take them: its models, and every limit that they do not hold."""
    assert 1 <= len(messages) <= 5
    ReplyMessageRequest(replyToken="token", messages=[Message.from_dict(each) for each in messages])
    for message in messages:
        model = TextMessage if message["type"] == "text" else FlexMessage
        assert model.from_dict(message).to_dict() == message == Message.from_dict(message).to_dict()
        assert model.from_json(json.dumps(message)).to_dict() == message
        if message["type"] == "text":
            assert message["text"].strip() and utf16(message["text"]) <= 5000
        else:
            assert message["altText"].strip() and utf16(message["altText"]) <= 400
            container_within_limits(message["contents"])
        for part in parts(message):
            if "action" in part:
                action_within_limits(part["action"], 20 if part["type"] == "action" else 40)
    assert not any("quickReply" in message for message in messages[:-1])
    assert "quickReply" not in messages[-1] or 1 <= len(quick(messages)) <= 13
    assert page(messages)


def container_within_limits(container: Json) -> None:
    cards = container["contents"] if container["type"] == "carousel" else [container]
    assert len(cards) <= 12
    assert len({card["size"] for card in cards}) == 1
    for made, most in [(container, 50_000), *((card, 30_000) for card in cards)]:
        assert len(json.dumps(made, ensure_ascii=False).encode()) <= len(json.dumps(made)) <= most
    for card in cards:
        for block in ("body", "footer"):
            if block in card:
                readable(card[block], "#FFFFFF")


def action_within_limits(action: Json, label: int) -> None:
    assert 1 <= graphemes(action["label"]) <= label
    if action["type"] == "uri":
        assert len(action["uri"]) <= 1000 and action["uri"].isascii()
        assert action["uri"].split(":")[0] in ("http", "https", "tel", "line")
    elif action["type"] == "postback":
        assert utf16(action["data"]) <= 300 and utf16(action["displayText"]) <= 300
    else:
        assert action["type"] == "message" and 1 <= utf16(action["text"]) <= 300


def held(text: str, messages: list[Json]) -> bool:
    """Whether the words are there, word for word: in one text, or in text messages put together."""
    together = "".join(message["text"] for message in messages if message["type"] == "text")
    return text in together or any(text in each for each in shown(messages))


def test_an_answer_is_one_bubble_with_its_words_source_and_buttons() -> None:
    lead = "แผนนี้เริ่มใช้ปีหน้า"
    messages = render.messages([answer(lead=lead, as_of="2019-04-01")])
    within_limits(messages)
    (message,) = messages
    texts = shown(messages)
    assert texts[:4] == ["ข้อความที่เผยแพร่แล้ว", "แผนน้ำ", lead, PASSAGE]
    first = next(part for part in parts(message) if part.get("text") == lead)
    assert (first["weight"], first["size"]) == ("bold", "lg")
    assert texts[4:] == ["ที่มา", "ข่าวการประชุมทดสอบ", "ย่อหน้าที่ 3 · 28 มีนาคม พ.ศ. 2562", "ข้อมูล ณ 1 เมษายน พ.ศ. 2562"]
    assert uris(messages) == [URL]
    assert message["altText"] == f"{lead}\nที่มา: แผนน้ำ · ข่าวการประชุมทดสอบ · ย่อหน้าที่ 3 · 28 มีนาคม พ.ศ. 2562"


def test_feedback_says_which_answer_and_whether_it_helped() -> None:
    pressed = [postbacks.read(action["data"]) for action in actions(render.messages([answer()]), "postback")]
    assert [(each.action, each.value, each.more) for each in pressed if each] == [
        ("feedback", "abc_-123", "1"),
        ("feedback", "abc_-123", "0"),
    ]
    assert actions(render.messages([answer(receipt=None)]), "postback") == []


def test_a_lead_that_is_all_of_the_answer_is_said_once() -> None:
    assert shown(render.messages([answer(lead=PASSAGE)])).count(PASSAGE) == 1


def test_a_translation_is_marked_and_stands_beside_the_official_words() -> None:
    reply = answer(
        language="en",
        text="The meeting agreed on the water plan.",
        citations=[ENGLISH],
        original=Original(language="th", text=PASSAGE),
        notices=["Unofficial translation.", "Corrected on 30 March 2019."],
        dates=[DateText(iso="2019-08-22", th="22 สิงหาคม พ.ศ. 2562", en="22 August 2019")],
    )
    messages = render.messages([reply])
    within_limits(messages)
    texts = shown(messages)
    assert texts[0] == "Unofficial translation"
    assert "Unofficial translation." not in texts
    assert "Corrected on 30 March 2019." in texts
    assert texts[texts.index("Official Thai text") + 1] == PASSAGE
    assert "22 August 2019 (22 สิงหาคม พ.ศ. 2562)" in texts


def test_an_event_says_when_in_both_eras_where_who_and_whether_it_is_over() -> None:
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
    messages = render.messages([answer(event=event)])
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
def test_an_event_that_is_off_is_not_called_over(status: str, past: bool, standing: str) -> None:
    event = EventCard.model_validate({"start": "2019-09", "precision": "month", "status": status, "past": past})
    texts = shown(render.messages([answer(language="en", event=event)]))
    assert texts[texts.index("Status") + 1] == standing
    assert texts[texts.index("When") + 1] == "September 2019 (กันยายน พ.ศ. 2562)"
    assert "Where" not in texts


def test_the_events_own_dates_are_not_said_twice() -> None:
    event = EventCard(start="2019-03-28", end="2019-03-29", precision="day", status="scheduled", past=False)
    both = DateText(iso="2019-03-28/2019-03-29", th="28–29 มีนาคม พ.ศ. 2562", en="28–29 March 2019")
    texts = shown(render.messages([answer(event=event, dates=[both])]))
    assert sum("28–29 March 2019" in each for each in texts) == 1


def test_a_quote_says_who_in_which_office_and_where() -> None:
    quote = QuoteCard(speaker="สมหญิง ใจดี", role="ประธาน", occasion="การประชุมทดสอบ", date="2019-03-29")
    messages = render.messages([answer(quote=quote)])
    within_limits(messages)
    texts = shown(messages)
    about = "ประธาน\nการประชุมทดสอบ\n29 มีนาคม พ.ศ. 2562 (29 March 2019)"
    assert texts[texts.index("— สมหญิง ใจดี") + 1] == about


def test_what_has_no_source_card_is_a_text_so_that_addresses_can_be_pressed() -> None:
    for outcome in (
        Outcome.NOT_ANNOUNCED,
        Outcome.OUT_OF_SCOPE,
        Outcome.SOCIAL,
        Outcome.DONE,
        Outcome.ERROR,
        Outcome.PROMPT,
    ):
        text = "สอบถามได้ที่ press@test.example"
        assert render.messages([spoken(text, outcome)]) == [{"type": "text", "text": text}]


def test_what_is_to_be_known_beside_a_reply_is_there_whatever_the_reply_is() -> None:
    notice = "เราเก็บบทสทนานี้ไว้ 30 วัน"
    choices = [Choice(title="ก", message="ก"), Choice(title="ข", message="ข")]
    for outcome in Outcome:
        for text in ("สวัสดีค่ะ", "ขอทวนนะคะ\nชื่อ: ก\nสังกัด: ข"):
            reply = answer(text=text, outcome=outcome, choices=choices, notices=[notice])
            assert held(notice, render.messages([reply])) and held(notice, render.plain([reply]))


def test_choices_become_quick_replies_that_send_the_whole_message() -> None:
    message = "ขอรายละเอียดของการประชุมเครือข่ายเมืองอัจฉริยะอาเซียนที่ไทยเป็นเจ้าภาพ"
    choices = [Choice(title="การประชุมเครือข่ายเมืองอัจฉริยะอาเซียน", message=message), Choice(title="ไม่", message="ไม่")]
    reply = spoken("ยังไม่มีการเผยแพร่", Outcome.NOT_ANNOUNCED, choices=choices)
    messages = render.messages([reply], {"แจ้งเมื่อมีข่าวใหม่": "do=subscribe&with="})
    within_limits(messages)
    found = quick(messages)
    assert [each["type"] for each in found] == ["message", "message", "postback"]
    assert found[0]["text"] == message
    assert found[0]["label"].endswith("…") and graphemes(found[0]["label"]) == 20
    assert (found[2]["label"], found[2]["data"]) == ("แจ้งเมื่อมีข่าวใหม่", "do=subscribe&with=")


def test_a_choice_that_no_button_can_send_whole_is_left_out() -> None:
    choices = [Choice(title="300", message="ก" * 300), Choice(title="301", message="ก" * 301)]
    assert [each["label"] for each in quick(render.messages([spoken("x", choices=choices)]))] == ["300"]


def test_of_too_many_choices_what_is_asked_now_and_the_offers_stay() -> None:
    many = [Choice(title=f"เรื่อง {i}", message=f"เรื่อง {i}") for i in range(20)]
    form = spoken("ขอชื่อค่ะ", Outcome.PROMPT, choices=[Choice(title="ยกเลิก", message="ยกเลิก"), many[0]])
    messages = render.messages([answer(choices=many), form], {"แจ้ง": "do=subscribe&with=x"})
    within_limits(messages)
    labels = [each["label"] for each in quick(messages)]
    assert (labels[0], labels[1], labels[-1], len(labels)) == ("ยกเลิก", "เรื่อง 0", "แจ้ง", 13)
    assert labels.count("เรื่อง 0") == 1


def test_titles_of_candidates_are_shown_in_full_and_can_be_pressed() -> None:
    title = "ASEAN Public Private Forum on Digital Economy"
    choices = [Choice(title=title, message="จัดเมื่อไหร่"), Choice(title="แผนน้ำ", message="แผนน้ำคืออะไร")]
    messages = render.messages([spoken("คุณหมายถึงเรื่องใดคะ", Outcome.CLARIFY, choices=choices)])
    within_limits(messages)
    assert shown(messages)[:3] == ["คุณหมายถึงเรื่องใดคะ", title, "แผนน้ำ"]
    sent = [each["text"] for each in actions(messages, "message")]
    assert sent == ["จัดเมื่อไหร่", "แผนน้ำคืออะไร"] * 2


def test_an_enquiry_is_read_back_field_by_field() -> None:
    text = "ขอทวนนะคะ\nคำถาม: งบเท่าไร\nและใครอนุมัติ: ช่วยตอบด้วย\nช่องทางติดต่อ: a@test.example\nถูกต้องไหมคะ"
    messages = render.messages([spoken(text, Outcome.PROMPT, choices=[Choice(title="ถูกต้อง", message="ถูกต้อง ส่งเลย")])])
    within_limits(messages)
    texts = shown(messages)
    assert texts[:4] == ["โปรดตรวจสอบ", "ขอทวนนะคะ", "คำถาม", "งบเท่าไร"]
    assert texts[-3:] == ["ช่องทางติดต่อ", "a@test.example", "ถูกต้องไหมคะ"]
    assert [each["text"] for each in quick(messages)] == ["ถูกต้อง ส่งเลย"]


def test_a_long_passage_comes_as_text_before_its_source() -> None:
    long = "ที่ประชุมเห็นชอบแผนน้ำ " * 100
    messages = render.messages([answer(text=long, lead="ที่ประชุมเห็นชอบแผนน้ำ")])
    within_limits(messages)
    assert [each["type"] for each in messages] == ["text", "flex"]
    assert messages[0]["text"] == long
    assert "ข้อความฉบับเต็มอยู่ด้านบน" in shown(messages)
    assert uris(messages) == [URL]


def test_a_passage_of_two_messages_is_whole_when_put_together() -> None:
    long = "".join(f"ประโยคที่ {i} ของคำตอบยาวมาก\n\n" for i in range(250))
    messages = render.messages([answer(text=long)])
    within_limits(messages)
    assert "".join(each["text"] for each in messages[:-1]) == long
    assert len(messages) == 3
    assert messages[0]["text"].endswith("\n\n")


def test_a_long_official_wording_comes_as_text_too() -> None:
    official = "ที่ประชุมเห็นชอบแผนน้ำ " * 100
    reply = answer(language="en", text="Agreed.", citations=[ENGLISH], original=Original(language="th", text=official))
    messages = render.messages([reply])
    within_limits(messages)
    assert messages[0]["text"] == f"Official Thai text:\n{official}"
    assert "Agreed." in shown(messages[1:])


def test_what_five_messages_cannot_hold_is_said_and_the_source_stays() -> None:
    text = "ที่ประชุมเห็นชอบแผนน้ำ " * 3000
    messages = render.messages([answer(text=text)])
    within_limits(messages)
    assert len(messages) == 5
    assert "".join(each["text"] for each in messages[:-1]) == text[: sum(len(each["text"]) for each in messages[:-1])]
    assert sum(len(each["text"]) for each in messages[:-1]) > 18_000
    assert words.cut("th", sourced=True) in shown(messages)
    assert uris(messages) == [URL]


def test_a_long_text_of_ours_says_that_it_goes_on() -> None:
    messages = render.messages([spoken("คำอธิบาย " * 4000)])
    within_limits(messages)
    assert len(messages) == 5
    assert messages[-1]["text"].endswith(words.cut("th", sourced=False))


def test_four_long_answers_are_all_there() -> None:
    replies = [answer(text=f"{i} " + "ที่ประชุมเห็นชอบแผนน้ำ " * 60) for i in range(4)]
    messages = render.messages([spoken("ข้อมูลส่วนบุคคล"), *replies])
    within_limits(messages)
    assert all(held(reply.text, messages) for reply in replies)
    assert len(uris(messages)) == 4


def test_many_answers_share_a_carousel_in_their_order() -> None:
    replies = [answer(text=f"คำตอบที่ {i}") for i in range(9)]
    messages = render.messages(replies)
    within_limits(messages)
    assert [each for each in shown(messages) if each.startswith("คำตอบที่")] == [reply.text for reply in replies]


def test_a_carousel_and_its_cards_stay_below_what_line_takes() -> None:
    for length, count in ((1000, 12), (4700, 4), (5200, 4)):
        replies = [answer(text=f"{i} " + "ก" * length) for i in range(count)]
        within_limits(render.messages(replies))


def test_pieces_of_one_text_are_not_run_together_with_a_gap() -> None:
    pieces = "ก" * 2598 + "\n\n", "ดูที่ ", "https://example.org/" + "x" * 4978
    others = [spoken(f"{i}" * 4990) for i in range(3)]
    messages = render.messages([spoken("".join(pieces)), *others])
    within_limits(messages)
    assert held("".join(pieces), messages)


def test_texts_between_answers_are_not_lost() -> None:
    replies = [reply for i in range(5) for reply in (spoken(f"ก่อน {i}"), answer(text=f"คำตอบ {i}"))]
    messages = render.messages(replies)
    within_limits(messages)
    assert all(held(reply.text, messages) for reply in replies)


def test_where_nothing_helps_the_sources_are_named() -> None:
    replies = [
        reply
        for i in range(6)
        for reply in (
            spoken(f"{i} " + "ก" * 9000),
            answer(text="ข" * 2000, citations=[CITED.model_copy(update={"paragraph": i})]),
        )
    ]
    messages = render.messages(replies)
    within_limits(messages)
    assert messages[-1]["text"].startswith(words.cut("th", sourced=True))
    assert URL in messages[-1]["text"]


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        (URL, URL),
        ("http://localhost:8080/kb/a#p1", "http://localhost:8080/kb/a#p1"),
        ("https://press.example.org/kb/แผน", "https://press.example.org/kb/%E0%B9%81%E0%B8%9C%E0%B8%99"),
        ("https://ไทย.example/", "https://xn--o3cw4h.example/"),
        ("tel:+6621234567", "tel:+6621234567"),
        ("mailto:press@test.example", None),
        ("ftp://press.example.org/a", None),
        ("javascript:alert(1)", None),
        ("/kb/documents/release#p3", None),
        ("https://", None),
        ("http://[", None),
        ("https://a.example/" + "x" * 983, None),
        ("", None),
    ],
)
def test_an_address_has_a_button_where_line_takes_it_and_is_written_out_elsewhere(
    address: str, taken: str | None
) -> None:
    assert bubbles.uri(address) == taken
    messages = render.messages([answer(citations=[CITED.model_copy(update={"url": address})])])
    within_limits(messages)
    assert uris(messages) == ([taken] if taken else [])
    assert (address in shown(messages)) is (taken is None and address != "")


def test_a_calendar_that_no_button_opens_is_written_out() -> None:
    event = EventCard(start="2019-03-28", precision="day", status="scheduled", past=False, ics="/events/a.ics")
    messages = render.messages([answer(event=event)])
    within_limits(messages)
    assert "/events/a.ics" in shown(messages)


def test_a_card_that_is_too_big_for_line_becomes_text_with_its_source() -> None:
    reply = answer(notices=[f"แก้ไขครั้งที่ {i} " + "ก" * 200 for i in range(60)])
    messages = render.messages([reply])
    within_limits(messages)
    assert {each["type"] for each in messages} == {"text"}
    assert all(held(each, messages) for each in [PASSAGE, URL, *reply.notices])


def test_plain_text_has_all_that_the_card_has() -> None:
    reply = answer(
        language="en",
        text="The plan was agreed on.",
        citations=[ENGLISH],
        original=Original(language="th", text=PASSAGE),
        notices=["Unofficial translation."],
        event=EventCard(start="2019-08-22", precision="day", status="changed", past=False, place="Lampang"),
        quote=QuoteCard(speaker="Somying Jaidee", role="Chair"),
        as_of="2019-04-01",
        choices=[Choice(title="More", message="more")],
    )
    messages = render.plain([spoken("Hello", language="en"), reply])
    within_limits(messages)
    assert [each["type"] for each in messages] == ["text", "text"]
    text = messages[1]["text"]
    for each in (
        "The plan was agreed on.\n\n— Somying Jaidee\nChair\n\n",
        "When: 22 August 2019 (22 สิงหาคม พ.ศ. 2562)\nWhere: Lampang\nStatus: Rescheduled",
        f"Unofficial translation.\n\nOfficial Thai text:\n{PASSAGE}",
        f"Source: Water plan · Test Summit release · paragraph 3 · 28 March 2019\n{URL}",
        "As of 1 April 2019",
    ):
        assert each in text
    assert "quickReply" not in messages[-1]


def test_plain_text_that_is_too_long_keeps_its_source() -> None:
    messages = render.plain([answer(text="ที่ประชุมเห็นชอบแผนน้ำ " * 3000)])
    within_limits(messages)
    assert len(messages) == 5
    assert words.cut("th", sourced=True) in messages[-1]["text"] and messages[-1]["text"].endswith(URL)


def test_plain_text_stays_text_where_there_is_too_much_of_it() -> None:
    messages = render.plain([spoken(f"{i}" * 3000) for i in range(7)])
    within_limits(messages)
    assert {each["type"] for each in messages} == {"text"}


def test_our_own_texts_carry_questions_and_actions() -> None:
    messages = render.said(
        ["สวัสดีค่ะ", "Hello."], ["ใครเป็นประธานการประชุมรัฐมนตรีดิจิทัลอาเซียน"], {"หยุดแจ้งเตือน": "do=stop&with=all"}
    )
    within_limits(messages)
    assert [each["text"] for each in messages] == ["สวัสดีค่ะ", "Hello."]
    asked, stop = quick(messages)
    assert asked["text"] == "ใครเป็นประธานการประชุมรัฐมนตรีดิจิทัลอาเซียน"
    assert stop["data"] == "do=stop&with=all"
    assert render.said(["x"]) == [{"type": "text", "text": "x"}]


def test_a_button_stays_in_the_chat() -> None:
    messages = render.button("กำลังหาคำตอบให้อยู่ค่ะ", "ดูคำตอบ", "do=collect&with=12")
    within_limits(messages)
    assert messages[0]["altText"] == "กำลังหาคำตอบให้อยู่ค่ะ"
    (action,) = actions(messages, "postback")
    assert (action["label"], action["data"]) == ("ดูคำตอบ", "do=collect&with=12")
    with pytest.raises(ValueError, match="got 301"):
        render.button("x", "y", "z" * 301)


def test_nothing_to_say_is_no_message() -> None:
    assert (
        render.messages([])
        == render.messages([spoken(" \n ")], {"a": "b"})
        == render.plain([])
        == render.said([])
        == []
    )


ATOMS = [
    *("การประชุมรัฐมนตรี", "น้ำ", "ที่ประชุมเห็นชอบ ", "minister ", "A sentence of some words. ", "\n", "\n\n", " ", ": "),
    *(
        FAMILY,
        FLAG,
        "👍🏽",
        "é",
        "e\u0301",
        "ก" + "็" * 3,
        "https://example.org/ก?x=1 ",
        "www.example.org",
        "a@b.example ",
    ),
]
MIXED = st.lists(st.sampled_from(ATOMS) | st.text(max_size=20), min_size=1, max_size=30).map("".join)
TEXTS = st.builds(lambda text, times: text * times, MIXED, st.sampled_from([1, 1, 2, 10, 60])).filter(str.strip)
SHORT = MIXED.map(lambda text: text[:120].strip() or "x")
ADDRESSES = st.sampled_from(
    [URL, "http://localhost:8080/kb/a", "mailto:a@b.example", "/kb/a", "https://a.example/" + "ก" * 400]
)
CITATIONS = st.builds(
    Citation,
    entry=st.just("facts/plan"),
    title=SHORT,
    source=SHORT,
    published=st.sampled_from([None, "2019-03-28", "2019", "no date"]),
    official_language=st.just("th"),
    paragraph=st.none() | st.integers(1, 99),
    url=ADDRESSES,
)
EVENTS = st.builds(
    EventCard,
    start=st.sampled_from(["2019-03-28", "2019-09", "soon"]),
    end=st.sampled_from([None, "2019-03-29"]),
    precision=st.just("day"),
    place=st.none() | SHORT,
    host=st.none() | SHORT,
    status=st.sampled_from(["scheduled", "changed", "cancelled"]),
    past=st.booleans(),
    ics=st.none() | ADDRESSES,
)
QUOTES = st.builds(
    QuoteCard, speaker=SHORT, role=st.none() | SHORT, occasion=st.none() | SHORT, date=st.just("2019-03-29")
)
LANGUAGES = st.sampled_from(["th", "en"])
REPLIES = st.builds(
    Reply,
    outcome=st.sampled_from(Outcome) | st.just(Outcome.ANSWERED),
    language=LANGUAGES,
    text=TEXTS,
    lead=st.none() | SHORT,
    citations=st.lists(CITATIONS, min_size=1, max_size=2),
    original=st.none() | st.builds(Original, language=LANGUAGES, text=TEXTS),
    dates=st.lists(st.builds(DateText, iso=st.just("2019-03-28"), th=SHORT, en=SHORT), max_size=2),
    event=st.none() | EVENTS,
    quote=st.none() | QUOTES,
    choices=st.lists(st.builds(Choice, title=MIXED, message=MIXED), max_size=15),
    notices=st.lists(SHORT, max_size=3),
    as_of=st.sampled_from([None, "2019-03-28", "2019-04-01"]),
    receipt=st.sampled_from([None, "abc_-123"]),
)


def is_read_back(reply: Reply) -> bool:
    """Whether its lines are shown as fields, and not as they came."""
    return reply.outcome is Outcome.PROMPT and bubbles.reading_back(reply) is not None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(REPLIES, min_size=1, max_size=4), st.booleans())
def test_whatever_is_said_line_takes_it_with_every_source(replies: list[Reply], offered: bool) -> None:
    messages = render.messages(replies, {"แจ้งเมื่อมีข่าวใหม่": "do=subscribe&with=a"} if offered else None)
    within_limits(messages)
    within_limits(render.plain(replies))
    told = any(
        words.cut(reply.language, sourced=sourced) in each
        for reply in replies
        for sourced in (True, False)
        for each in shown(messages)
    )
    for reply in replies:
        assert told or is_read_back(reply) or held(reply.text, messages)
        noted = reply.notices if reply.outcome is not Outcome.ANSWERED else words.notices(reply)
        assert told or all(held(each, messages) for each in noted)
        for cited in reply.citations if reply.outcome is Outcome.ANSWERED else ():
            button = bubbles.uri(cited.url)
            assert button in uris(messages) or any(cited.url in each for each in shown(messages))
    assert not offered or quick(messages)[-1]["data"] == "do=subscribe&with=a"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        REPLIES.map(lambda reply: reply.model_copy(update={"text": reply.text[:600].strip(), "original": None})),
        max_size=4,
    )
)
def test_of_ordinary_answers_no_word_is_missing(replies: list[Reply]) -> None:
    messages = render.messages(replies)
    assert all(held(reply.text, messages) for reply in replies if not is_read_back(reply))
    assert not any(words.cut(reply.language, sourced=True) in each for reply in replies for each in shown(messages))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MIXED.filter(str.strip), st.integers(1200, 10_000))
def test_one_long_answer_is_whole_in_text_messages(text: str, length: int) -> None:
    long = (text * (length // len(text) + 1))[:length]
    messages = render.messages([answer(text=long)])
    within_limits(messages)
    assert held(long, messages) or utf16(long) > 10_000
