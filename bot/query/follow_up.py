"""What a question without a subject of its own is about: the entry that was spoken of before.

Whether it has one is told from what it lacks, never from a list of phrases. A question that names something stays a
question about that, and what the entry does not say is not announced, as ever.
"""

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from bot.content.loader import KnowledgeBase
from bot.content.models import Entry
from bot.query.answer_type import Kind, without_kind
from bot.query.politeness import without_manners
from bot.query.splitting import asks, content, points
from bot.reading.decision import ANSWERS, CHOICES, MAYBE, Verdict
from bot.reply import Language
from bot.retrieval.entities import countries
from bot.retrieval.features import is_elsewhere
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import Query
from bot.retrieval.search import Candidate, Found, Place, candidate, find, order, rankings

FEW = 2  # content words up to which a question can go on with what was said before
STEM = 4  # letters of a Latin word that tell it whatever its ending: hosts, hosting
ENDING = 3
ENOUGH = 0.5  # share of the question's own words that an entry must hold
AHEAD = 0.5  # standard deviations that the entry spoken of is ahead of those that belong to it
SURE = 0.75  # probability from which an answer from elsewhere is a new subject
ORDINALS = {"first": 0, "แรก": 0, "second": 1, "สอง": 1, "third": 2, "สาม": 2, "last": -1, "สุดท้าย": -1}
PURPOSE = re.compile(r"เพื่อ|เพราะ|เนื่องจาก|\b(?:to|because|so as|since|in order|for)\b", re.IGNORECASE)
WHY = re.compile(
    r"ทำไม|เพราะอะไร|เพื่ออะไร|\bwhy\b|\bwhat(?:['’]s| is| are| was| were)? (?:it |they |this |that )?for\b",
    re.IGNORECASE,
)
SITE_ASKED = re.compile(r"โรงแรม|สถานที่|จังหวัด|เมือง|\b(?:hotel|venue|city|province|place)\b", re.IGNORECASE)
PERSON = re.compile(r"เขา|เธอ|ท่าน|\b(?:he|she|his|her|him)\b", re.IGNORECASE)
DESK = re.compile(r"\byou\b", re.IGNORECASE)
SITE = re.compile(r"ณ\s|โรงแรม|จังหวัด|\b(?:hotel|province|venue|centre)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """The entry that was spoken of, and those that belong to it: what it names as related, and what names it; `people`
    among them, and `quotes` of these."""

    entry: Entry
    related: Set[str]
    people: Set[str]
    quotes: Set[str]

    @classmethod
    def of(cls, base: KnowledgeBase, id: str) -> "Topic":
        """KeyError where the entry is not public."""
        entry = base.entries[id]
        naming = {other.id for other in base.entries.values() if id in other.related}
        # A document says all that others say more precisely.
        related = {other for other in naming.union(entry.related) if base.entries[other].kind != "documents"}
        people = {other for other in (id, *related) if base.entries[other].kind == "people"}
        quotes = {other.id for other in base.entries.values() if other.quote and other.quote.speaker in people}
        return cls(entry, related, people, quotes)

    def title(self, language: Language) -> str:
        """How it is called."""
        return self.entry.in_language(language).title

    @cached_property
    def family(self) -> Set[str]:
        return {self.entry.id} | self.related


def lacks_subject(message: str, entry: Entry) -> bool:
    """Whether a question names nothing but what an entry says of itself: "who hosted?", "when is it?"."""
    bare = without_manners(message)
    own, somebody = content(bare), PERSON.search(bare) or DESK.search(bare)
    return asks(bare) and not somebody and len(own) < FEW and share_held(own, spoken(entry)) == 1


def picked(entries: Sequence[Entry], message: str) -> Entry | None:
    """Of several entries that were answered together, the one that a message picks: "the one in Indonesia"."""
    own = content(message)
    if asks(message) or not own or len(own) > FEW or not entries:
        return None
    place = ORDINALS.get(own[0]) if len(own) == 1 else None
    if place is not None and place < len(entries):
        return entries[place]
    fit = [entry for entry in entries if all(holds(spoken(entry), word) for word in own)]
    return fit[0] if len(fit) == 1 else None


def spoken(entry: Entry) -> str:
    """All that an entry says, in both languages and in lower case."""
    return "\n".join("\n".join((text.title, *text.passages)) for text in entry.texts.values()).lower()


def holds(text: str, word: str) -> bool:
    """Whether a text in lower case holds a word in any of its forms."""
    if not word[0].isascii():
        return word in text
    return re.search(rf"(?<![a-z0-9]){re.escape(word[: max(STEM, len(word) - ENDING)])}", text) is not None


def share_held(own: list[str], text: str) -> float:
    """Share of a question's own content words that a text holds, 0 to 1; 1 where it has none."""
    return sum(holds(text, word) for word in own) / len(own) if own else 1.0


def has_kind(query: Query, entry: Entry) -> bool:
    """Whether an entry has an answer of the kind that a bare "where?", "which hotel?" or "why?" asks for."""
    said = " ".join(passage for text in entry.texts.values() for passage in text.passages)
    if Kind.PLACE in query.kinds and Kind.NUMBER not in query.kinds:
        data = entry.event
        sited = bool((data and (data.place or data.city)) or SITE.search(said))
        return sited or (not SITE_ASKED.search(query.text) and bool(countries(said)))
    return bool(not WHY.search(query.text) or PURPOSE.search(said))


def among(index: KnowledgeIndex, query: Query, ids: Set[str]) -> dict[str, Candidate]:
    """These entries as candidates, each in the question's language where it has a text in it."""
    best = order(index, query, 2)
    found: dict[str, Candidate] = {}
    for ranking in rankings(index, query):
        for position, number in enumerate(ranking.scores.numbers.tolist()):
            id = ranking.index.documents[number].id
            if id in ids and id not in found and ranking.fused[position] > -math.inf:
                place = Place(ranking, position)
                others = [other.score for other in best if other.entry != id]
                found[id] = candidate(index, query, place, place.score - max(others, default=-math.inf))
    return found


@dataclass(frozen=True)
class FollowUp:
    """A question after an answer from `topic`. `whole` is the question with the topic's title behind it, as the model
    sees it; its words, names and kinds are the question's own."""

    index: KnowledgeIndex
    base: KnowledgeBase
    query: Query
    whole: Query
    topic: Topic

    @cached_property
    def own(self) -> list[str]:
        return content(self.query.text)

    def held(self, id: str) -> float:
        return share_held(self.own, self.index.text(id))

    def fitting(self) -> list[Candidate]:
        """Of the topic and what belongs to it, those that have what is asked for and hold as many of the question's own
        words as any, the likeliest first."""
        asked = replace(self.query, encoded=self.whole.encoded)
        alone = among(self.index, self.query, self.topic.family)
        fit = [one for one in among(self.index, asked, self.topic.family).values() if self.fits(one)]
        most = max((self.held(one.entry) for one in fit), default=0.0)
        best = [one for one in fit if self.held(one.entry) == most >= ENOUGH and one.entry in alone]
        return sorted(best, key=lambda one: -alone[one.entry].score - AHEAD * (one.entry == self.topic.entry.id))

    def fits(self, one: Candidate) -> bool:
        signals = one.signals
        if signals.lacking or signals.strange or one.probability < ANSWERS:
            return False
        if not self.own and one.entry != self.topic.entry.id and not self.is_meeting(one.entry):
            return False
        return has_kind(self.query, self.base.entries[one.entry])

    def is_meeting(self, id: str) -> bool:
        """Whether an entry is the meeting itself, which "when was it?" asks for after what took place there."""
        event = self.base.entries[id].event
        if event is None or event.iso != self.base.meeting.iso or PERSON.search(self.query.text):
            return False
        return self.topic.entry.event is None and id in self.topic.entry.related

    def of_person(self) -> Found | None:
        """What somebody who was spoken of said, or what they were, where the question asks for nothing else."""
        asked = ((Kind.WORDS, self.topic.quotes), (Kind.OFFICE, self.topic.people))
        for kind, ids in asked:
            if kind in self.query.kinds and ids and not content(without_kind(self.query.text, kind)):
                known = sorted(among(self.index, self.query, ids).values(), key=lambda one: -one.score)
                if known:
                    return Found(Verdict.UNCLEAR if known[1:] else Verdict.ANSWERS, known, known[:CHOICES])
        return None

    def found(self) -> Found:
        """The verdict."""
        if of_person := self.of_person():
            return of_person
        bare = find(self.index, self.query)
        pointing = points(self.query.text)
        answers, best = bare.verdict is Verdict.ANSWERS, bare.best
        if answers and Kind.WORDS in self.query.kinds and best.entry in self.topic.quotes:
            return bare
        if (
            best.signals.named
            and not best.signals.lacking
            and (answers or (best.probability >= MAYBE and not pointing))
        ):
            return Found(Verdict.ANSWERS, bare.candidates, bare.candidates[:1])
        if not pointing and (len(self.own) > FEW or (answers and self.own and best.entry in self.topic.family)):
            return bare
        if self.topic.entry.event and SITE_ASKED.search(self.query.text) and not has_kind(self.query, self.topic.entry):
            return self.not_announced(replace(best, entry=self.topic.entry.id, number=1))
        fit = self.fitting()
        if answers and self.own and not pointing:
            known = bool(fit) and self.held(fit[0].entry) >= self.held(best.entry)
            if not known or (best.probability >= SURE and fit[0].entry != self.topic.entry.id):
                return bare if best.probability >= SURE or not fit else self.not_announced(best)
        if fit:
            return Found(Verdict.ANSWERS, fit, fit[:1])
        if self.own and not pointing:
            # "What is the budget?" after an answer is about that, however little the words say.
            alien = bare.verdict is not Verdict.FAR or is_elsewhere(self.query, self.index)
            return bare if alien else self.not_announced(replace(best, entry=self.topic.entry.id, number=1))
        return self.not_announced(replace(best, entry=self.topic.entry.id, number=1))

    def not_announced(self, near: Candidate) -> Found:
        return Found(Verdict.NEAR, [near], [near])
