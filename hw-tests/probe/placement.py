"""Which operators run on CUDA, in which types, and whether they answer right there.

Question: "which operators place on CUDA in which types (GroupQueryAttention in place,
PagedAttention fp16/bf16, MatMulNBits int4/int8, quantised KV)".
How: a graph of one operator per case, in a session that refuses any node elsewhere; two ragged rows
get a prompt and one more token, and the answer is compared with the CPU's GroupQueryAttention in
float32 on the same numbers (attention) or with numpy (products). A refusal is an answer: its text
is kept.
"""

import numpy as np
from onnx import TensorProto, numpy_helper

from decoder import DOMAIN, PRECISION
from runtime import Model, Place, Step, numbers
from single import Attention, graph, read, tensor

SHARE = 3
FORMS = {"slots": "GroupQueryAttention", "blocks": "PagedAttention"}
LENGTHS = [21, 37]


def run(bench):
    # A kernel that breaks the device breaks all later parts of the section: the plain come first.
    attentions(bench, "same")
    for bits in (4, 8):
        for precision in ("f32",) if bench.tiny else ("f16", "bf16", "f32"):
            for block in (16, 32, 64, 128):
                product(bench, bits, precision, block)
    for precision in ("f32",) if bench.tiny else ("f16", "bf16"):
        standard(bench, precision)
    for cache in ("int8", "f8", "int4"):
        attentions(bench, cache)


def attentions(bench, cache):
    for head_size in (16,) if bench.tiny else (64, 128):
        shape = bench.shape("8b" if head_size == 128 else "1b")
        given = inputs(shape)
        wanted = attended(Attention(Place("cpu"), shape, "slots", "f32"), given)
        for form in FORMS:
            for precision in ("f32",) if bench.tiny and form == "slots" else ("f16", "bf16"):
                name = f"{FORMS[form]} {precision} cache {cache} head {head_size}"
                attention(bench, name, shape, form, precision, cache, given, wanted)


def inputs(shape):
    draw = np.random.default_rng(5)
    prompt = draw.standard_normal((2, max(LENGTHS), shape.qkv), dtype=np.float32)
    return prompt, draw.standard_normal((2, 1, shape.qkv), dtype=np.float32)


def attended(operator, given):
    """The last token's answer after a ragged prompt."""
    prompt, token = given
    operator.prompt(prompt, LENGTHS).run()
    step = operator.decode(token, [length + 1 for length in LENGTHS])
    return operator.answer(step).reshape(2, -1)


def attention(bench, name, shape, form, precision, cache, given, wanted):
    with bench.notes.part(name) as put:
        try:
            operator = Attention(bench.place, shape, form, precision, cache)
            got = attended(operator, given)
        except Exception as refusal:
            bench.refused(put, refusal, FORMS[form])
            return
        put(answer="runs", placed=operator.model.placement(), **error(got, wanted))


def error(got, wanted):
    """Relative to the length of the wanted vector; NaN never passes for small."""
    distance = np.linalg.norm(got - wanted) / np.linalg.norm(wanted)
    return {"relative_error": float(distance), "finite": bool(np.isfinite(got).all())}


def product(bench, bits, precision, block):
    with bench.notes.part(f"MatMulNBits int{bits} block {block} {precision}") as put:
        kind, (k, n, rows) = PRECISION[precision], (64, 32, 3) if bench.tiny else (512, 256, 3)
        k = max(k, block)
        draw = np.random.default_rng(bits * block)
        whole = draw.integers(0, 2**bits, (n, k), dtype=np.uint8)
        scales = draw.uniform(0.01, 0.02, (n, k // block)).astype(np.float32)
        x = draw.standard_normal((1, rows, k), dtype=np.float32)
        packed = whole if bits == 8 else whole[:, ::2] | whole[:, 1::2] << 4
        packed = packed.reshape(n, k // block, block * bits // 8)
        weight = numpy_helper.from_array(packed, "packed")
        model = graph(
            "MatMulNBits",
            DOMAIN,
            [
                ("x", kind, [1, "t", k]),
                ("packed", TensorProto.UINT8, list(packed.shape)),
                ("scales", kind, list(scales.shape)),
            ],
            [("y", kind, [1, "t", n])],
            [weight, tensor("scales", scales, kind)],
            K=k,
            N=n,
            bits=bits,
            block_size=block,
        )
        try:
            session = Model(model.SerializeToString(), bench.place, only=True)
            y = bench.place.empty(kind, [1, rows, n])
            Step(session, {"x": bench.place.put(numbers(x, kind), kind)}, {"y": y}).run()
        except Exception as refusal:
            bench.refused(put, refusal, "MatMulNBits")
            return
        wide = (whole.astype(np.float32) - 2 ** (bits - 1)) * np.repeat(scales, block, axis=1)
        put(
            answer="runs",
            placed=session.placement(),
            **error(read(bench.place, y, kind), x @ wide.T),
        )


def standard(bench, precision):
    """The standard way in opset 24, for devices whose build has no PagedAttention."""
    with bench.notes.part(f"TensorScatter-24 {precision}") as put:
        kind = PRECISION[precision]
        dims, heads = [2, 2, 8, 16], ["b", 2, "s", 16]
        model = graph(
            "TensorScatter",
            "",
            [("past", kind, dims), ("update", kind, heads), ("at", TensorProto.INT64, ["b"])],
            [("now", kind, dims)],
            opset=24,
            axis=2,
        )
        place = bench.place
        update = np.random.default_rng(2).standard_normal((2, 2, 1, 16), dtype=np.float32)
        cache = place.empty(kind, dims)
        feeds = {
            "past": cache,
            "update": place.put(numbers(update, kind), kind),
            "at": place.put(np.array([3, 5])),
        }
        try:
            session = Model(model.SerializeToString(), place, only=True)
            Step(session, feeds, {"now": cache}).run()
        except Exception as refusal:
            bench.refused(put, refusal, "TensorScatter")
            return
        wanted = np.zeros(dims, np.float32)
        wanted[0, :, 3], wanted[1, :, 5] = update[0, :, 0], update[1, :, 0]
        put(answer="runs", placed=session.placement(), **error(read(place, cache, kind), wanted))
