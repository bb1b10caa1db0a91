"""Watts, and joules per token.

Question: "NVML power and energy counter".
How: the counter and the power reading before, during and after three seconds of idleness and of
decoding 0.5B at batch 1 and 32 without pause; where a device has no counter, its error stands in
the table.
"""

import time

from device import Nvml
from rows import Slots

SHARE = 2


def run(bench):
    with bench.notes.part("counter") as put:
        bench.cuda_only("NVML")
        nvml = Nvml()
        put(power_w=nvml.power_w(), energy_j=nvml.energy_j())
    span_s = bench.small(3.0, 0.05)
    with bench.notes.part("idle") as put:
        bench.cuda_only("NVML")
        put(**spent(lambda: time.sleep(0.05), span_s, 0))
    plan = bench.plan("0.5b")
    model = bench.open(plan)
    for batch in bench.small((1, 32), (1, 2)):
        with bench.notes.part(f"decode batch {batch}") as put:
            context = bench.small(512, 16)
            step = Slots(model, plan, batch, context).step([context] * batch)
            step.run()
            bench.cuda_only("NVML")
            put(**spent(step.run, span_s, batch))


def spent(call, span_s, tokens_each):
    """The counter moves in steps of about 20 ms or more, so the span is made of many."""
    nvml = Nvml()
    calls, watts, since = 0, [], time.perf_counter()
    begun = nvml.energy_j()
    while time.perf_counter() - since < span_s:
        call()
        calls += 1
        if calls % 50 == 0:
            watts.append(nvml.power_w())
    joules, seconds = nvml.energy_j() - begun, time.perf_counter() - since
    facts = {"seconds": seconds, "joules": joules, "watts_by_counter": joules / seconds}
    if watts:
        facts["watts_read_median"] = sorted(watts)[len(watts) // 2]
    if tokens_each:
        facts["joules_per_token"] = joules / (calls * tokens_each)
    return facts
