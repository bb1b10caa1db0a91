"""OpenAI's Node client over the Unix socket. What it checks is in node/client.mjs."""

import json
import subprocess

from edged import until
from node_client import FOLDER, node

TIMEOUT_S = 60


def test_the_official_node_client(edged):
    command = [node(), FOLDER / "client.mjs", edged.socket]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S)
    assert ended.returncode == 0, ended.stderr
    # The last thing it does is to leave a stream.
    left = json.loads(ended.stdout.splitlines()[-1])["left"]
    ended = edged.wait_call_ended(left)
    assert ended["outcome"] in ("cancelled", "ok")
    until(lambda: edged.status()["queue"]["running"] == 0, 5, "its row to be free")
