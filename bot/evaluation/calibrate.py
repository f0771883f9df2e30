"""Calibration: fits the probability that the first candidate answers a question, from labelled questions.

Data: a corpus of passages and questions on other subjects than the knowledge base (data/calibration), the knowledge
base's own sample questions, and Rasa's training examples of the intent out_of_scope. A question with an answer is
evaluated twice: against all documents, and without the passage that answers it. Documents are indexed once bare, and
once with a part of their questions as sample questions; the question under evaluation is never among them.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict
from sklearn.linear_model import LogisticRegression

from bot.content.loader import KnowledgeBase
from bot.content.models import LANGUAGES
from bot.embedding.cache import EncodingCache
from bot.errors import DeskError
from bot.evaluation.evaluate import PassageRow, read_rows
from bot.query.answer_type import supported_types
from bot.reply import Language
from bot.retrieval.background_queries import examples
from bot.retrieval.documents import Document, documents
from bot.retrieval.features import FEATURES, Features
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import EncodedQuery
from bot.retrieval.search import RankedDocument, order, rank

Array = np.ndarray[Any, Any]
FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "calibration"
FOLDS = 4  # the questions of one fold are evaluated, those of the others serve as sample questions
# Total weight of the out-of-scope examples, whatever their number: PLANS was tuned with 660 of them.
OUT_OF_SCOPE_WEIGHT = 660
N_CANDIDATES = 8
INVERSE_REGULARIZATION = 1.0  # scikit-learn's C
# These features may only raise the probability; all others may only lower it.
RAISING_FEATURES = ("strength", "meaning", "margin", "coverage")


@dataclass(frozen=True)
class Plan:
    """How one kind of group is fitted: its features, and the weights of the kinds of examples (ANSWERED weighs 1).

    Across languages `meaning` is a feature too (`plan_of`). Within one language it adds no information.
    """

    features: tuple[str, ...]
    removed_weight: float
    near_miss_weight: float


# Bare passages: a real corpus has thousands, with far more misleading candidates than this small pool, so removed
# answers weigh much; its readers' questions use the words of the passages. Documents with sample questions: most
# questions have an answer, and use words of the asker's own.
PLANS = {
    "bare": Plan(
        ("strength", "margin", "coverage", "unmatched_entity", "answer_type_mismatch"),
        removed_weight=14.0,
        near_miss_weight=0.1,
    ),
    "questions": Plan(
        ("strength", "unmatched_entity", "answer_type_mismatch"), removed_weight=0.19, near_miss_weight=0.25
    ),
}


class ExampleKind(StrEnum):
    ANSWERED = "answered"  # the first candidate answers
    ANSWER_REMOVED = "answer_removed"  # another passage answers: it was removed or ranked lower
    NEAR_MISS = "near_miss"  # no passage answers


class Passage(PassageRow):
    model_config = ConfigDict(extra="forbid")

    twin: str | None = None  # id of its translation


class Question(BaseModel):
    """`passage` is the id of the passage that answers it, or None; then `near` is the id of a misleading passage."""

    model_config = ConfigDict(extra="forbid")

    id: str
    lang: Language
    question: str
    passage: str | None
    near: str | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Example:
    """The features of the first candidate for a question, its label and its weight."""

    features: Features
    kind: ExampleKind
    weight: float = 1.0


def all_examples(folder: Path, base: KnowledgeBase, encodings: EncodingCache) -> Iterator[Example]:
    """All examples from a data folder and the knowledge base. DeskError names file and line of an invalid row."""
    passages = read_rows(folder / "passages.jsonl", Passage)
    questions = read_rows(folder / "questions.jsonl", Question)
    bare = [replace(document, sample_questions=(), names=()) for document in documents(base)]
    yield from examples_for(KnowledgeIndex([*passage_documents(passages, {}), *bare], encodings), passages, questions)
    names = tuple(sorted({form for term in base.glossary for form in term.forms}))
    for fold in range(FOLDS):
        kept, left_out = without_some_sample_questions(documents(base), fold)
        index = KnowledgeIndex(
            [*passage_documents(passages, sample_questions_of(passages, questions, fold)), *kept], encodings, names
        )
        held_out = [question for i, question in enumerate(questions) if i % FOLDS == fold]
        yield from examples_for(index, passages, [*held_out, *left_out, *out_of_scope_questions(fold)])


def sample_questions_of(
    passages: Sequence[Passage], questions: Sequence[Question], fold: int
) -> Mapping[str, Sequence[str]]:
    """Sample questions by passage: those in the passage's own language, without those of the fold."""
    languages = {row.id: row.lang for row in passages}
    found: dict[str, list[str]] = defaultdict(list)
    for i, question in enumerate(questions):
        if question.passage and i % FOLDS != fold and languages[question.passage] == question.lang:
            found[question.passage].append(question.question)
    return found


def without_some_sample_questions(found: Sequence[Document], fold: int) -> tuple[list[Document], list[Question]]:
    """The documents without the sample questions of a fold, and those sample questions as labelled questions."""
    kept, left_out = [], []
    for document in found:
        title, *others = document.sample_questions
        kept.append(
            replace(document, sample_questions=(title, *(q for i, q in enumerate(others) if i % FOLDS != fold)))
        )
        left_out += [
            Question(id=document.id, lang=document.language, question=q, passage=document.id)
            for i, q in enumerate(others)
            if i % FOLDS == fold
        ]
    return kept, left_out


def out_of_scope_questions(fold: int) -> list[Question]:
    """One fold of Rasa's out-of-scope training examples, as questions without an answer."""
    found = [(language, text) for language in LANGUAGES for text in examples("out_of_scope", language)]
    weight = OUT_OF_SCOPE_WEIGHT / len(found)
    return [
        Question(id="far", lang=language, question=text, passage=None, weight=weight)
        for language, text in found[fold::FOLDS]
    ]


def passage_documents(passages: Iterable[Passage], sample_questions: Mapping[str, Sequence[str]]) -> list[Document]:
    """The passages as documents; `sample_questions` by passage id."""
    return [
        Document(
            row.id,
            row.lang,
            (row.text,),
            (1,),
            sample_questions=tuple(sample_questions.get(row.id, ())),
            supported_types=supported_types(row.text),
        )
        for row in passages
    ]


def examples_for(
    index: KnowledgeIndex, passages: Sequence[Passage], questions: Sequence[Question]
) -> Iterator[Example]:
    """One example for each question, and a second one with the answer removed where it has an answer."""
    twins = {row.id: row.twin for row in passages}
    queries = index.queries([index.read(question.question, question.lang) for question in questions])
    for question, query in zip(questions, queries, strict=True):
        candidates = order(index, query, N_CANDIDATES)
        answers = {question.passage, twins.get(question.passage or "")} - {None}
        yield replace(first_candidate(index, query, candidates, answers), weight=question.weight)
        if answers:
            without = [candidate for candidate in candidates if candidate.entry not in answers]
            yield first_candidate(index, query, without, answers)


def first_candidate(
    index: KnowledgeIndex, query: EncodedQuery, candidates: Sequence[RankedDocument], answers: set[str | None]
) -> Example:
    """The first of `candidates` as an example; `answers` are the ids of the passages that answer the question."""
    best = rank(index, query, candidates[:2])[0]
    kind = (
        ExampleKind.NEAR_MISS
        if not answers
        else ExampleKind.ANSWERED
        if best.entry in answers
        else ExampleKind.ANSWER_REMOVED
    )
    return Example(best.features, kind)


def fit(rows: Sequence[Example]) -> dict[str, Any]:
    """The models by group, in the format of calibration.json."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in rows:
        groups[example.features.group].append(example)
    return {name: fit_group(group, plan_of(name)) for name, group in sorted(groups.items())}


def plan_of(group: str) -> Plan:
    """The plan of a group as in `Features.group`, for example "across-bare"."""
    languages, _, kind = group.partition("-")
    plan = PLANS[kind]
    return replace(plan, features=(*plan.features, "meaning")) if languages == "across" else plan


def fit_group(rows: Sequence[Example], plan: Plan) -> dict[str, Any]:
    """Fit a logistic regression; features whose weights have the wrong sign are dropped until none is left."""
    kind_weights = {
        ExampleKind.ANSWERED: 1.0,
        ExampleKind.ANSWER_REMOVED: plan.removed_weight,
        ExampleKind.NEAR_MISS: plan.near_miss_weight,
    }
    labels = np.asarray([row.kind is ExampleKind.ANSWERED for row in rows])
    weights = np.asarray([kind_weights[row.kind] * row.weight for row in rows])
    features = np.asarray([row.features.row() for row in rows])
    used = [i for i, name in enumerate(FEATURES) if name in plan.features and features[:, i].std() > 0]
    while True:
        spread = features[:, used].std(axis=0)
        model = LogisticRegression(C=INVERSE_REGULARIZATION, max_iter=1000)
        model.fit(features[:, used] / spread, labels, sample_weight=weights)
        coefficients = dict(zip(used, model.coef_[0] / spread, strict=True))
        wrong_sign = {i for i, slope in coefficients.items() if (slope < 0) == (FEATURES[i] in RAISING_FEATURES)}
        if not wrong_sign:
            break
        used = [i for i in used if i not in wrong_sign]
    fitted = [round(float(coefficients.get(i, 0.0)), 4) for i in range(len(FEATURES))]
    return {"intercept": round(float(model.intercept_[0]), 4), "weights": fitted}


def digest(folder: Path) -> str:
    """Hash of the data files. DeskError for a file that cannot be read."""
    hashed = hashlib.blake2b(digest_size=8)
    for name in ("passages.jsonl", "questions.jsonl"):
        try:
            hashed.update((folder / name).read_bytes())
        except OSError as e:
            raise DeskError(f"{folder / name}: cannot be read: {e.strerror}") from e
    return hashed.hexdigest()


def write(file: Path, rows: Sequence[Example], folder: Path) -> None:
    """Fit and write calibration.json, with the hash of the data in `folder`."""
    made_from = {"data": digest(folder), "examples": len(rows)}
    content = {"features": FEATURES, "groups": fit(rows), "made_from": made_from}
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
