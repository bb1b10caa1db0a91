"""Graphs of one operator, and attention as such a graph: two forms, every type, prompt then one
token.
"""

import numpy as np
from onnx import TensorProto, helper

from decoder import DOMAIN, IR_VERSION, PRECISION, rotary_cache
from rows import block_tables, paged_feeds
from runtime import Model, Step, floats, numbers
from weights import widen

F8 = TensorProto.FLOAT8E4M3FN
# How a cache is kept: its type, the scale for values of about one, the bits.
CACHES = {
    "same": (None, 0.0, 0),
    "int8": (TensorProto.INT8, 4.5 / 127, 8),
    "int4": (TensorProto.UINT8, 3.5 / 7, 4),
    "f8": (F8, 1.0, 8),
}


def graph(operator, domain, inputs, outputs, tensors=(), opset=21, **attributes):
    """`inputs` and `outputs` are (name, kind, dims); an input named "" is left out."""
    node = helper.make_node(
        operator,
        [name for name, *_ in inputs],
        [name for name, *_ in outputs],
        name=operator,
        domain=domain,
        **attributes,
    )
    held = {tensor.name for tensor in tensors}
    made = helper.make_graph(
        [node],
        "single",
        [
            helper.make_tensor_value_info(*each)
            for each in inputs
            if each[0] and each[0] not in held
        ],
        [helper.make_tensor_value_info(*each) for each in outputs],
        list(tensors),
    )
    opsets = [helper.make_opsetid("", opset), helper.make_opsetid(DOMAIN, 1)]
    return helper.make_model(
        made, opset_imports=opsets, ir_version=11 if opset > 23 else IR_VERSION
    )


def attention_graph(shape, form, precision, cache, length_max):
    """GroupQueryAttention over slots or PagedAttention over blocks, packed q, k and v."""
    kind = PRECISION[precision]
    stored, _, bits = CACHES[cache]
    stored = stored or kind
    width = shape.head_size // 2 if bits == 4 else shape.head_size
    cos, sin = rotary_cache(shape, length_max)
    tensors = [tensor("cos", cos, kind), tensor("sin", sin, kind)]
    attributes = {"num_heads": shape.heads, "kv_num_heads": shape.kv_heads, "do_rotary": 1}
    scales = [("", 0, []), ("", 0, [])]
    if bits:
        attributes |= {"k_quant_type": "PER_TENSOR", "v_quant_type": "PER_TENSOR"}
        scales = [(name, TensorProto.FLOAT, [1]) for name in ("k_scale", "v_scale")]
    gap = ("", 0, [])
    rotary = [("cos", kind, list(cos.shape)), ("sin", kind, list(sin.shape))]
    if form == "slots":
        if bits:
            attributes["kv_cache_bit_width"] = bits
        dims, out = ["b", shape.kv_heads, "m", width], ["b", "s", shape.heads * shape.head_size]
        inputs = [
            ("qkv", kind, ["b", "s", shape.qkv]),
            gap,
            gap,
            ("past_k", stored, dims),
            ("past_v", stored, dims),
            ("seqlens_k", TensorProto.INT32, ["b"]),
            ("total_sequence_length", TensorProto.INT32, []),
            *rotary,
        ]
        inputs += [gap, gap, gap, *scales] if bits else []
        operator = "GroupQueryAttention"
    else:
        if bits == 4:
            attributes |= {"k_cache_dtype": "int4", "v_cache_dtype": "int4"}
        dims, out = ["n", "block", shape.kv_heads, width], ["t", shape.heads * shape.head_size]
        integers = [
            (name, TensorProto.INT32, dims)
            for name, dims in (
                ("cumulative_sequence_lengths", ["b1"]),
                ("past_sequence_lengths", ["b"]),
                ("block_table", ["b", "each"]),
            )
        ]
        inputs = [
            ("qkv", kind, ["t", shape.qkv]),
            gap,
            gap,
            ("past_k", stored, dims),
            ("past_v", stored, dims),
            *integers,
            *rotary,
            gap,
            gap,
            gap,
            gap,
            *scales,
            ("attention_metadata", TensorProto.INT32, [3]),
        ]
        operator = "PagedAttention"
    outputs = [("out", kind, out), ("now_k", stored, dims), ("now_v", stored, dims)]
    return graph(operator, DOMAIN, inputs, outputs, tensors, **attributes)


def tensor(name, values, kind):
    return helper.make_tensor(name, kind, values.shape, numbers(values, kind).tobytes(), raw=True)


class Attention:
    """One attention operator with its cache: `prompt`, then `decode`, for ragged rows of given
    lengths.
    """

    def __init__(
        self, place, shape, form, precision, cache="same", rows=2, length_max=64, block_size=16
    ):
        self.place, self.shape, self.form, self.precision = place, shape, form, precision
        self.kind = PRECISION[precision]
        stored, scale, bits = CACHES[cache]
        self.model = Model(
            attention_graph(shape, form, precision, cache, length_max).SerializeToString(),
            place,
            only=True,
        )
        width = shape.head_size // 2 if bits == 4 else shape.head_size
        blocks_each = -(-length_max // block_size)
        dims = (
            [rows, shape.kv_heads, length_max, width]
            if form == "slots"
            else [rows * blocks_each, block_size, shape.kv_heads, width]
        )
        self.table = block_tables(rows, blocks_each)
        self.cache = [place.empty(stored or self.kind, dims) for _ in "kv"]
        self.scales = [place.put(np.array([scale], np.float32)) for _ in "kv"] if bits else []

    def prompt(self, qkv, lengths):
        """`qkv` [rows, longest, ..] float32, rows padded on the right."""
        if self.form == "slots":
            return self.slots(qkv, lengths)
        step = self.blocks(
            np.concatenate([row[:length] for row, length in zip(qkv, lengths)]),
            [(row, 0, range(length)) for row, length in enumerate(lengths)],
        )
        return step

    def decode(self, qkv, lengths):
        """`qkv` [rows, 1, ..]; `lengths` count the new token."""
        if self.form == "slots":
            return self.slots(qkv, lengths)
        return self.blocks(
            qkv[:, 0], [(row, length - 1, [0]) for row, length in enumerate(lengths)]
        )

    def slots(self, qkv, lengths):
        feeds = {"qkv": numbers(qkv, self.kind), "seqlens_k": np.asarray(lengths, np.int32) - 1}
        total = np.array(max(lengths), np.int32)
        return self.step(feeds, {"total_sequence_length": total}, [*qkv.shape[:2]])

    def blocks(self, qkv, work):
        feeds = paged_feeds(work, self.table)
        host = {"attention_metadata": feeds.pop("attention_metadata")}
        feeds = {"qkv": numbers(qkv, self.kind)} | {
            name: value
            for name, value in feeds.items()
            if name not in ("input_ids", "logits_indices")
        }
        return self.step(feeds, host, [len(qkv)])

    def step(self, feeds, host, rows):
        place, kinds = self.place, {"qkv": self.kind}
        given = {name: place.put(value, kinds.get(name)) for name, value in feeds.items()}
        given |= {name: place.put(value, where="cpu") for name, value in host.items()}
        given |= dict(zip(("past_k", "past_v"), self.cache)) | dict(
            zip(("k_scale", "v_scale"), self.scales)
        )
        self.out = place.empty(self.kind, [*rows, self.shape.heads * self.shape.head_size])
        return Step(
            self.model, given, {"out": self.out} | dict(zip(("now_k", "now_v"), self.cache))
        )

    def answer(self, step):
        """Runs, and reads what came out as float32."""
        step.run()
        return read(self.place, self.out, self.kind)


def read(place, value, kind):
    """Floats of any width, bfloat16 by way of its bits."""
    if kind != TensorProto.BFLOAT16:
        return floats(value)
    bits = np.empty(value.shape(), np.uint16)
    place.read(bits, value)
    return widen(bits, kind)
