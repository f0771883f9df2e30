"""Training a reader, with the model of set-up: ten steps, then the file that the service would load."""

from pathlib import Path

import pytest

from bot.errors import DeskError, ModelError
from bot.reading.pairs import PairTokenizer
from bot.reading.reader import Reader, Text
from bot.training.examples import as_written
from bot.training.export import export
from bot.training.network import ReaderNetwork
from bot.training.train import encode_all, train
from bot.training.units import read_folder
from tests.service.running import MODEL

STEPS, LONGER, LAYERS, EXAMPLES = 10, 12, 2, 16
LONG = "งานเปิดเวลา 9 โมงเช้า ที่ลานหน้าศาลากลาง " * 60


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[float]]:
    """The file of a reader that was trained for ten steps, and the losses."""
    folder = tmp_path_factory.mktemp("reader")
    examples = [example for unit in read_folder()[:2] for example in as_written(unit)][:EXAMPLES]
    network = ReaderNetwork(MODEL, LAYERS)
    encoded = encode_all(examples, PairTokenizer(MODEL))
    losses = train(network, [encoded] * LONGER, folder / "reader.pt", max_steps=STEPS, report=str)
    export(network, MODEL, folder / "reader.onnx")
    return folder / "reader.onnx", losses


def test_the_loss_falls(run: tuple[Path, list[float]]) -> None:
    _, losses = run
    assert len(losses) == STEPS
    assert max(losses[-3:]) < min(losses[:3])


def test_a_stopped_run_goes_on_where_it_was(run: tuple[Path, list[float]], tmp_path: Path) -> None:
    file, losses = run
    (tmp_path / "reader.pt").write_bytes(file.with_suffix(".pt").read_bytes())
    examples = [example for unit in read_folder()[:2] for example in as_written(unit)][:EXAMPLES]
    encoded = encode_all(examples, PairTokenizer(MODEL))
    longer = train(ReaderNetwork(MODEL, LAYERS), [encoded] * LONGER, tmp_path / "reader.pt", report=str)
    assert len(longer) == LONGER and longer[:STEPS] == losses


def test_a_state_of_another_run_is_refused(run: tuple[Path, list[float]]) -> None:
    examples = [example for unit in read_folder()[:1] for example in as_written(unit)][:EXAMPLES]
    encoded = encode_all(examples, PairTokenizer(MODEL))
    with pytest.raises(DeskError, match="a run of other data"):
        train(ReaderNetwork(MODEL, LAYERS), [encoded], run[0].with_suffix(".pt"), report=str)


def test_layers_that_are_not_there_are_an_error() -> None:
    with pytest.raises(DeskError, match="3 layers are wanted"):
        ReaderNetwork(MODEL, LAYERS).keep_layers(3)


def test_fewer_layers_are_taught_by_more(run: tuple[Path, list[float]], tmp_path: Path) -> None:
    state = run[0].with_suffix(".pt")
    network = ReaderNetwork.trained(MODEL, state)
    network.keep_layers(1)
    examples = [example for unit in read_folder()[:2] for example in as_written(unit)][:EXAMPLES]
    encoded = encode_all(examples, PairTokenizer(MODEL))
    teacher = ReaderNetwork.trained(MODEL, state)
    losses = train(network, [encoded] * 4, tmp_path / "small.pt", teacher=teacher, report=str)
    assert losses[-1] < losses[0]
    assert len(ReaderNetwork.trained(MODEL, tmp_path / "small.pt").bert.encoder.layer) == 1


def test_the_file_reads_short_and_long_passages(run: tuple[Path, list[float]]) -> None:
    reader = Reader.load(MODEL, run[0])
    texts = [Text("งานแสดงสินค้า", "งานเปิดเวลา 9 โมงเช้า"), Text("", LONG), Text("Fair", "It opens at nine.")]
    found = reader.read([("เปิดกี่โมง", text) for text in texts])
    for finding, text in zip(found, texts, strict=True):
        assert finding.words and 0 <= finding.words[0] < finding.words[1] <= len(text.passage)


def test_a_pair_is_read_alike_alone_and_in_a_batch(run: tuple[Path, list[float]]) -> None:
    reader = Reader.load(MODEL, run[0])
    text = Text("Fair", "It opens at nine in the town hall.")
    (alone,) = reader.read([("when?", text)])
    together = reader.read([("when?", text), ("where does it open, and who opens it?", Text("", LONG))])
    assert together[0].score == pytest.approx(alone.score, abs=0.2)  # int8 depends slightly on the batch


def test_other_word_embeddings_are_refused(run: tuple[Path, list[float]], tmp_path: Path) -> None:
    file = tmp_path / "reader.onnx"
    file.write_bytes(run[0].read_bytes())
    file.with_suffix(".json").write_text('{"embeddings": "of another model"}', encoding="utf-8")
    with pytest.raises(ModelError, match="trained with other word embeddings"):
        Reader.load(MODEL, file)


def test_a_missing_reader_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="the reader cannot be loaded"):
        Reader.load(MODEL, tmp_path / "reader.onnx")
