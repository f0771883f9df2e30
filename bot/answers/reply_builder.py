"""Builds the result of an action: Replies, and the places in the knowledge base that they came from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from bot.answers import compose
from bot.content.loader import KnowledgeBase
from bot.messages.conversation import UNREADABLE
from bot.reading.answer_sentence import NOTHING, Highlight
from bot.reading.decision import Decision, Verdict
from bot.reply import Language, Outcome, Reply

PassageRef = tuple[str, int]  # an entry's id and the number of its passage


@dataclass
class ActionResult:
    """Replies, and the places of the answers among them, in the same order.

    `erase` and `enquiry` are commands to the edge: erase the session; store an enquiry with these fields.
    """

    replies: list[Reply] = field(default_factory=list)
    places: list[PassageRef] = field(default_factory=list)
    erase: bool = False
    enquiry: dict[str, str | None] | None = None

    def add(self, other: "ActionResult") -> None:
        """Append another result, without texts and places that are there already. A text that answers two questions is
        there once, with no words marked: there would be two places."""
        known, again = {reply.text for reply in self.replies}, {reply.text for reply in other.replies}
        unmarked = {"answer": None, "lead": None}
        self.replies = [one.model_copy(update=unmarked) if one.text in again else one for one in self.replies]
        self.replies += (reply for reply in other.replies if reply.text not in known)
        self.places += (place for place in other.places if place not in self.places)

    @property
    def offers_handoff(self) -> bool:
        """Whether a reply offers to pass the question on to the press office."""
        return any(reply.outcome is Outcome.NOT_ANNOUNCED for reply in self.replies)


def social(text: dict[Language, str], language: Language) -> ActionResult:
    """One reply in the desk's own words."""
    return ActionResult([Reply(outcome=Outcome.SOCIAL, language=language, text=text[language])])


@dataclass(frozen=True)
class ReplyBuilder:
    """Builds Replies from one state of the knowledge base, in one language, on one day."""

    base: KnowledgeBase
    language: Language
    today: date

    def replies_for(self, decision: Decision, highlight: Highlight = NOTHING) -> ActionResult:
        """The answer, the choices, or that there is none."""
        shown = [self.base.entries[candidate.entry] for candidate in decision.shown]
        match decision.verdict:
            case Verdict.ANSWERABLE:
                best = decision.best
                return self.passage((best.entry, best.passage_number), best.probability, highlight)
            case Verdict.AMBIGUOUS:
                return ActionResult([compose.clarify(shown, self.language)])
            case Verdict.UNANSWERED:
                return self.not_announced([entry.id for entry in shown])
            case Verdict.OUT_OF_SCOPE:
                return self.out_of_scope()
            case _:
                assert_never(decision.verdict)

    def passage(
        self, place: PassageRef, confidence: float | None = None, highlight: Highlight = NOTHING
    ) -> ActionResult:
        """One passage, word for word; the last one for a higher number. Raises KeyError if the entry is not public."""
        entry = self.base.entries[place[0]]
        number = min(place[1], len(entry.in_language(self.language).passages))
        reply = compose.answered(entry, number, self.language, self.base, self.today, confidence, highlight)
        return ActionResult([reply], [(place[0], number)])

    def passages(self, places: Sequence[PassageRef]) -> ActionResult:
        """The passages that are still public; "not announced" if none is."""
        result = ActionResult()
        for place in places:
            if place[0] in self.base.entries:
                result.add(self.passage(place))
        return result if result.replies else self.not_announced([])

    def not_announced(self, near: Sequence[str]) -> ActionResult:
        """`near`: entries to offer as choices."""
        entries = [self.base.entries[id] for id in near if id in self.base.entries]
        return ActionResult([compose.not_announced(self.base.meeting, self.language, entries)])

    def out_of_scope(self) -> ActionResult:
        return ActionResult([compose.out_of_scope(self.base.meeting, self.language)])

    def out_of_scope_question(self, question: str) -> ActionResult:
        return ActionResult([compose.out_of_scope_question(question, self.language)])

    def unreadable(self) -> ActionResult:
        """The reply to a message without words, such as emoji alone."""
        return social(UNREADABLE, self.language)

    def clarify(self, places: Sequence[PassageRef]) -> ActionResult:
        """Asks which of several places is meant; "not announced" if none is public."""
        entries = [self.base.entries[id] for id, _ in places if id in self.base.entries]
        return ActionResult([compose.clarify(entries, self.language)]) if entries else self.not_announced([])
