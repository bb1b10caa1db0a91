"""Told to stop, edged lets a running call end first, and takes no new one."""

import os
import signal

import httpx
import pytest

from edged import children_of, running


def interrupt_the_terminal(edged):
    """Ctrl-C reaches all processes of the group, the workers too."""
    os.killpg(edged.pid, signal.SIGINT)


def terminate(edged):
    edged.send_signal(signal.SIGTERM)


def terminate_the_group_of_make(edged):
    """`make` hands SIGTERM on to what it runs, which so gets it twice."""
    os.killpg(edged.pid, signal.SIGTERM)
    edged.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("tell", [interrupt_the_terminal, terminate, terminate_the_group_of_make])
def test_a_running_call_ends_well(tell):
    with running("--sim=slow,reply=count,step_us=10000") as edged:
        with edged.client() as client:
            stream = client.completions.create(
                model="slow", prompt="x", max_tokens=60, temperature=0, stream=True
            )
            chunks = iter(stream)
            texts = [next(chunks).choices[0].text]
            children = children_of(edged.process.pid)
            tell(edged.process)
            texts += [chunk.choices[0].text for chunk in chunks if chunk.choices]
            assert len("".join(texts)) == 60, edged.log()
        edged.wait_stopped(children)
        with pytest.raises(httpx.ConnectError), edged.http() as http:
            http.get("/readyz")
