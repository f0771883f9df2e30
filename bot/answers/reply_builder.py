"""What an action says: Replies, and the places in the knowledge base that they came from, for the turns to follow."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.answers import compose
from bot.content.loader import KnowledgeBase
from bot.reading.decision import Verdict
from bot.reply import Language, Outcome, Reply
from bot.retrieval.search import Found

Place = tuple[str, int]  # an entry's id and the number of its passage


@dataclass
class Said:
    """`places` are those of the answers among the replies, in their order. `erase`: the session is to be forgotten."""

    replies: list[Reply] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    erase: bool = False

    def add(self, other: "Said") -> None:
        """Say this too, but nothing twice."""
        known = {reply.text for reply in self.replies}
        self.replies += (reply for reply in other.replies if reply.text not in known)
        self.places += (place for place in other.places if place not in self.places)

    @property
    def lacking(self) -> bool:
        """Whether something was asked that has not been announced; passing it on is offered then."""
        return any(reply.outcome is Outcome.NOT_ANNOUNCED for reply in self.replies)


@dataclass(frozen=True)
class Speaker:
    """Says things of one state of the knowledge base, in one language, on one day."""

    base: KnowledgeBase
    language: Language
    today: date

    def found(self, found: Found, lead: str | None = None) -> Said:
        """What a search came to: the answer, the choices, or that there is none."""
        shown = [self.base.entries[candidate.entry] for candidate in found.shown]
        if found.verdict is Verdict.ANSWERS:
            place = (found.best.entry, found.best.number)
            return self.passage(place, found.best.probability, lead)
        if found.verdict is Verdict.UNCLEAR:
            return Said([compose.clarify(shown, self.language)])
        if found.verdict is Verdict.NEAR:
            return self.not_announced([entry.id for entry in shown])
        return self.out_of_scope()

    def passage(self, place: Place, confidence: float | None = None, lead: str | None = None) -> Said:
        """One passage, word for word. KeyError where its entry is not public."""
        entry = self.base.entries[place[0]]
        number = min(place[1], len(entry.in_language(self.language).passages))
        reply = compose.answered(entry, number, self.language, self.base, self.today, confidence, lead)
        return Said([reply], [(place[0], number)])

    def passages(self, places: Sequence[Place]) -> Said:
        """Those of these passages that are public still; that nothing is announced where none is."""
        said = Said()
        for place in places:
            if place[0] in self.base.entries:
                said.add(self.passage(place))
        return said if said.replies else self.not_announced([])

    def not_announced(self, near: Sequence[str]) -> Said:
        entries = [self.base.entries[id] for id in near if id in self.base.entries]
        return Said([compose.not_announced(self.base.meeting, self.language, entries)])

    def out_of_scope(self) -> Said:
        return Said([compose.out_of_scope(self.base.meeting, self.language)])

    def which(self, places: Sequence[Place]) -> Said:
        """Several things were said, and one is meant: which?"""
        entries = [self.base.entries[id] for id, _ in places if id in self.base.entries]
        return Said([compose.clarify(entries, self.language)]) if entries else self.not_announced([])
