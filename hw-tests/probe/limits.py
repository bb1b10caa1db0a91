"""What the device can move and compute, measured in this run: the yardstick for the other sections.

Question: "against the bandwidth and compute limits measured in the same run".
How: a copy of 1 GiB inside the device through the driver (read and written bytes both count), a
product of one row with a 1 GiB matrix through ONNX Runtime (reading only: what decode does), and a
product of large square matrices in float16 and bfloat16.
"""

import numpy as np
from onnx import TensorProto

from decoder import PRECISION
from runtime import Model, Step
from single import graph
from weights import WIDTH, noise

SHARE = 1
COPIES = 10


def run(bench):
    with bench.notes.part("copy") as put:
        bench.cuda_only("a copy inside the device")
        size, driver = 1 << 30, bench.place.driver
        source, target = driver.allocate(size), driver.allocate(size)
        # Zeros can be quicker than data.
        tile = noise(TensorProto.FLOAT16, 1 << 24)
        for at in range(0, size, tile.nbytes):
            driver.write(source + at, tile)

        def copy():
            for _ in range(COPIES):
                driver.copy(target, source, size)
            driver.wait()

        spent = bench.notes.timed(copy)
        put(**spent, bytes_per_s=2 * size * COPIES / spent["median_ms"] * 1e3)
        driver.free(source)
        driver.free(target)
    for precision in ("f32",) if bench.provider == "cpu" else ("f16", "bf16"):
        kind = PRECISION[precision]
        with bench.notes.part(f"read {precision}") as put:
            k, n = bench.small((16384, 32768), (64, 128))
            spent = product(bench, kind, 1, k, n)
            put(**spent, bytes_per_s=k * n * WIDTH[kind] / spent["median_ms"] * 1e3)
        with bench.notes.part(f"multiply {precision}") as put:
            side = bench.small(8192, 64)
            spent = product(bench, kind, side, side, side)
            put(**spent, flop_per_s=2 * side**3 / spent["median_ms"] * 1e3)


def product(bench, kind, m, k, n):
    model = graph("MatMul", "", [("a", kind, [m, k]), ("b", kind, [k, n])], [("y", kind, [m, n])])
    session, place = Model(model.SerializeToString(), bench.place, only=True), bench.place
    tile = noise(kind, bench.small(1 << 22, 1 << 10) + 1)
    feeds = {
        name: place.put(np.resize(tile, dims), kind)
        for name, dims in (("a", (m, k)), ("b", (k, n)))
    }
    step = Step(session, feeds, {"y": place.empty(kind, [m, n])})
    return bench.notes.timed(step.run)
