"""`edgectl exec`: programs that know nothing of Unix sockets, unmodified, for as long as they run."""

import contextlib
import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
import urllib.parse

import httpx
import pytest

from edged import BIN_DIR, clean_environment, running, until

SAY_WHERE = (
    "import os, sys\n"
    "print(os.environ['OPENAI_BASE_URL'], os.environ['OPENAI_API_KEY'], flush=True)\n"
    "assert os.environ['OPENAI_API_BASE'] == os.environ['OPENAI_BASE_URL']\n"
    "sys.stdin.read()\n"
)
ASK = (
    "import openai\n"
    "client = openai.OpenAI(max_retries=0)\n"
    "ask = dict(model='echo', messages=[{'role': 'user', 'content': 'hello'}], temperature=0)\n"
    "print(client.chat.completions.create(**ask).choices[0].message.content)\n"
    "chunks = client.chat.completions.create(stream=True, **ask)\n"
    "texts = [c.delta.content for chunk in chunks for c in chunk.choices if c.delta.content]\n"
    "assert len(texts) > 1, texts\n"
    "print(''.join(texts))\n"
    "print(sorted(model.id for model in client.models.list())[:2])\n"
)
PATIENCE_S = 20


def start(edged, *command, environment=None, **options):
    return subprocess.Popen(
        [BIN_DIR / "edgectl", f"--socket={edged.socket}", "exec", "--", *command],
        env={**clean_environment(), **(environment or {})}, text=True, **options,
    )


def finish(edged, *command, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    with start(edged, *command, **options) as process:
        out, err = process.communicate(timeout=PATIENCE_S)
        return process.returncode, out, err


@contextlib.contextmanager
def port(edged):
    """The URL and the key of a command that waits."""
    command = [sys.executable, "-c", SAY_WHERE]
    with start(edged, *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        url, key = process.stdout.readline().split()
        yield url, key
        process.stdin.close()
        assert process.wait(PATIENCE_S) == 0


def bearer(key):
    return {"authorization": f"Bearer {key}"}


def test_the_official_client_needs_nothing_but_its_environment(edged):
    code, out, err = finish(edged, sys.executable, "-c", ASK)
    assert (code, out) == (0, "hello\nhello\n['count', 'echo']\n"), err


def test_a_proxy_is_not_told_the_key(edged):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        url = "http://127.0.0.1:%d" % proxy.getsockname()[1]
        names = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
        environment = {name: url for name in names}
        # One that the environment says already is kept.
        for more in ({}, {"NO_PROXY": "example.org"}):
            code, out, err = finish(edged, sys.executable, "-c", ASK, environment={**environment, **more})
            assert (code, out) == (0, "hello\nhello\n['count', 'echo']\n"), err
        proxy.settimeout(0)
        with pytest.raises(BlockingIOError):
            proxy.accept()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["true"], 0),
        (["sh", "-c", "exit 7"], 7),
        (["sh", "-c", "kill -TERM $$"], 128 + signal.SIGTERM),
        (["sh", "-c", "kill -KILL $$"], 128 + signal.SIGKILL),
        (["no-such-command-anywhere"], 127),
        (["/etc/hostname"], 126),
    ],
)
def test_the_exit_status_is_the_commands(edged, command, code):
    assert finish(edged, *command)[0] == code


def test_words_after_the_command_are_its_own(edged):
    command = [BIN_DIR / "edgectl", f"--socket={edged.socket}", "exec", "echo", "--json", "-q", "--", "x"]
    said = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, timeout=PATIENCE_S)
    assert (said.returncode, said.stdout) == (0, "--json -q -- x\n")


def test_no_daemon_no_command(tmp_path):
    command = [BIN_DIR / "edgectl", f"--socket={tmp_path}/none.sock", "exec", "touch", tmp_path / "ran"]
    ended = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, timeout=PATIENCE_S)
    assert ended.returncode == 3 and "edged --user" in ended.stderr
    assert not (tmp_path / "ran").exists()


def test_only_the_key_comes_in_and_only_from_this_machine(edged):
    with port(edged) as (url, key):
        parts = urllib.parse.urlsplit(url)
        assert parts.hostname == "127.0.0.1"
        for headers in ({}, bearer("x"), bearer(key + "x"), {"authorization": key}):
            for path in ("/models", "/none"):
                answer = httpx.get(url + path, headers=headers)
                assert answer.status_code == 401, answer.text
                assert answer.json()["error"]["code"] == "invalid_api_key"
                assert key not in answer.text
        answer = httpx.get(f"{url}/models", headers={**bearer(key), "x-request-id": "mine"})
        assert answer.status_code == 200 and answer.headers["x-request-id"] == "mine"
        # What a browser sends is still refused by the daemon.
        answer = httpx.get(f"{url}/models", headers={**bearer(key), "origin": "http://x"})
        assert answer.json()["error"]["code"] == "foreign_origin"
        answer = httpx.post(f"{url}/chat/completions", headers=bearer(key), json={"model": "none", "messages": []})
        assert answer.status_code == 400 and answer.json()["error"]["param"] == "messages"


def test_the_port_is_closed_when_the_command_ends(edged):
    with port(edged) as (url, _key):
        address = urllib.parse.urlsplit(url)
        with socket.create_connection((address.hostname, address.port), 5):
            pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port), 5)


def test_a_large_body_goes_through_whole(edged):
    text = "x" * 3_000_000
    body = {"model": "echo", "messages": [{"role": "user", "content": text}], "max_tokens": 1}
    with port(edged) as (url, key):
        answer = httpx.post(f"{url}/chat/completions", headers=bearer(key), json=body, timeout=PATIENCE_S)
        assert answer.json()["error"]["code"] == "context_length_exceeded", answer.text[:500]
        assert "3000000" in answer.json()["error"]["message"]


@pytest.fixture
def slow():
    with running("--sim=slow,reply=count,step_us=50000,rows_max=1") as edged:
        yield edged


ENDLESS = {"model": "slow", "prompt": "x", "max_tokens": 3000, "temperature": 0}


def idle(edged):
    queue = edged.status()["queue"]
    return queue["running"] == queue["waiting"] == 0


def test_tokens_come_as_they_are_made_and_a_client_that_leaves_cancels(slow):
    with port(slow) as (url, key):
        times = []
        body = {**ENDLESS, "stream": True}
        with httpx.stream("POST", f"{url}/completions", headers=bearer(key), json=body, timeout=PATIENCE_S) as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    times.append(time.monotonic())
                if len(times) == 6:
                    break
        assert times[-1] - times[0] > 0.15, "they came all at once"
        until(lambda: idle(slow), 5, "the row to be free")
        # Not streamed: it leaves before there is any answer.
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{url}/completions", headers=bearer(key), json=ENDLESS, timeout=0.5)
        until(lambda: idle(slow), 5, "the row to be free again")


def test_what_runs_when_the_command_ends_is_cancelled(slow):
    call = (
        "import os, httpx, json\n"
        f"body = json.loads('''{json.dumps({**ENDLESS, 'stream': True})}''')\n"
        "key = {'authorization': 'Bearer ' + os.environ['OPENAI_API_KEY']}\n"
        "url = os.environ['OPENAI_BASE_URL'] + '/completions'\n"
        "with httpx.stream('POST', url, headers=key, json=body) as answer:\n"
        "    next(answer.iter_lines())\n"
        "    os._exit(5)\n"
    )
    assert finish(slow, sys.executable, "-c", call)[0] == 5
    until(lambda: idle(slow), 5, "the row to be free")


@pytest.mark.parametrize("passed", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1])
def test_signals_reach_the_command(edged, passed):
    script = (
        "import signal, sys, time\n"
        f"signal.signal({int(passed)}, lambda *_: sys.exit(42))\n"
        "print('ready', flush=True)\n"
        f"time.sleep({PATIENCE_S})\n"
    )
    # Without a terminal, as under a service manager.
    with start(edged, sys.executable, "-c", script, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(passed)
        assert process.wait(PATIENCE_S) == 42


def test_a_key_of_the_terminal_reaches_the_command_once(edged):
    script = (
        "import signal, sys, time\n"
        "seen = []\n"
        "signal.signal(signal.SIGINT, lambda *_: seen.append(1))\n"
        "print('ready', flush=True)\n"
        f"until = time.monotonic() + {PATIENCE_S}\n"
        "while not seen and time.monotonic() < until: time.sleep(0.01)\n"
        # A second one would follow at once.
        "time.sleep(0.5)\n"
        "sys.exit(10 + len(seen))\n"
    )
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(
            BIN_DIR / "edgectl",
            ["edgectl", f"--socket={edged.socket}", "exec", sys.executable, "-c", script],
            clean_environment(),
        )
    try:
        assert b"ready" in os.read(terminal, 1024)
        os.write(terminal, b"\x03")
        _, status = os.waitpid(pid, 0)
    finally:
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 11


def test_one_connection_too_many_waits_for_its_turn(edged):
    with port(edged) as (url, key):
        address = urllib.parse.urlsplit(url)
        ask = f"GET /v1/models HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\n\r\n".encode()
        held = []
        for _ in range(64):
            held.append(socket.create_connection((address.hostname, address.port), 5))
            held[-1].sendall(ask)
            assert held[-1].recv(12) == b"HTTP/1.1 200"
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{url}/models", headers=bearer(key), timeout=0.5)
        held.pop().close()
        assert httpx.get(f"{url}/models", headers=bearer(key), timeout=PATIENCE_S).status_code == 200
        for connection in held:
            connection.close()


def test_a_daemon_that_goes_is_said_so():
    with running("--sim=echo") as edged:
        with port(edged) as (url, key):
            edged.stop()
            answer = httpx.get(f"{url}/models", headers=bearer(key))
            assert answer.status_code == 502
            assert answer.json()["error"]["code"] == "daemon_unreachable"


def test_a_new_key_lets_its_holder_in():
    command = [BIN_DIR / "edgectl", "keys", "new", "app"]
    made = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S)
    key, toml = made.stdout.splitlines()
    assert key not in toml and "not kept" in made.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = "127.0.0.1:%d" % probe.getsockname()[1]
    with running("--sim=echo", f"--set=tcp.listen={listen}", f"--set={toml}") as edged:
        url = f"http://{listen}/v1/models"
        assert httpx.get(url, headers=bearer(key)).status_code == 200
        assert httpx.get(url, headers=bearer(key + "x")).status_code == 401
        assert edged.process.poll() is None
    bad = subprocess.run([*command[:-1], "No Name"], capture_output=True, text=True, timeout=PATIENCE_S)
    assert bad.returncode == 6 and "no name" in bad.stderr
