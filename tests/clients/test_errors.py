"""Refusals reach the caller as the client's own error types; all that is refused is in `test_bad_input`."""

import threading

import openai
import pytest

from edged import running, until

TOOL = {"type": "function", "function": {"name": "light", "parameters": {"type": "object"}}}


def refused(chat, kind, content="hello", **parameters):
    with pytest.raises(kind) as raised:
        chat(content, **parameters)
    return raised.value


def test_a_value_out_of_bounds_is_400_and_named(chat):
    error = refused(chat, openai.BadRequestError, temperature=9)
    assert (error.code, error.param) == ("invalid_value", "temperature")
    assert "temperature" in error.message
    assert error.type == "invalid_request_error"
    assert error.body["request_id"]


def test_what_cannot_be_honoured_is_400_and_named(chat):
    error = refused(chat, openai.BadRequestError, tools=[TOOL])
    assert (error.code, error.param) == ("unsupported_parameter", "tools")
    assert "tools" in error.message


def test_an_unknown_model_is_404(chat, client):
    error = refused(chat, openai.NotFoundError, model="nobody")
    assert (error.code, error.param) == ("model_not_found", "model")
    assert "nobody" in error.message
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("nobody")


def test_a_prompt_beyond_the_context_is_400_and_never_cut(chat):
    error = refused(chat, openai.BadRequestError, "x" * 100, model="small")
    assert error.code == "context_length_exceeded"
    assert "100" in error.message and "64" in error.message
    streamed = refused(chat, openai.BadRequestError, "x" * 100, model="small", stream=True)
    assert streamed.code == "context_length_exceeded"


def test_a_full_queue_is_429_and_says_when_to_come_back():
    slow = "--sim=slow,reply=count,step_us=10000,rows_max=1"
    with running(slow, "--set=limits.queue_requests_max=1") as edged:
        ask = {"model": "slow", "prompt": "x", "max_tokens": 300, "temperature": 0}
        answers = []
        with edged.client() as client:
            first = client.completions.create(stream=True, **ask)
            next(iter(first))
            second = threading.Thread(target=lambda: answers.append(client.completions.create(**ask)))
            second.start()
            until(lambda: edged.status()["queue"]["waiting"] == 1, 5, "the second call to queue")
            with pytest.raises(openai.RateLimitError) as raised:
                client.completions.create(**ask)
            first.close()
            second.join()
        error = raised.value
        assert (error.code, error.status_code) == ("queue_full", 429)
        assert int(error.response.headers["retry-after"]) >= 1
        # The one that waited had its turn, in the row the first one left.
        assert answers[0].usage.completion_tokens == 300
