"""`bot eval`, with the model."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.service.running import ROOT

PASSAGES: list[dict[str, str | None]] = [
    {"id": "p1", "lang": "th", "text": "แมวชอบนอนบนหลังคาในวันที่แดดออก"},
    {"id": "p2", "lang": "th", "text": "รถไฟขบวนสุดท้ายออกจากกรุงเทพฯ เวลาสี่ทุ่ม"},
    {"id": "p3", "lang": "en", "text": "The museum keeps its oldest coins in a room of steel."},
    {"id": "p4", "lang": "en", "text": "Rice is planted when the first rains of May have come. " * 40},
]
QUESTIONS: list[dict[str, str | None]] = [
    {"id": "q1", "question": "รถไฟขบวนสุดท้ายออกกี่โมง", "passage": "p2"},
    {"id": "q2", "question": "Where are the oldest coins kept?", "passage": "p3"},
    {"id": "q3", "question": "ปลูกข้าวเมื่อไหร่", "passage": "p4"},
    {"id": "q4", "question": "who won the tennis final", "passage": None},
]


def write(file: Path, rows: list[dict[str, str | None]]) -> Path:
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    command = [sys.executable, "-m", "bot", "eval", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_results_are_given_per_language_pair(tmp_path: Path) -> None:
    passages, questions = write(tmp_path / "p.jsonl", PASSAGES), write(tmp_path / "q.jsonl", QUESTIONS)
    done = run("--passages", passages, "--questions", questions, "--json", tmp_path / "out.json")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "out.json").read_text())
    assert set(report["pairs"]) == {"th->th", "en->en", "th->en"}
    assert set(report["pairs"]["th->th"]) == {"n", "R@1", "R@5", "MRR", "nDCG@10", "ms_per_query"}
    assert [(row["id"], row["top"]) for row in report["questions"][:2]] == [("q1", "p2"), ("q2", "p3")]
    assert report["pairs"]["th->th"]["R@1"] == 1
    assert report["answering"]["all"]["unanswerable"] == 1 and report["answering"]["all"]["AUROC"] > 1 / 2


def test_an_invalid_row_is_reported_with_its_line(tmp_path: Path) -> None:
    passages = write(tmp_path / "p.jsonl", [*PASSAGES, {"id": "p5", "lang": "fr", "text": "non"}])
    done = run("--passages", passages, "--questions", write(tmp_path / "q.jsonl", QUESTIONS))
    assert done.returncode == 2
    assert f"{passages}:5: lang:" in done.stderr


def test_few_long_passages_are_also_searched_in_two_stages(tmp_path: Path) -> None:
    long = [{"id": f"l{i}", "lang": "en", "text": f"Chapter {i} tells of the {i}th island. " * 400} for i in range(12)]
    passages = write(tmp_path / "p.jsonl", [*long, *PASSAGES])
    questions = write(tmp_path / "q.jsonl", QUESTIONS[1:2])
    done = run("--passages", passages, "--questions", questions, "--json", tmp_path / "o")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "o").read_text())["questions"][0]["top"] == "p3"
