"""What a CUDA process, a session and its arena cost, and what comes back when a session goes.

Question: "bytes per CUDA context and per session; arena behaviour after unload".
How: the device's used bytes as NVML counts them, after each act of one process that does nothing
else; three lives of the process: the arena growing in powers of two, growing as requested, and
limited. `shrink` is a run with `memory.enable_memory_arena_shrinkage`. Weights are known, so what a
session costs beyond them shows.
"""

import gc
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto

from device import Nvml
from harness import write_json
from rows import Slots
from runtime import Model, Step
from single import graph

SHARE = 3
LIVES = {
    "powers of two": {},
    "as requested": {"arena_extend_strategy": "kSameAsRequested"},
    "limit 4 GiB": {"gpu_mem_limit": str(4 << 30)},
}
CHILD_TIMEOUT_S = 60


def run(bench):
    for name, options in LIVES.items():
        with bench.notes.part(name) as put:
            put(**life(bench, options))


def life(bench, options):
    """One process after the other, so that what one leaves is not counted for the next."""
    out = Path(bench.work_dir) / "life.json"
    out.unlink(missing_ok=True)
    command = [
        sys.executable,
        str(Path(__file__).with_name("probe.py")),
        "--life",
        str(out),
        "--work",
        str(bench.work_dir),
        "--provider",
        bench.provider,
        *(["--tiny"] if bench.tiny else []),
    ]
    command += [f"--option={key}={value}" for key, value in options.items()]
    before = used(bench.provider)
    ended = subprocess.run(command, capture_output=True, text=True, timeout=CHILD_TIMEOUT_S)
    if ended.returncode != 0:
        raise RuntimeError(f"the process ended with {ended.returncode}: {ended.stderr[-400:]}")
    return {"before": before, **json.loads(out.read_text()), "after": used(bench.provider)}


def used(provider):
    """Bytes of the device; on the CPU those of this process, so that the dry run has a number to
    handle.
    """
    if provider == "cpu":
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
    return Nvml().used_bytes()


def live(bench, out, options):
    """What the process of `life` does, in its own words."""
    provider, facts = bench.provider, {}

    def mark(act):
        facts[act] = used(provider)
        write_json(out, facts)

    mark("the driver's context")
    smallest = graph(
        "Add",
        "",
        [("a", TensorProto.FLOAT, [4]), ("b", TensorProto.FLOAT, [4])],
        [("y", TensorProto.FLOAT, [4])],
    ).SerializeToString()
    given = {} if provider == "cpu" else options
    first = Model(smallest, bench.place, given)
    mark("a session on one node")
    value = bench.place.put(np.ones(4, np.float32))
    Step(first, {"a": value, "b": value}, {"y": bench.place.empty(TensorProto.FLOAT, [4])}).run()
    mark("its first run")
    second = Model(smallest, bench.place, given)
    mark("a second session on one node")
    del second
    plan = bench.plan("0.5b")
    model = bench.open(plan, provider_options=given)
    facts["weight bytes of the model"] = plan.weight_bytes
    mark("a 0.5B model")
    pool = Slots(model, plan, 1, bench.small(2048, 64))
    facts["bytes of its KV cache"] = plan.kv_bytes_per_token * bench.small(2048, 64)
    mark("its KV cache")
    tokens = bench.small(2048, 32)
    pool.prompt(tokens).run()
    mark(f"a prompt of {tokens}")
    step = pool.prompt(8)
    step.options.add_run_config_entry(
        "memory.enable_memory_arena_shrinkage", "cpu:0" if provider == "cpu" else "gpu:0"
    )
    step.run()
    mark("a run that shrinks the arena")
    del step, pool, model
    gc.collect()
    mark("the model and its cache gone")
    model = bench.open(plan, provider_options=given)
    mark("the model loaded again")
    del model, first
    gc.collect()
    mark("all sessions gone")
