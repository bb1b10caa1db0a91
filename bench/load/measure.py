"""What it takes to load a 0.5B int4 model: edged beside ONNX Runtime's own session, in turns.

`make bench SUITE=load` runs it. Ours is the whole way, from the order at the socket to a model that is
ready, in a worker process that was not there before; theirs is the creation of a session on the same file
in a fresh Python process, imports not counted. Memory is the peak of the process, for Python less what it
had before. Weights are random: how long a load takes does not depend on them.
"""

import argparse
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import report

ROOT = Path(__file__).resolve().parent.parent.parent
READY_TIMEOUT_S = 120
LOOK_INTERVAL_S = 0.002
EXIT_MISSED = 8
PEER = """
import re, sys, time
import onnxruntime
def memory(key):
    return int(re.search(key + r":\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024
options = onnxruntime.SessionOptions()
options.inter_op_num_threads = 1
before = memory("VmRSS")
since = time.monotonic()
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
print((time.monotonic() - since) * 1e3, memory("VmHWM") - before)
"""


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Edged:
    """A release build of edged with one linked model, on directories of its own."""

    def __init__(self, model, scratch):
        self.socket = scratch / "api.sock"
        programs = ROOT / "target/release"
        dirs = [f"--{kind}-dir={scratch / kind}" for kind in ("state", "cache", "config", "share")]
        command = [programs / "edged", "--user", "--socket", self.socket, *dirs, "--log-level=warn"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait(lambda: self.socket.exists())
        self.connection = Connection(self.socket)
        self.ask("POST", "/edge/v1/models", {"name": "half", "dir": str(model), "mode": "link"})
        wait(lambda: self.model()["state"] != "loading")
        if self.model()["state"] != "unloaded":
            sys.exit(f"bench: {self.model()['reason']}")

    def ask(self, method, path, body=None):
        self.connection.request(method, path, json.dumps(body) if body is not None else None)
        answer = self.connection.getresponse()
        value = json.loads(answer.read())
        if answer.status != 200:
            sys.exit(f"bench: {method} {path}: {value['error']['message']}")
        return value

    def model(self):
        return self.ask("GET", "/edge/v1/models/half")

    def worker(self):
        workers = self.ask("GET", "/edge/v1/status")["workers"]
        return next((one["pid"] for one in workers if one["device"] == "cpu"), None)

    def load(self):
        since = time.monotonic()
        self.ask("POST", "/edge/v1/models/half/load", {})
        wait(lambda: self.model()["state"] == "ready")
        took_ms = (time.monotonic() - since) * 1e3
        peak = memory(self.worker(), "VmHWM")
        self.ask("POST", "/edge/v1/models/half/unload", {})
        wait(lambda: self.worker() is None)
        return took_ms, peak


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--model", type=Path, help="a folder with model.onnx; else one is made")
    arguments.add_argument("--commit")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        model = (options.model or made(scratch / "half")).resolve()
        edged = Edged(model, scratch)
        ours, theirs = [], []
        try:
            for _ in range(options.rounds):
                ours.append(edged.load())
                theirs.append(peer(model / "model.onnx"))
        finally:
            edged.process.terminate()
            edged.process.wait()
    finish(options, ours, theirs)


def made(folder):
    command = [sys.executable, ROOT / "bench/load/model.py", folder]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder


def peer(graph):
    environment = {**os.environ, "ORT_DISABLE_TELEMETRY": "1"}
    command = [sys.executable, "-c", PEER, graph]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    took_ms, peak = said.stdout.split()
    return float(took_ms), int(peak)


def memory(pid, key):
    return int(re.search(key + r":\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def wait(done):
    deadline = time.monotonic() + READY_TIMEOUT_S
    while not done():
        if time.monotonic() > deadline:
            sys.exit(f"bench: not done within {READY_TIMEOUT_S} s")
        time.sleep(LOOK_INTERVAL_S)


def finish(options, ours, theirs):
    """Ends the process with the report's exit status."""
    settings = {"model": str(options.model or "made"), "mode": "link", "provider": "cpu"}
    done = report.report(options.commit, settings, ours, theirs, report.this_machine())
    print(report.table(done))
    out = ROOT / "bench/out/load.json"
    report.write(done, out)
    print(f"written to {out.relative_to(ROOT)}")
    missed = not all(ratio["ok"] for ratio in done["ratios"])
    sys.exit(EXIT_MISSED if missed and os.environ.get("STRICT") == "1" else 0)


if __name__ == "__main__":
    main()
