"""What a call leaves in the ledger: its row in `ledger.db`, read as any tool would, and none of its text."""

import contextlib
import json
import os
import signal
import sqlite3
import tempfile
import time
from pathlib import Path

import openai
import pytest

from edged import Edged, running_in, until

SIMS = ("--sim=echo", "--sim=slow,reply=count,step_us=20000")
# In every prompt, as the caller's text and as the task's.
MARKER = "zanzibar-marker"
TASK = f"""model = "echo"
system = "{MARKER}"
kind = "human"
[defaults]
temperature = 0.0
max_tokens = 5
"""
SLOW = {"model": "slow", "prompt": MARKER, "max_tokens": 3000, "temperature": 0, "stream": True}


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory(prefix="edged-test-") as home:
        tasks = Path(home) / "config/tasks.d"
        tasks.mkdir(parents=True)
        (tasks / "loud.toml").write_text(TASK)
        yield Path(home)


@pytest.fixture
def edged(home):
    with running_in(home, *SIMS) as edged:
        yield edged


def rows(home):
    """All calls, each by its column names."""
    connection = sqlite3.connect(f"file:{home}/state/ledger.db?mode=ro", uri=True)
    with contextlib.closing(connection):
        connection.row_factory = sqlite3.Row
        return {row["call"]: dict(row) for row in connection.execute("SELECT * FROM calls")}


def gaps(home):
    connection = sqlite3.connect(f"file:{home}/state/ledger.db?mode=ro", uri=True)
    with contextlib.closing(connection):
        return connection.execute("SELECT coalesce(sum(calls), 0) FROM gaps").fetchone()[0]


def wait_row(home, call, outcome):
    until(lambda: rows(home).get(call, {}).get("outcome") == outcome, 5, f"a row that says {outcome}")
    return rows(home)[call]


def wait_open_row(home, call):
    """A call that takes longer is written while it still runs, so that it is known of whatever happens."""
    until(lambda: call in rows(home), 5, "the row of a running call")
    assert rows(home)[call]["outcome"] is None


def call_of(answer_id):
    return answer_id.split("-", 1)[1]


def begin(stream, tokens=5):
    """Reads a few tokens; the call, which goes on."""
    calls = [call_of(next(stream).id) for _ in range(tokens)]
    return calls[0]


def test_an_answered_call(edged, home):
    before_ms = time.time() * 1000
    with edged.client() as client:
        answer = client.chat.completions.create(
            model="loud", messages=[{"role": "user", "content": MARKER}], seed=7, top_p=0.5, n=2
        )
    row = rows(home)[call_of(answer.id)]
    assert answer.edge["ledger"] == "durable"
    assert before_ms - 1 <= row["started_ms"] <= time.time() * 1000
    assert {name: row[name] for name in ("kind", "endpoint", "task", "model", "outcome", "code")} == {
        "kind": "human", "endpoint": "chat", "task": "loud", "model": "echo",
        "outcome": "ok", "code": None,
    }
    assert row["uid"] == os.getuid()
    assert (row["engine"], row["provider"]) == ("sim", "sim")
    # The task's text goes before the caller's.
    assert (row["prompt_tokens"], row["completion_tokens"]) == (2 * len(MARKER), 2 * 5)
    assert row["prompt_tokens"] == answer.usage.prompt_tokens
    params = json.loads(row["params"])
    asked = {"seed": 7, "top_p": 0.5, "temperature": 0, "max_tokens": 5, "n": 2}
    assert {name: params[name] for name in asked} == asked
    assert 0 <= row["queue_ms"] <= row["ttft_ms"] <= row["total_ms"]
    assert row["total_ms"] == answer.edge["total_ms"]
    assert gaps(home) == 0


def test_a_completion_without_a_seed_gets_one(edged, home):
    with edged.client() as client:
        answer = client.completions.create(model="echo", prompt=MARKER)
    row = rows(home)[call_of(answer.id)]
    assert (row["kind"], row["endpoint"], row["task"]) == ("agent", "completion", None)
    assert isinstance(json.loads(row["params"])["seed"], int)


def test_a_refused_call_has_no_row(edged, home):
    with edged.client() as client, pytest.raises(openai.NotFoundError):
        client.completions.create(model="nobody", prompt=MARKER)
    assert rows(home) == {}


def test_a_cancelled_call_says_how_far_it_got(edged, home):
    with edged.client() as client:
        stream = client.completions.create(**SLOW)
        call = begin(stream)
        stream.close()
    row = wait_row(home, call, "cancelled")
    assert row["code"] is None
    assert 5 <= row["completion_tokens"] < 3000
    assert row["prompt_tokens"] == len(MARKER)
    assert 0 < row["ttft_ms"] < row["total_ms"]


def test_a_call_whose_worker_dies(edged, home):
    with edged.client() as client:
        stream = client.completions.create(**SLOW)
        call = begin(stream)
        (worker,) = (model["worker_pid"] for model in edged.status()["models"] if model["name"] == "slow")
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(openai.APIError) as raised:
            list(stream)
    assert raised.value.code == "worker_lost"
    # It was there before the client learned of the end.
    row = rows(home)[call]
    assert (row["outcome"], row["code"]) == ("error", "worker_lost")
    assert 5 <= row["completion_tokens"] < 3000
    assert row["total_ms"] > 0


def test_a_call_that_the_daemon_did_not_survive(home):
    with running_in(home, *SIMS) as edged, edged.client() as client:
        answered = client.completions.create(model="echo", prompt=MARKER)
        stream = client.completions.create(**SLOW)
        call = begin(stream)
        wait_open_row(home, call)
        edged.process.kill()
        edged.process.wait()
        with pytest.raises(openai.APIConnectionError):
            list(stream)
    with running_in(home, *SIMS) as edged:
        row = wait_row(home, call, "interrupted")
        assert (row["code"], row["completion_tokens"], row["total_ms"]) == (None, None, None)
        assert rows(home)[call_of(answered.id)]["outcome"] == "ok"
        assert edged.status()["ledger"]["rows"] == 2


def test_a_second_daemon_leaves_the_calls_of_the_first_alone(edged, home):
    with edged.client() as client, tempfile.TemporaryDirectory(prefix="edged-test-") as other:
        stream = client.completions.create(**SLOW)
        call = begin(stream)
        wait_open_row(home, call)
        (Path(other) / "state").symlink_to(home / "state")
        second = Edged(Path(other), SIMS)
        try:
            assert second.process.wait(10) == 1, second.log()
        finally:
            second.process.kill()
        assert f"pid {edged.process.pid}" in second.log()
        assert rows(home)[call]["outcome"] is None
        stream.close()
        wait_row(home, call, "cancelled")


def test_no_text_of_a_call_is_in_any_file_of_the_ledger(edged, home):
    with edged.client() as client:
        client.completions.create(model="echo", prompt=MARKER)
        client.chat.completions.create(model="loud", messages=[{"role": "user", "content": MARKER}])
        stream = client.completions.create(**SLOW)
        call = begin(stream)
        stream.close()
    wait_row(home, call, "cancelled")

    def written():
        files = (path for path in (home / "state").rglob("*") if path.is_file())
        return {path.name: path.read_bytes() for path in files}

    files = written()
    assert call.encode() in b"".join(files.values()), "the calls are somewhere in these files"
    edged.stop()
    for name, content in [*files.items(), *written().items()]:
        assert MARKER.encode() not in content, name
