from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from bot.answers import ical
from bot.content.loader import KnowledgeBase, load
from bot.reply import Language

ADDRESS = "https://desk.example"
FORUM_TH = """\
---
title: งานประชุมเครือข่ายเมืองอัจฉริยะ; ครั้งที่ 1, ภาคเหนือ
reviewed: 2030-05-03
source: {{document: documents/release, paragraph: 2}}
event:
  start: {start}
  precision: {precision}
  status: {status}
  place: {{th: หอประชุม, en: Hall}}
  city: {{th: ลำปาง, en: Lampang}}
  country: {{th: ไทย, en: Thailand}}
{more}---

เครือข่ายเมืองอัจฉริยะจะประชุมกันเพื่อนำไปสู่แนวทางการพัฒนาเมืองอัจฉริยะของอาเซียนร่วมกันอย่างยั่งยืนและทั่วถึง

ย่อหน้าที่สอง; กับเครื่องหมาย, และ \\ ด้วย
"""
FORUM_EN = """\
---
title: Smart cities forum
reviewed: 2030-05-04
---

The smart cities network will meet.
"""
CORRECTIONS = "corrections: [{date: 2030-05-06, was: ก, now: ข}]\n"


@pytest.fixture
def kb(kb: Path) -> Path:
    (kb / "events").mkdir()
    write(kb)
    (kb / "events/forum.en.md").write_text(FORUM_EN, encoding="utf-8")
    return kb


def write(
    kb: Path, start: str = "2030-08-22", precision: str = "day", status: str = "scheduled", more: str = ""
) -> None:
    text = FORUM_TH.format(start=start, precision=precision, status=status, more=more)
    (kb / "events/forum.th.md").write_text(text, encoding="utf-8")


def made(kb: Path, language: Language = "th", feed: bool = False) -> bytes:
    base = load(kb)
    assert base.defects == ()
    return ical.calendar(ical.events_with_day(base.entries.values()), base, language, address=ADDRESS, feed=feed)


def event(kb: Path, language: Language = "th") -> icalendar.Event:
    (found,) = icalendar.Calendar.from_ical(made(kb, language)).events
    return found


def test_an_event_has_its_published_text_and_source(kb: Path) -> None:
    found = event(kb)
    assert found["summary"] == "งานประชุมเครือข่ายเมืองอัจฉริยะ; ครั้งที่ 1, ภาคเหนือ"
    assert found["summary"].params["language"] == "th"
    passages = load(kb).entries["events/forum"].texts["th"].passages
    source = "ที่มา: ข่าวการประชุมทดสอบ ย่อหน้าที่ 2 (2 พฤษภาคม พ.ศ. 2573)"
    assert found["description"] == "\n\n".join([*passages, source])
    assert found["location"] == "หอประชุม, ลำปาง, ไทย"
    assert found["url"] == f"{ADDRESS}/kb/events/forum"
    assert (found["status"], found["transp"]) == ("CONFIRMED", "TRANSPARENT")


def test_a_translation_is_marked_as_one(kb: Path) -> None:
    found = event(kb, "en")
    assert (found["summary"], found["summary"].params["language"]) == ("Smart cities forum", "en")
    assert found["location"] == "Hall, Lampang, Thailand"
    assert found["description"] == (
        "The smart cities network will meet.\n\n"
        "Source: Test Summit release, paragraph 2 (2 May 2030)\nUnofficial translation."
    )


def test_an_untranslated_event_is_marked_with_its_own_language(kb: Path) -> None:
    (kb / "events/forum.en.md").unlink()
    found = event(kb, "en")
    assert found["summary"].params["language"] == found["description"].params["language"] == "th"
    assert "Unofficial" not in found["description"]


def test_a_source_elsewhere_is_named_with_its_date(kb: Path) -> None:
    text = (kb / "events/forum.th.md").read_text(encoding="utf-8")
    elsewhere = text.replace("{document: documents/release, paragraph: 2}", "{name: ราชกิจจา, date: 2030-04-01}")
    (kb / "events/forum.th.md").write_text(elsewhere, encoding="utf-8")
    assert "\n\nที่มา: ราชกิจจา (1 เมษายน พ.ศ. 2573)" in event(kb)["description"]


@pytest.mark.parametrize(
    ("start", "after"),
    [
        ("2030-08-22", date(2030, 8, 23)),
        ("2030-12-31", date(2031, 1, 1)),
        ("2032-02-28\n  end: 2032-02-29", date(2032, 3, 1)),
    ],
)
def test_whole_days_end_on_the_day_after(kb: Path, start: str, after: date) -> None:
    write(kb, start)
    found = event(kb)
    assert (found["dtstart"].dt, found["dtend"].dt) == (date.fromisoformat(start[:10]), after)
    assert b"DTSTART;VALUE=DATE:" in made(kb) and b"DTEND;VALUE=DATE:" in made(kb)
    assert b"TZID" not in made(kb)  # whole days need no time zone


def test_an_event_with_only_a_month_has_no_calendar_file(kb: Path) -> None:
    write(kb, "2030-08", "month")
    base = load(kb)
    entry = base.entries["events/forum"]
    assert not ical.has_day(entry)
    assert ical.path(entry) is None
    assert ical.events_with_day(base.entries.values()) == []
    assert b"VEVENT" not in ical.calendar([entry], base, "th", address=ADDRESS)


def test_every_entry_with_a_day_has_a_path(kb: Path) -> None:
    entries = load(kb).entries
    paths = {id: ical.path(entry) for id, entry in entries.items()}
    assert paths == {
        "documents/release": None,
        "events/forum": "/events/forum.ics",
        "facts/water-plan": "/facts/water-plan.ics",
    }
    assert ical.has_day(entries["facts/water-plan"])


def test_events_are_in_chronological_order(kb: Path) -> None:
    text = (kb / "events/forum.th.md").read_text(encoding="utf-8")
    for name, start in (("a-last", "2030-09-01"), ("z-first", "2030-08-01")):
        (kb / f"events/{name}.th.md").write_text(text.replace("2030-08-22", start), encoding="utf-8")
    base = load(kb)
    assert [entry.id for entry in ical.events_with_day(base.entries.values())] == [
        "events/z-first",
        "events/forum",
        "events/a-last",
    ]


def uid(base: KnowledgeBase) -> str:
    return ical.uid(base.entries["events/forum"], base.meeting)


def test_the_uid_does_not_depend_on_language_correction_address_or_date(kb: Path) -> None:
    # A literal value: if the derivation of UIDs changes, calendars show every saved event twice.
    known = "forum@9caf8810-7b3c-5831-860e-ff70eeec1852"
    assert event(kb)["uid"] == event(kb, "en")["uid"] == known
    write(kb, "2031-01-01", "day", "changed", CORRECTIONS)
    meeting = (kb / "meeting.yml").read_text(encoding="utf-8")
    meeting = meeting.replace("การประชุมทดสอบ", '" การประชุม ทดสอบ "').replace("Test Summit", "Summit of Tests")
    (kb / "meeting.yml").write_text(meeting.replace("2030", "2031"), encoding="utf-8")
    assert event(kb)["uid"] == known
    base = load(kb)
    elsewhere = ical.calendar([base.entries["events/forum"]], base, "th", address="https://elsewhere.example")
    assert f"UID:{known}".encode() in elsewhere


def test_uids_differ_between_meetings(kb: Path) -> None:
    before = uid(load(kb))
    meeting = (kb / "meeting.yml").read_text(encoding="utf-8")
    (kb / "meeting.yml").write_text(meeting.replace("การประชุมทดสอบ", "การประชุมอื่น"), encoding="utf-8")
    assert uid(load(kb)) != before


def test_the_sequence_increases_with_corrections_changes_and_cancellation(kb: Path) -> None:
    two = "corrections: [{date: 2030-05-06, was: ก, now: ข}, {date: 2030-05-07, was: ข, now: ค}]\n"
    states = [
        ("scheduled", ""),
        ("changed", ""),
        ("cancelled", ""),
        ("scheduled", CORRECTIONS),
        ("cancelled", CORRECTIONS),
        ("changed", two),
    ]
    found = []
    for status, more in states:
        write(kb, status=status, more=more)
        found.append((event(kb)["sequence"], event(kb)["status"]))
    numbers = [number for number, _ in found]
    assert numbers == sorted(set(numbers))
    assert [status for _, status in found] == [
        "CANCELLED" if status == "cancelled" else "CONFIRMED" for status, _ in states
    ]


def test_the_stamp_is_the_last_review_or_correction_so_equal_content_is_equal_bytes(kb: Path) -> None:
    assert event(kb)["dtstamp"].dt == datetime(2030, 5, 4, tzinfo=UTC)
    assert made(kb) == made(kb)
    write(kb, more=CORRECTIONS)
    assert event(kb)["dtstamp"].dt == datetime(2030, 5, 6, tzinfo=UTC)


def test_only_a_feed_has_a_name_and_a_refresh_interval(kb: Path) -> None:
    found = icalendar.Calendar.from_ical(made(kb, "en", feed=True))
    assert found["version"] == "2.0" and found["prodid"] == ical.PRODUCT
    assert found["name"] == found["x-wr-calname"] == "Test Summit"
    assert found["x-wr-timezone"] == "Asia/Bangkok"
    assert found["refresh-interval"].dt == timedelta(hours=1)
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in made(kb, feed=True)
    assert icalendar.Calendar.from_ical(made(kb)).keys() == {"VERSION", "PRODID"}


def test_an_empty_feed_is_a_valid_calendar(kb: Path) -> None:
    found = icalendar.Calendar.from_ical(ical.calendar([], load(kb), "th", address=ADDRESS, feed=True))
    assert found.events == []
    found.validate()


@pytest.mark.parametrize("language", ["th", "en"])
def test_lines_are_folded_between_characters(kb: Path, language: Language) -> None:
    body = made(kb, language, feed=True)
    assert body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"")
    folded = body.split(b"\r\n")
    for line in folded:
        assert len(line) <= 75
        line.decode("utf-8")  # no character is split: a Thai character has three octets
    assert any(line.startswith(b" ") for line in folded)
    lines = body.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    if language == "th":
        assert "SUMMARY;LANGUAGE=th:งานประชุมเครือข่ายเมืองอัจฉริยะ\\; ครั้งที่ 1\\, ภาคเหนือ" in lines


def test_control_characters_are_removed(kb: Path) -> None:
    text = (kb / "events/forum.th.md").read_text(encoding="utf-8")
    (kb / "events/forum.th.md").write_text(text + "ก\x00ข\x0bค\x7f\tง", encoding="utf-8")
    assert "กขค\tง" in event(kb)["description"]
    assert not set(made(kb)) & (set(range(0x20)) - {0x09, 0x0A, 0x0D} | {0x7F})
