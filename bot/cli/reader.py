"""`python -m bot reader`: check the reading data, train a reader, measure one."""

import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli.terminal import fail
from bot.errors import DeskError
from bot.reading.cache import CachedReader, Reads
from bot.reading.calibration import ReaderCalibration
from bot.reading.cross_encoder import CrossEncoderReader
from bot.reading.load import calibration_file
from bot.reading.reader import Reader, ReaderCard
from bot.reply import Language
from bot.settings import Settings
from bot.training import units as reading_data
from bot.training.examples import Example, as_written, for_training, of_both_classes
from bot.training.public import paragraphs, read_public
from bot.training.units import Part, Unit, of_part

DATA = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=reading_data.FOLDER,
    show_default="data/reading",
    help="folder of reading data",
)

STATE = Path("models/reader/training.pt")
AGAIN_RATE = 0.5  # factor of the learning rates where a network learns the data once more
SEED = 1  # of the sample of questions that are asked of both classes


@click.group()
def reader() -> None:
    """Check the reading data, train a reader, measure one."""


def read_units(folder: Path) -> list[Unit]:
    try:
        return reading_data.read_folder(folder)
    except DeskError as e:
        fail(str(e))


@reader.command()
@DATA
@click.option(
    "--apart-from",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="folder of files whose wording the data must not share",
)
def check(data: Path, apart_from: Path | None) -> None:
    """Check the reading data: that it is valid, what it holds, and what its questions alone give away.

    Exit code 1 where it shares wording that it must not share.
    """
    from bot.training.measure import question_only_auroc
    from bot.training.wording import shared_wording

    units = read_units(data)
    questions = [question for unit in units for question in unit.questions]
    sorts = Counter(question.why for question in questions)
    click.echo(f"{len(units)} passages of {len({unit.meeting for unit in units})} meetings, {len(questions)} questions")
    click.echo(f"{2 * len(questions)} pairs as written; " + ", ".join(f"{k} {n}" for k, n in sorts.most_common()))
    for part in Part:
        click.echo(f"{part}: {len(of_part(units, part))} passages")
    written = [(unit.meeting, example) for unit in units for example in as_written(unit)]
    for name, rows in (
        ("pairs as written", written),
        ("each question of both classes", of_both_classes(units, random.Random(SEED))),
    ):
        value = question_only_auroc([example for _, example in rows], [meeting for meeting, _ in rows])
        click.echo(f"AUROC of the question alone, {name}: {value:.3f} ({len(rows)} pairs)")
    if apart_from:
        shared = list(shared_wording(units, apart_from))
        click.echo("\n".join([*shared, f"{len(shared)} questions and passages share wording with {apart_from}"]))
        sys.exit(1 if shared else 0)


@reader.command()
@DATA
@click.option(
    "--public",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSONL file, learnt before the reading data",
)
@click.option("--public-count", default=1500, show_default=True, help="pairs that are taken of each public file")
@click.option("--layers", default=12, show_default=True, help="layers of the encoder that are kept")
@click.option(
    "--teacher",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="state of a finished run (its --state), from whose network fewer layers are taken and taught",
)
@click.option(
    "--start",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="state of a finished run (its --state), to learn the reading data once more at half the rate",
)
@click.option("--passes", default=1, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--max-steps", type=int, help="stop earlier")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("models/reader/reader.onnx"))
@click.option(
    "--state", type=click.Path(dir_okay=False, path_type=Path), default=STATE, help="what a stopped run goes on from"
)
@click.pass_obj
def train(
    settings: Settings,
    data: Path,
    public: tuple[Path, ...],
    public_count: int,
    layers: int,
    teacher: Path | None,
    start: Path | None,
    passes: int,
    seed: int,
    max_steps: int | None,
    out: Path,
    state: Path,
) -> None:
    """Train a reader, write it as int8 ONNX and calibrate it. A run that was stopped goes on."""
    from bot.reading.pairs import PairTokenizer
    from bot.training.export import export
    from bot.training.network import ReaderNetwork
    from bot.training.train import encode_all
    from bot.training.train import train as run

    encoder = Path(settings.embedding_model)
    groups = [encode_all(group, PairTokenizer(encoder)) for group in example_groups(data, public, public_count, seed)]
    stages = [groups[0] if not start else [], *[groups[1]] * passes]
    for file in (out, state):
        file.parent.mkdir(parents=True, exist_ok=True)
    before = start or teacher
    network = ReaderNetwork.trained(encoder, before) if before else ReaderNetwork(encoder, layers, seed)
    known = ReaderNetwork.trained(encoder, teacher) if teacher else None
    rate = AGAIN_RATE if start else 1.0
    try:
        network.keep_layers(layers)
        run(network, stages, state, teacher=known, rate=rate, seed=seed, max_steps=max_steps, report=click.echo)
    except DeskError as e:
        fail(str(e))
    export(network, encoder, out)
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB")
    calibrate_weights(out, settings, data)


def example_groups(data: Path, public: Sequence[Path], count: int, seed: int) -> tuple[list[Example], list[Example]]:
    """The public pairs, and the examples of the reading data."""
    rng = random.Random(seed)
    try:
        others = [example for file in public for example in read_public(file, count, rng)]
    except DeskError as e:
        fail(str(e))
    unrelated: dict[Language, list[str]] = paragraphs(others)
    examples = for_training(of_part(read_units(data), Part.TRAINING), rng, unrelated)
    for name, group in (("public", others), ("reading", examples)):
        click.echo(f"{name}: {len(group)} examples, {sum(e.answer is not None for e in group)} of them answered")
    return others, examples


def calibrate_weights(weights: Path, settings: Settings, data: Path) -> None:
    """Calibrate a reader of ours and write that into its card."""
    try:
        calibration = fitted(Reader.load(Path(settings.embedding_model), weights), settings, data)
    except DeskError as e:
        fail(str(e))
    ReaderCard.of(weights).model_copy(update={"calibration": calibration}).write(weights)


def fitted(model: Reads, settings: Settings, data: Path) -> ReaderCalibration:
    """The calibration of a reader, from the meetings that are kept for it."""
    from bot.embedding.cache import EncodingCache
    from bot.embedding.embedder import Embedder
    from bot.training.calibrate import fit, judged

    units = of_part(read_units(data), Part.CALIBRATION)
    reader = CachedReader(model)
    reader.calibration = ReaderCalibration()  # not that of an earlier fit
    encodings = EncodingCache(Embedder.load(settings.embedding_model), settings.data_dir / "encodings.sqlite3")
    # Which candidate reads best depends on the calibration, so it is fitted twice.
    reader.calibration = fit(judged(units, encodings, reader))
    found = judged(units, encodings, reader)
    calibration = fit(found)
    click.echo(f"calibrated on {len(found)} questions: {calibration.model_dump_json()}")
    return calibration


@reader.command()
@DATA
@click.argument("name")
@click.pass_obj
def calibrate(settings: Settings, data: Path, name: str) -> None:
    """Calibrate a reader of ours (an ONNX file), or another cross-encoder by name or folder, for BOT_READER."""
    try:
        if name.endswith(".onnx"):
            calibrate_weights(Path(name), settings, data)
            return
        model = CrossEncoderReader.load(name, None)
        calibration = fitted(model, settings, data)
    except DeskError as e:
        fail(str(e))
    file = calibration_file(name, settings.data_dir)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(calibration.model_dump_json(indent=1) + "\n", encoding="utf-8")
    click.echo(f"{file} written")


@reader.command()
@DATA
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def evaluate(settings: Settings, data: Path, file: Path) -> None:
    """Measure a reader on the held-out meetings, by pair of languages and sort of near miss."""
    from bot.evaluation.metrics import auroc
    from bot.reading.reader import Text
    from bot.training.measure import figures

    try:
        loaded = Reader.load(Path(settings.embedding_model), file)
    except DeskError as e:
        fail(str(e))
    units = of_part(read_units(data), Part.VALIDATION)
    written = [example for unit in units for example in as_written(unit)]
    for name, examples in (
        ("as written", written),
        ("each question of both classes", [e for _, e in of_both_classes(units, random.Random(SEED))]),
    ):
        found = loaded.read([(example.question, Text(example.title, example.passage)) for example in examples])
        for pair, values in figures(examples, found).items():
            click.echo(f"{name}, {pair}  " + "  ".join(f"{key} {value:.4g}" for key, value in values.items()))
        answered = [one.score for one, example in zip(found, examples, strict=True) if example.answer]
        for sort in sorted({example.sort for example in examples if not example.answer}):
            missed = [one.score for one, example in zip(found, examples, strict=True) if example.sort == sort]
            labels = [True] * len(answered) + [False] * len(missed)
            click.echo(f"{name}, against {sort}  n {len(missed)}  AUROC {auroc([*answered, *missed], labels):.3f}")
