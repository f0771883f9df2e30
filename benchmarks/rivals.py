"""Our search beside its rivals, in one run.

`python benchmarks/rivals.py --set NAME P.jsonl Q.jsonl ... --retreat R.jsonl`

On sets of passages and questions: recall at 1 and milliseconds a question, the encoder included, of our search, the
single vector as sentence-transformers gives it, BM25 over newmm words, and the two fused by reciprocal rank (k = 60).
On the retreat's questions, over the knowledge base: how many first entries hold what an answer must contain, also of
Rasa's ResponseSelector (DIET) trained on the same sample questions. Nobody may abstain there: ranking alone is shown.
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

Ranker = Callable[[str, str], np.ndarray[Any, Any]]  # question and its language -> scores of all documents
K = 60  # of reciprocal-rank fusion (Cormack et al. 2009)


def single_vector(texts: Sequence[str], embedder: Embedder) -> Ranker:
    passages = np.stack([found.vector for found in embedder.encode(list(texts), "passage")])
    return lambda question, _: passages @ embedder.encode([question], "query")[0].vector


def by_words(texts: Sequence[str]) -> Ranker:
    index = bm25s.BM25(k1=1.5, b=0.75)
    cut = [words(text) for text in texts]
    index.index(cut, show_progress=False)
    known = {word for text in cut for word in text}

    def score(question: str, _: str) -> np.ndarray[Any, Any]:
        asked = [word for word in words(question) if word in known]
        return np.asarray(index.get_scores(asked)) if asked else np.zeros(len(texts))

    return score


def reciprocal_ranks(*rankers: Ranker) -> Ranker:
    def score(question: str, language: str) -> np.ndarray[Any, Any]:
        return np.sum([1 / (K + 1 + np.argsort(np.argsort(-rank(question, language)))) for rank in rankers], axis=0)

    return score


def ours(found: Sequence[Document], embedder: Embedder, names: tuple[str, ...] = ()) -> Callable[[str, str], str]:
    index = KnowledgeIndex(found, EncodingCache(embedder), names)

    def answer(question: str, language: Any) -> str:
        return order(index, index.queries([index.read(question, language)])[0], 1)[0].entry

    return answer


def first(ranker: Ranker, ids: Sequence[str]) -> Callable[[str, str], str]:
    return lambda question, language: ids[int(ranker(question, language).argmax())]


def resident() -> float:
    return psutil.Process().memory_info().rss / 2**20


def contestants(
    found: Sequence[Document], texts: Sequence[str], embedder: Embedder, names: tuple[str, ...] = ()
) -> Any:
    """(name, answering, megabytes added) of each, built one after another."""
    ids = [document.id for document in found]
    vector, lexical = single_vector(texts, embedder), by_words(texts)
    for name, build in (
        ("ours", lambda: ours(found, embedder, names)),
        ("single vector", lambda: first(vector, ids)),
        ("BM25", lambda: first(lexical, ids)),
        ("reciprocal-rank fusion", lambda: first(reciprocal_ranks(vector, lexical), ids)),
    ):
        before = resident()
        yield name, build(), resident() - before


def on_set(name: str, passages: Path, questions: Path, embedder: Embedder, asked: int) -> None:
    pool, rows = read_rows(passages, PassageRow), read_rows(questions, QuestionRow)[-asked:]
    found = [Document(row.id, row.lang, (row.text,), (1,)) for row in pool]
    print(f"{name}: {len(pool)} passages, {len(rows)} questions")
    for who, answer, _ in contestants(found, [row.text for row in pool], embedder):
        right, taken = 0, []
        for row in rows:
            start = time.perf_counter()
            right += answer(row.question, row.lang or detect(row.question) or "en") == row.passage
            taken.append((time.perf_counter() - start) * 1000)
        print(f"  {who:<24} R@1 {right / len(rows):.3f}  p50 {statistics.median(taken):6.1f} ms", flush=True)


def holds(text: str, must: list[list[str]]) -> bool:
    folded = unicodedata.normalize("NFKC", text).lower()
    return all(any(one.lstrip("=").lower() in folded for one in group) for group in must)


def on_retreat(file: Path, embedder: Embedder) -> None:
    base = loader.load(ROOT / "kb")
    found = documents(base)
    rows = [row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()) if row["kind"] == "answer"]
    said = {
        id: " ".join([*(passage for text in entry.texts.values() for passage in text.passages), str(entry.event)])
        for id, entry in base.entries.items()
    }
    names = tuple(sorted({form for term in base.glossary for form in term.forms}))
    print(f"the retreat: {len(found)} entries by language, {len(rows)} questions that have an answer")

    def tell(who: str, answers: list[str], taken: list[float], megabytes: float, more: str = "") -> None:
        right = sum(holds(said.get(answer or "", ""), row["must"]) for answer, row in zip(answers, rows, strict=True))
        print(
            f"  {who:<24} right {right}/{len(rows)}  p50 {statistics.median(taken):6.1f} ms  {megabytes:5.0f} MB{more}"
        )

    texts = ["\n".join((*document.sample_questions, *document.passages)) for document in found]
    for who, answer, megabytes in contestants(found, texts, embedder, names):
        answers, taken = [], []
        for row in rows:
            start = time.perf_counter()
            answers.append(answer(row["q"], row["lang"]))
            taken.append((time.perf_counter() - start) * 1000)
        tell(who, answers, taken, megabytes)
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
    tell("ResponseSelector (DIET)", answers, selected["milliseconds"], selected["megabytes"], trained)


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
        on_set(name, Path(passages), Path(questions), embedder, options.asked)
    if options.retreat:
        on_retreat(options.retreat, embedder)


if __name__ == "__main__":
    main()
