"""Time, failure and paper: what every section of the probe relies on.

A section runs in a process of its own, so that a crash, a hang or a full device costs that section
and no other. It writes what it learnt into its notes as it goes; the parent reads them whatever
became of the child. Both files are replaced atomically: a kill at any moment leaves the last whole
state. Nothing here knows of models, operators or devices.
"""

import contextlib
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

REPETITIONS_MIN = 5
ERROR_CHARS_MAX = 600


class OutOfTime(Exception):
    """The section's share of the budget is spent."""


class NotRun(Exception):
    """What was asked cannot be asked here; the text says why."""


class Budget:
    """Divides what is left of `total_s` by shares: what one section leaves over, the later ones
    get.
    """

    def __init__(self, total_s, now=time.monotonic):
        self.now = now
        self.end = now() + total_s

    def left_s(self):
        return max(0.0, self.end - self.now())

    def allowance_s(self, share, shares_to_come):
        """`shares_to_come` counts this section's own share and those of all after it."""
        return self.left_s() * share / shares_to_come


def write_json(path, body):
    """Replaces `path` in one step."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(body, file, indent=1, sort_keys=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, 0o644)
        os.replace(scratch, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(scratch)
        raise


def shown(error):
    """One line of an exception, short enough for a table."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:ERROR_CHARS_MAX]


class Notes:
    """What one section has learnt so far. `part` isolates one question from the next."""

    def __init__(self, path, deadline, now=time.monotonic):
        self.path = path
        self.deadline = deadline
        self.now = now
        self.parts = {}

    def left_s(self):
        return self.deadline - self.now()

    def check_time(self):
        if self.left_s() <= 0:
            raise OutOfTime("the section's time is spent")

    def put(self, name, **facts):
        self.parts.setdefault(name, {}).update(facts)
        write_json(self.path, self.parts)

    @contextlib.contextmanager
    def part(self, name):
        """Failures stay inside the part; a spent budget ends the section."""
        self.check_time()
        self.put(name, status="begun")
        try:
            yield lambda **facts: self.put(name, **facts)
        except OutOfTime:
            self.put(name, status="out of time")
            raise
        except NotRun as why:
            self.put(name, status="not run", why=str(why))
        except Exception as error:
            self.put(name, status="failed", error=shown(error))
        else:
            self.put(name, status="done")

    def timed(self, call, repetitions=10, warm_up=3):
        """Medians of wall time, in milliseconds. Fewer than five repetitions are no measurement."""
        for _ in range(warm_up):
            self.check_time()
            call()
        spent_ms = []
        for _ in range(max(repetitions, REPETITIONS_MIN)):
            if len(spent_ms) < REPETITIONS_MIN:
                self.check_time()
            elif self.left_s() <= 0:
                break
            since = time.perf_counter()
            call()
            spent_ms.append((time.perf_counter() - since) * 1e3)
        return {
            "median_ms": round(statistics.median(spent_ms), 5),
            "min_ms": round(min(spent_ms), 5),
            "max_ms": round(max(spent_ms), 5),
            "repetitions": len(spent_ms),
        }
