"""What travels through the pipeline: a message, its questions, and what was decided on each."""

from dataclasses import dataclass
from typing import Literal

from bot.answers.reply_builder import Place
from bot.query.context import QueryContext
from bot.reading.answer_sentence import leading_sentence
from bot.reading.decision import Decision, Verdict
from bot.reply import Language
from bot.retrieval.search import Retrieved


@dataclass(frozen=True)
class Message:
    """A message with what the conversation remembers. `language` is the one to answer in; `last_answers` are the places
    in the knowledge base that were answered last. `wants` is "events" where the announced events are asked for.
    `right_keyboard`: the keyboard layout has been corrected already."""

    text: str
    language: Language
    last_answers: tuple[Place, ...] = ()
    wants: Literal["answer", "events"] = "answer"
    right_keyboard: bool = False

    @property
    def about_several(self) -> bool:
        """Whether several entries were answered last, so that "it" is none of them."""
        return len({entry for entry, _ in self.last_answers}) > 1

    @property
    def topic(self) -> str | None:
        """The entry that was answered last; None where several were."""
        return self.last_answers[0][0] if self.last_answers and not self.about_several else None


@dataclass(frozen=True)
class Question:
    """One question of a message. `piece` are its own words; its context may name the subject of a piece before it
    (`borrows_subject`). `is_first`: nothing was answered in the conversation yet."""

    piece: str
    context: QueryContext
    borrows_subject: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class Decided:
    """A question, what was retrieved for it, and the decision."""

    question: Question
    retrieved: Retrieved
    decision: Decision

    @property
    def verdict(self) -> Verdict:
        return self.decision.verdict

    def sentence(self, language: Language) -> str | None:
        """The sentence that answers, of the passage shown in `language`; None where none stands out."""
        return leading_sentence(self.retrieved, self.decision, language)
