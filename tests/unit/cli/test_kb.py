import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.kb_template import skeleton
from bot.cli.main import main
from bot.content.loader import load
from bot.content.models import KINDS, LANGUAGES


@pytest.fixture
def here(kb: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOT_KB_DIR", str(kb))
    return kb


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["kb", *arguments])


def test_warnings_alone_are_no_failure(here: Path) -> None:
    (here / "facts/water-plan.en.md").unlink()
    result = run("check")
    assert "facts/water-plan.th.md:1: warning: there is no facts/water-plan.en.md; write" in result.output
    assert result.output.splitlines()[-1].startswith("0 errors, ")
    assert result.exit_code == 0


def test_an_error_is_one_line_and_exit_code_1(here: Path) -> None:
    (here / "facts/water-plan.en.md").write_text("---\ntitle: A\nreviewed: soon\n---\nText", encoding="utf-8")
    result = run("check")
    assert "facts/water-plan.en.md:3: error: reviewed: " in result.output
    assert "; write it as YYYY-MM-DD\n" in result.output
    assert result.output.splitlines()[-1].startswith("1 error, ")
    assert result.exit_code == 1


def test_findings_as_json(here: Path) -> None:
    (here / "facts/plan.md").write_text("", encoding="utf-8")
    result = run("check", "--json")
    (finding,) = [finding for finding in json.loads(result.output) if finding["severity"] == "error"]
    assert list(finding) == ["file", "line", "key", "message", "advice", "severity"]
    assert (finding["file"], finding["line"]) == ("facts/plan.md", 1)
    assert result.exit_code == 1


@pytest.mark.parametrize("kind", KINDS)
def test_errors_of_a_new_pair_are_only_its_empty_fields(here: Path, kind: str) -> None:
    assert run("new", kind, "river-2030").exit_code == 0
    mine = [f for f in json.loads(run("check", "--json").output) if "river-2030" in f["file"]]
    assert {f["file"] for f in mine} == {f"{kind}/river-2030.th.md", f"{kind}/river-2030.en.md"}
    assert {(f["severity"], f["message"].replace("the body ", "")) for f in mine} == {("error", "is still empty")}
    assert f"{kind}/river-2030" not in load(here).entries
    assert "คำถามที่คนมักใช้ถาม" in (here / f"{kind}/river-2030.th.md").read_text(encoding="utf-8")


def test_a_filled_pair_is_served(here: Path) -> None:
    run("new", "facts", "river")
    for language, body in (("th", "แม่น้ำ"), ("en", "River")):
        path = here / f"facts/river.{language}.md"
        text = path.read_text(encoding="utf-8").replace("title:", f"title: {body}")
        text = text.replace("questions:", f"questions: [{body}]")
        text = text.replace("document:", "document: documents/release").replace("paragraph:", "paragraph: 1")
        path.write_text(text + f"\n{body}\n", encoding="utf-8")
    result = run("check")
    assert "facts/river" not in result.output
    assert set(load(here).entries["facts/river"].texts) == {"th", "en"}


def test_the_hints_contain_no_name_of_the_published_knowledge_base() -> None:
    published = load(Path("kb")).entries
    for kind in KINDS:
        for language in LANGUAGES:
            text = skeleton(kind, language, date(2030, 5, 14), official=True)
            assert not {id for id in published if id.startswith("people/") and id in text}
            assert "2019" not in text


def test_nothing_is_overwritten(here: Path) -> None:
    before = (here / "facts/water-plan.th.md").read_text(encoding="utf-8")
    (here / "facts/water-plan.en.md").unlink()
    result = run("new", "facts", "water-plan")
    assert result.exit_code == 1
    assert "there already" in result.output
    assert (here / "facts/water-plan.th.md").read_text(encoding="utf-8") == before
    assert not (here / "facts/water-plan.en.md").exists()


@pytest.mark.parametrize(("kind", "slug"), [("facts", "Big"), ("facts", "../a"), ("facts", "-a"), ("fact", "a")])
def test_a_bad_kind_or_slug_writes_nothing(here: Path, kind: str, slug: str) -> None:
    before = sorted(here.rglob("*"))
    assert run("new", kind, "--", slug).exit_code == 2
    assert sorted(here.rglob("*")) == before


def test_shows_an_entry(here: Path) -> None:
    result = run("show", "facts/water-plan")
    assert result.exit_code == 0
    for words in (
        "[th] แผนน้ำ (official)",
        "[en] Water plan",
        "  1. The meeting agreed on the water plan.",
        "  ? What is the water plan?",
        "source: ข่าวการประชุมทดสอบ (documents/release), ¶ 2",
        "event: 22–24 สิงหาคม พ.ศ. 2573 · 22–24 August 2030",
        "reviewed: 3 พฤษภาคม พ.ศ. 2573 · 3 May 2030",
    ):
        assert words in result.output


def test_an_unknown_entry_names_the_nearest(here: Path) -> None:
    result = run("show", "facts/watr-plan")
    assert result.exit_code == 1
    assert "nearest: facts/water-plan, " in result.output


def test_shows_nothing_without_a_meeting(here: Path) -> None:
    (here / "meeting.yml").unlink()
    assert run("show", "facts/water-plan").exit_code == 2
