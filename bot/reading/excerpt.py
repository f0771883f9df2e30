"""What is read of a candidate: the passage that was found, with as many of its neighbours as fit."""

from dataclasses import dataclass

from bot.retrieval.documents import Document

MAX_CHARACTERS = 700  # of an excerpt; a passage that is longer is read alone
SEPARATOR = "\n"


@dataclass(frozen=True)
class Excerpt:
    """Consecutive passages of a document, and their numbers in the entry. `title` is "" if the document has none."""

    title: str
    passages: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def text(self) -> str:
        return SEPARATOR.join(self.passages)

    def locate(self, start: int, end: int) -> tuple[int, int, int]:
        """The number of the passage that holds most of these characters of `text`, and where they are in it."""
        best, offset = (0, self.numbers[0], 0, 0), 0
        for number, passage in zip(self.numbers, self.passages, strict=True):
            a, b = max(start - offset, 0), min(end - offset, len(passage))
            best = max(best, (b - a, number, a, b), key=lambda one: one[0])
            offset += len(passage) + len(SEPARATOR)
        return best[1:]


def excerpt(document: Document, number: int) -> Excerpt:
    """The passage with this number, and its neighbours in turn while they fit: the next one, the previous one, ..."""
    first = last = document.numbers.index(number)
    room = MAX_CHARACTERS - len(document.passages[first])
    directions = [1, -1]
    while directions:
        for step in tuple(directions):
            at = last + 1 if step == 1 else first - 1
            if not 0 <= at < len(document.passages) or len(document.passages[at]) + len(SEPARATOR) > room:
                directions.remove(step)
                continue
            room -= len(document.passages[at]) + len(SEPARATOR)
            first, last = min(first, at), max(last, at)
    title = document.sample_questions[0] if document.sample_questions else ""
    return Excerpt(title, document.passages[first : last + 1], document.numbers[first : last + 1])
