"""The README's first minute: `make run`, and the three commands it prints, pasted as they are."""

import os
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from edged import ROOT, clean_environment, until

# A cold release build is part of the first run.
READY_TIMEOUT_S = 1200
COMMAND_TIMEOUT_S = 30
STOP_TIMEOUT_S = 20
DEFAULT_SOCKET = Path(f"/tmp/edged-{os.getuid()}/api.sock")


class MakeRun:
    def __init__(self, environment, log_path):
        self.log_path = log_path
        self.environment = environment
        self.lines = []
        self.log = log_path.open("wb")
        self.process = subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, start_new_session=True,
        )
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout))
        self.reader.start()

    def wait_printed(self, count):
        def printed():
            assert self.process.poll() is None, f"make run ended at once:\n{self.tail()}"
            return len(self.lines) >= count

        until(printed, READY_TIMEOUT_S, f"{count} lines of make run")

    def tail(self):
        return self.log_path.read_text(errors="replace")[-4000:]

    def edged_pid(self):
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        (pid,) = map(int, tasks.read_text().split())
        return pid

    def end(self):
        """Whatever happened, nothing of it stays."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.reader.join()
        self.log.close()


@pytest.fixture
def make_run(tmp_path):
    refuse_if_taken()
    run = MakeRun(environment_of_a_newcomer(tmp_path), tmp_path / "make.log")
    yield run
    run.end()


def refuse_if_taken():
    with socket.socket(socket.AF_UNIX) as probe:
        if probe.connect_ex(str(DEFAULT_SOCKET)) == 0:
            pytest.fail(f"an edged already listens on {DEFAULT_SOCKET}: stop it to run this test")


def environment_of_a_newcomer(home):
    """A home of its own and no session; only the toolchain stays where it is."""
    environment = clean_environment()
    old_home = Path.home()
    for name in [name for name in environment if name.startswith("XDG_") or name.startswith("MAKE")]:
        del environment[name]
    environment.pop("MFLAGS", None)
    environment.setdefault("CARGO_HOME", str(old_home / ".cargo"))
    environment.setdefault("RUSTUP_HOME", str(old_home / ".rustup"))
    environment["HOME"] = str(home)
    return environment


def test_the_printed_commands_work_as_they_are(make_run):
    make_run.wait_printed(3)
    commands = list(make_run.lines)
    for line in commands:
        assert line.startswith("    $ "), commands
    for line in commands:
        command = line.removeprefix("    $ ").strip()
        result = subprocess.run(
            command, shell=True, cwd=ROOT, env=make_run.environment, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_TIMEOUT_S,
        )
        said = f"$ {command}\n{result.stdout}{result.stderr}"
        assert result.returncode == 0, said
        assert result.stdout.strip(), f"no output of {said}"
        assert "error" not in result.stdout, said

    os.kill(make_run.edged_pid(), signal.SIGTERM)
    assert make_run.process.wait(STOP_TIMEOUT_S) == 0, make_run.tail()
    make_run.reader.join()
    assert make_run.lines == commands, "something else was printed to stdout"
    assert not DEFAULT_SOCKET.exists()
