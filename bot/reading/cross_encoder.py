"""Another cross-encoder as the reader: any that sentence-transformers loads. It finds no words, only whether a passage
answers."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.errors import ModelError
from bot.reading.calibration import ReaderCalibration
from bot.reading.reader import Finding, Text

BATCH = 16  # pairs in one call


class CrossEncoderReader:
    """A cross-encoder with one output. Thread-safe."""

    def __init__(self, model: Any, calibration: ReaderCalibration) -> None:
        self._model = model
        self._lock = threading.Lock()  # fast tokenizers refuse concurrent use
        self.calibration = calibration

    @classmethod
    def load(cls, name: str, calibration: Path | None) -> "CrossEncoderReader":
        """Load a model by folder or name. `calibration` is the file that `bot reader calibrate` wrote for it; None: not
        calibrated yet. Raises ModelError if one of them is not usable."""
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(name, device="cpu", num_labels=1)
        except (OSError, ValueError, RuntimeError) as e:
            raise ModelError(f"{name}: cannot be loaded as a cross-encoder: {e}") from e
        if calibration is None:
            return cls(model, ReaderCalibration())
        try:
            return cls(model, ReaderCalibration.model_validate_json(calibration.read_text(encoding="utf-8")))
        except (OSError, ValidationError) as e:
            raise ModelError(
                f"{calibration}: no calibration of {name}; `python -m bot reader calibrate` makes it"
            ) from e

    def read(self, asked: Sequence[tuple[str, Text]]) -> list[Finding]:
        """The finding for each question and text, with the model's score in place of log-odds."""
        from torch import nn

        pairs = [(question, f"{text.title}\n{text.passage}".strip()) for question, text in asked]
        options = {"batch_size": BATCH, "activation_fn": nn.Identity(), "show_progress_bar": False}
        with self._lock:
            scores = self._model.predict(pairs, **options)
        return [Finding(float(score), None) for score in scores]
