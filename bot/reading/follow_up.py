"""Decides a question that is asked after an answer: about the entry answered before (the topic), or a new subject.

If the question names something, only a candidate that mentions it can answer. If none does, the question is unanswered.
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
from bot.reading.calibration import ANSWER_THRESHOLD
from bot.reading.decision import CHOICE_THRESHOLD, MAX_CHOICES, Decision, Verdict, decide
from bot.reading.read import Read, ReadCandidate
from bot.retrieval.features import has_unknown_word
from bot.retrieval.search import Retrieved, candidates_among

MIN_OVERLAP = 0.5  # minimum share of the question's content words that an entry must contain
TOPIC_ADVANTAGE = 0.5  # standard deviations, added to the score of the topic against its related entries
NEW_SUBJECT_THRESHOLD = 0.75  # minimum probability of an answer outside the topic to prefer it to the topic
PURPOSE = re.compile(r"เพื่อ|เพราะ|เนื่องจาก|\b(?:to|because|so as|since|in order|for)\b", re.IGNORECASE)
WHY = re.compile(
    r"ทำไม|เพราะอะไร|เพื่ออะไร|\bwhy\b|\bwhat(?:['’]s| is| are| was| were)? (?:it |they |this |that )?for\b",
    re.IGNORECASE,
)
SITE_ASKED = re.compile(r"โรงแรม|สถานที่|จังหวัด|เมือง|\b(?:hotel|venue|city|province|place)\b", re.IGNORECASE)
SITE = re.compile(r"ณ\s|โรงแรม|จังหวัด|\b(?:hotel|province|venue|centre)\b", re.IGNORECASE)


def supports(question: QueryContext, entry: Entry) -> bool:
    """Whether an entry has a place or a reason, if the question asks for one: "where?", "which hotel?", "why?"."""
    body = " ".join(passage for text in entry.texts.values() for passage in text.passages)
    if AnswerType.PLACE in question.expected_types and AnswerType.NUMBER not in question.expected_types:
        event = entry.event
        sited = bool((event and (event.place or event.city)) or SITE.search(body))
        return sited or (not SITE_ASKED.search(question.text) and bool(countries(body)))
    return bool(not WHY.search(question.text) or PURPOSE.search(body))


@dataclass(frozen=True)
class FollowUp:
    """A question asked after an answer. `question` is the question alone, with its words, names and expected types."""

    read: Read
    topic: Topic

    @property
    def retrieved(self) -> Retrieved:
        return self.read.retrieved

    @property
    def question(self) -> QueryContext:
        return self.retrieved.query.context

    @cached_property
    def own_words(self) -> list[str]:
        """The content words of the question."""
        return content_words(self.question.text)

    def overlap(self, id: str) -> float:
        """Share of the question's content words that an entry contains."""
        return word_overlap(self.own_words, self.retrieved.index.text(id))

    def answering_candidates(self) -> list[ReadCandidate]:
        """The topic and its related entries that answer the question, best first. Only those that contain the most of
        its content words, at least MIN_OVERLAP."""
        by_question = candidates_among(self.retrieved.index, self.retrieved.query, self.topic.family)
        fit = [one for one in self.read.on_topic.values() if self.fits(one)]
        most = max((self.overlap(one.entry) for one in fit), default=0.0)
        best = [one for one in fit if self.overlap(one.entry) == most >= MIN_OVERLAP and one.entry in by_question]
        return sorted(
            best, key=lambda one: -by_question[one.entry].score - TOPIC_ADVANTAGE * (one.entry == self.topic.entry.id)
        )

    def fits(self, one: ReadCandidate) -> bool:
        """Whether a candidate answers the question as a follow-up."""
        features = one.features
        if features.answer_type_mismatch or features.unmatched_entity or one.probability < ANSWER_THRESHOLD:
            return False
        if not self.own_words and one.entry != self.topic.entry.id and not self.can_mean_meeting(one.entry):
            return False
        return supports(self.question, self.retrieved.base.entries[one.entry])

    def can_mean_meeting(self, id: str) -> bool:
        """Whether "it" can mean the meeting: `id` is the meeting, the topic lists it as related and has no event of its
        own, and the question has no "he" or "she"."""
        if not self.retrieved.base.is_meeting(id) or PERSON.search(self.question.text):
            return False
        return self.topic.entry.event is None and id in self.topic.entry.related

    def about_person(self) -> Decision | None:
        """The quotes or the office of a person in the topic, if the question asks for nothing else; otherwise None."""
        asked = ((AnswerType.WORDS, self.topic.quotes), (AnswerType.OFFICE, self.topic.people))
        for expected, ids in asked:
            if expected not in self.question.expected_types or not ids:
                continue
            if not content_words(without_type(self.question.text, expected)):
                found = candidates_among(self.retrieved.index, self.retrieved.query, ids)
                candidates = [ReadCandidate.unread(one) for one in found.values()]
                if candidates:
                    verdict = Verdict.AMBIGUOUS if candidates[1:] else Verdict.ANSWERABLE
                    return Decision(verdict, candidates, candidates[:MAX_CHOICES])
        return None

    def decision(self) -> Decision:
        """The decision on the question, as a follow-up or as a new subject."""
        return self.about_person() or self._new_subject() or self._on_topic()

    def _new_subject(self) -> Decision | None:
        """The decision on a question about a new subject; None if the question needs the topic. A candidate that the
        question names answers from CHOICE_THRESHOLD on if it was not read."""
        standalone, best = self._standalone, self._standalone.best
        answers, family = standalone.verdict is Verdict.ANSWERABLE, self.topic.family
        if answers and AnswerType.WORDS in self.question.expected_types and best.entry in self.topic.quotes:
            return standalone
        may_answer = answers or (
            best.reading is None and best.probability >= CHOICE_THRESHOLD and not self._has_pronoun
        )
        if best.features.named and not best.features.answer_type_mismatch and may_answer:
            return Decision(Verdict.ANSWERABLE, standalone.candidates, standalone.candidates[:1])
        is_long = len(self.own_words) > MAX_CONTENT_WORDS
        if not self._has_pronoun and (is_long or (answers and self.own_words and best.entry in family)):
            return standalone
        return None

    def _on_topic(self) -> Decision:
        """The decision on a question about the topic; the standalone one if that is clearly better."""
        standalone, best, topic = self._standalone, self._standalone.best, self.topic.entry
        topic_unanswered = self.unanswered(replace(best, entry=topic.id, passage_number=1))
        if topic.event and SITE_ASKED.search(self.question.text) and not supports(self.question, topic):
            return topic_unanswered
        fit = self.answering_candidates()
        if standalone.verdict is Verdict.ANSWERABLE and self.own_words and not self._has_pronoun:
            topic_matches = bool(fit) and self.overlap(fit[0].entry) >= self.overlap(best.entry)
            certain = best.probability >= NEW_SUBJECT_THRESHOLD
            if not topic_matches or (certain and fit[0].entry != topic.id):
                return standalone if certain or not fit else self.unanswered(best)
        if fit:
            return Decision(Verdict.ANSWERABLE, fit, fit[:1])
        if self.own_words and not self._has_pronoun:
            # "What is the budget?" is out of scope alone, but after an answer it is about the topic, because all its
            # words are in the knowledge base or in usual questions.
            is_new = standalone.verdict is not Verdict.OUT_OF_SCOPE or has_unknown_word(
                self.question, self.retrieved.index
            )
            return standalone if is_new else topic_unanswered
        return topic_unanswered

    @cached_property
    def _standalone(self) -> Decision:
        """The decision on the question without its topic."""
        return decide(self.read.candidates)

    @cached_property
    def _has_pronoun(self) -> bool:
        """Whether the question refers to something by a pronoun."""
        return has_pronoun(self.question.text)

    def unanswered(self, nearest: ReadCandidate) -> Decision:
        return Decision(Verdict.UNANSWERED, [nearest], [nearest])
