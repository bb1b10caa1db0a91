"""A real `edged` with real workers, in folders of its own, for as long as a test needs it."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import httpx
import openai

ROOT = Path(__file__).resolve().parents[2]
BIN_DIR = Path(os.environ.get("EDGED_BIN_DIR", ROOT / "target/debug"))
READY_TIMEOUT_S = 10
STOP_TIMEOUT_S = 15


class Edged:
    """Started on construction, ready when `start` returns, stopped by `stop`."""

    def __init__(self, home, args):
        self.home = home
        self.socket = home / "api.sock"
        self.log_path = home / "edged.log"
        dirs = {name: home / name for name in ("config", "state", "cache", "share")}
        for path in dirs.values():
            path.mkdir(exist_ok=True)
        flags = [f"--{name}-dir={path}" for name, path in dirs.items()]
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [BIN_DIR / "edged", "--user", f"--socket={self.socket}", *flags, *args],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=clean_environment(),
                # A group of its own, so that a test can press Ctrl-C.
                start_new_session=True,
            )

    def log(self):
        return self.log_path.read_text(errors="replace")[-4000:]

    def http(self, timeout_s=10):
        return httpx.Client(
            transport=httpx.HTTPTransport(uds=str(self.socket)),
            base_url="http://localhost", timeout=timeout_s,
        )

    def client(self, timeout_s=30):
        return openai.OpenAI(
            base_url="http://localhost/v1", api_key="none", max_retries=0, timeout=timeout_s,
            http_client=self.http(timeout_s),
        )

    def async_client(self, timeout_s=30):
        transport = httpx.AsyncHTTPTransport(uds=str(self.socket))
        return openai.AsyncOpenAI(
            base_url="http://localhost/v1", api_key="none", max_retries=0, timeout=timeout_s,
            http_client=httpx.AsyncClient(transport=transport, timeout=timeout_s),
        )

    def wait_ready(self):
        def ready():
            assert self.process.poll() is None, f"edged ended at once:\n{self.log()}"
            with contextlib.suppress(httpx.TransportError), self.http(1) as http:
                return http.get("/readyz").status_code == 200
            return False

        until(ready, READY_TIMEOUT_S, "edged to be ready")

    def status(self):
        with self.http() as http:
            return http.get("/edge/v1/status").raise_for_status().json()

    def wait_event(self, matches, timeout_s=10):
        """The first event since the start that matches; past ones count too."""
        deadline = time.monotonic() + timeout_s
        with self.http(timeout_s) as http:
            with http.stream("GET", "/edge/v1/events", params={"since": 0}) as answer:
                for line in answer.iter_lines():
                    assert time.monotonic() < deadline, f"no such event in {timeout_s} s"
                    if line.startswith("data: ") and matches(event := json.loads(line[6:])):
                        return event
        raise AssertionError("the events ended")

    def wait_call_ended(self, call):
        return self.wait_event(lambda e: e["kind"] == "call.ended" and e["call"] == call)

    def stop(self):
        children = children_of(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        self.wait_stopped(children)

    def wait_stopped(self, children):
        """Once told to, edged ends with 0 and leaves none of its processes behind."""
        try:
            code = self.process.wait(STOP_TIMEOUT_S)
        finally:
            self.process.kill()
        assert code == 0, f"edged ended with {code}:\n{self.log()}"
        left = [pid for pid in children if Path(f"/proc/{pid}").exists()]
        assert not left, f"edged left its workers {left} behind:\n{self.log()}"


@contextlib.contextmanager
def running(*args):
    # Not pytest's own folder: a socket's path may have 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="edged-test-") as home:
        with running_in(Path(home), *args) as edged:
            yield edged


@contextlib.contextmanager
def running_in(home, *args):
    """As `running`, in folders that may have been used before."""
    edged = Edged(home, args)
    try:
        edged.wait_ready()
        yield edged
    except BaseException:
        edged.process.kill()
        edged.process.wait()
        raise
    if edged.process.returncode is None:
        edged.stop()


def clean_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith("EDGED_")}


def children_of(parent):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            # The name in the middle may hold anything; after it come the state and the parent.
            if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def until(holds, timeout_s, what):
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, f"waited {timeout_s} s for {what}"
        time.sleep(0.005)
