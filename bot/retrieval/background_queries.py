"""Sample user messages in each language, from Rasa's training data; they are not specific to a meeting.

Their mean encoding represents what all queries in a language have in common. It is subtracted from every query.
"""

from functools import cache
from pathlib import Path

import yaml

from bot.reply import Language
from bot.text.thai import words

SAMPLE = 300  # messages; their mean is as good as the mean of all
FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "nlu"


def examples(topic: str, language: Language) -> list[str]:
    """The training examples in the files `<topic>.<language>.yml`; `*` stands for all topics."""
    blocks = [
        block
        for file in sorted(FOLDER.glob(f"{topic}.{language}.yml"))
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    ]
    return [line.removeprefix("- ") for block in blocks for line in block["examples"].splitlines()]


@cache
def background_queries(language: Language) -> list[str]:
    """About SAMPLE training examples in a language, chosen at regular intervals."""
    found = examples("*", language)
    return found[:: max(1, len(found) // SAMPLE)]


@cache
def common_request_words(language: Language) -> frozenset[str]:
    """Words that questions to any press desk contain, whatever its meeting is about."""
    return frozenset(
        word for topic in ("desk", "questions") for text in examples(topic, language) for word in words(text)
    )
