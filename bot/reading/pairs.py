"""Question and passage as the reader's input: <s> question </s> title </s> passage </s>, as token numbers.

Training and service use the same code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

MAX_TOKENS = 256  # of a whole pair
MAX_QUESTION = 64
MAX_TITLE = 40
STRIDE = 64  # tokens that neighbouring windows of a long passage share
START, END = 0, 2  # <s> and </s> of XLM-RoBERTa's vocabulary
QUESTION, PASSAGE = 0, 1  # token types


@dataclass(frozen=True)
class Tokens:
    """A tokenized text: token numbers, and where each begins and ends in the text."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pair:
    """One window: `ids` and `types` of all tokens; `first` is the position of the passage's first token, `offsets`
    where its tokens stand in the passage."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the passage from the token at position `start` to that at `end`, both included."""
        return self.offsets[start - self.first][0], self.offsets[end - self.first][1]

    def positions(self, start: int, end: int) -> tuple[int, int] | None:
        """The positions of the first and last token that overlap these characters; None if they are outside."""
        held = [i for i, (a, b) in enumerate(self.offsets) if a < end and b > start]
        if not held or self.offsets[held[0]][0] > start or self.offsets[held[-1]][1] < end:
            return None
        return self.first + held[0], self.first + held[-1]


class PairTokenizer:
    """The embedding model's tokenizer, for pairs."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def tokenize(self, text: str) -> Tokens:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return Tokens(tuple(encoding.ids), tuple(encoding.offsets))


def pairs(question: Tokens, title: Tokens, passage: Tokens) -> list[Pair]:
    """The pair; several where the passage is longer than a window. Texts beyond their limits are truncated."""
    ids = [START, *question.ids[:MAX_QUESTION], END]
    types = [QUESTION] * len(ids)
    if title.ids:
        ids += [*title.ids[:MAX_TITLE], END]
        types += [PASSAGE] * (len(ids) - len(types))
    room = MAX_TOKENS - len(ids) - 1
    return [
        Pair(
            (*ids, *passage.ids[at : at + room], END),
            (*types, *([PASSAGE] * (len(passage.ids[at : at + room]) + 1))),
            len(ids),
            passage.offsets[at : at + room],
        )
        for at in window_starts(len(passage.ids), room)
    ]


def window_starts(length: int, room: int) -> Sequence[int]:
    """Where windows of a passage begin, in tokens."""
    if length <= room:
        return (0,)
    return (*range(0, length - room, room - STRIDE), length - room)
