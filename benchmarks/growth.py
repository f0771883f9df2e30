"""Measures search by index size: `python benchmarks/growth.py --passages P.jsonl --questions Q.jsonl [--sizes 1000]`.

Pieces of the passages are recombined at random (with a fixed seed) until there are enough passages; these are encoded,
indexed and searched. Prints p50 and p95 of search without the encoder, resident and mapped memory, the seconds of
building with an empty cache, and the seconds of rebuilding after one passage has changed.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.query.answer_type import supported_types
from bot.retrieval.chunking import cut
from bot.retrieval.documents import Document
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import KEEP, order, rank

PIECE = 80  # characters; a passage is two or three of them
SEED = 2562


def rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def recombined(passages: list[dict[str, str]], count: int) -> list[Document]:
    """`count` documents: the passages themselves, then random combinations of their pieces."""
    rng = random.Random(SEED)
    pieces = [piece for row in passages for piece in cut(row["text"], PIECE)]
    texts = dict.fromkeys(row["text"] for row in passages[:count])
    while len(texts) < count:
        texts[" ".join(rng.sample(pieces, rng.choice((2, 3))))] = None
    return [
        Document(f"g{i}", "th", (text,), (1,), supported_types=supported_types(text)) for i, text in enumerate(texts)
    ]


def memory() -> tuple[float, float]:
    """Megabytes of this process: resident memory without the mapped vectors, and the size of the mapped vectors."""
    maps = psutil.Process().memory_maps(grouped=False)
    mapped = [row for row in maps if "/#" in row.path]  # mapped files without a name
    info = psutil.Process().memory_info()
    return (info.rss - sum(row.rss for row in mapped)) / 2**20, sum(row.size for row in mapped) / 2**20


def timed_build(documents: list[Document], encodings: EncodingCache, folder: Path) -> tuple[KnowledgeIndex, float]:
    start = time.perf_counter()
    return KnowledgeIndex(documents, encodings, folder=folder), time.perf_counter() - start


def measure(passages: list[dict[str, str]], questions: list[str], size: int, embedder: Embedder, folder: Path) -> None:
    encodings = EncodingCache(embedder, folder / "encodings.sqlite3")
    documents = recombined(passages, size)
    index, built = timed_build(documents, encodings, folder)
    queries = index.queries([index.read(question, "th") for question in questions])
    milliseconds = []
    for query in queries:
        start = time.perf_counter()
        rank(index, query, order(index, query, KEEP))
        milliseconds.append((time.perf_counter() - start) * 1000)
    resident, mapped = memory()
    changed = [*documents[:-1], Document("new", "th", ("ข้อความใหม่ที่ไม่เคยมีมาก่อน",), (1,))]
    del index
    before = encodings.encoded
    _, rebuilt = timed_build(changed, encodings, folder)
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    print(
        f"{size:>7} passages  search p50 {statistics.median(milliseconds):5.1f} ms  p95 {p95:5.1f} ms"
        f"  resident {resident:5.0f} MB  mapped {mapped:5.0f} MB  build {built:6.1f} s"
        f"  reload {rebuilt:5.1f} s ({encodings.encoded - before} encoded)",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--asked", type=int, default=200, help="questions put to each size")
    parser.add_argument("--model", default=str(ROOT / "models" / "embedder" / "multilingual-e5-small"))
    options = parser.parse_args()
    passages = rows(options.passages)
    questions = [row["question"] for row in rows(options.questions)][: options.asked]
    embedder = Embedder.load(options.model)
    print(f"model alone: resident {memory()[0]:.0f} MB")
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=ROOT / "var") as folder:
            measure(passages, questions, size, embedder, Path(folder))


if __name__ == "__main__":
    main()
