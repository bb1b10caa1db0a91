"""The whole recipe, from the generators to a folder that edged serves: `make.py --minutes 75`.

Each step leaves its result in the working folder and is skipped where that is whole, so the same
command goes on after a break; `--work-dir` of another name starts anew. `--smoke` does all of it
small: one task, under two million parameters, five minutes; it ends with 1 if they have learned
nothing.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import baselines
import export
import lines
import score
import train
import vocabulary

HERE = Path(__file__).resolve().parent
FOLDER = lines.MODELS_DIR / "share/models/boxed"
SHARED_TASKS_DIR = lines.MODELS_DIR / "share/tasks.d"
#: What the finished model is tried on: lines of the generators that nobody has seen.
TEST_SEED, TEST_LINES = 4711, 1000

SMOKE_LINES = 300
#: What the small model must reach: a share of right answers, and a multiple of the commonest one's.
SMOKE_EXACT_MIN, SMOKE_TIMES_MAJORITY_MIN = 0.25, 5


def main():
    asked = arguments()
    asked.work_dir.mkdir(parents=True, exist_ok=True)
    tokenizer, model = asked.work_dir / "tokenizer", asked.work_dir / "model"
    if not (tokenizer / vocabulary.FILES[-1]).exists():
        step("vocabulary", tokenizer, "--tasks", *asked.tasks, *asked.vocabulary)
    options = ["--minutes", asked.minutes, "--tasks", *asked.tasks, *asked.train]
    step("train", "--tokenizer", tokenizer, "--work-dir", asked.work_dir, *options)
    step("export", model, asked.folder, "--precision", asked.precision)
    if asked.folder == FOLDER:
        for task in asked.tasks:
            shutil.copy(lines.TASKS_DIR / f"{task}.toml", SHARED_TASKS_DIR)
    found = [tried(asked.folder, task, asked.lines) for task in asked.tasks]
    if asked.smoke:
        sys.exit(verdict(found[0]))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--minutes", type=float, help="how long to train")
    parser.add_argument("--work-dir", type=Path)
    parser.add_argument("--folder", type=Path, help="where the model goes")
    parser.add_argument("--precision", choices=export.PRECISIONS, default="int8")
    asked = parser.parse_args()
    if asked.smoke:
        asked.work_dir = asked.work_dir or train.WORK_DIR / "smoke"
        fill(
            asked,
            folder=asked.work_dir / "folder",
            minutes=3.5,
            tasks=["commands"],
            lines=SMOKE_LINES,
        )
        asked.vocabulary = ("--size", 1536, "--lines", 20_000)
        # Compiling would take a third of the time.
        asked.train = ("--shape", "smoke", "--batch-tokens", 4096, "--no-compile")
        # It shows that the recipe works as it is now, so nothing from before is used.
        shutil.rmtree(asked.work_dir, ignore_errors=True)
    else:
        asked.work_dir = asked.work_dir or train.WORK_DIR / "boxed"
        fill(asked, folder=FOLDER, minutes=75, tasks=list(lines.WEIGHTS), lines=TEST_LINES)
        asked.vocabulary = asked.train = ()
    return asked


def fill(asked, **values):
    for name, value in values.items():
        if getattr(asked, name, None) is None:
            setattr(asked, name, value)


def step(name, *options):
    """One step, in a process of its own: what it held in memory is gone afterwards."""
    print(f"-- {name}", flush=True)
    ended = subprocess.run([sys.executable, HERE / f"{name}.py", *map(str, options)])
    if ended.returncode != 0:
        sys.exit(f"make: {name} ended with {ended.returncode}")


def tried(folder, task, count):
    """The model and what it has to beat, on lines of the test split."""
    print(f"-- score of {task}", flush=True)
    records = list(lines.jobs.records(task, "test", TEST_SEED, count))
    found = score.score(folder, task, records)
    del found["wrong"]
    found |= baselines.baselines(task, records)
    print(json.dumps(found, indent=1), flush=True)
    return found


def verdict(found):
    wanted = max(SMOKE_EXACT_MIN, SMOKE_TIMES_MAJORITY_MIN * found["majority"])
    print(
        f"smoke: {found['exact_match']:.1%} right, {wanted:.1%} wanted; "
        f"the commonest answer alone: {found['majority']:.1%}"
    )
    return 0 if found["exact_match"] >= wanted else 1


if __name__ == "__main__":
    main()
