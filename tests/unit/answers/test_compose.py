from datetime import date
from pathlib import Path

from bot.answers import compose
from bot.content.loader import load
from bot.messages import answers as messages
from bot.reply import Outcome

TODAY = date(2030, 5, 3)


def test_an_answer_is_the_published_text_with_its_source(kb: Path) -> None:
    base = load(kb)
    reply = compose.answered(base.entries["facts/water-plan"], 1, "th", base, TODAY)
    assert reply.outcome is Outcome.ANSWERED
    assert reply.text == "ที่ประชุมเห็นชอบแผนน้ำ"
    assert reply.original is None
    (cited,) = reply.citations
    assert (cited.entry, cited.title, cited.source) == ("facts/water-plan", "แผนน้ำ", "ข่าวการประชุมทดสอบ")
    assert (cited.paragraph, cited.url) == (2, "/kb/documents/release#p2")
    assert cited.published == "2030-05-02"
    assert reply.as_of == "2030-05-02"
    assert [(day.th, day.en) for day in reply.dates] == [("22–24 สิงหาคม พ.ศ. 2573", "22–24 August 2030")]


def test_a_translation_stands_beside_its_original_and_is_marked(kb: Path) -> None:
    base = load(kb)
    reply = compose.answered(base.entries["facts/water-plan"], 1, "en", base, TODAY)
    assert reply.language == "en"
    assert reply.original is not None
    assert (reply.original.language, reply.original.text) == ("th", "ที่ประชุมเห็นชอบแผนน้ำ")
    assert reply.notices == [messages.NOTICES["translation"]["en"]]
    assert reply.event is not None and reply.event.place == "Lampang"


def test_an_untranslated_text_is_given_in_its_own_language_with_a_notice(kb: Path) -> None:
    (kb / "facts/water-plan.en.md").unlink()
    base = load(kb)
    reply = compose.answered(base.entries["facts/water-plan"], 1, "en", base, TODAY)
    assert reply.language == "th"
    assert reply.notices == [messages.NOTICES["untranslated"]["en"]]


def test_an_event_is_past_on_the_day_after_its_last_day(kb: Path) -> None:
    base = load(kb)
    entry = base.entries["facts/water-plan"]
    for day, past in ((date(2030, 8, 24), False), (date(2030, 8, 25), True)):
        reply = compose.answered(entry, 1, "en", base, day)
        assert reply.event is not None and reply.event.past is past
        assert (any("in the past" in notice for notice in reply.notices)) is past


def test_not_announced_gives_the_press_office(kb: Path) -> None:
    reply = compose.not_announced(load(kb).meeting, "en")
    assert reply.outcome is Outcome.NOT_ANNOUNCED
    assert "Test Press Office, press@test.example" in reply.text
    assert reply.citations == []


def test_choices_can_be_sent_as_questions(kb: Path) -> None:
    base = load(kb)
    reply = compose.clarify(list(base.entries.values()), "th")
    assert [(choice.title, choice.message) for choice in reply.choices] == [
        ("ข่าวการประชุมทดสอบ", "ขอข่าวประชาสัมพันธ์"),
        ("แผนน้ำ", "แผนน้ำคืออะไร"),
    ]
