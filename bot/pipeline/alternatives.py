"""Alternative readings of a question without an answer: it may be about the meeting without naming it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.pipeline.message import Decided
from bot.query.context import QueryContext, read_question
from bot.query.follow_up import lacks_subject
from bot.reading.decision import Verdict
from bot.retrieval.service import IndexSnapshot


@dataclass(frozen=True)
class Alternative:
    """`context` returns another reading of a question, or None. If `must_answer` is set, the new reading replaces the
    first one only if it has an answer."""

    context: Callable[[Decided, IndexSnapshot], QueryContext | None]
    must_answer: bool


def meeting_for_borrowed_subject(decided: Decided, snapshot: IndexSnapshot) -> QueryContext | None:
    """If the subject of an earlier piece has no answer ("And when was it?"), ask about the meeting instead."""
    question = decided.question
    if not question.borrows_subject or decided.verdict is Verdict.ANSWERABLE:
        return None
    language = question.context.answer_language
    named = f"{question.piece} {snapshot.base.meeting.name.in_language(language)}"
    return read_question(named, language, snapshot.index.vocabulary)


def meeting_for_opening_question(decided: Decided, snapshot: IndexSnapshot) -> QueryContext | None:
    """If the first question of a conversation has no subject ("Who hosted?"), ask about the meeting."""
    question, meeting = decided.question, snapshot.base.meeting_entry
    has_no_answer = decided.verdict in (Verdict.UNANSWERED, Verdict.OUT_OF_SCOPE)
    if not (question.is_first and has_no_answer and meeting and lacks_subject(question.piece, meeting)):
        return None
    context = read_question(question.piece, question.context.answer_language, snapshot.index.vocabulary)
    return context.about(meeting.id)


ALTERNATIVES = (
    Alternative(meeting_for_borrowed_subject, must_answer=False),
    Alternative(meeting_for_opening_question, must_answer=True),
)
