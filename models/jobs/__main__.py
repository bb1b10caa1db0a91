"""Writes a set: `python3 -m jobs TASK --split test --seed 7 --lines 2000 > FILE`, run in `models/`.

`python3 -m jobs --all` writes every `sets/TASK.generated.jsonl` anew.
"""

import argparse
import importlib
import importlib.util
import json
import random
import sys
from pathlib import Path

from jobs.line import TEST, TRAIN

TASKS = ("commands", "extract", "triage", "greenhouse", "beds")
#: What the committed sets are drawn with.
SEED = 7
LINES = 2000
SETS_DIR = Path(__file__).resolve().parents[1] / "sets"


def main():
    parser = argparse.ArgumentParser(prog="python3 -m jobs", description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=TASKS, nargs="?")
    parser.add_argument(
        "--all", action="store_true", help="write the committed sets of all tasks anew"
    )
    parser.add_argument("--split", choices=(TRAIN, TEST), default=TEST)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--lines", type=int, default=LINES)
    wanted = parser.parse_args()
    if wanted.all == bool(wanted.task):
        parser.error("either a task or --all")
    if wanted.all:
        for task in built():
            set_path(task).write_text(text(task, TEST, SEED, LINES), encoding="utf-8")
        return
    sys.stdout.write(text(wanted.task, wanted.split, wanted.seed, wanted.lines))


def built():
    """The tasks whose job is here."""
    return tuple(task for task in TASKS if importlib.util.find_spec(f"jobs.{task}"))


def job(task):
    return importlib.import_module(f"jobs.{task}")


def set_path(task):
    return SETS_DIR / f"{task}.generated.jsonl"


def lines(task, split, seed):
    """Endless lines of a task."""
    rng = random.Random(f"{task} {split} {seed}")
    draw = job(task).draw
    while True:
        yield draw(rng, split)


def records(task, split, seed, count):
    """The lines of a set; each input stands in it once."""
    seen = set()
    for line in lines(task, split, seed):
        if len(seen) == count:
            return
        if line.input not in seen:
            seen.add(line.input)
            yield {"id": f"{task}-{len(seen):05}", "input": line.input, "expect": line.expect}


def text(task, split, seed, count):
    """A set as it stands in its file."""
    rows = records(task, split, seed, count)
    return "".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows
    )


if __name__ == "__main__":
    main()
