"""CUDA graphs, captured and replayed through plain Run with fixed addresses.

Question: "CUDA graphs through plain Run with fixed addresses".
How: a session with `enable_cuda_graph`, one graph id per batch size (`gpu_graph_id`), inputs and
outputs that stay where they are. The same prepared step is run first without capture (id -1), then
captured, then replayed for later tokens by changing only the content of its inputs; logits must
stay those of a session without graphs. Bounds (`total_sequence_length`, `attention_metadata`) are
given for the whole replay.
"""

import numpy as np

from rows import Blocks, Slots, alike

SHARE = 3
GRAPHS = {"enable_cuda_graph": "1"}


def run(bench):
    for name, attention, changes in (
        ("0.5b", "gqa", {}),
        ("0.5b", "paged", {}),
        ("0.5b", "paged", {"bits": 4, "block": 32}),
        ("8b", "paged", {"bits": 4, "block": 32}),
    ):
        plan = bench.plan(name, attention=attention, **changes)
        label = f"{name} {attention} " + ("int4" if changes else "dense")
        with bench.notes.part(label) as put:
            plain = bench.open(plan, only=True)
            captured = (
                plain
                if bench.provider == "cpu"
                else bench.open(plan, provider_options=GRAPHS, only=True)
            )
            for graph_id, batch in enumerate(bench.small((1, 8, 32), (1, 2)), start=1):
                put(**{f"batch {batch}": compare(bench, plan, plain, captured, batch, graph_id)})


def compare(bench, plan, plain, captured, batch, graph_id):
    context, later = bench.small((500, 8), (12, 3))
    bound = bench.small(1024, 64)
    wanted_rows = Rows(bench, plan, plain, batch, bound, None)
    graphed_rows = Rows(bench, plan, captured, batch, bound, str(graph_id))
    eager_rows = Rows(bench, plan, captured, batch, bound, "-1")
    for rows in (wanted_rows, graphed_rows, eager_rows):
        rows.begin(context)
    facts = {
        "without": bench.notes.timed(wanted_rows.run),
        "same_session_uncaptured": bench.notes.timed(eager_rows.run),
    }
    graphed_rows.run()
    facts["capture_and_replay"] = bench.notes.timed(graphed_rows.run)
    worst = alike(graphed_rows.logits(), wanted_rows.logits())
    for length in range(context + 1, context + later):
        for rows in (wanted_rows, graphed_rows):
            rows.change(length, token=length % plan.shape.vocabulary)
            rows.run()
        now = alike(graphed_rows.logits(), wanted_rows.logits())
        worst = max(
            worst, now, key=lambda each: each["difference_max"] if each["finite"] else np.inf
        )
    return {**facts, "replay_against_plain": worst, "tokens_later": later - 1}


class Rows:
    """A prepared decode step whose inputs can change their content."""

    def __init__(self, bench, plan, model, batch, bound, graph_id):
        self.bench, self.plan, self.batch, self.bound = bench, plan, batch, bound
        self.paged = plan.attention == "paged"
        self.pool = (
            Blocks(model, plan, batch, bound, 256)
            if self.paged
            else Slots(model, plan, batch, bound)
        )
        self.config = (
            {} if graph_id is None or bench.provider == "cpu" else {"gpu_graph_id": graph_id}
        )

    def begin(self, length):
        # The cache holds zeros before the first new token, in every pool alike.
        self.step = (
            self.pool.decode(length, self.config, self.bound)
            if self.paged
            else self.pool.step([length] * self.batch, self.bound, self.config)
        )

    def change(self, length, token):
        put, feeds = self.bench.place.change, self.step.feeds
        put(feeds["input_ids"], np.full(feeds["input_ids"].shape(), token, np.int64))
        if self.paged:
            put(feeds["past_sequence_lengths"], np.full(self.batch, length - 1, np.int32))
        else:
            put(feeds["seqlens_k"], np.full(self.batch, length - 1, np.int32))

    def run(self):
        self.step.run()

    def logits(self):
        return self.pool.logits.numpy().astype(np.float32)
