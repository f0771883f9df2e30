"""Compares this search with other retrieval methods in one run.

`python benchmarks/rivals.py --set NAME P.jsonl Q.jsonl ... --retreat R.jsonl`

For sets of passages and questions: recall at 1 and milliseconds per query, encoder included, of this search, of one
vector per passage (sentence-transformers), of BM25 over newmm words, and of reciprocal-rank fusion of the last two
(k = 60). For the questions about the retreat, over the knowledge base: how many first candidates contain the required
words of the answer, also for Rasa's ResponseSelector (DIET) trained on the same sample questions. Only the ranking is
compared: no system may abstain.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.content import loader
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.evaluation.evaluate import PassageRow, QuestionRow, read_rows
from bot.retrieval.documents import Document, documents
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import order
from bot.text.language import detect
from bot.text.thai import words

Ranker = Callable[[str, str], np.ndarray[Any, Any]]  # (question, language) -> scores, one for each document
RRF_K = 60  # the constant of reciprocal-rank fusion (Cormack et al. 2009)


def single_vector(texts: Sequence[str], embedder: Embedder) -> Ranker:
    passages = np.stack([found.vector for found in embedder.encode(list(texts), "passage")])
    return lambda question, _: passages @ embedder.encode([question], "query")[0].vector


def bm25(texts: Sequence[str]) -> Ranker:
    index = bm25s.BM25(k1=1.5, b=0.75)
    tokenized = [words(text) for text in texts]
    index.index(tokenized, show_progress=False)
    vocabulary = {word for text in tokenized for word in text}

    def score(question: str, _: str) -> np.ndarray[Any, Any]:
        query_words = [word for word in words(question) if word in vocabulary]
        return np.asarray(index.get_scores(query_words)) if query_words else np.zeros(len(texts))

    return score


def reciprocal_rank_fusion(*rankers: Ranker) -> Ranker:
    def score(question: str, language: str) -> np.ndarray[Any, Any]:
        return np.sum([1 / (RRF_K + 1 + np.argsort(np.argsort(-rank(question, language)))) for rank in rankers], axis=0)

    return score


def this_search(
    found: Sequence[Document], embedder: Embedder, names: tuple[str, ...] = ()
) -> Callable[[str, str], str]:
    index = KnowledgeIndex(found, EncodingCache(embedder), names)

    def answer(question: str, language: Any) -> str:
        return order(index, index.queries([index.read(question, language)])[0], 1)[0].entry

    return answer


def first_by(ranker: Ranker, ids: Sequence[str]) -> Callable[[str, str], str]:
    return lambda question, language: ids[int(ranker(question, language).argmax())]


def resident() -> float:
    return psutil.Process().memory_info().rss / 2**20


def systems(found: Sequence[Document], texts: Sequence[str], embedder: Embedder, names: tuple[str, ...] = ()) -> Any:
    """(name, function from question and language to the first document's id, megabytes it added) of each system."""
    ids = [document.id for document in found]
    vector, lexical = single_vector(texts, embedder), bm25(texts)
    for name, build in (
        ("ours", lambda: this_search(found, embedder, names)),
        ("single vector", lambda: first_by(vector, ids)),
        ("BM25", lambda: first_by(lexical, ids)),
        ("reciprocal-rank fusion", lambda: first_by(reciprocal_rank_fusion(vector, lexical), ids)),
    ):
        before = resident()
        yield name, build(), resident() - before


def measure_set(name: str, passages: Path, questions: Path, embedder: Embedder, count: int) -> None:
    pool, rows = read_rows(passages, PassageRow), read_rows(questions, QuestionRow)[-count:]
    found = [Document(row.id, row.lang, (row.text,), (1,)) for row in pool]
    print(f"{name}: {len(pool)} passages, {len(rows)} questions")
    for system, answer, _ in systems(found, [row.text for row in pool], embedder):
        right, milliseconds = 0, []
        for row in rows:
            start = time.perf_counter()
            right += answer(row.question, row.lang or detect(row.question) or "en") == row.passage
            milliseconds.append((time.perf_counter() - start) * 1000)
        print(f"  {system:<24} R@1 {right / len(rows):.3f}  p50 {statistics.median(milliseconds):6.1f} ms", flush=True)


def has_required_words(text: str, required: list[list[str]]) -> bool:
    """Whether the text contains at least one word of each group."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return all(any(word.lstrip("=").lower() in folded for word in group) for group in required)


def measure_retreat(file: Path, embedder: Embedder) -> None:
    base = loader.load(ROOT / "kb")
    found = documents(base)
    rows = [row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()) if row["kind"] == "answer"]
    entry_texts = {
        id: " ".join([*(passage for text in entry.texts.values() for passage in text.passages), str(entry.event)])
        for id, entry in base.entries.items()
    }
    names = tuple(sorted({form for term in base.glossary for form in term.forms}))
    print(f"the retreat: {len(found)} entries by language, {len(rows)} questions that have an answer")

    def print_row(system: str, answers: list[str], milliseconds: list[float], megabytes: float, note: str = "") -> None:
        right = sum(
            has_required_words(entry_texts.get(answer or "", ""), row["must"])
            for answer, row in zip(answers, rows, strict=True)
        )
        print(
            f"  {system:<24} right {right}/{len(rows)}  p50 {statistics.median(milliseconds):6.1f} ms"
            f"  {megabytes:5.0f} MB{note}"
        )

    texts = ["\n".join((*document.sample_questions, *document.passages)) for document in found]
    for system, answer, megabytes in systems(found, texts, embedder, names):
        answers, milliseconds = [], []
        for row in rows:
            start = time.perf_counter()
            answers.append(answer(row["q"], row["lang"]))
            milliseconds.append((time.perf_counter() - start) * 1000)
        print_row(system, answers, milliseconds, megabytes)
    train = [
        {"question": sample_question, "answer": document.id.replace("/", "__")}
        for document in found
        for sample_question in document.sample_questions
    ]
    work = json.dumps({"train": train, "ask": [row["q"] for row in rows]})
    command = [str(ROOT / ".venv-rasa" / "bin" / "python"), str(ROOT / "benchmarks" / "diet.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"}
    done = subprocess.run(command, input=work, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    selected = json.loads(done.stdout.splitlines()[-1])
    answers = [(answer or "").replace("__", "/") for answer in selected["answers"]]
    trained = f", the whole process; trained in {selected['training_seconds']:.0f} s"
    print_row("ResponseSelector (DIET)", answers, selected["milliseconds"], selected["megabytes"], trained)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=3, action="append", default=[], metavar=("NAME", "PASSAGES", "QUESTIONS"))
    parser.add_argument("--retreat", type=Path)
    parser.add_argument("--asked", type=int, default=300, help="questions of each set, the last ones")
    parser.add_argument("--model", default=str(ROOT / "models" / "embedder" / "multilingual-e5-small"))
    options = parser.parse_args()
    embedder = Embedder.load(options.model)
    print(f"the model and what carries it: {resident():.0f} MB")
    for name, passages, questions in options.set:
        measure_set(name, Path(passages), Path(questions), embedder, options.asked)
    if options.retreat:
        measure_retreat(options.retreat, embedder)


if __name__ == "__main__":
    main()
