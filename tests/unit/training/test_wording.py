"""Reading data must not share wording with what a reader is measured with."""

from pathlib import Path

from bot.training.units import Both, Unit, UnitQuestion
from bot.training.wording import shared_wording

LONG = "The fair opens its gates at nine in the morning and closes them again at six in the evening every day."


def unit(question: str, passage: str) -> Unit:
    asked = UnitQuestion(lang="en", q=question, why="detail")
    title, text = Both(th="งาน", en="Fair"), Both(th="งานเปิดเก้าโมง", en=passage)
    return Unit(id="fair-1", meeting="fair", title=title, passage=text, questions=(asked,))


def test_the_same_question_is_found_whatever_its_case_and_punctuation(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"q": "When does it OPEN"}\n', encoding="utf-8")
    assert list(shared_wording([unit("when does it open?", "It opens.")], tmp_path)) == ["fair-1: when does it open?"]
    assert list(shared_wording([unit("when does it close?", "It opens.")], tmp_path)) == []


def test_a_passage_that_shares_a_long_piece_is_found(tmp_path: Path) -> None:
    (tmp_path / "entry.md").write_text(f"---\ntitle: Hours\n---\n\nNote: {LONG.lower()}\n", encoding="utf-8")
    assert len(list(shared_wording([unit("hours?", f"As agreed: {LONG}")], tmp_path))) == 1
    assert list(shared_wording([unit("hours?", "The fair opens its gates at ten.")], tmp_path)) == []
