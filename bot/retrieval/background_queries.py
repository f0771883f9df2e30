"""Questions of no particular meeting, as people type them: Rasa's own training data, by language.

Their mean vector is what all queries of a language have in common. It is subtracted before queries are compared.
"""

from functools import cache
from pathlib import Path

import yaml

from bot.reply import Language
from bot.text.thai import words

SAMPLE = 300  # messages; more do not change the mean
FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "nlu"


def examples(topic: str, language: Language) -> list[str]:
    """Training examples of a topic, the first part of a file's name (`*` for all), in a language."""
    blocks = [
        block
        for file in sorted(FOLDER.glob(f"{topic}.{language}.yml"))
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    ]
    return [line.removeprefix("- ") for block in blocks for line in block["examples"].splitlines()]


@cache
def background_queries(language: Language) -> list[str]:
    """Training examples of a language, evenly sampled, about `SAMPLE` of them."""
    found = examples("*", language)
    return found[:: max(1, len(found) // SAMPLE)]


@cache
def usual_words(language: Language) -> frozenset[str]:
    """The words of questions to any press desk, whatever its meeting is about."""
    return frozenset(
        word for topic in ("desk", "questions") for text in examples(topic, language) for word in words(text)
    )
