"""`python -m bot reader`: check the reading data, train a reader, measure one."""

import random
from collections import Counter
from pathlib import Path

import click

from bot.cli.terminal import fail
from bot.errors import DeskError
from bot.reply import Language
from bot.settings import Settings
from bot.training import units as reading_data
from bot.training.examples import as_written, for_training, of_both_classes
from bot.training.public import paragraphs, read_public
from bot.training.units import Part, Unit, of_part

DATA = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=reading_data.FOLDER,
    show_default="data/reading",
    help="folder of reading data",
)

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
def check(data: Path) -> None:
    """Check the reading data: that it is valid, what it holds, and what its questions alone give away."""
    from bot.training.measure import question_only_auroc

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


@reader.command()
@DATA
@click.option(
    "--public", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSONL file"
)
@click.option("--public-count", default=1500, show_default=True, help="pairs that are taken of each public file")
@click.option("--layers", default=12, show_default=True, help="layers of the encoder that are kept")
@click.option("--passes", default=1, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--max-steps", type=int, help="stop earlier")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("models/reader/reader.onnx"))
@click.pass_obj
def train(
    settings: Settings,
    data: Path,
    public: tuple[Path, ...],
    public_count: int,
    layers: int,
    passes: int,
    seed: int,
    max_steps: int | None,
    out: Path,
) -> None:
    """Train a reader and write it as int8 ONNX. A run that was stopped goes on."""
    from bot.reading.pairs import PairTokenizer
    from bot.training.export import export
    from bot.training.network import ReaderNetwork
    from bot.training.train import encode_all
    from bot.training.train import train as run

    rng, encoder = random.Random(seed), Path(settings.embedding_model)
    try:
        others = [example for file in public for example in read_public(file, public_count, rng)]
    except DeskError as e:
        fail(str(e))
    unrelated: dict[Language, list[str]] = paragraphs(others)
    examples = [*for_training(of_part(read_units(data), Part.TRAINING), rng, unrelated), *others]
    click.echo(f"{len(examples)} examples, {sum(e.answer is not None for e in examples)} of them answered")
    encoded = encode_all(examples, PairTokenizer(encoder))
    out.parent.mkdir(parents=True, exist_ok=True)
    network = ReaderNetwork(encoder, layers)
    run(network, encoded, out.with_suffix(".pt"), passes=passes, seed=seed, max_steps=max_steps, report=click.echo)
    export(network, encoder, out)
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


@reader.command()
@DATA
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def evaluate(settings: Settings, data: Path, file: Path) -> None:
    """Measure a reader on the held-out meetings, by pair of languages and sort of near miss."""
    from bot.evaluation.metrics import auroc
    from bot.reading.reader import Reader, Text
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
