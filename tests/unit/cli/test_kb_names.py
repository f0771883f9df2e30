"""`python -m bot kb names`: the glossary as training data."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.kb_names import FILE, SHORTEST, training_data
from bot.cli.main import main
from bot.content.models import Term
from bot.content.repository import KnowledgeRepository
from tests.conftest import ROOT

GLOSSARY = """\
- entry: facts/water-plan
  th: [แผนน้ำ, แผนแม่บทน้ำ]
  en: [Water Plan, WP]
"""


def term(th: tuple[str, ...] = (), en: tuple[str, ...] = ()) -> Term:
    return Term(entry="facts/water-plan", th=th, en=en)


def read(text: str) -> tuple[list[str], dict[str, list[str]]]:
    """The names in the lookup table, and what each synonym stands for, as Rasa reads the file."""
    lookup, *synonyms = yaml.safe_load(text)["nlu"]
    assert lookup["lookup"] == "name"

    def examples(block: dict[str, Any]) -> list[str]:
        return [line.removeprefix("- ") for line in block["examples"].splitlines()]

    return examples(lookup), {block["synonym"]: examples(block) for block in synonyms}


def test_the_names_that_are_committed_are_those_of_the_glossary() -> None:
    """Where this fails: `python -m bot kb names`, then `make train`."""
    public = KnowledgeRepository(ROOT / "kb", lambda: datetime.now(UTC)).public()
    names, meant = read((ROOT / FILE).read_text(encoding="utf-8"))
    names_now, meant_now = read(training_data(public.glossary))
    assert (sorted(names), meant) == (sorted(names_now), meant_now)


def test_all_forms_are_names_and_the_usual_one_is_meant_by_the_others() -> None:
    names, meant = read(training_data([term(("แผนน้ำ", "แผนแม่บทน้ำ"), ("Water Plan", "the plan of water"))]))
    assert names == ["the plan of water", "Water Plan", "แผนน้ำ", "แผนแม่บทน้ำ"]
    assert meant == {"แผนน้ำ": ["แผนแม่บทน้ำ"], "Water Plan": ["the plan of water"]}


def test_what_stands_inside_other_words_is_no_name() -> None:
    names, meant = read(training_data([term(en=("Water Plan", "WP"))]))
    assert names == ["Water Plan"]
    assert meant == {"Water Plan": ["WP"]}


def test_a_form_means_one_thing() -> None:
    _, meant = read(training_data([term(en=("Alpha", "Plan")), term(en=("Beta", "plan", "Other plan"))]))
    assert meant == {"Alpha": ["Plan"], "Beta": ["Other plan"]}


FORMS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)


@given(st.lists(st.tuples(st.lists(FORMS, max_size=3), st.lists(FORMS, max_size=3)), max_size=4))
def test_whatever_the_glossary_holds_is_read_back_as_it_is(given_terms: list[tuple[list[str], list[str]]]) -> None:
    terms = [term(tuple(th), tuple(en)) for th, en in given_terms]
    names, _ = read(training_data(terms))
    assert set(names) == {form for each in terms for form in each.forms if len(form) >= SHORTEST}


@pytest.fixture
def here(kb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to write into."""
    (tmp_path / FILE.parent).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_KB_DIR", str(kb))
    (kb / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path / FILE


def test_the_file_is_written_and_written_again_the_same(here: Path) -> None:
    for _ in range(2):
        result = CliRunner().invoke(main, ["kb", "names"])
        assert (result.exit_code, result.output) == (0, "data/nlu/names.yml: 1 terms\n")
        assert "แผนแม่บทน้ำ" in read(here.read_text(encoding="utf-8"))[0]


def test_a_name_under_embargo_is_not_written(here: Path, kb: Path) -> None:
    official = kb / "facts/water-plan.th.md"
    text = official.read_text(encoding="utf-8")
    official.write_text(text.replace("reviewed:", "embargo_until: 2999-01-01T00:00+07:00\nreviewed:"), encoding="utf-8")
    assert CliRunner().invoke(main, ["kb", "names"]).exit_code == 0
    assert "แผน" not in here.read_text(encoding="utf-8") and "Water" not in here.read_text(encoding="utf-8")


def test_without_a_knowledge_base_nothing_is_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_KB_DIR", "nowhere")
    result = CliRunner().invoke(main, ["kb", "names"])
    assert result.exit_code == 2 and not here.exists()
