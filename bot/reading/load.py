"""Loads the reader that the settings name."""

import logging
from pathlib import Path

from bot.errors import ModelError
from bot.reading.cache import CachedReader
from bot.reading.cross_encoder import CrossEncoderReader
from bot.reading.reader import Reader

log = logging.getLogger(__name__)
OFF = "off"


def calibration_file(name: str, data_dir: Path) -> Path:
    """Where the calibration of another cross-encoder is kept."""
    return data_dir / "readers" / f"{name.strip('/').replace('/', '--')}.json"


def load_reader(name: str, embedding_model: str, data_dir: Path) -> CachedReader | None:
    """The reader that `BOT_READER` names: OFF for none, an ONNX file of `bot reader train`, else a cross-encoder.

    Raises ModelError if it cannot be loaded.
    """
    if name == OFF:
        return None
    if name.endswith(".onnx"):
        return CachedReader(Reader.load(Path(embedding_model), Path(name)))
    return CachedReader(CrossEncoderReader.load(name, calibration_file(name, data_dir)))


def reader_or_none(name: str, embedding_model: str, data_dir: Path) -> CachedReader | None:
    """Like `load_reader`, but a reader that cannot be loaded is logged, and answers are judged without one."""
    try:
        return load_reader(name, embedding_model, data_dir)
    except ModelError as e:
        log.error("%s; answers are judged by likeness alone, as with BOT_READER=off", e)
        return None
