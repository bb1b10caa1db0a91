"""Programs that know nothing of edged, unmodified, through `edgectl exec`."""

import subprocess
import sys
from pathlib import Path

import pytest

from edged import BIN_DIR, clean_environment, running

TIMEOUT_S = 120
# What a program asks for if nobody says anything else is a name like any other.
MODEL = "gpt-4o-mini"

LITELLM = f"""
import litellm
ask = dict(model="openai/{MODEL}", messages=[{{"role": "user", "content": "hello"}}], temperature=0)
print(litellm.completion(**ask).choices[0].message.content)
chunks = litellm.completion(stream=True, **ask)
print("".join(chunk.choices[0].delta.content or "" for chunk in chunks))
try:
    litellm.completion(**{{**ask, "model": "openai/nobody"}})
except litellm.NotFoundError as error:
    print("not found", error.status_code)
"""


@pytest.fixture(scope="module")
def sim():
    with running(f"--sim={MODEL}") as edged:
        yield edged


def execute(sim, home, *command):
    # Neither asks anybody else for anything.
    environment = {**clean_environment(), "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LLM_USER_PATH": str(home)}
    for name in [name for name in environment if name.startswith("OPENAI_")]:
        del environment[name]
    ended = subprocess.run(
        [BIN_DIR / "edgectl", f"--socket={sim.socket}", "exec", *command],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT_S,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_litellm(sim, tmp_path):
    said = execute(sim, tmp_path, sys.executable, "-c", LITELLM)
    # It says things of its own, too.
    ours = [line for line in said.splitlines() if line in ("hello", "not found 404")]
    assert ours == ["hello", "hello", "not found 404"], said


@pytest.mark.parametrize("options", [(), ("--no-stream",)])
def test_llm(sim, tmp_path, options):
    llm = Path(sys.executable).with_name("llm")
    said = execute(sim, tmp_path, llm, "-m", MODEL, "-o", "temperature", "0", *options, "hello")
    assert said == "hello\n"
