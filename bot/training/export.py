"""Writes a trained reader as int8 ONNX, without the table of word embeddings: that one is built at set-up."""

import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from bot.reading.embedding_table import EmbeddingTable
from bot.reading.reader import ReaderCard
from bot.training.network import ReaderNetwork

INPUTS, OUTPUTS = ("embeddings", "mask", "types"), ("answers", "spans")


def export(network: ReaderNetwork, encoder: Path, out: Path) -> None:
    """Write `out` (ONNX) and `out` with the ending .json, which names the embedding table that it was trained with."""
    network.eval().cpu()
    width = network.bert.config.hidden_size
    example = (torch.zeros(2, 8, width), torch.ones(2, 8, dtype=torch.long), torch.zeros(2, 8, dtype=torch.long))
    plain = out.with_suffix(".float.onnx")
    axes = {name: {0: "batch", 1: "tokens"} for name in (*INPUTS, OUTPUTS[1])} | {OUTPUTS[0]: {0: "batch"}}
    with warnings.catch_warnings():
        # It warns that it is to be replaced (by one that needs onnxscript), and at each shape that it traces.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network, example, str(plain), input_names=INPUTS, output_names=OUTPUTS, dynamic_axes=axes, dynamo=False
        )
    quantize_dynamic(plain, out, weight_type=QuantType.QInt8, per_channel=True)
    plain.unlink()
    table = EmbeddingTable.open(encoder)
    ReaderCard(embeddings=table.digest).write(out)
