"""Messages as people type them, in each language: Rasa's own training data, about no meeting in particular.

Their mean is what all questions of a language have in common; it is taken away before questions are compared.
"""

from functools import cache
from pathlib import Path

import yaml

from bot.reply import Language

ENOUGH = 300
FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "nlu"


@cache
def typical_questions(language: Language) -> list[str]:
    """Training examples of a language, evenly chosen: `ENOUGH` of them give the mean as well as all."""
    blocks = [
        block
        for file in sorted(FOLDER.glob(f"*.{language}.yml"))
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    ]
    found = [line.removeprefix("- ") for block in blocks for line in block["examples"].splitlines()]
    return found[:: max(1, len(found) // ENOUGH)]
