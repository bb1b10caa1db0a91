"""A client that leaves ends its call, streaming or not, running or waiting."""

import openai
import pytest

from edged import running, until

SLOW = "--sim=slow,reply=count,step_us=20000,rows_max=1"
ASK = {"model": "slow", "prompt": "x", "max_tokens": 4000, "temperature": 0}


@pytest.fixture
def edged():
    with running(SLOW) as edged:
        yield edged


def wait_idle(edged):
    def idle():
        queue = edged.status()["queue"]
        return queue["running"] == queue["waiting"] == 0

    until(idle, 5, "the row to be free")


def test_closing_a_stream_cancels_its_call(edged):
    with edged.client() as client:
        stream = client.completions.create(stream=True, **ASK)
        call = next(iter(stream)).id.split("-", 1)[1]
        stream.close()
        assert edged.wait_call_ended(call)["outcome"] == "cancelled"
    wait_idle(edged)


def test_a_timeout_of_the_client_cancels_its_call(edged):
    with edged.client() as client:
        with pytest.raises(openai.APITimeoutError):
            client.with_options(timeout=0.3).completions.create(**ASK)
    started = edged.wait_event(lambda event: event["kind"] == "call.started")
    assert edged.wait_call_ended(started["call"])["outcome"] == "cancelled"
    wait_idle(edged)


def test_a_call_that_still_waits_is_cancelled_too(edged):
    with edged.client() as client:
        running_call = client.completions.create(stream=True, **ASK)
        first = next(iter(running_call)).id.split("-", 1)[1]
        with pytest.raises(openai.APITimeoutError):
            client.with_options(timeout=0.3).completions.create(**ASK)
        waited = edged.wait_event(
            lambda event: event["kind"] == "call.queued" and event["call"] != first
        )
        ended = edged.wait_call_ended(waited["call"])
        assert ended["outcome"] == "cancelled"
        # It never had a row, and the one that has one keeps it.
        assert edged.status()["queue"]["running"] == 1
        running_call.close()
    wait_idle(edged)
