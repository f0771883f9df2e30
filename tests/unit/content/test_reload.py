"""Reloading while staff edit files: a broken file keeps its last good state, a deleted one is removed."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content.repository import KnowledgeRepository

Clock = Callable[[], datetime]


def edit(kb: Path, name: str, old: str, new: str) -> None:
    text = (kb / name).read_text(encoding="utf-8")
    assert old in text
    (kb / name).write_text(text.replace(old, new), encoding="utf-8")


def passage(library: KnowledgeRepository, language: str) -> str:
    entry = library.entry("facts/water-plan")
    assert entry is not None
    return entry.in_language(language).passages[0]


def test_a_saved_file_is_read_again(kb: Path, clock: Clock) -> None:
    library = KnowledgeRepository(kb, clock)
    before = library.published()
    edit(kb, "facts/water-plan.en.md", "agreed on the water plan", "adopted the water plan")
    assert library.reload()
    assert passage(library, "en") == "The meeting adopted the water plan."
    assert (before.revision, library.published().revision) == (1, 2)
    assert before.base.entries["facts/water-plan"].texts["en"].passages[0] == "The meeting agreed on the water plan."


def test_nothing_changes_where_nothing_was_saved(kb: Path, clock: Clock) -> None:
    library = KnowledgeRepository(kb, clock)
    view = library.published()
    assert not library.reload()
    (kb / "facts/water-plan.en.md").touch()
    assert not library.reload()
    assert library.published() is view


@pytest.mark.parametrize("name", ["facts/water-plan.th.md", "documents/release.th.md"])
def test_a_broken_file_leaves_the_last_good_state(
    kb: Path, clock: Clock, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    library = KnowledgeRepository(kb, clock)
    edit(kb, name, "reviewed: 2030", "reviewed: someday 2030")
    with caplog.at_level(logging.ERROR):
        assert not library.reload()
    assert library.broken >= 1
    assert f"not served: {name}:" in caplog.text
    assert passage(library, "th") == "ที่ประชุมเห็นชอบแผนน้ำ"
    edit(kb, name, "reviewed: someday 2030", "reviewed: 2030")
    library.reload()
    assert library.broken == 0


def test_a_broken_translation_is_kept_only_while_its_official_text_is_unchanged(kb: Path, clock: Clock) -> None:
    library = KnowledgeRepository(kb, clock)
    edit(kb, "facts/water-plan.en.md", "reviewed", "reveiwed")
    assert not library.reload()
    assert passage(library, "en") == "The meeting agreed on the water plan."
    edit(kb, "facts/water-plan.th.md", "\nที่ประชุมเห็นชอบแผนน้ำ", "\nที่ประชุมไม่เห็นชอบแผนน้ำ")
    assert library.reload()
    assert passage(library, "en") == "ที่ประชุมไม่เห็นชอบแผนน้ำ"


def test_a_deleted_entry_and_entries_that_refer_to_it_are_removed(kb: Path, clock: Clock) -> None:
    library = KnowledgeRepository(kb, clock)
    (kb / "documents/release.th.md").unlink()
    (kb / "documents/release.en.md").unlink()
    assert library.reload()
    assert library.public().entries == {}


def test_glossary_names_of_an_entry_with_a_broken_file_are_kept(kb: Path, clock: Clock) -> None:
    (kb / "glossary.yml").write_text("- {entry: facts/water-plan, en: [WP]}\n", encoding="utf-8")
    library = KnowledgeRepository(kb, clock)
    edit(kb, "facts/water-plan.th.md", "title: ", "titel: ")
    library.reload()
    assert [term.en for term in library.public().glossary] == [("WP",)]
    (kb / "glossary.yml").write_text("- {entry: [\n", encoding="utf-8")
    library.reload()
    assert [term.en for term in library.public().glossary] == [("WP",)]


def test_a_broken_meeting_file_changes_nothing(kb: Path, clock: Clock) -> None:
    library = KnowledgeRepository(kb, clock)
    edit(kb, "meeting.yml", "retention_days: 30", "retention_days: soon")
    assert not library.reload()
    assert library.broken == 1
    assert library.meeting.retention_days == 30


def test_an_entry_expires_at_the_end_of_its_last_day_in_the_meetings_zone(kb: Path) -> None:
    edit(kb, "facts/water-plan.th.md", "event:", "valid_until: 2030-05-10\nevent:")
    now = [datetime(2030, 5, 10, 16, 59, 59, tzinfo=UTC)]  # one second before midnight in Bangkok
    library = KnowledgeRepository(kb, lambda: now[0])
    assert library.entry("facts/water-plan") is not None
    now[0] = datetime(2030, 5, 10, 17, tzinfo=UTC)
    assert library.entry("facts/water-plan") is None


def test_entries_that_cite_an_embargoed_document_are_hidden_with_it(kb: Path) -> None:
    edit(kb, "documents/release.th.md", "published", "embargo_until: 2030-05-04T09:00:00+07:00\npublished")
    now = [datetime(2030, 5, 4, 1, 59, tzinfo=UTC)]
    library = KnowledgeRepository(kb, lambda: now[0])
    assert library.public().entries == {}
    now[0] = datetime(2030, 5, 4, 2, tzinfo=UTC)
    assert set(library.public().entries) == {"documents/release", "facts/water-plan"}


def test_a_translation_without_its_official_file_is_never_served_alone(kb: Path) -> None:
    edit(kb, "facts/water-plan.th.md", "event:", "embargo_until: 2030-05-04T09:00:00+07:00\nevent:")
    library = KnowledgeRepository(kb, lambda: datetime(2030, 5, 3, tzinfo=UTC))
    (kb / "facts/water-plan.th.md").unlink()
    library.reload()
    assert library.entry("facts/water-plan") is None
    assert library.broken == 1
    (kb / "facts/water-plan.en.md").unlink()
    library.reload()
    assert library.broken == 0
