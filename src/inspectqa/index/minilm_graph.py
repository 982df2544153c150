"""all-MiniLM-L6-v2 as an ONNX graph, written from the published weights without torch or the onnx package.

    ids ─EmbedLayerNorm─> 6 x [ linear qkv ─ attention ─ linear ─ add, norm ─ linear ─ gelu ─ linear ─ add, norm ] ─┐
    share ──────────────────────────────────────────────────────────────── weighted sum over tokens <───────────────┘
                                                                            └─> length 1 ─> (texts, 384)

A linear layer is held in 8 bits, one scale for 64 weights, or exactly as published. Gelu is the exact one (erf),
as the model was trained. The mean over tokens is a sum here, because dividing by a length and then scaling to
length 1 is scaling to length 1. Residuals are added and normalised by plain operators: onnxruntime's fused one
is five times slower. The graph holds names and shapes only; the tensors are given to the session beside it.

The bytes follow onnx.proto3 (field numbers in the calls below); docs/adr/0003-embedding-runtime.md has the figures.
"""

import json
import struct
from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float32]
Tensors = dict[str, NDArray[Any]]
"""float32 or, for weights in 8 bits, uint8."""

LAYERS = 6
HEADS = 12
DIMENSIONS = 384
_BLOCK = 64  # weights that share a scale; 128 is faster, and the figures of retrieval begin to move
_EPSILON = 1e-12
_FLOAT, _UINT8, _INT32 = 1, 2, 6
_EXTERNAL = 1
_FUSED = "com.microsoft"


def read_safetensors(data: bytes) -> dict[str, Tensor]:
    """Return the float32 tensors of a safetensors file by name, as views of ``data``.

    Layout: 8 bytes of header length, a JSON header with offsets, then the numbers, little-endian.
    """
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    return {
        name: np.frombuffer(
            data, "<f4", count=int(np.prod(entry["shape"])), offset=8 + length + entry["data_offsets"][0]
        ).reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }


def initializers(weights: dict[str, Tensor], *, exact: bool = False) -> Tensors:
    """Return the tensors that the graph names, from the published ones; ``exact`` keeps all of them float32.

    Linear layers are stored (out, in); query, key and value become one; every text is one segment, so the
    segment's row is added to the positions.
    """
    tensors: Tensors = {
        "words": weights["embeddings.word_embeddings.weight"],
        "positions": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "start.scale": weights["embeddings.LayerNorm.weight"],
        "start.shift": weights["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        for name, tensor in _layer_tensors(weights, f"encoder.layer.{number}").items():
            if tensor.ndim == 1:
                tensors[f"{number}.{name}"] = tensor
            elif exact:
                tensors[f"{number}.{name}"] = np.ascontiguousarray(tensor.T)
            else:
                tensors[f"{number}.{name}.bytes"], tensors[f"{number}.{name}.scales"] = _in_8_bits(tensor)
    return tensors


def _layer_tensors(weights: dict[str, Tensor], layer: str) -> dict[str, Tensor]:
    qkv = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
    tensors = {
        "qkv": np.concatenate([weights[f"{name}.weight"] for name in qkv]),
        "qkv.bias": np.concatenate([weights[f"{name}.bias"] for name in qkv]),
    }
    for short, long in (("mix", "attention.output"), ("widen", "intermediate"), ("narrow", "output")):
        tensors[short] = weights[f"{layer}.{long}.dense.weight"]
        tensors[f"{short}.bias"] = weights[f"{layer}.{long}.dense.bias"]
    for short, long in (("mix", "attention.output"), ("narrow", "output")):
        tensors[f"{short}.scale"] = weights[f"{layer}.{long}.LayerNorm.weight"]
        tensors[f"{short}.shift"] = weights[f"{layer}.{long}.LayerNorm.bias"]
    return tensors


def _in_8_bits(weights: Tensor) -> tuple[NDArray[np.uint8], Tensor]:
    """Return weights (out, in) as uint8 (out, blocks, 64) around 128, and the scale of each block."""
    blocks = weights.reshape(len(weights), -1, _BLOCK)
    scales = np.maximum(np.abs(blocks).max(-1, keepdims=True), np.float32(1e-30)) / np.float32(127)
    return (np.rint(blocks / scales) + 128).astype(np.uint8), scales.reshape(-1)


def graph(tensors: Tensors) -> bytes:
    """Return the ONNX model: inputs ``ids`` and ``mask`` int32 (n, t), ``share`` float32 (n, 1, t);
    output ``vectors`` float32 (n, 384). ``tensors`` are declared, their numbers left outside.
    """
    layers = (_layer(number, tensors) for number in range(LAYERS))
    nodes = [_start(), *chain.from_iterable(layers), *_pool(f"{LAYERS - 1}.out")]
    inputs = [("ids", _INT32, ("n", "t")), ("mask", _INT32, ("n", "t")), ("share", _FLOAT, ("n", 1, "t"))]
    body = b"".join(
        [
            *(_message(1, node) for node in nodes),
            _text(2, "all-MiniLM-L6-v2"),
            *(_message(5, _declared(name, tensor)) for name, tensor in tensors.items()),
            *(_message(11, _value(*declared)) for declared in inputs),
            _message(12, _value("vectors", _FLOAT, ("n", DIMENSIONS))),
        ]
    )
    opsets = (_text(1, domain) + _number(2, version) for domain, version in (("", 17), (_FUSED, 1)))
    return _number(1, 8) + _text(2, "inspectqa") + _message(7, body) + b"".join(_message(8, o) for o in opsets)


def _start() -> bytes:
    inputs = ["ids", "", "words", "positions", "", "start.scale", "start.shift"]
    return _node("EmbedLayerNormalization", inputs, ["start", "unused"], {"epsilon": _EPSILON})


def _layer(number: int, tensors: Tensors) -> list[bytes]:
    before = f"{number - 1}.out" if number else "start"

    def name(part: str) -> str:
        return f"{number}.{part}"

    def linear(source: str, part: str, output: str) -> list[bytes]:
        bias = name(f"{part}.bias")
        if name(part) in tensors:
            return [
                _node("MatMul", [source, name(part)], [name(f"{part}.product")], fused=False),
                _node("Add", [name(f"{part}.product"), bias], [name(output)], fused=False),
            ]
        held = tensors[name(f"{part}.bytes")]
        sizes = {"K": held[0].size, "N": len(held), "bits": 8, "block_size": _BLOCK, "accuracy_level": 4}
        inputs = [source, name(f"{part}.bytes"), name(f"{part}.scales"), "", "", bias]
        return [_node("MatMulNBits", inputs, [name(output)], sizes)]

    def add_and_norm(source: str, part: str, output: str) -> list[bytes]:
        inputs = [name(f"{part}.added"), name(f"{part}.scale"), name(f"{part}.shift")]
        return [
            _node("Add", [name(f"{part}.out"), source], inputs[:1], fused=False),
            _node("LayerNormalization", inputs, [name(output)], {"epsilon": _EPSILON, "axis": 2}, fused=False),
        ]

    heads = [name("q"), name("k"), name("v")]
    return [
        *linear(before, "qkv", "all"),
        _node("Split", [name("all")], heads, {"axis": 2}, fused=False),
        _node("MultiHeadAttention", [*heads, "", "mask"], [name("seen")], {"num_heads": HEADS}),
        *linear(name("seen"), "mix", "mix.out"),
        *add_and_norm(before, "mix", "middle"),
        *linear(name("middle"), "widen", "wide"),
        _node("Gelu", [name("wide")], [name("active")]),
        *linear(name("active"), "narrow", "narrow.out"),
        *add_and_norm(name("middle"), "narrow", "out"),
    ]


def _pool(last: str) -> list[bytes]:
    return [
        _node("MatMul", ["share", last], ["summed"], fused=False),
        _node("Flatten", ["summed"], ["flat"], {"axis": 1}, fused=False),
        _node("LpNormalization", ["flat"], ["vectors"], {"axis": 1, "p": 2}, fused=False),
    ]


# ---------------------------------------------------------------- onnx.proto3, by field number


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _message(field: int, payload: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(payload)) + payload


def _text(field: int, value: str) -> bytes:
    return _message(field, value.encode())


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)


def _node(
    operator: str,
    inputs: Iterable[str],
    outputs: Iterable[str],
    attributes: dict[str, float] | None = None,
    *,
    fused: bool = True,
) -> bytes:
    parts = [*(_text(1, name) for name in inputs), *(_text(2, name) for name in outputs), _text(4, operator)]
    parts += [_message(5, _attribute(name, value)) for name, value in (attributes or {}).items()]
    return b"".join(parts) + (_text(7, _FUSED) if fused else b"")


def _declared(name: str, tensor: NDArray[Any]) -> bytes:
    dimensions = b"".join(_number(1, size) for size in tensor.shape)
    kind = _UINT8 if tensor.dtype == np.uint8 else _FLOAT
    location = _message(13, _text(1, "location") + _text(2, "given to the session"))
    return dimensions + _number(2, kind) + _text(8, name) + location + _number(14, _EXTERNAL)


def _value(name: str, kind: int, shape: Iterable[str | int]) -> bytes:
    sizes = (_text(2, size) if isinstance(size, str) else _number(1, size) for size in shape)
    tensor = _number(1, kind) + _message(2, b"".join(_message(1, size) for size in sizes))
    return _text(1, name) + _message(2, _message(1, tensor))
