"""Ragged rows over one decoder: what a scheduler would feed, for slots and for blocks.

`Slots` keeps each row in a slot of a GroupQueryAttention cache; `Blocks` keeps rows in shuffled
blocks of a PagedAttention cache, and one run mixes prefill, decode and verify rows. Both remember
how long each row is, and nothing else about it.
"""

import numpy as np
from onnx import TensorProto

from decoder import PRECISION
from runtime import Step, Window, floats
from weights import WIDTH


class Slots:
    def __init__(self, model, plan, count, length_max, byte=0):
        self.model, self.plan, self.place = model, plan, model.place
        self.count, self.length_max = count, length_max
        self.kind = PRECISION[plan.precision]
        shape = plan.shape
        self.dims = [count, shape.kv_heads, length_max, shape.head_size]
        self.cache = {
            f"{layer}.{part}": self.place.empty(self.kind, self.dims, byte)
            for layer in range(shape.layers)
            for part in ("key", "value")
        }
        self.logits_kind = TensorProto.FLOAT if plan.precision == "bf16" else self.kind

    def run(self, ids, lengths, first=0, chosen=None):
        """`ids` [rows, tokens] for the slots from `first` on; `lengths` count past and new tokens.

        Returns the logits of the chosen flat positions, by default of every row's last token.
        """
        ids = np.asarray(ids, np.int64)
        rows, width = ids.shape
        chosen = np.arange(rows) * width + width - 1 if chosen is None else np.asarray(chosen)
        feeds = {
            "input_ids": ids,
            "seqlens_k": np.asarray(lengths, np.int32) - 1,
            "logits_indices": chosen.astype(np.int64),
        }
        feeds = {name: self.place.put(value) for name, value in feeds.items()}
        feeds["total_sequence_length"] = self.place.put(
            np.array(max(lengths), np.int32), where="cpu"
        )
        logits = self.place.empty(self.logits_kind, [len(chosen), self.plan.shape.vocabulary])
        fetches = {"logits" if self.logits_kind == self.kind else "logits.f32": logits}
        for name, value in self.cache.items():
            part = self.part(value, first, rows)
            feeds[f"past_key_values.{name}"] = part
            fetches[f"present.{name}"] = part
        Window(self.model, feeds, fetches).run()
        return floats(logits)

    def part(self, value, first, rows):
        stride = int(np.prod(self.dims[1:])) * WIDTH[self.kind]
        return (
            self.place.device,
            self.kind,
            [rows, *self.dims[1:]],
            value.data_ptr() + first * stride,
        )

    def step(self, lengths, total=None, run_config=None, extra=None):
        """A decode step of all slots at fixed addresses; `total` may be an upper bound."""
        place = self.place
        feeds = {
            "input_ids": place.put(np.full((self.count, 1), 5, np.int64)),
            "seqlens_k": place.put(np.asarray(lengths, np.int32) - 1),
            "total_sequence_length": place.put(
                np.array(total or max(lengths), np.int32), where="cpu"
            ),
            "logits_indices": place.put(np.arange(self.count)),
            **(extra or {}),
        }
        return self.prepared(feeds, self.count, run_config)

    def prompt(self, tokens, extra=None):
        """A first prompt of `tokens` tokens in every slot, the last position's logits."""
        place = self.place
        ids = np.random.default_rng(3).integers(0, self.plan.shape.vocabulary, (self.count, tokens))
        feeds = {
            "input_ids": place.put(ids),
            "seqlens_k": place.put(np.full(self.count, tokens - 1, np.int32)),
            "total_sequence_length": place.put(np.array(tokens, np.int32), where="cpu"),
            "logits_indices": place.put(np.arange(1, self.count + 1) * tokens - 1),
            **(extra or {}),
        }
        return self.prepared(feeds, self.count)

    def prepared(self, feeds, chosen, run_config=None):
        name = "logits" if self.logits_kind == self.kind else "logits.f32"
        self.logits = self.place.empty(self.logits_kind, [chosen, self.plan.shape.vocabulary])
        fetches = {name: self.logits}
        for key, value in self.cache.items():
            feeds[f"past_key_values.{key}"] = value
            fetches[f"present.{key}"] = value
        return Step(self.model, feeds, fetches, run_config)


def block_tables(rows, blocks_each, seed=11):
    """Blocks in no order, none used twice: a kernel that reads its table wrong is found out."""
    return (
        np.random.default_rng(seed)
        .permutation(rows * blocks_each)
        .reshape(rows, blocks_each)
        .astype(np.int32)
    )


def paged_feeds(work, table):
    """What one run of `work`, a list of (row, past, tokens), is fed. Logits of every row's last
    token.

    The bounds of `attention_metadata` are exact for this run; a captured graph needs wider ones.
    """
    counts = np.array([len(tokens) for _, _, tokens in work], np.int32)
    past = np.array([past for _, past, _ in work], np.int32)
    ends = np.cumsum(counts)
    longest = int((past + counts).max())
    return {
        "input_ids": np.concatenate([np.asarray(tokens, np.int64) for _, _, tokens in work]),
        "cumulative_sequence_lengths": np.concatenate([[0], ends]).astype(np.int32),
        "past_sequence_lengths": past,
        "block_table": table[[row for row, _, _ in work]],
        "attention_metadata": np.array([counts.max(), longest, longest], np.int32),
        "logits_indices": (ends - 1).astype(np.int64),
    }


class Blocks:
    def __init__(self, model, plan, count, length_max, block_size, byte=0):
        self.model, self.plan, self.place = model, plan, model.place
        self.count, self.block_size = count, block_size
        self.kind = PRECISION[plan.precision]
        blocks_each = -(-length_max // block_size)
        self.table = block_tables(count, blocks_each)
        shape = plan.shape
        dims = [count * blocks_each, block_size, shape.kv_heads, shape.head_size]
        self.cache = {
            f"{layer}.{part}": self.place.empty(self.kind, dims, byte)
            for layer in range(shape.layers)
            for part in ("key", "value")
        }
        self.logits_kind = TensorProto.FLOAT if plan.precision == "bf16" else self.kind

    def run(self, work):
        step = self.step(work)
        step.run()
        return floats(self.logits)

    def decode(self, length, run_config=None, bound=None):
        """One new token for every row, `length` counts it; `bound` is the longest a replay will
        see.
        """
        return self.step([(row, length - 1, [5]) for row in range(self.count)], run_config, bound)

    def step(self, work, run_config=None, bound=None):
        feeds = paged_feeds(work, self.table)
        if bound:
            # A lower bound of 0 means that it is not known.
            feeds["attention_metadata"] = np.array(
                [feeds["attention_metadata"][0], bound, 0], np.int32
            )
        feeds = {
            name: self.place.put(value, where="cpu" if name == "attention_metadata" else None)
            for name, value in feeds.items()
        }
        name = "logits" if self.logits_kind == self.kind else "logits.f32"
        self.logits = self.place.empty(self.logits_kind, [len(work), self.plan.shape.vocabulary])
        fetches = {name: self.logits}
        for key, value in self.cache.items():
            feeds[f"past_key_values.{key}"] = value
            fetches[f"present.{key}"] = value
        return Step(self.model, feeds, fetches, run_config)


def alike(got, wanted):
    """How far two sets of logits are apart, measured by the spread of the wanted ones."""
    got, wanted = np.asarray(got, np.float32), np.asarray(wanted, np.float32)
    spread = float(wanted.std()) or 1.0
    return {
        "difference_max": float(np.abs(got - wanted).max()),
        "difference_over_spread": float(np.abs(got - wanted).max() / spread),
        "same_token": bool((got.argmax(-1) == wanted.argmax(-1)).all()),
        "finite": bool(np.isfinite(got).all()),
    }
