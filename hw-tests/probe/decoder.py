"""Decoder graphs with random weights, built node by node as the served models are shaped.

Two ways of attention: `gqa` (rows in slots: GroupQueryAttention, past and present the same memory)
and `paged` (flattened tokens, blocks: PagedAttention). Weights dense or in 4 or 8 bits; adapters
none, per row, gathered by row, or as one bank with a row mask. Equal names get equal weights in
every graph, so that two graphs of one shape can be compared.
"""

from dataclasses import dataclass, replace

import numpy as np
import onnx
from onnx import TensorProto, helper

from weights import narrow

DOMAIN = "com.microsoft"
IR_VERSION = 10
OPSET = 21
PRECISION = {"f32": TensorProto.FLOAT, "f16": TensorProto.FLOAT16, "bf16": TensorProto.BFLOAT16}


@dataclass(frozen=True)
class Shape:
    name: str
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    head_size: int
    inner: int
    vocabulary: int

    @property
    def qkv(self):
        return (self.heads + 2 * self.kv_heads) * self.head_size

    def matrices(self):
        """(name, K, N) of the projections of one layer."""
        return (
            ("qkv", self.hidden, self.qkv),
            ("o", self.heads * self.head_size, self.hidden),
            ("gate", self.hidden, self.inner),
            ("up", self.hidden, self.inner),
            ("down", self.inner, self.hidden),
        )

    @property
    def multiplied(self):
        """Parameters that every token is multiplied with; the embedding is only looked up."""
        return (
            self.layers * sum(k * n for _, k, n in self.matrices()) + self.hidden * self.vocabulary
        )


SHAPES = {
    "0.5b": Shape("0.5b", 896, 24, 14, 2, 64, 4864, 32000),
    "1b": Shape("1b", 2048, 16, 32, 8, 64, 8192, 128256),
    "8b": Shape("8b", 4096, 32, 32, 8, 128, 14336, 128256),
}
TINY = Shape("tiny", 64, 2, 4, 2, 16, 96, 128)


@dataclass(frozen=True)
class Plan:
    """What a graph is to be. `block` is the quantisation block along K, `bits` 0 means dense."""

    shape: Shape
    attention: str = "gqa"
    precision: str = "f16"
    bits: int = 0
    block: int = 32
    lora: str = ""
    rank: int = 16
    genai: bool = False
    context_max: int = 4096

    @property
    def file(self):
        weights = f"int{self.bits}b{self.block}" if self.bits else "dense"
        parts = [self.shape.name, str(self.shape.layers), self.attention, self.precision, weights]
        parts += [f"lora-{self.lora}{self.rank}"] if self.lora else []
        parts += ["genai"] if self.genai else []
        return "-".join([*parts, str(self.context_max)]) + ".onnx"

    @property
    def weight_bytes(self):
        """Read once per step, whatever the batch."""
        per_weight = self.bits / 8 + 2 / self.block if self.bits else helper_width(self.precision)
        return int(self.shape.multiplied * per_weight)

    @property
    def kv_bytes_per_token(self):
        shape = self.shape
        return 2 * shape.layers * shape.kv_heads * shape.head_size * helper_width(self.precision)

    def with_(self, **changes):
        return replace(self, **changes)


def helper_width(precision):
    return 4 if precision == "f32" else 2


def write(plan, files):
    """Writes the graph beside its noise files, if it is not there, and returns its path."""
    path = files.folder / plan.file
    if not path.exists():
        onnx.save(build(plan, files), path)
    return path


def build(plan, files):
    graph = Graph(plan, files)
    graph.embed()
    for layer in range(plan.shape.layers):
        graph.layer(layer)
    graph.head()
    return graph.model()


def rotary_cache(shape, length):
    angles = np.outer(
        np.arange(length), 1e4 ** (-np.arange(0, shape.head_size, 2) / shape.head_size)
    )
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def constant(name, values, kind):
    """An initialiser inside the file; bfloat16 too, which numpy does not know."""
    if kind in PRECISION.values():
        values = narrow(values, kind)
    return helper.make_tensor(name, kind, values.shape, values.tobytes(), raw=True)


class Graph:
    """Collects nodes and tensors; `x` is the residual, `hidden` what the next projection reads."""

    def __init__(self, plan, files):
        self.plan, self.files, self.shape = plan, files, plan.shape
        self.kind = PRECISION[plan.precision]
        self.paged = plan.attention == "paged"
        self.rows = ["tokens"] if self.paged else ["batch", "sequence"]
        self.nodes, self.tensors, self.inputs, self.outputs = [], [], [], []
        self.x = self.hidden = ""

    def node(self, operator, inputs, outputs, domain="", **attributes):
        self.nodes.append(
            helper.make_node(
                operator, inputs, outputs, name=outputs[0], domain=domain, **attributes
            )
        )
        return outputs[0]

    def weight(self, name, dims):
        tensor = TensorProto(name=name)
        self.files.window(tensor, self.kind, dims)
        self.tensors.append(tensor)
        return name

    def small(self, name, values, kind=None):
        self.tensors.append(constant(name, values, kind or self.kind))
        return name

    def input(self, name, kind, dims):
        self.inputs.append(helper.make_tensor_value_info(name, kind, dims))
        return name

    def output(self, name, kind, dims):
        self.outputs.append(helper.make_tensor_value_info(name, kind, dims))
        return name

    def embed(self):
        shape = self.shape
        ids = self.input("input_ids", TensorProto.INT64, self.rows)
        cos, sin = rotary_cache(shape, self.plan.context_max)
        self.small("cos", cos)
        self.small("sin", sin)
        # The norm's weight is one everywhere: it costs what any weight costs.
        self.small("ones", np.ones(shape.hidden, np.float32))
        if self.paged:
            for name, dims in (
                ("cumulative_sequence_lengths", ["rows_and_one"]),
                ("past_sequence_lengths", ["rows"]),
                ("block_table", ["rows", "blocks"]),
                ("attention_metadata", [3]),
            ):
                self.input(name, TensorProto.INT32, dims)
        elif self.plan.genai:
            self.mask()
        else:
            self.input("seqlens_k", TensorProto.INT32, ["batch"])
            self.input("total_sequence_length", TensorProto.INT32, [])
        self.adapters()
        embedded = self.node(
            "Gather",
            [self.weight("embedding", [shape.vocabulary, shape.hidden]), ids],
            ["embedded"],
        )
        # The first norm reads the embedding twice: it does not mind the factor, and needs no
        # operator of its own.
        self.x = self.hidden = embedded

    def mask(self):
        """What onnxruntime-genai feeds instead of lengths."""
        self.input("attention_mask", TensorProto.INT64, ["batch", "total"])
        self.small("axis", np.array([1], np.int64), TensorProto.INT64)
        self.small("one", np.array([1], np.int64), TensorProto.INT64)
        self.small("at", np.array(1, np.int64), TensorProto.INT64)
        self.node("ReduceSum", ["attention_mask", "axis"], ["mask_sum"], keepdims=0)
        self.node("Sub", ["mask_sum", "one"], ["mask_less"])
        self.node("Cast", ["mask_less"], ["seqlens_k"], to=TensorProto.INT32)
        self.node("Shape", ["attention_mask"], ["mask_shape"])
        self.node("Gather", ["mask_shape", "at"], ["mask_total"])
        self.node("Cast", ["mask_total"], ["total_sequence_length"], to=TensorProto.INT32)

    def adapters(self):
        if self.plan.lora == "bank":
            self.input("lora_mask", self.kind, ["batch", 1, "bank"])
            self.input("lora_mask_qkv", self.kind, ["batch", 1, "bank_qkv"])
        if self.plan.lora == "gather":
            self.input("adapter_ids", TensorProto.INT64, ["batch"])

    def norm(self, name):
        """Adds what the last projection made to the residual, and normalises the sum."""
        self.node(
            "SkipSimplifiedLayerNormalization",
            [self.x, self.hidden, "ones"],
            [f"{name}.normed", "", "", f"{name}.sum"],
            DOMAIN,
            epsilon=1e-6,
        )
        self.x, self.hidden = f"{name}.sum", f"{name}.normed"
        return self.hidden

    def project(self, name, x, k, n, adapted=True):
        plan = self.plan
        lora = plan.lora if adapted else ""
        out = f"{name}.base" if lora else name
        if plan.bits:
            self.quantised(name, x, out, k, n)
        else:
            self.node("MatMul", [x, self.weight(f"{name}.weight", [k, n])], [out])
        return self.adapted(name, x, out, k, n) if lora else out

    def quantised(self, name, x, out, k, n):
        plan = self.plan
        blocks = -(-k // plan.block)
        packed = TensorProto(name=f"{name}.packed{plan.bits}")
        dims = [n, blocks, plan.block * plan.bits // 8]
        self.files.window(packed, TensorProto.UINT8, dims, "bytes")
        scales = TensorProto(name=f"{name}.scales{plan.bits}")
        self.files.window(scales, self.kind, [n, blocks], "scale", plan.bits)
        self.tensors += [packed, scales]
        self.node(
            "MatMulNBits",
            [x, packed.name, scales.name],
            [out],
            DOMAIN,
            K=k,
            N=n,
            bits=plan.bits,
            block_size=plan.block,
        )

    def adapted(self, name, x, base, k, n):
        """base + (x A) B; the packed q, k and v carry three adapters: three times the rank."""
        plan, thrice = self.plan, name.endswith(".qkv")
        rank = plan.rank * (3 if thrice else 1)
        a, b = f"{name}.lora_A", f"{name}.lora_B"
        if plan.lora == "rows":
            self.input(a, self.kind, ["batch", k, rank])
            self.input(b, self.kind, ["batch", rank, n])
        elif plan.lora == "gather":
            self.input(f"{a}.all", self.kind, ["adapters", k, rank])
            self.input(f"{b}.all", self.kind, ["adapters", rank, n])
            a = self.node("Gather", [f"{a}.all", "adapter_ids"], [a])
            b = self.node("Gather", [f"{b}.all", "adapter_ids"], [b])
        else:
            width = "bank_qkv" if thrice else "bank"
            self.input(a, self.kind, [k, width])
            self.input(b, self.kind, [width, n])
        inner = self.node("MatMul", [x, a], [f"{name}.lora_x"])
        if plan.lora == "bank":
            mask = "lora_mask_qkv" if thrice else "lora_mask"
            inner = self.node("Mul", [inner, mask], [f"{name}.lora_masked"])
        delta = self.node("MatMul", [inner, b], [f"{name}.lora_delta"])
        return self.node("Add", [base, delta], [name])

    def layer(self, index):
        shape, prefix = self.shape, f"l{index}"
        matrices = {name: (k, n) for name, k, n in shape.matrices()}
        normed = self.norm(f"{prefix}.in")
        qkv = self.project(f"{prefix}.qkv", normed, *matrices["qkv"])
        attended = self.attention(index, qkv)
        self.hidden = self.project(f"{prefix}.o", attended, *matrices["o"])
        normed = self.norm(f"{prefix}.post")
        gate = self.project(f"{prefix}.gate", normed, *matrices["gate"])
        up = self.project(f"{prefix}.up", normed, *matrices["up"])
        self.node("Sigmoid", [gate], [f"{prefix}.sigmoid"])
        self.node("Mul", [gate, f"{prefix}.sigmoid"], [f"{prefix}.silu"])
        self.node("Mul", [f"{prefix}.silu", up], [f"{prefix}.inner"])
        self.hidden = self.project(f"{prefix}.down", f"{prefix}.inner", *matrices["down"])

    def attention(self, index, qkv):
        shape = self.shape
        common = {"num_heads": shape.heads, "kv_num_heads": shape.kv_heads, "do_rotary": 1}
        past = [f"past_key_values.{index}.{part}" for part in ("key", "value")]
        present = [f"present.{index}.{part}" for part in ("key", "value")]
        dims = (
            ["blocks_all", "block_size", shape.kv_heads, shape.head_size]
            if self.paged
            else ["batch", shape.kv_heads, "slot", shape.head_size]
        )
        for name in past:
            self.input(name, self.kind, dims)
        for name in present:
            self.output(name, self.kind, dims)
        if self.paged:
            inputs = [
                qkv,
                "",
                "",
                *past,
                "cumulative_sequence_lengths",
                "past_sequence_lengths",
                "block_table",
                "cos",
                "sin",
                "",
                "",
                "",
                "",
                "",
                "",
                "attention_metadata",
            ]
            return self.node(
                "PagedAttention", inputs, [f"l{index}.attended", *present], DOMAIN, **common
            )
        inputs = [qkv, "", "", *past, "seqlens_k", "total_sequence_length", "cos", "sin"]
        return self.node(
            "GroupQueryAttention", inputs, [f"l{index}.attended", *present], DOMAIN, **common
        )

    def head(self):
        """Logits of chosen positions, counted over all rows; all of them for onnxruntime-genai."""
        shape, plan = self.shape, self.plan
        hidden, dims = self.norm("last"), [*self.rows, shape.vocabulary]
        if not plan.genai:
            if not self.paged:
                self.small("flat", np.array([-1, shape.hidden], np.int64), TensorProto.INT64)
                hidden = self.node("Reshape", [hidden, "flat"], ["last.flat"])
            self.input("logits_indices", TensorProto.INT64, ["chosen"])
            hidden, dims = (
                self.node("Gather", [hidden, "logits_indices"], ["last.chosen"]),
                ["chosen", shape.vocabulary],
            )
        logits = self.project("logits", hidden, shape.hidden, shape.vocabulary, adapted=False)
        kind = self.kind
        if kind == TensorProto.BFLOAT16:
            # numpy reads no bfloat16.
            logits, kind = (
                self.node("Cast", [logits], ["logits.f32"], to=TensorProto.FLOAT),
                TensorProto.FLOAT,
            )
        self.output(logits, kind, dims)

    def model(self):
        graph = helper.make_graph(self.nodes, "decoder", self.inputs, self.outputs, self.tensors)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(DOMAIN, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
