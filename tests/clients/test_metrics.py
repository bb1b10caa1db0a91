"""/metrics, read by Prometheus's own parser."""

import contextlib
import os
import signal

import openai
import pytest
from prometheus_client.parser import text_string_to_metric_families

from edged import running, until

NAMES = {
    "edged_calls_total": "counter",
    "edged_queue_waiting": "gauge",
    "edged_rows_running": "gauge",
    "edged_queue_seconds": "histogram",
    "edged_ttft_seconds": "histogram",
    "edged_inter_token_seconds": "histogram",
    "edged_worker_restarts_total": "counter",
    "edged_ledger_rows_total": "counter",
}


def families(edged):
    with edged.http() as http:
        answer = http.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    # The parser knows a counter by its name without `_total`.
    named = {}
    for family in text_string_to_metric_families(answer.text):
        named[family.name + ("_total" if family.type == "counter" else "")] = family
    return named


def value(edged, name, **labels):
    """0 if there is no such sample."""
    family = name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum")
    samples = families(edged)[family].samples
    return sum(s.value for s in samples if s.name == name and labels.items() <= s.labels.items())


@pytest.fixture
def own():
    with running("--sim=slow,reply=count,step_us=2000", "--sim=broken,rows_max=1") as edged:
        yield edged


def test_the_names_are_those_that_are_promised(own):
    found = families(own)
    assert {name: family.type for name, family in found.items()} == NAMES
    assert all(family.documentation for family in found.values())


def test_each_end_is_counted_once_with_names_that_exist(own):
    with own.client() as client:
        for _ in range(3):
            client.completions.create(model="slow", prompt="x", max_tokens=4)
        for _ in range(2):
            with pytest.raises(openai.NotFoundError):
                client.completions.create(model="made-up", prompt="x")
        with pytest.raises(openai.BadRequestError):
            client.completions.create(model="slow", prompt="x", temperature=9)
        stream = client.completions.create(model="slow", prompt="x", max_tokens=4000, stream=True)
        next(iter(stream))
        assert value(own, "edged_rows_running") == 1
        stream.close()
    calls = "edged_calls_total"
    until(lambda: value(own, calls, outcome="cancelled") == 1, 5, "the cancelled call to end")
    assert value(own, calls, outcome="ok", code="", task="", model="slow") == 3
    assert value(own, calls, outcome="cancelled", model="slow") == 1
    assert value(own, calls, outcome="refused", code="model_not_found", task="", model="") == 2
    assert value(own, calls, outcome="refused", code="invalid_value", model="") == 1
    assert value(own, calls) == 7
    labels = {s.labels["model"] for s in families(own)[calls].samples}
    assert labels == {"slow", ""}, "a name that a caller made up is no label"
    assert value(own, "edged_rows_running") == 0
    assert value(own, "edged_ledger_rows_total") == 4


def test_times_are_those_of_the_answers(own):
    with own.client() as client:
        answer = client.completions.create(model="slow", prompt="x", max_tokens=50)
    edge = answer.edge
    for name in ("edged_queue_seconds", "edged_ttft_seconds"):
        assert value(own, name + "_count") == 1
        assert value(own, name + "_bucket", le="+Inf") == 1
    assert value(own, "edged_ttft_seconds_sum") == pytest.approx(edge["ttft_ms"] / 1000, abs=1e-4)
    assert value(own, "edged_queue_seconds_sum") == pytest.approx(edge["queue_ms"] / 1000, abs=1e-4)
    gaps = value(own, "edged_inter_token_seconds_count")
    assert gaps == 49
    # A step takes 2 ms at least.
    assert value(own, "edged_inter_token_seconds_sum") / gaps >= 0.0019


def test_three_choices_of_one_step_are_one_gap(own):
    with own.client() as client:
        client.completions.create(model="slow", prompt="x", max_tokens=10, n=3)
    assert value(own, "edged_inter_token_seconds_count") == 9


def test_a_worker_that_was_killed_is_counted(own):
    with own.client() as client:
        client.completions.create(model="slow", prompt="x", max_tokens=1)
        (pid,) = (m["worker_pid"] for m in own.status()["models"] if m["name"] == "slow")
        os.kill(pid, signal.SIGKILL)
        until(lambda: value(own, "edged_worker_restarts_total") == 1, 10, "the restart")
        with contextlib.suppress(openai.APIStatusError):
            client.completions.create(model="slow", prompt="x", max_tokens=1)
