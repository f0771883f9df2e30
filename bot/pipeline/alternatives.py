"""What else a question may mean that has no answer as it stands: it may be about the meeting without naming it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.pipeline.message import Decided
from bot.query.context import QueryContext, read_question
from bot.query.follow_up import lacks_subject
from bot.reading.decision import Verdict
from bot.retrieval.service import IndexSnapshot


@dataclass(frozen=True)
class Alternative:
    """`context` gives another reading of a question, None where there is none. `must_answer`: it takes the place of
    the first reading only where it has an answer."""

    context: Callable[[Decided, IndexSnapshot], QueryContext | None]
    must_answer: bool


def about_meeting_instead(decided: Decided, snapshot: IndexSnapshot) -> QueryContext | None:
    """ "And when was it?" after a question whose subject has no answer to it: when was the meeting?"""
    question = decided.question
    if not question.borrows_subject or decided.verdict is Verdict.ANSWERABLE:
        return None
    language = question.context.answer_language
    named = f"{question.piece} {snapshot.base.meeting.name.within(language)}"
    return read_question(named, language, snapshot.index.vocabulary)


def about_meeting_first(decided: Decided, snapshot: IndexSnapshot) -> QueryContext | None:
    """ "Who hosted?" as the first question of a conversation: who hosted the meeting?"""
    question, meeting = decided.question, snapshot.base.meeting_entry
    unanswered = decided.verdict in (Verdict.UNANSWERED, Verdict.OUT_OF_SCOPE)
    if not (question.is_first and unanswered and meeting and lacks_subject(question.piece, meeting)):
        return None
    context = read_question(question.piece, question.context.answer_language, snapshot.index.vocabulary)
    return context.about(meeting.id)


ALTERNATIVES = (
    Alternative(about_meeting_instead, must_answer=False),
    Alternative(about_meeting_first, must_answer=True),
)
