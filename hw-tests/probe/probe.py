#!/usr/bin/env python3
"""Answers this project's questions about CUDA on one GPU, in eight minutes, as one JSON file.

Each section is a module beside this one and says in its head which question it answers and how. A
section runs in a process of its own with a share of the time; what fails is recorded and the next
one goes on. The file is whole after every section. `table.py` makes a table of it.

    probe.py --out results.json                 on a machine with an NVIDIA GPU
    probe.py --tiny --provider cpu --out x.json a dry run of the same paths, in seconds
"""

import argparse
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import Budget, Notes, OutOfTime, shown, write_json

TOTAL_S = 480
# The first answers are worth the most if the visit ends early.
SECTIONS = (
    "placement",
    "ragged",
    "limits",
    "speed",
    "replay",
    "lora",
    "blocks",
    "memory",
    "second",
    "power",
    "beside",
    "engines",
)
GRACE_S = 3
# The longest that a process watched by `memory` may live.
LIFE_S = 90
RESULTS_DIR = Path(__file__).resolve().parent.parent / "results"


def main(arguments=None):
    asked = parse(arguments)
    if asked.life or asked.second or asked.section:
        return child(asked)
    if asked.provider != "cpu":
        import device

        lacks = device.missing()
        if lacks:
            print(
                "probe: no real run here, missing:",
                *(f"  {each}" for each in lacks),
                sep="\n",
                file=sys.stderr,
            )
            print("hint: --tiny --provider cpu runs the same paths on the CPU", file=sys.stderr)
            return 1
    # So that an end from outside passes by the `finally` that ends the section.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="probe-", dir=asked.work) as work_dir:
        return conduct(asked, work_dir)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--out", type=Path, help="the file that is written, by default results/DATE-DEVICE.json"
    )
    parser.add_argument(
        "--sections",
        help=f"only these, parted by commas, of: {', '.join(SECTIONS)}; "
        "results of others in an earlier --out are kept",
    )
    parser.add_argument("--provider", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--tiny", action="store_true", help="tiny shapes: does everything run")
    parser.add_argument("--seconds", type=float, default=TOTAL_S, help="for all sections together")
    parser.add_argument(
        "--work", type=Path, help="where the models go (some GB); by default the temporary folder"
    )
    for name in ("--section", "--notes", "--deadline", "--life", "--option"):
        parser.add_argument(
            name, help=argparse.SUPPRESS, **({"action": "append"} if name == "--option" else {})
        )
    parser.add_argument("--second", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    asked.wanted = asked.sections.split(",") if asked.sections else list(SECTIONS)
    strange = [name for name in asked.wanted if name not in SECTIONS]
    if strange:
        parser.error(f"no such section: {', '.join(strange)}")
    if (
        asked.provider == "cpu"
        and not asked.tiny
        and not (asked.life or asked.second or asked.section)
    ):
        parser.error("--provider cpu needs --tiny: the real shapes would take hours")
    if asked.provider == "cpu" and not (asked.out or asked.life or asked.second or asked.section):
        parser.error("--provider cpu needs --out: results/ is for real runs")
    return asked


def conduct(asked, work_dir):
    """All wanted sections in turn. Only a file that cannot be written ends it early."""
    import device

    environment = device.environment()
    asked.out = asked.out or named(environment)
    report = begun(asked, environment)
    budget = Budget(asked.seconds)
    shares = {name: importlib.import_module(name).SHARE for name in asked.wanted}
    for name in asked.wanted:
        to_come = sum(list(shares.values())[asked.wanted.index(name) :])
        allowance_s = budget.allowance_s(shares[name], to_come)
        print(f"probe: {name}, at most {allowance_s:.0f} s", file=sys.stderr, flush=True)
        since = time.monotonic()
        report["sections"][name] = one(asked, name, work_dir, allowance_s)
        report["sections"][name]["seconds"] = round(time.monotonic() - since, 1)
        report["seconds"] = round(asked.seconds - budget.left_s(), 1)
        write_json(asked.out, report)
    report["ended"] = now()
    write_json(asked.out, report)
    for name in asked.wanted:
        print(f"probe: {name}: {report['sections'][name]['status']}", file=sys.stderr)
    return 0


def named(environment):
    """results/DATE-DEVICE.json"""
    name = environment.get("device", {}).get("name", "unknown")
    plain = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
    return RESULTS_DIR / f"{time.strftime('%Y-%m-%d', time.gmtime())}-{plain}.json"


def begun(asked, environment):
    """A repeated section replaces itself in an earlier file of the same kind of run."""
    sections = {}
    if asked.sections and asked.out.exists():
        earlier = json.loads(asked.out.read_text())
        if (earlier["tiny"], earlier["provider"]) == (asked.tiny, asked.provider):
            sections = earlier["sections"]
    return {
        "probe": 1,
        "tiny": asked.tiny,
        "provider": asked.provider,
        "begun": now(),
        "environment": environment,
        "sections": sections,
    }


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def one(asked, name, work_dir, allowance_s):
    """Runs a section in a process group of its own and says how it ended, whatever it did."""
    notes = Path(work_dir) / f"{name}.json"
    command = [
        sys.executable,
        str(Path(__file__).resolve()),
        "--section",
        name,
        "--notes",
        str(notes),
        "--deadline",
        str(time.monotonic() + allowance_s),
        "--work",
        str(work_dir),
        "--provider",
        asked.provider,
        *(["--tiny"] if asked.tiny else []),
    ]
    process = subprocess.Popen(
        command, start_new_session=True, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
    )
    try:
        _, said = process.communicate(timeout=allowance_s + GRACE_S)
        ending = endings(process.returncode, said)
    except subprocess.TimeoutExpired:
        ending = {"status": "killed", "error": f"did not end within {allowance_s + GRACE_S:.0f} s"}
    finally:
        # Its children too, and what hangs in a driver's call.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.communicate()
    parts = json.loads(notes.read_text()) if notes.exists() else {}
    for part in parts.values():
        if part["status"] == "begun":
            part["status"] = "cut off"
    if ending["status"] == "done" and any(
        part.get("status") == "failed" for part in parts.values()
    ):
        ending["status"] = "done, parts failed"
    return {**ending, "parts": parts}


def endings(code, said):
    """The child's exit status in words; what it said last explains a failure."""
    if code == 0:
        return {"status": "done"}
    if code == 3:
        return {"status": "out of time"}
    last = " ".join(said.strip().splitlines()[-3:])[-600:]
    if code < 0:
        return {"status": "crashed", "error": f"signal {-code} {last}".strip()}
    return {"status": "failed", "error": last}


def child(asked):
    """One section, or one of the processes that `memory` and `second` watch."""
    from bench import Bench

    # Also where nobody is left to end it: the parent may have been killed.
    left_s = float(asked.deadline) - time.monotonic() if asked.deadline else LIFE_S
    signal.alarm(max(1, int(left_s + 2 * GRACE_S)))
    if asked.life:
        import memory

        options = dict(each.split("=", 1) for each in asked.option or ())
        memory.live(Bench(None, asked.work, asked.provider, asked.tiny), asked.life, options)
        return 0
    if asked.second:
        import second

        second.live(Bench(None, asked.work, asked.provider, asked.tiny))
        return 0
    notes = Notes(asked.notes, float(asked.deadline))
    try:
        importlib.import_module(asked.section).run(
            Bench(notes, asked.work, asked.provider, asked.tiny)
        )
    except OutOfTime:
        return 3
    except Exception as error:
        print(shown(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
