"""What a second process on the same device costs, in bytes and in speed.

Question: "what a second process costs".
How: this process decodes alone; then another process loads the same 0.5B model and rests; then it
decodes too, without pause. Used bytes and the time of a step are taken in each state. The second
process says over a pipe when it is ready, and is told when to begin and to end.
"""

import select
import subprocess
import sys
from pathlib import Path

from memory import used
from rows import Slots

SHARE = 2


def run(bench):
    with bench.notes.part("a second process") as put:
        step = prepared(bench)
        put(used_alone=used(bench.provider), alone=bench.notes.timed(step.run, 20))
        command = [
            sys.executable,
            str(Path(__file__).with_name("probe.py")),
            "--second",
            "--work",
            str(bench.work_dir),
            "--provider",
            bench.provider,
            *(["--tiny"] if bench.tiny else []),
        ]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            try:
                expect(other, "loaded")
                put(
                    used_with_second=used(bench.provider),
                    second_rests=bench.notes.timed(step.run, 20),
                )
                tell(other, "decode")
                expect(other, "decoding")
                put(second_decodes=bench.notes.timed(step.run, 20))
                tell(other, "end")
            finally:
                other.kill()
        put(used_afterwards=used(bench.provider))


def prepared(bench):
    plan = bench.plan("0.5b")
    model = bench.open(plan)
    context = bench.small(512, 16)
    return Slots(model, plan, 8, context).step([context] * 8)


def expect(other, word):
    line = other.stdout.readline().strip()
    if line != word:
        raise RuntimeError(f"the second process said {line!r}, not {word!r}")


def tell(other, word):
    other.stdin.write(f"{word}\n")
    other.stdin.flush()


def live(bench):
    """The second process: it ends when its input does."""
    step = prepared(bench)
    step.run()
    print("loaded", flush=True)
    if sys.stdin.readline().strip() != "decode":
        return
    print("decoding", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        step.run()
