"""The data of the pipeline: a message, its questions, and the decision on each question."""

from dataclasses import dataclass
from typing import Literal

from bot.answers.reply_builder import PassageRef
from bot.query.context import QueryContext
from bot.reading.answer_sentence import Highlight, highlight
from bot.reading.decision import Decision, Verdict
from bot.reading.read import Read
from bot.reply import Language


@dataclass(frozen=True)
class PipelineMessage:
    """A message, with the state of its conversation.

    `language` is the language to answer in. `last_answers` are references to the passages answered last. `wants` is
    "events" for a request for events. `right_keyboard` is true if the keyboard layout has been corrected already.
    """

    text: str
    language: Language
    last_answers: tuple[PassageRef, ...] = ()
    wants: Literal["answer", "events"] = "answer"
    right_keyboard: bool = False

    @property
    def about_several(self) -> bool:
        """Whether the last answer came from several entries, so that "it" is ambiguous."""
        return len({entry for entry, _ in self.last_answers}) > 1

    @property
    def topic(self) -> str | None:
        """The id of the entry that was answered last; None if there were several."""
        return self.last_answers[0][0] if self.last_answers and not self.about_several else None


@dataclass(frozen=True)
class Question:
    """One question of a message. `piece` is its text. If `borrows_subject` is set, the text in `context` also has the
    subject of an earlier piece. `is_first` is true if nothing has been answered in the conversation yet."""

    piece: str
    context: QueryContext
    borrows_subject: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class Decided:
    """A question, what was read for it, and the decision."""

    question: Question
    read: Read
    decision: Decision

    @property
    def verdict(self) -> Verdict:
        return self.decision.verdict

    def highlight(self, language: Language) -> Highlight:
        """What answers in the passage that is shown in `language`."""
        return highlight(self.read, self.decision, language)
