"""Rendering the replies of a turn: at most five messages, within LINE's limits, with all texts and sources."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.line.rendering import cards, flex, formatting, render
from bot.line.rendering.split import utf16
from bot.reply import Choice, Citation, DateText, EventCard, Original, Outcome, QuoteCard, Reply
from tests.unit.line.samples import (
    CITED,
    ENGLISH,
    FAMILY,
    FLAG,
    PASSAGE,
    URL,
    actions,
    answer,
    quick,
    shown,
    shows,
    spoken,
    uris,
    within_limits,
)


def test_a_long_passage_comes_as_text_before_its_source() -> None:
    long = "ที่ประชุมเห็นชอบแผนน้ำ " * 100
    messages = render.replies([answer(text=long, lead="ที่ประชุมเห็นชอบแผนน้ำ")])
    within_limits(messages)
    assert [each["type"] for each in messages] == ["text", "flex"]
    assert messages[0]["text"] == long
    assert "ข้อความฉบับเต็มอยู่ด้านบน" in shown(messages)
    assert uris(messages) == [URL]


def test_the_messages_of_a_long_passage_join_to_the_whole_passage() -> None:
    long = "".join(f"ประโยคที่ {i} ของคำตอบยาวมาก\n\n" for i in range(250))
    messages = render.replies([answer(text=long)])
    within_limits(messages)
    assert "".join(each["text"] for each in messages[:-1]) == long
    assert len(messages) == 3
    assert messages[0]["text"].endswith("\n\n")


def test_a_long_official_text_comes_as_text_too() -> None:
    official = "ที่ประชุมเห็นชอบแผนน้ำ " * 100
    reply = answer(language="en", text="Agreed.", citations=[ENGLISH], original=Original(language="th", text=official))
    messages = render.replies([reply])
    within_limits(messages)
    assert messages[0]["text"] == f"Official Thai text:\n{official}"
    assert "Agreed." in shown(messages[1:])


def test_a_passage_too_long_for_five_messages_is_cut_with_a_note_and_its_source() -> None:
    text = "ที่ประชุมเห็นชอบแผนน้ำ " * 3000
    messages = render.replies([answer(text=text)])
    within_limits(messages)
    assert len(messages) == 5
    assert "".join(each["text"] for each in messages[:-1]) == text[: sum(len(each["text"]) for each in messages[:-1])]
    assert sum(len(each["text"]) for each in messages[:-1]) > 18_000
    assert formatting.truncation_note("th", sourced=True) in shown(messages)
    assert uris(messages) == [URL]


def test_a_reply_without_source_that_is_too_long_ends_with_a_note() -> None:
    messages = render.replies([spoken("คำอธิบาย " * 4000)])
    within_limits(messages)
    assert len(messages) == 5
    assert messages[-1]["text"].endswith(formatting.truncation_note("th", sourced=False))


def test_four_long_answers_fit_completely() -> None:
    replies = [answer(text=f"{i} " + "ที่ประชุมเห็นชอบแผนน้ำ " * 60) for i in range(4)]
    messages = render.replies([spoken("ข้อมูลส่วนบุคคล"), *replies])
    within_limits(messages)
    assert all(shows(reply.text, messages) for reply in replies)
    assert len(uris(messages)) == 4


def test_many_answers_share_a_carousel_in_order() -> None:
    replies = [answer(text=f"คำตอบที่ {i}") for i in range(9)]
    messages = render.replies(replies)
    within_limits(messages)
    assert [each for each in shown(messages) if each.startswith("คำตอบที่")] == [reply.text for reply in replies]


def test_a_carousel_and_its_cards_stay_within_the_size_limits() -> None:
    for length, count in ((1000, 12), (4700, 4), (5200, 4)):
        replies = [answer(text=f"{i} " + "ก" * length) for i in range(count)]
        within_limits(render.replies(replies))


def test_pieces_of_one_text_are_not_merged() -> None:
    pieces = "ก" * 2598 + "\n\n", "ดูที่ ", "https://example.org/" + "x" * 4978
    others = [spoken(f"{i}" * 4990) for i in range(3)]
    messages = render.replies([spoken("".join(pieces)), *others])
    within_limits(messages)
    assert shows("".join(pieces), messages)


def test_texts_between_answers_are_not_lost() -> None:
    replies = [reply for i in range(5) for reply in (spoken(f"ก่อน {i}"), answer(text=f"คำตอบ {i}"))]
    messages = render.replies(replies)
    within_limits(messages)
    assert all(shows(reply.text, messages) for reply in replies)


def test_too_many_replies_end_with_a_note_and_all_sources() -> None:
    replies = [
        reply
        for i in range(6)
        for reply in (
            spoken(f"{i} " + "ก" * 9000),
            answer(text="ข" * 2000, citations=[CITED.model_copy(update={"paragraph": i})]),
        )
    ]
    messages = render.replies(replies)
    within_limits(messages)
    assert messages[-1]["text"].startswith(formatting.truncation_note("th", sourced=True))
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
def test_an_address_is_a_button_if_line_accepts_it_and_text_otherwise(address: str, taken: str | None) -> None:
    assert flex.button_uri(address) == taken
    messages = render.replies([answer(citations=[CITED.model_copy(update={"url": address})])])
    within_limits(messages)
    assert uris(messages) == ([taken] if taken else [])
    assert (address in shown(messages)) is (taken is None and address != "")


def test_a_calendar_address_that_line_refuses_is_text() -> None:
    event = EventCard(start="2019-03-28", precision="day", status="scheduled", past=False, ics="/events/a.ics")
    messages = render.replies([answer(event=event)])
    within_limits(messages)
    assert "/events/a.ics" in shown(messages)


def test_a_card_that_is_too_large_becomes_text_with_its_source() -> None:
    reply = answer(notices=[f"แก้ไขครั้งที่ {i} " + "ก" * 200 for i in range(60)])
    messages = render.replies([reply])
    within_limits(messages)
    assert {each["type"] for each in messages} == {"text"}
    assert all(shows(each, messages) for each in [PASSAGE, URL, *reply.notices])


def test_plain_text_has_everything_that_the_card_has() -> None:
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
    messages = render.plain_text([spoken("Hello", language="en"), reply])
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
    messages = render.plain_text([answer(text="ที่ประชุมเห็นชอบแผนน้ำ " * 3000)])
    within_limits(messages)
    assert len(messages) == 5
    assert formatting.truncation_note("th", sourced=True) in messages[-1]["text"] and messages[-1]["text"].endswith(URL)


def test_plain_text_has_no_cards_if_it_is_too_long() -> None:
    messages = render.plain_text([spoken(f"{i}" * 3000) for i in range(7)])
    within_limits(messages)
    assert {each["type"] for each in messages} == {"text"}


def test_own_texts_have_questions_and_actions_as_quick_replies() -> None:
    messages = render.own_texts(
        ["สวัสดีค่ะ", "Hello."], ["ใครเป็นประธานการประชุมรัฐมนตรีดิจิทัลอาเซียน"], {"หยุดแจ้งเตือน": "do=stop&with=all"}
    )
    within_limits(messages)
    assert [each["text"] for each in messages] == ["สวัสดีค่ะ", "Hello."]
    asked, stop = quick(messages)
    assert asked["text"] == "ใครเป็นประธานการประชุมรัฐมนตรีดิจิทัลอาเซียน"
    assert stop["data"] == "do=stop&with=all"
    assert render.own_texts(["x"]) == [{"type": "text", "text": "x"}]


def test_a_text_with_a_button_is_a_card() -> None:
    messages = render.text_with_button("กำลังหาคำตอบให้อยู่ค่ะ", "ดูคำตอบ", "do=collect&with=12")
    within_limits(messages)
    assert messages[0]["altText"] == "กำลังหาคำตอบให้อยู่ค่ะ"
    (action,) = actions(messages, "postback")
    assert (action["label"], action["data"]) == ("ดูคำตอบ", "do=collect&with=12")
    with pytest.raises(ValueError, match="got 301"):
        render.text_with_button("x", "y", "z" * 301)


def test_without_text_there_is_no_message() -> None:
    assert (
        render.replies([])
        == render.replies([spoken(" \n ")], {"a": "b"})
        == render.plain_text([])
        == render.own_texts([])
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
    """Whether a confirmation card shows its lines as fields."""
    return reply.outcome is Outcome.PROMPT and cards.confirmation_card(reply) is not None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(REPLIES, min_size=1, max_size=4), st.booleans())
def test_any_replies_stay_within_limits_and_keep_every_source(replies: list[Reply], offered: bool) -> None:
    messages = render.replies(replies, {"แจ้งเมื่อมีข่าวใหม่": "do=subscribe&with=a"} if offered else None)
    within_limits(messages)
    within_limits(render.plain_text(replies))
    told = any(
        formatting.truncation_note(reply.language, sourced=sourced) in each
        for reply in replies
        for sourced in (True, False)
        for each in shown(messages)
    )
    for reply in replies:
        assert told or is_read_back(reply) or shows(reply.text, messages)
        noted = reply.notices if reply.outcome is not Outcome.ANSWERED else formatting.notices_beyond_kicker(reply)
        assert told or all(shows(each, messages) for each in noted)
        for cited in reply.citations if reply.outcome is Outcome.ANSWERED else ():
            button = flex.button_uri(cited.url)
            assert button in uris(messages) or any(cited.url in each for each in shown(messages))
    assert not offered or quick(messages)[-1]["data"] == "do=subscribe&with=a"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        REPLIES.map(lambda reply: reply.model_copy(update={"text": reply.text[:600].strip(), "original": None})),
        max_size=4,
    )
)
def test_ordinary_answers_are_complete(replies: list[Reply]) -> None:
    messages = render.replies(replies)
    assert all(shows(reply.text, messages) for reply in replies if not is_read_back(reply))
    assert not any(
        formatting.truncation_note(reply.language, sourced=True) in each
        for reply in replies
        for each in shown(messages)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MIXED.filter(str.strip), st.integers(1200, 10_000))
def test_one_long_answer_is_complete(text: str, length: int) -> None:
    long = (text * (length // len(text) + 1))[:length]
    messages = render.replies([answer(text=long)])
    within_limits(messages)
    assert shows(long, messages) or utf16(long) > 10_000
