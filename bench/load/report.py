"""The report of `measure.py`: the JSON that all suites write (`bench/src/report.rs`), and a table.

What was not measured is `null`.
"""

import json
import os
import statistics
from typing import NamedTuple

CASE = "load-0.5b-int4"
OURS, THEIRS = "edged", "onnxruntime"


class Metric(NamedTuple):
    name: str
    unit: str
    scale: float
    ratio_max: float


METRICS = (Metric("load", "ms", 1, 1.3), Metric("peak_memory", "MB", 1e-6, 1.15))


def report(commit, settings, ours, theirs, machine):
    """Of rounds, each of which has one value for each of METRICS."""
    rows, ratios = [], []
    for at, metric in enumerate(METRICS):
        rounds = [[round(one[at] * metric.scale, 1) for one in each] for each in (ours, theirs)]
        rows += [row(metric, *each, settings) for each in zip((OURS, THEIRS), rounds)]
        ratios.append(ratio(metric, *rounds))
    head = {"schema": 1, "suite": "load", "commit": commit, "profile": "release", "machine": machine}
    return {**head, "rows": rows, "ratios": ratios, "absent": []}


def row(metric, subject, rounds, settings):
    return {
        "case": CASE,
        "subject": subject,
        "metric": metric.name,
        "unit": metric.unit,
        "median": statistics.median(rounds),
        # A round is one load: it has no percentiles.
        "p50": None,
        "p99": None,
        "rounds": rounds,
        "rounds_p99": None,
        "settings": settings,
    }


def ratio(metric, ours, theirs):
    medians = statistics.median(ours), statistics.median(theirs)
    of_rounds = [our / their for our, their in zip(ours, theirs, strict=True)]
    of_medians = medians[0] / medians[1]
    return {
        "case": CASE,
        "metric": metric.name,
        "subject": OURS,
        "base": THEIRS,
        "unit": metric.unit,
        "ours": medians[0],
        "theirs": medians[1],
        "ratio": of_medians,
        "interval": [min(of_rounds), max(of_rounds)],
        "rule": "ratio <= target",
        "target": metric.ratio_max,
        "ok": of_medians <= metric.ratio_max,
    }


def this_machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        cpu = cpu_of(file.read())
    cores = len(os.sched_getaffinity(0))
    return {"cpu": cpu, "cores": cores, "kernel": os.uname().release}


def cpu_of(cpuinfo):
    """x86 names its model per core; 64-bit Arm kernels only give the part's numbers."""
    lines = (line.partition(":") for line in reversed(cpuinfo.splitlines()))
    fields = {key.strip(): value.strip() for key, _, value in lines}
    maker, part = fields.get("CPU implementer"), fields.get("CPU part")
    numbers = f"implementer {maker} part {part}" if maker and part else None
    return fields.get("model name", numbers)


def table(report):
    lines = [f"{row['subject']:12} {row['metric']:12} {row['median']:8.1f} {row['unit']}" for row in report["rows"]]
    for ratio in report["ratios"]:
        verdict = "ok" if ratio["ok"] else "MISSED"
        line = f"{'ratio':12} {ratio['metric']:12} {ratio['ratio']:8.3f}    (at most {ratio['target']}) {verdict}"
        lines.append(line)
    return "\n".join(lines)


def write(report, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1) + "\n")
