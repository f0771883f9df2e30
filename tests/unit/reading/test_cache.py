"""The same question about the same text is read once."""

from collections.abc import Sequence

from bot.reading.cache import Asked, CachedReader
from bot.reading.calibration import ReaderCalibration
from bot.reading.reader import Finding, Text


class Counting:
    """A model that finds the length of the passage, and counts what it reads."""

    calibration = ReaderCalibration()

    def __init__(self) -> None:
        self.read_texts: list[str] = []

    def read(self, asked: Sequence[Asked]) -> list[Finding]:
        self.read_texts += [text.passage for _, text in asked]
        return [Finding(len(text.passage), None) for _, text in asked]


def test_a_pair_is_read_once_and_the_order_is_kept() -> None:
    model = Counting()
    reader = CachedReader(model)
    one, two, three = (("When?", Text("", passage)) for passage in ("a", "bb", "ccc"))
    assert [found.score for found in reader.read([two, one, two])] == [2, 1, 2]
    assert [found.score for found in reader.read([three, two, one])] == [3, 2, 1]
    assert model.read_texts == ["bb", "a", "ccc"]


def test_a_changed_passage_or_title_is_read_again() -> None:
    model = Counting()
    reader = CachedReader(model)
    reader.read([("When?", Text("", "at nine"))])
    reader.read([("When?", Text("", "at ten")), ("When?", Text("Hours", "at nine"))])
    assert model.read_texts == ["at nine", "at ten", "at nine"]
