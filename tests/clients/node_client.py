"""Node and the packages of its official client, if this machine has a Node that can run them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "node"
# What undici asks for.
NODE_MIN = (20, 18, 1)
INSTALL_TIMEOUT_S = 300


def node():
    """Its path, with the packages installed exactly as locked. Skips the test where there is none."""
    path = shutil.which("node")
    if not path or not shutil.which("npm"):
        pytest.skip("the Node client is not tried: node and npm are not installed")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(map(int, re.match(r"v(\d+)\.(\d+)\.(\d+)", said).groups()))
    if version < NODE_MIN:
        pytest.skip(f"the Node client is not tried: node is {said.strip()}, it needs {NODE_MIN}")
    stamp = FOLDER / "node_modules/installed.json"
    wanted = (FOLDER / "package-lock.json").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER,
            env={**os.environ, "npm_config_update_notifier": "false"}, check=True, timeout=INSTALL_TIMEOUT_S,
        )
        stamp.write_text(wanted)
    return path
