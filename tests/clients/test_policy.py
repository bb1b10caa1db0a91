"""Policies, as an app and an operator meet them."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import openai
import pytest

from edged import BIN_DIR, clean_environment, running_in
from test_ledger import call_of, rows


@pytest.fixture
def home():
    # Not pytest's own folder: a socket's path may have 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="edged-test-") as home:
        (Path(home) / "config").mkdir()
        yield Path(home)


def with_rule(home, rule):
    text = f"[[policy]]\nuid = {os.getuid()}\n{rule}\n"
    (home / "config/edged.toml").write_text(text)
    return running_in(home, "--sim=echo")


def kinds(home, edged, *asked):
    """What the ledger says of calls that ask for these kinds."""
    with edged.client() as client:
        calls = [
            call_of(client.completions.create(
                model="echo", prompt="x", extra_body={"edge": {"kind": kind}} if kind else None,
            ).id)
            for kind in asked
        ]
    found = rows(home)
    return [found[call]["kind"] for call in calls]


@pytest.mark.parametrize(("rule", "recorded"), [
    ("", ["agent", "agent", "human"]),
    ('kind = "agent"', ["agent", "agent", "human"]),
    # The stricter one holds, whatever a call says of itself.
    ('kind = "human"', ["human", "human", "human"]),
])
def test_a_rule_says_of_what_kind_calls_are(home, rule, recorded):
    with with_rule(home, rule) as edged:
        assert kinds(home, edged, None, "agent", "human") == recorded


def test_the_official_client_knows_the_refusals(home):
    with with_rule(home, 'tasks = ["echo"]\nrate = 1') as edged, edged.client() as client:
        with pytest.raises(openai.PermissionDeniedError) as refused:
            client.completions.create(model="other", prompt="x")
        assert refused.value.code == "not_permitted"
        client.completions.create(model="echo", prompt="x")
        with pytest.raises(openai.RateLimitError) as refused:
            client.completions.create(model="echo", prompt="x")
        assert refused.value.code == "rate_limited"
        assert 50 <= int(refused.value.response.headers["retry-after"]) <= 60


def test_edgectl_exits_by_what_was_refused(home):
    with with_rule(home, 'tasks = ["echo"]\nrate = 1\nmanage = false') as edged:
        def edgectl(*args):
            return subprocess.run(
                [BIN_DIR / "edgectl", "--socket", edged.socket, "--json", *args],
                env=clean_environment(), capture_output=True, text=True, timeout=20,
            )

        refused = edgectl("models", "load", "echo")
        assert refused.returncode == 4, refused.stderr
        assert json.loads(refused.stderr)["error"]["code"] == "not_permitted"
        # What the daemon does not tell is not needed where both folders are given.
        assert edgectl("config", "check").returncode == 4
        folders = f"--config-dir={home}/config", f"--share-dir={home}/share"
        checked = edgectl("config", "check", *folders)
        assert (checked.returncode, checked.stderr) == (0, ""), checked.stderr
        assert edgectl("run", "echo", "x").returncode == 0
        assert edgectl("run", "echo", "x").returncode == 7
        assert edgectl("status").returncode == 0


def test_check_config_knows_policies(home):
    (home / "config/edged.toml").write_text('[[policy]]\nuser = "mia"\n\n[[policy]]\nrate = 6\n')
    result = subprocess.run(
        [
            BIN_DIR / "edged", "--user", "--check-config", f"--share-dir={home}",
            f"--config-dir={home}/config", f"--state-dir={home}", f"--cache-dir={home}",
        ],
        env=clean_environment(), capture_output=True, text=True, timeout=10,
    )
    assert result.returncode == 78
    assert "edged.toml:4: policy[1]: it names nobody" in result.stderr
