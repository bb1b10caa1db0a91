"""Adapters: which way of giving each row its own costs least.

Question: "LoRA as per-row inputs against a concatenated-rank bank with a row mask, rank 16, batch
1/8/32".
How: one graph per way on all projections (the packed q, k and v carry three adapters' rank): `rows`
takes A and B already copied per row; `gather` takes all adapters and picks by id inside the graph;
`bank` holds all adapters side by side along the rank and masks those of other rows. Eight adapters,
dealt to rows in turn. A mixed batch must equal each row alone with its adapter, and differ from the
base.
"""

import numpy as np
from onnx import TensorProto

from decoder import PRECISION
from rows import Slots, alike
from runtime import numbers
from weights import noise

SHARE = 4
ADAPTERS = 8
WAYS = ("rows", "gather", "bank")


def run(bench):
    for name, weights in (("0.5b", {}), ("1b", {"bits": 4, "block": 32})):
        base = bench.plan(name, **weights)
        adapters = bench.small(ADAPTERS, 3)
        given = Adapters(base, adapters)
        label = f"{name} " + ("int4" if weights else "dense")
        batches = bench.small((1, 8, 32), (1, 3))
        kept = {}
        with bench.notes.part(f"{label} base") as put:
            model = bench.open(base)
            for batch in batches:
                step = slots(bench, base, model, batch)[1]
                put(**{f"batch {batch}": bench.notes.timed(step.run)})
            kept["base"] = logits(bench, base, model, batches[-1], None, None)
        for way in WAYS:
            with bench.notes.part(f"{label} {way}") as put:
                plan = base.with_(lora=way)
                model = bench.open(plan)
                put(placed=model.placement())
                ids = np.arange(batches[-1]) % adapters
                got = logits(bench, plan, model, batches[-1], given, ids)
                alone = np.concatenate(
                    [
                        logits(bench, plan, model, 1, given, ids[row : row + 1])
                        for row in range(adapters)
                    ]
                )
                put(
                    mixed_as_alone=alike(got[:adapters], alone),
                    differs_from_base=float(np.abs(got - kept["base"]).max()),
                )
                if "first" in kept:
                    put(as_first_way=alike(got, kept["first"]))
                kept.setdefault("first", got)
                for batch in batches:
                    extra = given.feeds(bench.place, way, np.arange(batch) % adapters)
                    step = slots(bench, plan, model, batch, extra)[1]
                    put(**{f"batch {batch}": bench.notes.timed(step.run)})
        if bench.tiny:
            return


def slots(bench, plan, model, batch, extra=None):
    context = bench.small(512, 16)
    pool = Slots(model, plan, batch, context + 8)
    return pool, pool.step([context] * batch, extra=extra)


def logits(bench, plan, model, batch, given, ids):
    """Of every row's first token: the same everywhere, so only adapters tell rows apart."""
    extra = given.feeds(bench.place, plan.lora, ids) if given else None
    pool = Slots(model, plan, batch, bench.small(64, 16))
    step = pool.step([1] * batch, extra=extra)
    step.run()
    return pool.logits.numpy().astype(np.float32)


class Adapters:
    """`count` adapters with random A and B for every projection, and the three ways of feeding
    them.

    Drawn once, and what does not depend on the rows is put on the device once per way.
    """

    def __init__(self, plan, count):
        self.plan, self.count, self.kind = plan, count, PRECISION[plan.precision]
        tile = noise(TensorProto.FLOAT, 1_048_573 if plan.shape.layers > 2 else 8191, scale=1.0)
        self.pairs = {}
        for layer in range(plan.shape.layers):
            for name, k, n in plan.shape.matrices():
                rank = plan.rank * (3 if name == "qkv" else 1)
                at = len(self.pairs) * 7919
                self.pairs[f"l{layer}.{name}"] = [
                    (
                        self.drawn(tile, at + 104729 * adapter, (k, rank), 1 / np.sqrt(k)),
                        self.drawn(tile, at + 15485863 * adapter, (rank, n), 0.5 / np.sqrt(rank)),
                    )
                    for adapter in range(count)
                ]
        self.held = {}

    def drawn(self, tile, start, dims, scale):
        wanted = np.take(tile, np.arange(start, start + int(np.prod(dims))), mode="wrap")
        return numbers(wanted.reshape(dims) * np.float32(scale), self.kind)

    def feeds(self, place, way, ids):
        if way == "rows":
            return self.stacked(place, lambda each: np.stack([each[adapter] for adapter in ids]))
        if way == "gather":
            if way not in self.held:
                self.held = {way: self.stacked(place, np.stack, np.stack, ".all")}
            return {**self.held[way], "adapter_ids": place.put(np.asarray(ids, np.int64))}
        if way not in self.held:
            self.held = {
                way: self.stacked(
                    place,
                    lambda each: np.concatenate(each, axis=1),
                    lambda each: np.concatenate(each, axis=0),
                )
            }
        masks = {}
        for name, rank in (("lora_mask", self.plan.rank), ("lora_mask_qkv", 3 * self.plan.rank)):
            mask = np.repeat(np.eye(self.count, dtype=np.float32)[ids], rank, axis=1)[:, None]
            masks[name] = place.put(numbers(mask, self.kind), self.kind)
        return {**self.held[way], **masks}

    def stacked(self, place, join_a, join_b=None, suffix=""):
        made = {}
        for name, pairs in self.pairs.items():
            for letter, which, join in (("A", 0, join_a), ("B", 1, join_b or join_a)):
                value = join([pair[which] for pair in pairs])
                made[f"{name}.lora_{letter}{suffix}"] = place.put(value, self.kind)
        return made
