"""What reading adds to retrieval, on whole meetings: `python benchmarks/reading.py --meeting KB QUESTIONS ...`.

Each meeting is a knowledge base and a file of questions as the evaluation of a running service uses them: `kind` is
"answer" with `must` (every group of alternatives has to be met by the passage), or "no_answer", with `why` for a near
miss. Questions of other kinds are left out. The questions are retrieved, read and decided as in the service, but
without Rasa and as if each were the first of a conversation.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.content.loader import KnowledgeBase
from bot.content.repository import KnowledgeRepository
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.evaluation.metrics import auroc
from bot.reading.cache import CachedReader
from bot.reading.decision import Verdict, decide
from bot.reading.read import Read, ReadCandidate, likeliest_first, read_candidates, unread
from bot.reading.reader import Reader
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import Retrieved, retrieve
from bot.settings import load
from bot.training.calibrate import fit, judged
from bot.training.units import Part, of_part, read_folder

DEPTHS = (1, 3, 5)  # candidates that are read
Veto = Callable[[ReadCandidate], bool]
VETOES: dict[str, Veto] = {
    "no answer of the expected type": lambda one: one.features.answer_type_mismatch,
    "an entity that the entry does not name": lambda one: one.features.unmatched_entity,
    "either of them": lambda one: one.features.answer_type_mismatch or one.features.unmatched_entity,
}


@dataclass(frozen=True)
class Asked:
    """A question with what was retrieved for it."""

    row: dict[str, Any]
    retrieved: Retrieved


def questions(kb: Path, file: Path, encodings: EncodingCache) -> list[Asked]:
    base = KnowledgeRepository(kb, lambda: datetime.now(UTC)).public()
    index = KnowledgeIndex.of(base, encodings)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["kind"] in ("answer", "no_answer") and row.get("lang") in ("th", "en")]
    contexts = [index.read(row["q"], row["lang"]) for row in rows]
    return [Asked(*pair) for pair in zip(rows, retrieve(base, index, contexts, max(DEPTHS)), strict=True)]


def holds(base: KnowledgeBase, candidate: ReadCandidate, row: dict[str, Any]) -> bool:
    """Whether the passage that would be shown meets every group of alternatives, or its entry is the expected one."""
    text = base.entries[candidate.entry].in_language(row["lang"])
    passage = text.passages[min(candidate.passage_number, len(text.passages)) - 1].lower()
    groups = row.get("must") or []
    if not groups:
        return bool(row.get("entry") == candidate.entry)
    return all(any(each.lstrip("=").lower() in passage for each in group) for group in groups)


def as_read(asked: Sequence[Asked], reader: CachedReader | None, depth: int) -> list[Read]:
    found = []
    for one in asked:
        candidates = unread(one.retrieved.candidates[:depth])
        if reader:
            text = one.retrieved.query.context.text_to_read
            candidates = read_candidates(one.retrieved.index, [(text, each) for each in candidates], reader)
        found.append(Read(one.retrieved, likeliest_first(candidates), {}))
    return found


def report(name: str, asked: Sequence[Asked], reads: Sequence[Read], veto: Veto = lambda _: False) -> None:
    """Print AUROC of answerable questions against near misses, and the shares that are decided rightly."""
    best, right, refused, far, asked_back = [], [], [], [], 0
    for one, read in zip(asked, reads, strict=True):
        decision = decide(read.candidates)
        answers = decision.verdict is Verdict.ANSWERABLE and not veto(decision.best)
        asked_back += decision.verdict is Verdict.AMBIGUOUS
        if one.row["kind"] == "answer":
            best.append((decision.best.probability, True))
            right.append(answers and holds(read.retrieved.base, decision.best, one.row))
        elif one.row.get("why"):
            best.append((decision.best.probability, False))
            refused.append(not answers)
        else:
            far.append(not answers)
    share = {"answered right": right, "near misses refused": refused, "far refused": far}
    print(
        f"{name:44} AUROC {auroc(*zip(*best, strict=True)):.3f}  "
        + "  ".join(f"{key} {sum(rows)}/{len(rows)}" for key, rows in share.items() if rows)
        + f"  asked back {asked_back}"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--meeting", nargs=2, action="append", type=Path, required=True, metavar=("KB", "QUESTIONS"))
    parser.add_argument("--reader", action="append", type=Path, default=[], help="ONNX file of a reader; several")
    options = parser.parse_args()
    settings = load()
    encodings = EncodingCache(Embedder.load(settings.embedding_model), settings.data_dir / "encodings.sqlite3")
    units = of_part(read_folder(), Part.CALIBRATION)
    meetings = [(kb, questions(kb, file, encodings)) for kb, file in options.meeting]
    for kb, asked in meetings:
        print(f"{kb}: retrieval alone")
        report("  its first candidate", asked, as_read(asked, None, 1))
    for file in options.reader:
        model = Reader.load(Path(settings.embedding_model), file)
        reader = CachedReader(model)
        rows = judged(units, encodings, reader)
        for weights in ("reader alone", "reader and retrieval"):
            reader.calibration = fit(rows, with_retrieval=weights != "reader alone")
            print(f"{file}: {weights}, {reader.calibration}")
            for kb, asked in meetings:
                for depth in DEPTHS:
                    report(f"  {kb.parent.name}, {depth} read", asked, as_read(asked, reader, depth))
                for name, veto in VETOES.items():
                    report(f"  {kb.parent.name}, 3 read, veto: {name}", asked, as_read(asked, reader, 3), veto)


if __name__ == "__main__":
    main()
