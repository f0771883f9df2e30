"""Reading candidates: best first until one is sure, the words in the passage that holds them, and no reader at all."""

import logging
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.content.loader import KnowledgeBase
from bot.errors import ModelError
from bot.reading.cache import Asked, CachedReader
from bot.reading.calibration import ReaderCalibration
from bot.reading.load import OFF, load_reader, reader_or_none
from bot.reading.read import MAX_READ, read
from bot.reading.reader import Finding
from bot.retrieval.documents import Document
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.language_index import EncodedQuery
from bot.retrieval.search import Candidate, Retrieved
from tests.unit.reading.test_decision import features_of

DOCUMENTS = {
    id: Document(id, "en", (f"{id} opens at nine.", "It closes at six."), (1, 2), sample_questions=(id,))
    for id in ("fair", "museum", "library", "pool")
}


class Model:
    """Finds "at six" in texts about one place, and is sure of it."""

    calibration = ReaderCalibration()

    def __init__(self, place: str) -> None:
        self._place = place
        self.read_titles: list[str] = []

    def read(self, asked: Sequence[Asked]) -> list[Finding]:
        self.read_titles += [text.title for _, text in asked]
        return [
            Finding(5.0 if text.title == self._place else -5.0, (start, start + len("at six")))
            for _, text in asked
            for start in [text.passage.index("at six")]
        ]


def retrieved(*ids: str) -> Retrieved:
    candidates = [Candidate(id, "en", 1, 3.0 - i, features_of(0.9)) for i, id in enumerate(ids)]
    index = SimpleNamespace(document=lambda id, _: DOCUMENTS[id])
    query = SimpleNamespace(context=SimpleNamespace(text_to_read="when does it close?"))
    base = cast(KnowledgeBase, None)  # which reading does not need
    return Retrieved(base, cast(KnowledgeIndex, index), cast(EncodedQuery, query), candidates)


def test_the_rest_is_not_read_if_the_first_is_sure() -> None:
    model = Model("fair")
    (found,) = read([retrieved("fair", "museum", "library")], CachedReader(model))
    assert model.read_titles == ["fair"]
    assert found.candidates[0].probability > 0.9 and found.candidates[1].reading is None


def test_the_candidate_that_reads_best_comes_first_with_the_passage_that_answers() -> None:
    model = Model("library")
    (found,) = read([retrieved("fair", "museum", "library", "pool")], CachedReader(model))
    assert model.read_titles == ["fair", "museum", "library"] and len(model.read_titles) == MAX_READ
    best = found.candidates[0]
    assert (best.entry, best.passage_number) == ("library", 2)
    assert best.reading and best.reading.answer == (10, 16)
    assert [one.entry for one in found.candidates[1:]] == ["fair", "museum", "pool"]


def test_questions_are_read_together() -> None:
    model = Model("fair")
    first, second = read([retrieved("fair"), retrieved("pool", "fair")], CachedReader(model))
    assert (first.candidates[0].entry, second.candidates[0].entry) == ("fair", "fair")


def test_when_the_time_is_up_only_the_first_candidates_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reading.read.BUDGET", 0.0)
    model = Model("library")
    first, second = read([retrieved("fair", "library"), retrieved("pool", "library")], CachedReader(model))
    assert model.read_titles == ["fair", "pool"]
    assert first.candidates[0].entry == "fair" and second.candidates[0].probability < 0.5


def test_no_further_candidate_is_read_once_one_is_sure() -> None:
    model = Model("museum")
    (found,) = read([retrieved("fair", "museum", "library")], CachedReader(model))
    assert model.read_titles == ["fair", "museum"]
    assert found.candidates[0].entry == "museum"


class Broken(Model):
    def read(self, asked: Sequence[Asked]) -> list[Finding]:
        raise RuntimeError("no memory")


def test_a_reader_that_fails_is_logged_and_the_question_is_judged_by_likeness(caplog: pytest.LogCaptureFixture) -> None:
    (found,) = read([retrieved("fair", "museum")], CachedReader(Broken("fair")))
    assert [one.entry for one in found.candidates] == ["fair", "museum"]
    assert all(one.reading is None for one in found.candidates)
    assert "judged by likeness" in caplog.text


def test_without_a_reader_the_candidates_keep_their_order() -> None:
    (found,) = read([retrieved("fair", "museum")], None)
    assert [one.entry for one in found.candidates] == ["fair", "museum"]
    assert all(one.reading is None for one in found.candidates)


def test_a_reader_that_is_missing_is_logged_and_the_service_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    missing = str(tmp_path / "reader.onnx")
    assert load_reader(OFF, "models/none", tmp_path) is None
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_reader(missing, "models/none", tmp_path)
    with caplog.at_level(logging.ERROR):
        assert reader_or_none(missing, "models/none", tmp_path) is None
    assert "judged by likeness alone" in caplog.text
