"""What the word lists of `bot/query/language_id.py` add to lingua: `python benchmarks/language_id.py`.

benchmarks/data/language_id.jsonl holds 40 messages of a press desk in each of eight languages of the region and in
English, and 40 that must be taken for no language: names, and Thai in Latin letters. `lang` is what they are in. The
public English and Thai questions of data/calibration are a second, larger test of what must never be told otherwise.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.query.language_id import NOT_ENGLISH_SHARE, by_script, detect, foreign_language
from bot.query.vocabulary import is_english

MESSAGES = ROOT / "benchmarks/data/language_id.jsonl"
QUESTIONS = ROOT / "data/calibration/questions.jsonl"
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
MALAY = {"id": "malay", "ms": "malay"}  # one answer serves both; how often they are told apart is counted by itself

Identify = Callable[[str], str | None]


def rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def by_lingua(threshold: float, *, checks_vocabulary: bool) -> Identify:
    """lingua's most probable language at or above a threshold; optionally only where half of the words aren't
    English."""

    def identify(text: str) -> str | None:
        if (script := by_script(text)) is not None:
            return None if script == "th" else script
        words = text.lower().split()
        if checks_vocabulary and sum(not is_english(word.strip("?!.,:")) for word in words) < NOT_ENGLISH_SHARE * len(
            words
        ):
            return None
        found = detect(text)
        best = max(found.by_code, key=found.by_code.__getitem__)
        return best if found.by_code[best] >= max(threshold, found.english) else None

    return identify


def expected(lang: str) -> str | None:
    return None if lang in ("en", "name", "th-Latn") else MALAY.get(lang, lang)


def measure(identify: Identify, messages: Iterable[dict[str, str]]) -> Counter[str]:
    """How many messages of each language are taken for what they are."""
    right = Counter[str]()
    for row in messages:
        found = identify(row["text"])
        right[row["lang"]] += MALAY.get(found or "", found) == expected(row["lang"])
    return right


def main() -> None:
    messages = rows(MESSAGES)
    total = Counter(row["lang"] for row in messages)
    questions = [row["question"] for row in rows(QUESTIONS)]
    ways: dict[str, Identify] = {"in use": foreign_language}
    for threshold in THRESHOLDS:
        ways[f"lingua {threshold:.2f}"] = by_lingua(threshold, checks_vocabulary=False)
        ways[f"lingua {threshold:.2f}, vocabulary"] = by_lingua(threshold, checks_vocabulary=True)
    print(f"{'':28}" + "".join(f"{lang:>8}" for lang in total) + "   misread of the questions")
    print(f"{'messages':28}" + "".join(f"{count:8}" for count in total.values()) + f"   {len(questions)}")
    for name, identify in ways.items():
        right = measure(identify, messages)
        misread = sum(identify(question) is not None for question in questions)
        print(f"{name:28}" + "".join(f"{right[lang]:8}" for lang in total) + f"   {misread}")
    told_apart = sum(foreign_language(row["text"]) == row["lang"] for row in messages if row["lang"] in MALAY)
    print(f"Indonesian and Malay told apart: {told_apart} of {sum(total[lang] for lang in MALAY)}")


if __name__ == "__main__":
    main()
