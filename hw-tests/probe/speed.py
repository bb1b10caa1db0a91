"""Decode and prefill of whole models.

Question: "decode at batch 1, 8, 32, 64 and prefill 512/2048 against the bandwidth and compute
limits measured in the same run".
How: 0.5B, 1B and 8B shapes, slots and blocks, dense float16 and 4 bits (blocks of 32 and 128, with
ONNX Runtime's default kernels and with its weight-only products, `ep.cuda.fpa_intb_gemm`), prepared
runs at fixed addresses, every row 512 tokens long. Beside each time stand the bytes that a step
must read and the operations that it must do; `table.py` divides them by the measured limits.
Sampling is not part of a run. The weight-only products come last: ONNX Runtime tries their variants
out when it loads, for nobody knows how long.
"""

from decoder import Plan
from rows import Blocks, Slots

SHARE = 10
WEIGHT_ONLY = {"ep.cuda.fpa_intb_gemm": "1"}
BLOCK_SIZE = 256


def run(bench):
    for name, weights, attention, config in cases(bench):
        bits, block = weights
        plan = bench.plan(name, attention=attention, bits=bits, block=block)
        kind = f"int{bits} block {block}" if bits else "dense"
        label = f"{name} {attention} {plan.precision} {kind}" + (" weight-only" if config else "")
        with bench.notes.part(label) as put:
            model = bench.open(plan, config=config, only=True)
            put(
                placed=model.placement(),
                weight_bytes=plan.weight_bytes,
                multiplied=plan.shape.multiplied,
                kv_bytes_per_token=plan.kv_bytes_per_token,
            )
            measure(bench, put, model, plan)
            # The device must not hold two large models at once.
            del model


def cases(bench):
    dense, small, large = (0, 32), (4, 32), (4, bench.small(128, 32))
    for name in ("0.5b", "1b"):
        for attention in ("gqa", "paged"):
            yield name, dense, attention, None
            yield name, small, attention, None
        yield name, large, "gqa", None
        if bench.tiny:
            break
    if not bench.tiny:
        yield "1b", (8, 128), "gqa", None
        yield "8b", dense, "paged", None
        yield "8b", large, "paged", None
        yield "8b", dense, "gqa", None
        yield "8b", large, "paged", WEIGHT_ONLY
        yield "1b", large, "gqa", WEIGHT_ONLY
    yield "0.5b", large, "gqa", WEIGHT_ONLY


def measure(bench, put, model, plan: Plan):
    context = bench.small(512, 16)
    for batch in bench.small((1, 8, 32, 64), (1, 2)):
        if plan.attention == "paged":
            step = Blocks(model, plan, batch, context + 1, BLOCK_SIZE).decode(context)
        else:
            step = Slots(model, plan, batch, bench.small(1024, 32)).step([context] * batch)
        spent = bench.notes.timed(step.run)
        put(
            **{
                f"decode batch {batch}": {
                    **spent,
                    "tokens_per_s": batch / spent["median_ms"] * 1e3,
                    "context": context,
                    "bytes": plan.weight_bytes + batch * context * plan.kv_bytes_per_token,
                }
            }
        )
    for tokens in bench.small((512, 2048), (16, 32)):
        if plan.attention == "paged":
            pool = Blocks(model, plan, 1, tokens, BLOCK_SIZE)
            step = pool.step([(0, 0, [5] * tokens)])
        else:
            step = Slots(model, plan, 1, tokens).prompt(tokens)
        spent = bench.notes.timed(step.run, 5, 2)
        put(
            **{
                f"prefill {tokens}": {
                    **spent,
                    "tokens_per_s": tokens / spent["median_ms"] * 1e3,
                    "flop": flop(plan, tokens),
                }
            }
        )


def flop(plan, tokens):
    """The head is computed for the last position only; attention counts its causal half."""
    shape = plan.shape
    products = 2 * (shape.multiplied - shape.hidden * shape.vocabulary) * tokens
    attention = 2 * shape.layers * shape.heads * shape.head_size * tokens * tokens
    return products + attention + 2 * shape.hidden * shape.vocabulary
