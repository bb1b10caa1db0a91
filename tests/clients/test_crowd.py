"""A thousand clients at once: each gets a whole answer or is told to come back, and nothing of them stays."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from edged import BIN_DIR, ROOT, running

CLIENTS = 1_000
#: By hand it is five.
ROUNDS = int(os.environ.get("EDGED_CROWD_ROUNDS", "1"))
ROUND_TIMEOUT_S = 30
#: A debug build holds that much more of itself in memory: 21 MB before anybody comes, a release build 11 MB.
DEBUG_BYTES = 8 << 20
PEAK_BYTES_MAX = (64 << 20) + (DEBUG_BYTES if BIN_DIR.name == "debug" else 0)
LEFT_BYTES_MAX = 4 << 20
SETTLED_AFTER_S = 30
BODY_BYTES_MAX = 4_194_304
TOLD_TO_COME_BACK = {"503 too_many_connections", "429 queue_full"}


@pytest.mark.parametrize(
    ("arguments", "answers"),
    [
        ([], {"200"}),
        ([f"--body-bytes={BODY_BYTES_MAX}"], {"200"}),
        # All of it is the prompt, which has to go to the worker to be found too long.
        ([f"--body-bytes={BODY_BYTES_MAX}", "--content"], {"400 context_length_exceeded"}),
        # Those who are idle may hold every connection there is.
        ([f"--idle={CLIENTS}"], set()),
    ],
    ids=["short", "body_at_the_limit", "prompt_at_the_limit", "beside_idle_ones"],
)
def test_a_crowd_is_answered_and_forgotten(arguments, answers, request):
    with running("--sim=sim") as edged:
        assert crowd(edged, "--clients=1", "--rounds=1")[0]["seen"] == {"200": 1}
        before = memory(edged, "VmRSS")
        rounds = crowd(edged, f"--clients={CLIENTS}", f"--rounds={ROUNDS}", *arguments)
        peak = memory(edged, "VmHWM")
        seen = sum((Counter(one["seen"]) for one in rounds), Counter())
        slowest_s = max(one["seconds"] for one in rounds)
        assert seen.total() == CLIENTS * ROUNDS
        assert set(seen) <= {"200"} | answers | TOLD_TO_COME_BACK, seen
        assert answers <= set(seen), seen
        settled_s = settles(edged, before)
        left = memory(edged, "VmRSS") - before
        measured = {
            "rounds": ROUNDS, "clients": CLIENTS, "answers": dict(seen), "slowest_s": slowest_s,
            "rss_before_bytes": before, "rss_peak_bytes": peak, "rss_left_bytes": left, "settled_s": settled_s,
            "profile": BIN_DIR.name, "commit": edged.status()["commit"],
        }
        keep(request.node.callspec.id, measured)
        assert peak < PEAK_BYTES_MAX, measured
        assert left < LEFT_BYTES_MAX, measured
        assert crowd(edged, "--clients=1", "--rounds=1")[0]["seen"] == {"200": 1}
        assert edged.status()["health"] == "ok"


#: Each is read before the next: more of them would take longer and need no more.
LONG_CLIENTS = 32


@pytest.mark.parametrize(
    ("long", "answer"),
    [
        ("tokens", "400 context_length_exceeded"),
        ("texts", "400 invalid_value"),
        ("stop", "400 invalid_value"),
        ("tools", "400 unsupported_parameter"),
        ("logit_bias", "400 invalid_value"),
        ("number", "400 invalid_value"),
    ],
)
def test_no_body_weighs_many_times_what_was_sent(long, answer):
    with running("--sim=sim") as edged:
        assert crowd(edged, "--clients=1", "--rounds=1")[0]["seen"] == {"200": 1}
        sent = f"--body-bytes={BODY_BYTES_MAX}", f"--long={long}"
        [one] = crowd(edged, f"--clients={LONG_CLIENTS}", "--rounds=1", *sent)
        measured = one | {"rss_peak_bytes": memory(edged, "VmHWM")}
        keep(f"long_{long}", measured)
        assert answer in one["seen"], measured
        assert set(one["seen"]) <= {answer} | TOLD_TO_COME_BACK, measured
        assert measured["rss_peak_bytes"] < PEAK_BYTES_MAX, measured
        assert edged.status()["health"] == "ok"


def crowd(edged, *args):
    """What became of each round."""
    program = [sys.executable, ROOT / "tests/clients/crowd.py", f"--socket={edged.socket}", *args]
    timeout_s = 10 + ROUND_TIMEOUT_S * ROUNDS
    ran = subprocess.run(program, capture_output=True, text=True, timeout=timeout_s)
    assert ran.returncode == 0, f"{ran.stderr}\n{ran.stdout}\n{edged.log()}"
    return [json.loads(line) for line in ran.stdout.splitlines()]


def keep(kind, measured):
    """Shown with `-rP`; a run that is to be kept says where with `EDGED_TEST_RESULTS`."""
    print(json.dumps(measured))
    if results := os.environ.get("EDGED_TEST_RESULTS"):
        Path(results, f"crowd_{kind}.json").write_text(json.dumps(measured, indent=2, sort_keys=True) + "\n")


def settles(edged, before):
    """The seconds until nearly nothing of them is left; gives up when they should be over."""
    begun = time.monotonic()
    while time.monotonic() - begun < SETTLED_AFTER_S:
        if memory(edged, "VmRSS") - before < LEFT_BYTES_MAX:
            break
        time.sleep(0.25)
    return round(time.monotonic() - begun, 2)


def memory(edged, name):
    """In bytes, as the kernel counts it."""
    for line in Path(f"/proc/{edged.process.pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) << 10
    raise AssertionError(name)
