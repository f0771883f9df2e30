"""The decision over a question that may be a follow-up: about the entry that was answered before, or something new.

A question that names something is a question about that, and what the entry does not say is not announced, as ever.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bot.content.models import Entry
from bot.query.answer_type import AnswerType, without_type
from bot.query.context import QueryContext
from bot.query.entities import countries
from bot.query.follow_up import MAX_CONTENT_WORDS, PERSON, Topic, word_overlap
from bot.query.splitting import content_words, has_pronoun
from bot.reading.decision import (
    ANSWER_THRESHOLD,
    CHOICE_THRESHOLD,
    MAX_CHOICES,
    Decision,
    Verdict,
    decide,
    probability,
)
from bot.retrieval.features import is_elsewhere
from bot.retrieval.search import Candidate, Retrieved, among

MIN_SHARE = 0.5  # share of the question's own words that an entry must hold
TOPIC_ADVANTAGE = 0.5  # standard deviations that the topic is ahead of the entries related to it
NEW_SUBJECT_THRESHOLD = 0.75  # probability from which an answer from elsewhere is a new subject
PURPOSE = re.compile(r"เพื่อ|เพราะ|เนื่องจาก|\b(?:to|because|so as|since|in order|for)\b", re.IGNORECASE)
WHY = re.compile(
    r"ทำไม|เพราะอะไร|เพื่ออะไร|\bwhy\b|\bwhat(?:['’]s| is| are| was| were)? (?:it |they |this |that )?for\b",
    re.IGNORECASE,
)
SITE_ASKED = re.compile(r"โรงแรม|สถานที่|จังหวัด|เมือง|\b(?:hotel|venue|city|province|place)\b", re.IGNORECASE)
SITE = re.compile(r"ณ\s|โรงแรม|จังหวัด|\b(?:hotel|province|venue|centre)\b", re.IGNORECASE)


def supports(question: QueryContext, entry: Entry) -> bool:
    """Whether an entry has what a bare "where?", "which hotel?" or "why?" asks for."""
    body = " ".join(passage for text in entry.texts.values() for passage in text.passages)
    if AnswerType.PLACE in question.expected_types and AnswerType.NUMBER not in question.expected_types:
        event = entry.event
        sited = bool((event and (event.place or event.city)) or SITE.search(body))
        return sited or (not SITE_ASKED.search(question.text) and bool(countries(body)))
    return bool(not WHY.search(question.text) or PURPOSE.search(body))


@dataclass(frozen=True)
class FollowUp:
    """A question after an answer. Its words, names and expected types are the question's own; `topic_query` encodes it
    with the topic's title behind it."""

    retrieved: Retrieved
    topic: Topic

    @property
    def question(self) -> QueryContext:
        return self.retrieved.query.context

    @cached_property
    def own_words(self) -> list[str]:
        return content_words(self.question.text)

    def share(self, id: str) -> float:
        """Share of the question's own words that an entry holds."""
        return word_overlap(self.own_words, self.retrieved.index.text(id))

    def fitting(self) -> list[Candidate]:
        """Of the topic and the entries related to it, those that answer and hold as many of the question's own words
        as any, best first."""
        index, family = self.retrieved.index, self.topic.family
        with_topic = self.retrieved.topic_query or self.retrieved.query
        alone = among(index, self.retrieved.query, family)
        fit = [one for one in among(index, with_topic, family).values() if self.fits(one)]
        most = max((self.share(one.entry) for one in fit), default=0.0)
        best = [one for one in fit if self.share(one.entry) == most >= MIN_SHARE and one.entry in alone]
        return sorted(
            best, key=lambda one: -alone[one.entry].score - TOPIC_ADVANTAGE * (one.entry == self.topic.entry.id)
        )

    def fits(self, one: Candidate) -> bool:
        features = one.features
        if features.answer_type_mismatch or features.unmatched_entity or probability(one) < ANSWER_THRESHOLD:
            return False
        if not self.own_words and one.entry != self.topic.entry.id and not self.is_meeting(one.entry):
            return False
        return supports(self.question, self.retrieved.base.entries[one.entry])

    def is_meeting(self, id: str) -> bool:
        """Whether an entry is the meeting itself, which "when was it?" asks for after what took place there."""
        if not self.retrieved.base.is_meeting(id) or PERSON.search(self.question.text):
            return False
        return self.topic.entry.event is None and id in self.topic.entry.related

    def about_person(self) -> Decision | None:
        """What a person who was spoken of said or was, where the question asks for nothing else."""
        asked = ((AnswerType.WORDS, self.topic.quotes), (AnswerType.OFFICE, self.topic.people))
        for expected, ids in asked:
            if expected not in self.question.expected_types or not ids:
                continue
            if not content_words(without_type(self.question.text, expected)):
                found = among(self.retrieved.index, self.retrieved.query, ids)
                known = sorted(found.values(), key=lambda one: -one.score)
                if known:
                    verdict = Verdict.AMBIGUOUS if known[1:] else Verdict.ANSWERABLE
                    return Decision(verdict, known, known[:MAX_CHOICES])
        return None

    def decision(self) -> Decision:
        """The question decided as a follow-up, or as a question of its own."""
        return self.about_person() or self._new_subject() or self._on_topic()

    def _new_subject(self) -> Decision | None:
        """The question's own decision, where it plainly speaks of something else than the topic."""
        alone, best = self._alone, self._alone.best
        answers, family = alone.verdict is Verdict.ANSWERABLE, self.topic.family
        if answers and AnswerType.WORDS in self.question.expected_types and best.entry in self.topic.quotes:
            return alone
        likely = answers or (probability(best) >= CHOICE_THRESHOLD and not self._points)
        if best.features.named and not best.features.answer_type_mismatch and likely:
            return Decision(Verdict.ANSWERABLE, alone.candidates, alone.candidates[:1])
        many_words = len(self.own_words) > MAX_CONTENT_WORDS
        if not self._points and (many_words or (answers and self.own_words and best.entry in family)):
            return alone
        return None

    def _on_topic(self) -> Decision:
        alone, best, topic = self._alone, self._alone.best, self.topic.entry
        nothing = self.unanswered(replace(best, entry=topic.id, number=1))
        if topic.event and SITE_ASKED.search(self.question.text) and not supports(self.question, topic):
            return nothing
        fit = self.fitting()
        if alone.verdict is Verdict.ANSWERABLE and self.own_words and not self._points:
            known = bool(fit) and self.share(fit[0].entry) >= self.share(best.entry)
            certain = probability(best) >= NEW_SUBJECT_THRESHOLD
            if not known or (certain and fit[0].entry != topic.id):
                return alone if certain or not fit else self.unanswered(best)
        if fit:
            return Decision(Verdict.ANSWERABLE, fit, fit[:1])
        if self.own_words and not self._points:
            # "What is the budget?" after an answer is about that, however little the words say.
            alien = alone.verdict is not Verdict.OUT_OF_SCOPE or is_elsewhere(self.question, self.retrieved.index)
            return alone if alien else nothing
        return nothing

    @cached_property
    def _alone(self) -> Decision:
        return decide(self.retrieved.candidates)

    @cached_property
    def _points(self) -> bool:
        """Whether the question speaks of something by a pronoun."""
        return has_pronoun(self.question.text)

    def unanswered(self, nearest: Candidate) -> Decision:
        return Decision(Verdict.UNANSWERED, [nearest], [nearest])
