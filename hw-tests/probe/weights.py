"""Random weights of any size from small files.

A 16 GB model is written as a 1 GB file: every tensor is a window into one file of noise of its
type, at an offset of its own. ONNX Runtime reads each tensor separately, so the device holds the
full size. The noise repeats with a period that shares no factor with a row's length: no two rows
are equal, and no two logits tie.
"""

import zlib
from pathlib import Path

import numpy as np
from onnx import TensorProto

STD = 0.02
PERIOD = 4_194_301  # a prime
OFFSETS = 4096
ALIGNMENT = 4096
# The files, and how wide the window's start may wander.
SLACK_BYTES = OFFSETS * ALIGNMENT
TINY_SLACK_BYTES = 16 * ALIGNMENT
STD_OF_BYTES = {4: 4.61, 8: 73.9}
WIDTH = {
    TensorProto.FLOAT: 4,
    TensorProto.FLOAT16: 2,
    TensorProto.BFLOAT16: 2,
    TensorProto.UINT8: 1,
    TensorProto.INT8: 1,
    TensorProto.FLOAT8E4M3FN: 1,
    TensorProto.INT32: 4,
    TensorProto.INT64: 8,
}
NAME = {
    TensorProto.FLOAT: "f32",
    TensorProto.FLOAT16: "f16",
    TensorProto.BFLOAT16: "bf16",
    TensorProto.UINT8: "u8",
}


def noise(kind, count, scale=STD, seed=0):
    """`count` values as an array of bits: float16 and float32 as such, bfloat16 as uint16."""
    drawn = np.random.default_rng(seed).standard_normal(count, dtype=np.float32) * np.float32(scale)
    return narrow(drawn, kind)


def narrow(values, kind):
    values = np.ascontiguousarray(values, dtype=np.float32)
    if kind == TensorProto.FLOAT:
        return values
    if kind == TensorProto.FLOAT16:
        return values.astype(np.float16)
    if kind == TensorProto.BFLOAT16:
        bits = values.view(np.uint32)
        return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
    raise ValueError(f"no noise of ONNX type {kind}")


def widen(array, kind):
    """Back to float32."""
    if kind == TensorProto.BFLOAT16:
        return (array.view(np.uint16).astype(np.uint32) << 16).view(np.float32)
    return array.astype(np.float32)


class Files:
    """The noise files of one folder. They only grow, and are shared by all models beside them."""

    def __init__(self, folder, tiny):
        self.folder = Path(folder)
        self.period = 65_537 if tiny else PERIOD
        self.slack_bytes = TINY_SLACK_BYTES if tiny else SLACK_BYTES

    def window(self, tensor, kind, dims, purpose="normal", bits=0):
        """Makes `tensor` a window into the right file; equal names get equal windows."""
        size = int(np.prod(dims, dtype=np.int64)) * WIDTH[kind]
        offset = zlib.crc32(tensor.name.encode()) % (self.slack_bytes // ALIGNMENT) * ALIGNMENT
        path = self.file(kind, purpose, bits, size + self.slack_bytes)
        tensor.data_type = kind
        tensor.dims.extend(dims)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", path.name), ("offset", offset), ("length", size)):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, str(value)

    def file(self, kind, purpose, bits, size):
        path = self.folder / f"{purpose}{bits or ''}-{NAME[kind]}.bin"
        have = path.stat().st_size if path.exists() else 0
        if have < size:
            tile = self.tile(kind, purpose, bits).tobytes()
            # A file that a process has mapped must not shrink, so it is appended to.
            with open(path, "ab") as file:
                file.write(tile[have % len(tile) :])
                for _ in range(max(0, -(-(size - file.tell()) // len(tile)))):
                    file.write(tile)
        return path

    def tile(self, kind, purpose, bits):
        draw = np.random.default_rng(7)
        if purpose == "bytes":
            return draw.integers(0, 256, self.period, dtype=np.uint8)
        if purpose == "scale":
            spread = draw.uniform(0.5, 1.5, self.period).astype(np.float32)
            return narrow(spread * np.float32(STD / STD_OF_BYTES[bits]), kind)
        return noise(kind, self.period)
