from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.content.repository import KnowledgeRepository


def test_an_embargoed_entry_is_hidden_until_its_minute(kb: Path) -> None:
    text = (kb / "facts/water-plan.th.md").read_text(encoding="utf-8")
    embargoed = text.replace("event:", "embargo_until: 2030-05-03T12:00:00+07:00\nevent:")
    (kb / "facts/water-plan.th.md").write_text(embargoed, encoding="utf-8")
    (kb / "glossary.yml").write_text("- {entry: facts/water-plan, th: [แผนลับ]}\n", encoding="utf-8")
    now = [datetime(2030, 5, 3, 4, 59, 59, tzinfo=UTC)]
    library = KnowledgeRepository(kb, lambda: now[0])

    assert library.entry("facts/water-plan") is None
    assert list(library.public().entries) == ["documents/release"]
    assert library.public().glossary == ()
    assert library.opening_questions("en") == ["the press release"]

    now[0] = datetime(2030, 5, 3, 5, 0, tzinfo=UTC)
    assert library.entry("facts/water-plan") is not None
    assert [term.th for term in library.public().glossary] == [("แผนลับ",)]


def test_counts_broken_files_once_each(kb: Path, clock: Callable[[], datetime]) -> None:
    (kb / "facts/bad.th.md").write_text("---\ntitle: ก\nreviewed: x\ncolour: y\n---\nz", encoding="utf-8")
    assert KnowledgeRepository(kb, clock).broken == 1
