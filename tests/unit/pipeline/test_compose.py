"""Composing the replies to a message from the decisions on its questions."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import cast

import pytest

from bot.content.repository import KnowledgeRepository
from bot.pipeline.message import Decided, PipelineMessage, Question
from bot.pipeline.stages import Understood, compose
from bot.query.context import QueryContext
from bot.reading.decision import Decision, Verdict
from bot.reading.read import Read
from bot.reply import Language, Outcome, Reply
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.service import IndexSnapshot

TODAY = date(2030, 5, 3)


@pytest.fixture
def snapshot(kb: Path, clock: Callable[[], datetime]) -> IndexSnapshot:
    """The test meeting without an index, which compose does not need."""
    return IndexSnapshot(KnowledgeRepository(kb, clock).published(), cast(KnowledgeIndex, None))


def decided(piece: str, verdict: Verdict) -> Decided:
    question = Question(piece, cast(QueryContext, None))
    return Decided(question, cast(Read, None), Decision(verdict, [], []))


def replies(snapshot: IndexSnapshot, language: Language, *questions: tuple[str, Verdict]) -> list[Reply]:
    message = PipelineMessage(" ".join(piece for piece, _ in questions), language)
    found = [decided(piece, verdict) for piece, verdict in questions]
    return compose(Understood(message, [one.question for one in found]), found, snapshot, TODAY).replies


@pytest.mark.parametrize(("language", "piece"), [("en", "Who won the cup?"), ("th", "ใครชนะฟุตบอล")])
def test_an_out_of_scope_question_among_others_is_named(
    snapshot: IndexSnapshot, language: Language, piece: str
) -> None:
    gap, outside = replies(snapshot, language, ("What did it cost?", Verdict.UNANSWERED), (piece, Verdict.OUT_OF_SCOPE))
    assert (gap.outcome, outside.outcome) == (Outcome.NOT_ANNOUNCED, Outcome.OUT_OF_SCOPE)
    assert f"“{piece}”" in outside.text


def test_if_all_questions_are_out_of_scope_there_is_one_reply(snapshot: IndexSnapshot) -> None:
    (only,) = replies(snapshot, "en", ("Who won?", Verdict.OUT_OF_SCOPE), ("And the cup?", Verdict.OUT_OF_SCOPE))
    assert only.outcome is Outcome.OUT_OF_SCOPE
    assert "Test Summit" in only.text and "Who won" not in only.text


@pytest.mark.parametrize("piece", ["wörd " * 60, "ที่" * 200, "x" * 500])
def test_a_long_question_is_shortened_in_the_reply(snapshot: IndexSnapshot, piece: str) -> None:
    _, outside = replies(snapshot, "en", ("What did it cost?", Verdict.UNANSWERED), (piece, Verdict.OUT_OF_SCOPE))
    named = outside.text.partition("“")[2].partition("”")[0]
    assert len(named) <= 82 and named.endswith(" …")
    beginning = named.removesuffix(" …")
    assert piece.startswith(beginning)
    assert piece[len(beginning)] not in "ี่"  # a consonant is not separated from its vowel and tone mark
