"""Training examples from units: every question with the passage in both languages, and negatives made of answered ones.

The same question, word for word, is asked of a passage that answers it and of others that do not: of the other passages
of its meeting, and of its own passage without the clause that answers. The question alone gives little away.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from bot.content.models import LANGUAGES
from bot.reply import Language
from bot.training.units import Unit, UnitQuestion

REMOVED_SHARE = 0.2  # of the answered examples are also put to their passage without the clause that answers
ELSEWHERE_SHARE = 0.8  # of the questions are also put to another passage of their meeting
SIMILAR_SHARE = 0.5  # of these passages are the one that is most like the question
MIN_PASSAGE = 60  # characters that a passage must keep after a clause is removed
TITLE_SHARE = 0.8  # of the examples keep the title
CONTEXT_SHARE = 0.2  # of the examples get an unrelated paragraph before or after the passage
MAX_CHANGED_DIGITS = 4
NUMBER = re.compile(r"\d+")
CLAUSE_END = {"en": re.compile(r"(?<=[.;!?])\s+|(?<=,)\s+"), "th": re.compile(r"\s+")}


@dataclass(frozen=True)
class Example:
    """A question and a passage, with its title ("" for none).

    `answer` is (start, end) in characters of the passage; None if the passage does not answer. `pair` are the languages
    of question and passage ("th-en"), `sort` says what kind of example it is, `weight` is that of its loss.
    """

    question: str
    title: str
    passage: str
    answer: tuple[int, int] | None
    pair: str
    sort: str
    weight: float = 1.0

    @property
    def language(self) -> Language:
        """The language of the passage."""
        return "th" if self.pair.endswith("th") else "en"


def without_clause(passage: str, answer: tuple[int, int], language: Language) -> str | None:
    """The passage without the clauses that hold the answer. None if little is left, or the answer occurs twice."""
    start, end = answer
    if passage.count(passage[start:end]) > 1:
        return None
    bounds = [0, *(found.end() for found in CLAUSE_END[language].finditer(passage)), len(passage)]
    before = max(bound for bound in bounds if bound <= start)
    after = min(bound for bound in bounds if bound >= end)
    left = f"{passage[:before].rstrip()} {passage[after:].lstrip()}".strip()
    return left if len(left) >= MIN_PASSAGE else None


def with_another_number(question: str, passage: str, rng: random.Random) -> str | None:
    """The question with one of the passage's numbers changed to a near one that the passage does not contain."""
    held = [found for found in NUMBER.finditer(question) if found[0] in passage and len(found[0]) <= MAX_CHANGED_DIGITS]
    if not held:
        return None
    found = rng.choice(held)
    for step in rng.sample((-2, -1, 1, 2), 4):
        other = str(max(1, int(found[0]) + step))
        if other not in passage:
            return question[: found.start()] + other + question[found.end() :]
    return None


def as_written(unit: Unit) -> Iterator[Example]:
    """The questions of a unit with its own passage, in both languages."""
    for question in unit.questions:
        for language in LANGUAGES:
            passage, answer = unit.passage.in_language(language), unit.answer(question, language)
            pair = f"{question.lang}-{language}"
            yield Example(question.q, unit.title.in_language(language), passage, answer, pair, question.why)


def counterparts(example: Example, rng: random.Random) -> Iterator[Example]:
    """Negatives made of an answered example: without the clause that answers, and with another number."""
    if example.answer is None:
        return
    if left := without_clause(example.passage, example.answer, example.language):
        # A title that is missing wherever the answer is would give the class away.
        title = "" if example.passage[slice(*example.answer)] in example.title else example.title
        yield replace(example, title=title, passage=left, answer=None, sort="removed")
    if other := with_another_number(example.question, example.passage, rng):
        yield replace(example, question=other, answer=None, sort="number")


def by_meeting(units: Sequence[Unit]) -> dict[str, list[Unit]]:
    meetings: dict[str, list[Unit]] = {}
    for unit in units:
        meetings.setdefault(unit.meeting, []).append(unit)
    return meetings


def elsewhere(units: Sequence[Unit], rng: random.Random) -> Iterator[Example]:
    """The questions of each unit with another passage of its meeting, which does not answer them; none where a meeting
    has one passage."""
    meetings = by_meeting(units)
    for unit in units:
        if others := [other for other in meetings[unit.meeting] if other is not unit]:
            for question in unit.questions:
                other = most_similar(question, others) if rng.random() < SIMILAR_SHARE else rng.choice(others)
                language = rng.choice(LANGUAGES)
                passage, pair = other.passage.in_language(language), f"{question.lang}-{language}"
                yield Example(question.q, other.title.in_language(language), passage, None, pair, "elsewhere")


def most_similar(question: UnitQuestion, units: Sequence[Unit]) -> Unit:
    """The unit whose title and passage, in the question's language, share most with the question."""

    def likeness(unit: Unit) -> float:
        text = f"{unit.title.in_language(question.lang)} {unit.passage.in_language(question.lang)}"
        return float(fuzz.partial_token_set_ratio(question.q, text) + fuzz.partial_ratio(question.q, text))

    return max(units, key=likeness)


def of_both_classes(units: Sequence[Unit], rng: random.Random) -> list[tuple[str, Example]]:
    """Each answered question twice, word for word: with its own passage, and with one that does not answer it; with
    the meeting that it belongs to. Questions for which there is no such passage are left out."""
    found = []
    for meeting, own in by_meeting(units).items():
        others = {example.question: example for example in elsewhere(own, rng)}
        for example in (example for unit in own for example in as_written(unit) if example.answer):
            made = (other for other in counterparts(example, rng) if other.sort == "removed")
            if other := others.get(example.question) or next(made, None):
                found += [(meeting, example), (meeting, other)]
    return found


def in_context(example: Example, others: Sequence[str], rng: random.Random) -> Example:
    """The example as an entry may hold it: with or without its title, alone or next to an unrelated paragraph."""
    if rng.random() >= TITLE_SHARE:
        example = replace(example, title="")
    if rng.random() >= CONTEXT_SHARE or not others:
        return example
    other = rng.choice(others)
    if rng.random() < 1 / 2:
        return replace(example, passage=f"{example.passage}\n{other}")
    shift = len(other) + 1
    answer = example.answer and (example.answer[0] + shift, example.answer[1] + shift)
    return replace(example, passage=f"{other}\n{example.passage}", answer=answer)


def for_training(units: Sequence[Unit], rng: random.Random, unrelated: dict[Language, list[str]]) -> list[Example]:
    """All examples of these units. `unrelated`: paragraphs about other things, by language."""
    plain = [example for unit in units for example in as_written(unit)]
    made = [other for example in plain for other in counterparts(example, rng)]
    kept = [other for other in made if other.sort != "removed" or rng.random() < REMOVED_SHARE]
    others = [other for other in elsewhere(units, rng) if rng.random() < ELSEWHERE_SHARE]
    return [in_context(example, unrelated.get(example.language, []), rng) for example in (*plain, *kept, *others)]
