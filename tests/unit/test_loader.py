from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.loader import Defect, load

HEAD = "---\ntitle: ก\nreviewed: 2030-01-01\n"


def put(kb: Path, name: str, text: str) -> None:
    (kb / name).parent.mkdir(parents=True, exist_ok=True)
    (kb / name).write_text(text, encoding="utf-8")


def test_reads_both_languages_and_what_does_not_depend_on_them(kb: Path) -> None:
    base = load(kb)
    assert base.defects == ()
    assert list(base.entries) == ["documents/release", "facts/water-plan"]
    entry = base.entries["facts/water-plan"]
    assert entry.official == "th"
    assert entry.texts["en"].passages == ("The meeting agreed on the water plan.",)
    assert entry.texts["th"].questions == ("แผนน้ำคืออะไร", "ที่ประชุมเห็นชอบอะไร")
    assert entry.event is not None and entry.event.iso == "2030-08-22/2030-08-24"


def test_paragraphs_are_passages_and_headings_are_not(kb: Path) -> None:
    put(kb, "facts/a.th.md", HEAD + "---\n\n# หัวข้อ\n\nบรรทัดหนึ่ง\nบรรทัดสอง\n\n\nย่อหน้าสอง\n")
    assert load(kb).entries["facts/a"].texts["th"].passages == ("บรรทัดหนึ่ง บรรทัดสอง", "ย่อหน้าสอง")


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("no front matter", 1, "", "must start with front matter"),
        ("---\ntitle: ก\n", 1, "", "no closing line"),
        ("---\ntitle: [ก\n---\nข", 3, "", "not readable as YAML"),
        (HEAD + "title: ข\n---\nค", 4, "title", "a second time, first on line 2"),
        (HEAD + "colour: red\n---\nค", 4, "colour", "no key of this format"),
        ("---\ntitle: ก\nreviewed: soon\n---\nค", 3, "reviewed", "'soon'"),
        ("---\ntitle: ก\nreviewed: 2030-02-30\n---\nค", 3, "reviewed", "'2030-02-30'"),
        (HEAD + "---\n\n", 1, "passages", "at least 1"),
        (HEAD + "embargo_until: 2030-04-01 09:00:00\n---\nค", 4, "embargo_until", "timezone"),
        (
            HEAD + "event: {start: 2030-02-02, end: 2030-02-01, precision: day}\n---\nค",
            4, "event", "ends before it starts",
        ),
        (HEAD + "event: {start: 2030-02-02, precision: month}\n---\nค", 4, "event", "must be a month"),
        (HEAD + "related: [facts/none]\n---\nค", 1, "related", "facts/none"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_its_line(kb: Path, text: str, line: int, key: str, says: str) -> None:
    put(kb, "facts/broken.th.md", text)
    base = load(kb)
    (defect, *_) = base.defects
    assert (defect.file, defect.line, defect.key) == ("facts/broken.th.md", line, key)
    assert says in defect.message
    assert "facts/water-plan" in base.entries


def test_a_translation_must_not_repeat_what_the_official_file_carries(kb: Path) -> None:
    put(kb, "facts/water-plan.en.md", "---\ntitle: Water\nreviewed: 2030-01-01\npublished: 2030-01-01\n---\nText\n")
    base = load(kb)
    assert [defect.key for defect in base.defects] == ["published"]
    assert "official file alone" in base.defects[0].message
    assert set(base.entries["facts/water-plan"].texts) == {"th"}


def test_a_broken_official_file_takes_its_translation_with_it(kb: Path) -> None:
    put(kb, "facts/water-plan.th.md", "broken")
    assert "facts/water-plan" not in load(kb).entries


def test_an_entry_whose_source_is_missing_is_not_shown(kb: Path) -> None:
    (kb / "documents/release.th.md").unlink()
    (kb / "documents/release.en.md").unlink()
    base = load(kb)
    assert base.entries == {}
    assert base.defects == (
        Defect("facts/water-plan.th.md", 1, "", "refers to documents/release, which is no usable entry"),
    )


def test_a_term_of_a_missing_entry_is_left_out(kb: Path) -> None:
    put(kb, "glossary.yml", "- {entry: facts/water-plan, th: [น้ำ], en: [water]}\n- {entry: facts/none, en: [none]}\n")
    assert [term.entry for term in load(kb).glossary] == ["facts/water-plan"]


@pytest.mark.parametrize("text", ["", "name: [", "name: {th: ก}\n"])
def test_nothing_is_served_without_a_meeting(kb: Path, text: str) -> None:
    put(kb, "meeting.yml", text)
    with pytest.raises(KnowledgeError, match=r"meeting\.yml"):
        load(kb)


def test_says_where_a_meeting_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load(tmp_path)
