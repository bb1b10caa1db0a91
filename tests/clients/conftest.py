"""One daemon for the tests that leave it as it was; the others start their own with `edged.running`."""

import os

import pytest

from edged import running

# What is too large to install for every run of the tests: `make test-clients-more`.
collect_ignore = [] if os.environ.get("EDGED_CLIENTS_MORE") else ["more"]

MODELS = ("echo", "count,reply=count", "random,reply=random", "small,context_tokens=64")


@pytest.fixture(scope="session")
def edged():
    with running(*(f"--sim={spec}" for spec in MODELS)) as edged:
        yield edged


@pytest.fixture(scope="session")
def client(edged):
    with edged.client() as client:
        yield client


@pytest.fixture
def chat(client):
    """The first choice's answer to one user message, at temperature 0 unless said otherwise."""

    def ask(content, model="echo", **parameters):
        parameters = {"temperature": 0, **parameters}
        return client.chat.completions.create(
            model=model, messages=[{"role": "user", "content": content}], **parameters
        )

    return ask
