"""Fits the calibration: the probability that a candidate answers, learnt from questions whose answers are known.

The data are in the repository: passages and questions written for this (data/calibration) on subjects that the
knowledge base does not have, the knowledge base's own sample questions, and Rasa's out-of-scope examples. Each question
is asked twice, of all passages, and of all except the one that answers it; unanswerable questions are asked once.
Documents are indexed without sample questions, and again with some of their questions as sample questions, never with
the one that is asked.
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
FOLDS = 4  # each question is left out of the sample questions once
OUT_OF_SCOPE_WEIGHT = 660  # total weight of the out-of-scope examples, for which the weights in PLANS were chosen
KEPT = 8
STRENGTH = 1.0  # inverse of the regularisation, scikit-learn's C
# Features that must have a positive weight; the others must have a negative one.
POSITIVE_FEATURES = ("strength", "meaning", "margin", "coverage")


@dataclass(frozen=True)
class Plan:
    """How a kind of group is fitted: its features, and the weights of two kinds of examples relative to an answered one
    (1): questions whose answering passage was removed, and near misses. Across languages the meaning is a feature too;
    within a language it adds nothing to the others."""

    features: tuple[str, ...]
    removed_weight: float
    near_miss_weight: float


# A corpus without sample questions is large, and has far more misleading passages than this small pool. Where staff
# wrote sample questions, most questions have an answer, and share few words with it.
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
    ANSWERED = "answered"
    ANSWER_REMOVED = "answer_removed"
    NEAR_MISS = "near_miss"


class Passage(PassageRow):
    model_config = ConfigDict(extra="forbid")

    twin: str | None = None  # its translation


class Question(BaseModel):
    """`passage` answers it; None where nothing does, and then `near` is the passage that seems to."""

    model_config = ConfigDict(extra="forbid")

    id: str
    lang: Language
    question: str
    passage: str | None
    near: str | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Example:
    """The first candidate for a question, with its label and weight."""

    features: Features
    kind: ExampleKind
    weight: float = 1.0


def all_examples(folder: Path, base: KnowledgeBase, encodings: EncodingCache) -> Iterator[Example]:
    """All examples from the data in a folder. Raises DeskError with file and line of an unreadable row."""
    passages = read_rows(folder / "passages.jsonl", Passage)
    questions = read_rows(folder / "questions.jsonl", Question)
    bare = [replace(document, sample_questions=(), names=()) for document in documents(base)]
    yield from asked(KnowledgeIndex([*indexed(passages, {}), *bare], encodings), passages, questions)
    names = tuple(sorted({form for term in base.glossary for form in term.forms}))
    for fold in range(FOLDS):
        others, left_out = without_some_sample_questions(documents(base), fold)
        index = KnowledgeIndex(
            [*indexed(passages, sample_questions_of(passages, questions, fold)), *others], encodings, names
        )
        held_out = [question for i, question in enumerate(questions) if i % FOLDS == fold]
        yield from asked(index, passages, [*held_out, *left_out, *out_of_scope_questions(fold)])


def sample_questions_of(
    passages: Sequence[Passage], questions: Sequence[Question], fold: int
) -> Mapping[str, Sequence[str]]:
    """Questions in a passage's own language that are indexed with it, without those of the fold."""
    languages = {row.id: row.lang for row in passages}
    found: dict[str, list[str]] = defaultdict(list)
    for i, question in enumerate(questions):
        if question.passage and i % FOLDS != fold and languages[question.passage] == question.lang:
            found[question.passage].append(question.question)
    return found


def without_some_sample_questions(found: Sequence[Document], fold: int) -> tuple[list[Document], list[Question]]:
    """The knowledge base's documents without the sample questions of a fold, and those as questions."""
    kept, left_out = [], []
    for document in found:
        title, *asked_so = document.sample_questions
        kept.append(
            replace(document, sample_questions=(title, *(q for i, q in enumerate(asked_so) if i % FOLDS != fold)))
        )
        left_out += [
            Question(id=document.id, lang=document.language, question=q, passage=document.id)
            for i, q in enumerate(asked_so)
            if i % FOLDS == fold
        ]
    return kept, left_out


def out_of_scope_questions(fold: int) -> list[Question]:
    """Out-of-scope messages from Rasa's training data, divided among the folds."""
    found = [(language, text) for language in LANGUAGES for text in examples("out_of_scope", language)]
    weight = OUT_OF_SCOPE_WEIGHT / len(found)
    return [
        Question(id="far", lang=language, question=text, passage=None, weight=weight)
        for language, text in found[fold::FOLDS]
    ]


def indexed(passages: Iterable[Passage], sample_questions: Mapping[str, Sequence[str]]) -> list[Document]:
    """The passages as documents with their sample questions."""
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


def asked(index: KnowledgeIndex, passages: Sequence[Passage], questions: Sequence[Question]) -> Iterator[Example]:
    twins = {row.id: row.twin for row in passages}
    queries = index.queries([index.read(question.question, question.lang) for question in questions])
    for question, query in zip(questions, queries, strict=True):
        ordered = order(index, query, KEPT)
        right = {question.passage, twins.get(question.passage or "")} - {None}
        yield replace(example(index, query, ordered, right), weight=question.weight)
        if right:
            yield example(index, query, [one for one in ordered if one.entry not in right], right)


def example(
    index: KnowledgeIndex, query: EncodedQuery, ordered: Sequence[RankedDocument], right: set[str | None]
) -> Example:
    best = rank(index, query, ordered[:2])[0]
    kind = (
        ExampleKind.NEAR_MISS
        if not right
        else ExampleKind.ANSWERED
        if best.entry in right
        else ExampleKind.ANSWER_REMOVED
    )
    return Example(best.features, kind)


def fit(found: Sequence[Example]) -> dict[str, Any]:
    """The models by group, as calibration.json holds them."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for one in found:
        groups[one.features.group].append(one)
    return {name: fit_group(rows, plan_of(name)) for name, rows in sorted(groups.items())}


def plan_of(group: str) -> Plan:
    """The plan for a `group` of Features, for example "across-bare"."""
    languages, _, kind = group.partition("-")
    plan = PLANS[kind]
    return replace(plan, features=(*plan.features, "meaning")) if languages == "across" else plan


def fit_group(rows: Sequence[Example], plan: Plan) -> dict[str, Any]:
    """A logistic regression. A feature with a weight of the wrong sign is noise and is left out."""
    counts = {
        ExampleKind.ANSWERED: 1.0,
        ExampleKind.ANSWER_REMOVED: plan.removed_weight,
        ExampleKind.NEAR_MISS: plan.near_miss_weight,
    }
    answers = np.asarray([row.kind is ExampleKind.ANSWERED for row in rows])
    weights = np.asarray([counts[row.kind] * row.weight for row in rows])
    features = np.asarray([row.features.row() for row in rows])
    used = [i for i, name in enumerate(FEATURES) if name in plan.features and features[:, i].std() > 0]
    while True:
        spread = features[:, used].std(axis=0)
        model = LogisticRegression(C=STRENGTH, max_iter=1000)
        model.fit(features[:, used] / spread, answers, sample_weight=weights)
        slopes = dict(zip(used, model.coef_[0] / spread, strict=True))
        wrong = {i for i, slope in slopes.items() if (slope < 0) == (FEATURES[i] in POSITIVE_FEATURES)}
        if not wrong:
            break
        used = [i for i in used if i not in wrong]
    found = [round(float(slopes.get(i, 0.0)), 4) for i in range(len(FEATURES))]
    return {"intercept": round(float(model.intercept_[0]), 4), "weights": found}


def digest(folder: Path) -> str:
    """A digest of the data."""
    found = hashlib.blake2b(digest_size=8)
    for name in ("passages.jsonl", "questions.jsonl"):
        try:
            found.update((folder / name).read_bytes())
        except OSError as e:
            raise DeskError(f"{folder / name}: cannot be read: {e.strerror}") from e
    return found.hexdigest()


def write(file: Path, found: Sequence[Example], folder: Path) -> None:
    made_from = {"data": digest(folder), "examples": len(found)}
    content = {"features": FEATURES, "groups": fit(found), "made_from": made_from}
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
