import os
from datetime import date
from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.check.diagnostic import Diagnostic
from tests.conftest import KB

TODAY = date(2030, 5, 10)
HEAD = "---\ntitle: ก\nreviewed: 2030-05-03\nquestions: [ถามอะไร]\n"
ENGLISH = "---\ntitle: A\nreviewed: 2030-05-03\nquestions: [what]\n"
NEW = "facts/new.th.md"


def put(kb: Path, name: str, text: str) -> None:
    (kb / name).parent.mkdir(parents=True, exist_ok=True)
    (kb / name).write_text(text, encoding="utf-8")


def found(kb: Path, severity: str) -> list[Diagnostic]:
    return [diagnostic for diagnostic in check(kb, TODAY) if diagnostic.severity == severity]


def test_a_good_base_has_no_diagnostics(kb: Path) -> None:
    assert check(kb, TODAY) == []


def test_of_a_whole_knowledge_base_only_what_is_untranslated_is_found() -> None:
    found = [(diagnostic.severity, diagnostic.file, diagnostic.message) for diagnostic in check(KB, date(2026, 11, 25))]
    assert found == [
        ("warning", "facts/hydrology-office.en.md", "there is no facts/hydrology-office.th.md"),
        ("warning", "facts/river-blessing.th.md", "there is no facts/river-blessing.en.md"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "key", "message", "advice"),
    [
        ("no front matter", 1, "", "must start with front matter", "begin the file with a line of ---"),
        ("---\ntitle: ก\n", 1, "", "no closing line", "end the keys"),
        ("---\ntitle: [ก\n---\nข", 3, "", "not readable as YAML", "indentation"),
        ("---\n\ntitle: [ก\n---\nข", 4, "", "not readable as YAML", "indentation"),
        (HEAD + "title: ข\n---\nค", 5, "title", "a second time, first on line 2", "keep one"),
        (HEAD + "relatde: []\n---\nค", 5, "relatde", "no key of this format", "write related"),
        ("---\n\ntitle: ก\nreviewed: soon\n---\nค", 4, "reviewed", "'soon'", "YYYY-MM-DD"),
        (HEAD + "---\n\n", 5, "passages", "still empty", "below the second line of ---"),
        (HEAD + "published:\ntitle2: x\n---\nค", 6, "title2", "no key", "write title"),
        (HEAD + "embargo_until: 2030-04-01 09:00\n---\nค", 5, "embargo_until", "timezone", "2030-04-01T09:00:00+07:00"),
        (
            HEAD + "event:\n  start: 2030-02-02\n  end: 2030-02-01\n  precision: day\n---\nค",
            5, "event", "ends before it starts", "start: 2030-02-01 and end: 2030-02-02",
        ),
        (HEAD + "event:\n  precision: day\n  start: 2 May\n---\nค", 7, "event.start", "'2 May'", "YYYY-MM-DD"),
        (HEAD + "event: {start: 2030-02-02, precision: month}\n---\nค", 5, "event", "must be a month", "YYYY-MM"),
        (HEAD + "related:\n  - facts/water-plan\n  - facts/watr-plan\n---\nค", 7, "related.1", "facts/watr-plan",
         "write facts/water-plan"),
        (HEAD + "source:\n  paragraph: 1\n  document: documents/releas\n---\nค", 7, "source.document",
         "refers to documents/releas", "write documents/release"),
        (HEAD + "quote:\n  speaker: people/none\n---\nค", 6, "quote.speaker", "people/none", "or remove it"),
        (HEAD + "source: {document: documents/release}\n---\nค", 5, "source.paragraph", "required", "add it"),
        (HEAD + "event:\n  start: 2030-02-02\n  start: 2030-02-03\n  precision: day\n---\nค", 7, "event.start",
         "a second time, first on line 6", "keep one"),
        ("---\n\n\n" + HEAD[4:] + "title: ข\n---\nค", 7, "title", "a second time, first on line 4", "keep one"),
        (HEAD + "passages: [ก]\n---\nค", 5, "passages", "no key of this format", "or remove the line"),
        (HEAD + "published: 2030-02-02\nvalid_until: 2030-02-01\n---\nค", 6, "valid_until", "2030-02-01 is before",
         "the last day"),
        (HEAD + "corrections:\n  - date: 2030-01-01\n    was: ก\n    now: ก\n---\nค", 8, "corrections.0.now",
         "the same as was", "write the corrected words"),
        (HEAD + "corrections: [{was: ก, now: ข}]\n---\nค", 5, "corrections.0.date", "required", "add it"),
        (HEAD + "event: it ends before noon\n---\nค", 5, "event", "valid dictionary", "docs/staff.md"),
        (HEAD + "dates: !!bool maybe\n---\nค", 1, "", "not readable as YAML", "indentation"),
        (HEAD + "---\n\nEnglish only", 7, "passages", "no Thai letter", "write the Thai text"),
    ],
)  # fmt: skip
def test_an_error_has_its_line_and_its_advice(
    kb: Path, text: str, line: int, key: str, message: str, advice: str
) -> None:
    put(kb, NEW, text)
    put(kb, "facts/new.en.md", ENGLISH + "---\nText")
    (diagnostic,) = found(kb, "error")
    assert (diagnostic.file, diagnostic.line, diagnostic.key) == (NEW, line, key)
    assert message in diagnostic.message
    assert advice in diagnostic.advice


def test_all_errors_of_a_file_are_found_at_once(kb: Path) -> None:
    put(kb, NEW, "---\ntitle:\ncolour: red\nreviewed: soon\npublished: soon\n---\n")
    assert [(diagnostic.line, diagnostic.key) for diagnostic in found(kb, "error")] == [
        (2, "title"), (3, "colour"), (4, "reviewed"), (5, "published"), (6, "passages"),
    ]  # fmt: skip


def test_the_missing_offset_is_that_of_the_meetings_zone(kb: Path) -> None:
    put(kb, "meeting.yml", (kb / "meeting.yml").read_text(encoding="utf-8").replace("Asia/Bangkok", "Asia/Tokyo"))
    put(kb, NEW, HEAD + "embargo_until: 2030-04-01 09:00\n---\nค")
    assert "2030-04-01T09:00:00+09:00" in found(kb, "error")[0].advice


def test_a_translation_must_not_repeat_keys_of_the_official_file(kb: Path) -> None:
    put(kb, "facts/water-plan.en.md", ENGLISH + "published: 2030-01-01\n---\nText")
    (diagnostic,) = found(kb, "error")
    assert (diagnostic.file, diagnostic.line, diagnostic.key) == ("facts/water-plan.en.md", 5, "published")
    assert diagnostic.advice == "remove it here; it stands in facts/water-plan.th.md"


def test_a_reference_to_a_broken_entry_advises_fixing_that_entry(kb: Path) -> None:
    put(kb, "documents/release.th.md", "broken")
    assert [diagnostic.advice for diagnostic in found(kb, "error") if diagnostic.file.startswith("facts")] == [
        "mend documents/release first: it cannot be used as it is"
    ]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("facts/Big Plan.th.md", "call it big-plan.th.md"),
        ("facts/a_b.en.md", "call it a-b.en.md"),
        ("facts/plan.md", "call it plan.th.md or plan.en.md"),
        ("facts/plan.fr.md", "call it plan-fr.th.md or plan-fr.en.md"),
        ("fact/plan.th.md", "move it to facts/plan.th.md"),
        ("facts/old/plan.th.md", "move it to facts/plan.th.md"),
        ("meeting.yaml", "move it into facts, events, people, quotes, documents, or call it meeting.yml"),
    ],
)
def test_a_file_that_the_loader_ignores_is_reported(kb: Path, name: str, advice: str) -> None:
    put(kb, name, (ENGLISH if ".en" in name else HEAD) + "---\n" + ("Text" if ".en" in name else "ข้อความ"))
    (diagnostic,) = found(kb, "error")
    assert (diagnostic.file, diagnostic.line, diagnostic.key, diagnostic.advice) == (name, 1, "", advice)


@pytest.mark.parametrize(
    "name", [".draft.md", ".#a.th.md", "a.th.md~", ".a.th.md.swp", "4913", "a.th.md.tmp", ".git/a"]
)
@pytest.mark.parametrize("folder", ["", "facts/", "facts/old~/"])
def test_hidden_files_and_editor_files_are_ignored(kb: Path, folder: str, name: str) -> None:
    put(kb, folder + name, "")
    assert check(kb, TODAY) == []


def test_a_file_that_is_deleted_before_it_is_read(kb: Path) -> None:
    (kb / NEW).symlink_to("moved-away")
    (error,) = found(kb, "error")
    assert (error.file, error.line, error.key) == (NEW, 1, "")
    assert error.message.startswith("cannot be read (No such file")
    assert error.advice == "see that the file is there and that you may open it"


def test_a_name_that_is_not_utf_8_can_be_shown(kb: Path) -> None:
    (kb / "facts" / os.fsdecode("แผน.th.md".encode("cp874"))).write_text(HEAD + "---\nค", encoding="utf-8")
    (error,) = found(kb, "error")
    assert str(error).encode("utf-8")
    assert error.advice == "call it name.th.md"


def test_ids_that_differ_by_case(kb: Path) -> None:
    put(kb, "facts/Water-plan.th.md", HEAD + "---\nค")
    twin = next(diagnostic for diagnostic in found(kb, "error") if "capitals" in diagnostic.message)
    assert (twin.file, twin.line, twin.key) == ("facts/Water-plan.th.md", 1, "")
    assert twin.advice == "call it facts/water-plan.th.md, or otherwise"


def test_thai_in_an_english_file(kb: Path) -> None:
    put(kb, "facts/water-plan.en.md", ENGLISH + "---\n\nที่ประชุมเห็นชอบ plan")
    (diagnostic,) = found(kb, "error")
    assert (diagnostic.file, diagnostic.line, diagnostic.key) == ("facts/water-plan.en.md", 7, "passages")
    assert diagnostic.advice == "write the English translation"


@pytest.mark.parametrize(
    ("text", "line", "key", "message"),
    [("name: [", 1, "", "YAML"), ("name: {th: ก}\nretention_days: 0\n", 2, "retention_days", "greater")],
)
def test_a_broken_meeting_file_hides_no_other_finding(kb: Path, text: str, line: int, key: str, message: str) -> None:
    put(kb, "meeting.yml", text)
    put(kb, NEW, HEAD + "colour: red\n---\nค")
    errors = found(kb, "error")
    assert any((e.file, e.line, e.key) == ("meeting.yml", line, key) and message in e.message for e in errors)
    assert any((e.file, e.line, e.key) == (NEW, 5, "colour") for e in errors)


def test_no_folder_at_all(tmp_path: Path) -> None:
    (diagnostic,) = check(tmp_path / "none", TODAY)
    assert (diagnostic.file, diagnostic.line) == ("meeting.yml", 1)
    assert "cannot be read" in diagnostic.message


def test_the_glossary(kb: Path) -> None:
    text = (
        "# names\n- entry: facts/water-plan\n  en:\n    - Water\n- entry: documents/release\n  en: [news,\n    water]\n"
    )
    put(kb, "glossary.yml", text + "- entry: facts/water-pln\n")
    error, warning = sorted(check(kb, TODAY), key=lambda diagnostic: diagnostic.severity)
    assert (error.file, error.line, error.key) == ("glossary.yml", 8, "2.entry")
    assert error.advice == "write facts/water-plan, or remove it"
    assert (warning.line, warning.key, warning.severity) == (7, "1.en.1", "warning")
    assert warning.message == "'water' stands for facts/water-plan too, on line 4"
    assert warning.advice == "keep it under facts/water-plan or documents/release alone"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("- entry: [\n", 2),
        ("- {entry: facts/water-plan}\n- {colour: red}\n", 2),
        ("- entry: facts/water-plan\n  en: [a]\n  en: [b]\n", 3),
    ],
)
def test_a_broken_glossary(kb: Path, text: str, line: int) -> None:
    put(kb, "glossary.yml", text)
    assert {(diagnostic.file, diagnostic.line) for diagnostic in found(kb, "error")} == {("glossary.yml", line)}


@pytest.mark.parametrize(
    ("text", "line", "key", "message", "advice"),
    [
        (HEAD.replace("2030-05-03", "2029-01-01"), 3, "reviewed", "494 days ago", "write reviewed: 2030-05-10"),
        (HEAD.replace("2030-05-03", "2030-05-11"), 3, "reviewed", "in the future", "last checked"),
        (HEAD.replace("2030-05-03", "2573-05-03"), 3, "reviewed", "in the future", "write the year as 2030"),
        (HEAD + "corrections:\n  - was: ก\n    now: ข\n    date: 2573-05-03\n",
         8, "corrections.0.date", "in the future", "write the year as 2030"),
        (HEAD + "corrections:\n  - {was: ก, now: ข, date: 2030-05-11}\n",
         6, "corrections.0.date", "in the future", "was corrected"),
        (HEAD.replace("questions: [ถามอะไร]\n", ""), 1, "questions", "how to ask", "five to nine"),
        ("---\ntitle: ก\nreviewed: 2030-05-03\nquestions:\n  - ถามอะไร\n  - แผนน้ำ คืออะไร?\n", 6, "questions.1",
         "stands in facts/water-plan.th.md:3 too", "keep it where"),
    ],
)  # fmt: skip
def test_a_warning_has_its_line_and_its_advice(
    kb: Path, text: str, line: int, key: str, message: str, advice: str
) -> None:
    put(kb, "facts/zz.th.md", text + "---\nข้อความ")
    missing, warning = sorted(check(kb, TODAY), key=lambda diagnostic: diagnostic.key)
    assert (missing.file, missing.line, missing.key) == ("facts/zz.th.md", 1, "")
    assert missing.advice == "write facts/zz.en.md as soon as you can"
    assert (warning.file, warning.line, warning.key) == ("facts/zz.th.md", line, key)
    assert (missing.severity, warning.severity) == ("warning", "warning")
    assert message in warning.message
    assert advice in warning.advice


def test_a_long_passage(kb: Path) -> None:
    put(kb, NEW, HEAD + "---\n\nสั้น\n\n\n" + "ก" * 901 + "\n")
    put(kb, "facts/new.en.md", ENGLISH + "---\n" + "a" * 900)
    (diagnostic,) = check(kb, TODAY)
    assert (diagnostic.file, diagnostic.line, diagnostic.key, diagnostic.severity) == (NEW, 10, "passages", "warning")
    assert diagnostic.message == "passage 2 has 901 characters, more than 900"
    assert diagnostic.advice == "divide it with a blank line"


def test_a_translation_older_than_its_original(kb: Path) -> None:
    put(kb, "facts/water-plan.en.md", ENGLISH.replace("2030-05-03", "2030-05-02") + "---\nText")
    (diagnostic,) = check(kb, TODAY)
    assert (diagnostic.file, diagnostic.line, diagnostic.key) == ("facts/water-plan.en.md", 3, "reviewed")
    assert diagnostic.advice == "compare it with facts/water-plan.th.md and write reviewed: 2030-05-10"
    assert diagnostic.severity == "warning"
