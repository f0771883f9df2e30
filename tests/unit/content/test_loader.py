from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.loader import load
from bot.content.source import Defect
from bot.errors import KnowledgeError

HEAD = "---\ntitle: ก\nreviewed: 2030-01-01\n"


def put(kb: Path, name: str, text: str) -> None:
    (kb / name).parent.mkdir(parents=True, exist_ok=True)
    (kb / name).write_text(text, encoding="utf-8")


def edit(kb: Path, name: str, old: str, new: str) -> None:
    text = (kb / name).read_text(encoding="utf-8")
    assert old in text
    (kb / name).write_text(text.replace(old, new), encoding="utf-8")


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
        ("---\n\ntitle: ก\nreviewed: soon\n---\nค", 4, "reviewed", "'soon'"),
        (HEAD + "---\n\n", 4, "passages", "at least 1"),
        (HEAD + "embargo_until: 2030-04-01 09:00:00\n---\nค", 4, "embargo_until", "timezone"),
        (
            HEAD + "event: {start: 2030-02-02, end: 2030-02-01, precision: day}\n---\nค",
            4, "event", "ends before it starts",
        ),
        (HEAD + "event: {start: 2030-02-02, precision: month}\n---\nค", 4, "event", "must be a month"),
        (HEAD + "event:\n  precision: day\n  start: 2 May\n---\nค", 6, "event.start", "'2 May'"),
        (HEAD + "related: [facts/none]\n---\nค", 1, "related", "facts/none"),
        (
            HEAD + "event:\n  start: 2030-02-02\n  precision: day\n  start: 2030-02-03\n---\nค",
            7, "event.start", "a second time, first on line 5",
        ),
        (
            HEAD + "corrections:\n  - was: ก\n    was: ข\n---\nค",
            6, "corrections.0.was", "a second time, first on line 5",
        ),
        (HEAD + "dates: !!bool maybe\n---\nค", 1, "", "not readable as YAML"),
        (HEAD + "dates: " + "[" * 3000 + "\n---\nค", 1, "", "not readable as YAML"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_its_line(kb: Path, text: str, line: int, key: str, says: str) -> None:
    put(kb, "facts/broken.th.md", text)
    base = load(kb)
    (defect, *_) = base.defects
    assert (defect.file, defect.line, defect.key) == ("facts/broken.th.md", line, key)
    assert says in defect.message
    assert "facts/water-plan" in base.entries


def test_a_translation_must_not_repeat_keys_of_the_official_file(kb: Path) -> None:
    put(kb, "facts/water-plan.en.md", "---\ntitle: Water\nreviewed: 2030-01-01\npublished: 2030-01-01\n---\nText\n")
    base = load(kb)
    assert [defect.key for defect in base.defects] == ["published"]
    assert "official file alone" in base.defects[0].message
    assert set(base.entries["facts/water-plan"].texts) == {"th"}


def test_a_broken_official_file_also_removes_its_translation(kb: Path) -> None:
    put(kb, "facts/water-plan.th.md", "broken")
    assert "facts/water-plan" not in load(kb).entries


def test_an_entry_with_a_missing_source_is_dropped(kb: Path) -> None:
    (kb / "documents/release.th.md").unlink()
    (kb / "documents/release.en.md").unlink()
    base = load(kb)
    assert base.entries == {}
    assert base.defects == (
        Defect("facts/water-plan.th.md", 1, "", "refers to documents/release, which is no usable entry"),
    )


def test_entries_that_depend_on_a_dropped_entry_are_dropped(kb: Path) -> None:
    source = "source: {document: documents/%s, paragraph: 1}\n---\nค"
    put(kb, "facts/a.th.md", HEAD + "related: [documents/b]\n" + source % "b")
    put(kb, "documents/b.th.md", HEAD + source % "c")
    base = load(kb)
    assert list(base.entries) == ["documents/release", "facts/water-plan"]
    assert [(defect.file, defect.key, defect.message) for defect in base.defects] == [
        ("facts/a.th.md", "", "refers to documents/b, which is no usable entry"),
        ("facts/a.th.md", "related", "refers to documents/b, which is no usable entry"),
        ("documents/b.th.md", "", "refers to documents/c, which is no usable entry"),
    ]


def test_an_invalid_source_is_reported_for_the_intended_kind_of_source(kb: Path) -> None:
    put(kb, "facts/a.th.md", HEAD + "source:\n  document: documents/release\n  paragraph: two\n---\nค")
    (defect,) = load(kb).defects
    assert (defect.line, defect.key) == (6, "source.paragraph")


def test_a_term_of_a_missing_entry_is_left_out(kb: Path) -> None:
    text = "- {entry: facts/water-plan, th: [น้ำ], en: [water]}\n- en: [none]\n  entry: facts/none\n"
    put(kb, "glossary.yml", text)
    base = load(kb)
    assert [term.entry for term in base.glossary] == ["facts/water-plan"]
    assert base.defects == (Defect("glossary.yml", 3, "1.entry", "refers to facts/none, which is no usable entry"),)


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("", 1, "", "empty file"),
        ("- entry: [\n", 2, "", "not readable as YAML"),
        ("- entry: facts/water-plan\n  en: [!!int x]\n", 1, "", "not readable as YAML"),
        ("- entry: facts/water-plan\n  en: [a]\n  en: [b]\n", 3, "0.en", "a second time, first on line 2"),
        ("- entry: facts/water-plan\n  colour: [a]\n", 2, "0.colour", "Extra inputs"),
        ("entry: facts/water-plan\n", 1, "", "valid tuple"),
    ],
)
def test_a_broken_glossary_does_not_affect_entries(kb: Path, text: str, line: int, key: str, says: str) -> None:
    put(kb, "glossary.yml", text)
    base = load(kb)
    (defect,) = base.defects
    assert (defect.file, defect.line, defect.key) == ("glossary.yml", line, key)
    assert says in defect.message
    assert base.glossary == ()
    assert list(base.entries) == ["documents/release", "facts/water-plan"]


def test_an_empty_glossary_is_valid(kb: Path) -> None:
    put(kb, "glossary.yml", "# none yet\n")
    assert load(kb).defects == ()


@pytest.mark.parametrize("text", ["", "name: [", "name: {th: ก}\n"])
def test_nothing_is_served_without_a_meeting(kb: Path, text: str) -> None:
    put(kb, "meeting.yml", text)
    with pytest.raises(KnowledgeError, match=r"meeting\.yml"):
        load(kb)


def test_meeting_yml_names_the_entry_that_is_the_meeting(kb: Path) -> None:
    assert load(kb).meeting_entry is None
    edit(kb, "meeting.yml", "official_language: th", "official_language: th\nentry: facts/water-plan")
    base = load(kb)
    assert base.meeting_entry is base.entries["facts/water-plan"]
    assert base.is_meeting("facts/water-plan") and not base.is_meeting("documents/release")


def test_without_a_name_the_meeting_is_the_event_on_its_dates(kb: Path) -> None:
    edit(kb, "facts/water-plan.th.md", "start: 2030-08-22, end: 2030-08-24", "start: 2030-05-01, end: 2030-05-02")
    assert load(kb).is_meeting("facts/water-plan")


def test_a_meeting_that_names_no_usable_entry_is_a_defect_with_its_line(kb: Path) -> None:
    edit(kb, "meeting.yml", "official_language: th", "official_language: th\nentry: events/nowhere")
    base = load(kb)
    assert base.meeting_entry is None
    assert [str(defect) for defect in base.defects] == [
        "meeting.yml:3: entry: refers to events/nowhere, which is no usable entry"
    ]


def test_a_missing_meeting_is_reported_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load(tmp_path)


def test_a_meeting_that_is_not_utf_8_is_reported(kb: Path) -> None:
    (kb / "meeting.yml").write_bytes("name: {th: การประชุม}".encode("cp874"))
    with pytest.raises(KnowledgeError, match=r"meeting\.yml:1: not readable as UTF-8"):
        load(kb)


WATER = "facts/water-plan.th.md"


def gone(path: Path) -> None:
    """A file that is listed but no longer exists when it is opened."""
    path.unlink()
    path.symlink_to(path.with_name("moved-away"))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (gone, "cannot be read (No such file"),
        (a_folder, "cannot be read (Is a directory"),
        (lambda path: path.write_bytes(b""), "must start with front matter"),
        (lambda path: path.write_bytes(path.read_bytes()[:60]), "no closing line"),
        (lambda path: path.write_bytes(path.read_bytes()[:-2]), "not readable as UTF-8"),
        (lambda path: path.write_bytes(bytes(path.stat().st_size)), "must start with front matter"),
    ],
)
def test_a_file_that_changes_while_the_folder_is_read(kb: Path, change: Callable[[Path], object], says: str) -> None:
    text = (kb / WATER).read_text(encoding="utf-8")
    (kb / WATER).write_text(text.rstrip(), encoding="utf-8")
    change(kb / WATER)
    base = load(kb)
    (defect,) = base.defects
    assert (defect.file, defect.line) == (WATER, 1)
    assert says in defect.message
    assert list(base.entries) == ["documents/release"]


@pytest.mark.parametrize("size", range(0, 300, 7))
def test_a_truncated_file_never_affects_other_files(kb: Path, size: int) -> None:
    put(kb, "glossary.yml", "- {entry: facts/water-plan, th: [น้ำ]}\n")
    for name in (WATER, "glossary.yml"):
        (kb / name).write_bytes((kb / name).read_bytes()[:size])
    assert "documents/release" in load(kb).entries


EDITORS_OWN = (".#water-plan.th.md", ".draft.th.md", ".water-plan.th.md.swp", "#a.th.md#", "water-plan.th.md~", "4913")


@pytest.mark.parametrize("name", [*EDITORS_OWN, "a.th.md.tmp", "a.swp"])
def test_temporary_files_of_editors_are_ignored(kb: Path, name: str) -> None:
    put(kb, f"facts/{name}", HEAD + "---\nค")
    base = load(kb)
    assert base.defects == ()
    assert list(base.entries) == ["documents/release", "facts/water-plan"]
