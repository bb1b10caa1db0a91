"""Owns what is learned from: lines of the jobs and of pure copying, mixed, as system, user, answer.

Everything is drawn from a seed and a chunk number, so a run that was cut off goes on where it was.
Nothing here knows of tokens.
"""

import random
import sys
from pathlib import Path
from typing import NamedTuple

MODELS_DIR = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS_DIR))
#: What edged serves the jobs by; it goes into the shared folder with the model.
TASKS_DIR = Path(__file__).resolve().parent / "tasks"

from jobs import __main__ as jobs  # noqa: E402
from jobs.line import TRAIN, answer  # noqa: E402

#: How often a line is of each job.
WEIGHTS = {"commands": 0.45, "extract": 0.35, "triage": 0.2}
#: Lines that only copy: what teaches a small model to write down a word that it has never seen.
COPY_SHARE = 0.08
#: They are half of the first chunks: a model that is shown little else finds out how to copy in a
#: tenth of the tokens, and learns the jobs faster from then on.
EARLY_CHUNKS, EARLY_COPY_SHARE = 4, 0.5
#: Lines that come without a system message, so that a caller who sends none is understood, too.
BARE_SHARE = 0.1
#: The keys whose values the jobs copy.
COPIED_KEYS = ("room", "door", "what", "label", "place", "email", "ref")


class Example(NamedTuple):
    system: str | None
    user: str
    answer: str


def chunk(weights, seed, number, count, pieces=()):
    """The examples of one chunk, in order. The copying lines, if any, are made of the `pieces`."""
    rng = random.Random(f"mix {seed} {number}")
    sources = {task: jobs.lines(task, TRAIN, f"{seed} {number}") for task in weights}
    systems = {task: system_of(task) for task in weights}
    copy_share = EARLY_COPY_SHARE if number in range(EARLY_CHUNKS) else COPY_SHARE
    picks = rng.choices(list(weights), list(weights.values()), k=count)
    for task in picks:
        if pieces and rng.random() < copy_share:
            yield copied(rng, pieces)
            continue
        line = next(sources[task])
        system = None if rng.random() < BARE_SHARE else systems[task]
        yield Example(system, line.input, answer(line.expect))


def system_of(task):
    """What stands before every line of a task: edged asks with what the task's file says."""
    said, path = jobs.job(task).SYSTEM, TASKS_DIR / f"{task}.toml"
    if f'\nsystem = "{said}"\n' not in path.read_text():
        raise SystemExit(f"{path} has another system than the job, which says {said!r}")
    return said


def copied(rng, pieces):
    """Fields of words that mean nothing, to be written down as they are, or in lower case."""
    keys = rng.sample(COPIED_KEYS, rng.choice((1, 1, 2, 3)))
    fields = {key: phrase(rng, pieces) for key in keys}
    separator = rng.choice((" ", ", ", "; ", " and "))
    if rng.random() < 0.5:
        said = separator.join(f"{key} {value}" for key, value in fields.items())
        return Example("copy", said, answer(fields))
    raised = rng.choice((str.upper, str.title, str.capitalize))
    fields = {key: value.lower() for key, value in fields.items()}
    said = separator.join(f"{key} {raised(value)}" for key, value in fields.items())
    return Example("copy in lower case", said, answer(fields))


def phrase(rng, pieces):
    words = [
        "".join(rng.choice(pieces) for _ in range(rng.choice((1, 2, 2, 3))))
        for _ in range(rng.choice((1, 1, 2, 3)))
    ]
    if rng.random() < 0.1:
        words.append(str(rng.randrange(1000)))
    return rng.choice((" ", " ", " ", " ", "-", "'s ", ".", "_")).join(words)
