"""What the documentation shows is what happens: its examples are run as they stand."""

import json
import os
import re
import subprocess
import sys

import pytest

from edged import BIN_DIR, ROOT, clean_environment, running
from node_client import FOLDER, node

TIMEOUT_S = 60
FILES = ("README.md", "docs/api.md")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOCKET = re.compile(r'(?<=")/[\w/-]+/api\.sock(?=")')


def examples(language, contains=""):
    for name in FILES:
        text = (ROOT / name).read_text()
        for found in FENCED.finditer(text):
            if found[1] == language and contains in found[2]:
                line = text.count("\n", 0, found.start()) + 1
                yield pytest.param(found[2], id=f"{name}:{line}")


@pytest.fixture(scope="module")
def sim():
    """As `make run` serves it."""
    with running("--sim=sim") as edged:
        yield edged


def run(command, sim, runtime_dir, **options):
    (runtime_dir / "edged").mkdir()
    (runtime_dir / "edged/api.sock").symlink_to(sim.socket)
    programs = f"{BIN_DIR}:{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    environment = {
        **clean_environment(), "XDG_RUNTIME_DIR": str(runtime_dir), "SOCKET": str(sim.socket),
        "EDGED_SOCKET": str(sim.socket), "PATH": programs,
    }
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, **options)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip(), "it says nothing"
    assert '"error"' not in ended.stdout, ended.stdout
    return ended.stdout


@pytest.mark.parametrize("text", [*examples("sh", "curl "), *examples("sh", "exec -- python3")])
def test_shell(text, sim, tmp_path):
    run(["bash", "-euc", text], sim, tmp_path)


@pytest.mark.parametrize("text", [*examples("python")])
def test_python(text, sim, tmp_path):
    text, count = SOCKET.subn(str(sim.socket), text)
    assert count == 1
    run([sys.executable, "-c", text], sim, tmp_path)


@pytest.mark.parametrize("text", [*examples("js")])
def test_node(text, sim, tmp_path):
    program = node()
    text, count = SOCKET.subn(str(sim.socket), text)
    assert count == 1
    # Beside the packages, or they are not found.
    file = FOLDER / "node_modules/example.mjs"
    file.write_text(text)
    run([program, file], sim, tmp_path)


def test_each_language_has_an_example():
    for language, contains in (("sh", "curl "), ("sh", "edgectl exec"), ("python", ""), ("js", ""), ("rust", "")):
        assert list(examples(language, contains)), language


def test_the_rust_example_is_the_one_that_is_compiled():
    source = (ROOT / "api/src/client/mod.rs").read_text()
    compiled = "\n".join(re.sub(r"^//! ?", "", line) for line in source.splitlines())
    for example in examples("rust"):
        assert example.values[0] in compiled + "\n"


def test_every_route_and_every_code_is_explained(sim):
    text = (ROOT / "docs/api.md").read_text()
    with sim.http() as http:
        document = http.get("/openapi.json").json()
        metrics = http.get("/metrics").text
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"`{method.upper()} {path}`" in text
    error = document["components"]["schemas"]["Error"]["properties"]["error"]
    for code in error["properties"]["code"]["enum"]:
        assert f"`{code}`" in text
    for name in re.findall(r"^# TYPE (\w+)", metrics, re.MULTILINE):
        assert name in text
    for kind in document["components"]["schemas"]["Event"]["properties"]["kind"]["enum"]:
        assert f"`{kind}`" in text
    for request in ("ChatRequest", "CompletionRequest"):
        for parameter in document["components"]["schemas"][request]["properties"]:
            assert f"`{parameter}`" in text or f"`{parameter}." in text


def test_the_error_it_shows_is_a_real_one(sim):
    (shown,) = (json.loads(example.values[0]) for example in examples("json"))
    body = {"model": "sim", "prompt": "x", "temperature": 9}
    with sim.http() as http:
        answered = http.post("/v1/completions", json=body).json()
    assert len(answered["error"].pop("request_id")) == 32
    shown["error"].pop("request_id")
    assert answered == shown
