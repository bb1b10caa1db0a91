"""PagedAttention alone: which block size, which cache type.

Question: "PagedAttention block sizes 16..512 and their speed", and the speed of quantised caches.
How: the operator alone in the attention shapes of 1B (head size 64) and 8B (128), 32 rows of 2048
tokens decoding one, and a prompt of 2048; GroupQueryAttention over slots does the same beside it.
One run holds one operator, so a few tens of microseconds of every figure are the call.
"""

import numpy as np

from single import Attention

SHARE = 4
BLOCK_SIZES = (16, 32, 64, 128, 256, 512)


def run(bench):
    for name in ("1b", "8b"):
        shape = bench.shape(name)
        rows, length = bench.small((32, 2048), (2, 40))
        for form, block_size, precision, cache in cases(bench):
            label = f"{name} {form} {precision} cache {cache}" + (
                f" block {block_size}" if form == "blocks" else ""
            )
            with bench.notes.part(label) as put:
                measure(bench, put, shape, form, precision, cache, block_size, rows, length)
        if bench.tiny:
            return


def cases(bench):
    slots = "f32" if bench.provider == "cpu" else "f16"
    yield "slots", 0, slots, "same"
    for block_size in BLOCK_SIZES:
        yield "blocks", block_size, "f16", "same"
    if bench.provider != "cpu":
        yield "blocks", 256, "bf16", "same"
    for cache in ("int8", "f8", "int4"):
        yield "slots", 0, slots, cache
        yield "blocks", 256, "f16", cache
    yield "blocks", 16, "f16", "int8"


def measure(bench, put, shape, form, precision, cache, block_size, rows, length):
    try:
        room = length + 64 if form == "slots" else -(-(length + 1) // block_size) * block_size
        operator = Attention(
            bench.place, shape, form, precision, cache, rows, room, block_size or 16
        )
        token = np.random.default_rng(1).standard_normal((rows, 1, shape.qkv), dtype=np.float32)
        step = operator.decode(token, [length] * rows)
        step.run()
    except Exception as refusal:
        bench.refused(put, refusal, "PagedAttention" if form == "blocks" else "GroupQueryAttention")
        return
    put(decode=bench.notes.timed(step.run, 20))
    prompt = np.random.default_rng(2).standard_normal((1, length, shape.qkv), dtype=np.float32)
    whole = Attention(bench.place, shape, form, precision, cache, 1, room, block_size or 16)
    put(prefill=bench.notes.timed(whole.prompt(prompt, [length]).run, 5))
