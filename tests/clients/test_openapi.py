"""/openapi.json: a valid document, and true of real answers: what they say is in it, and nothing else is."""

import json
import tempfile
from pathlib import Path

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from edged import running_in

CHAT = "/v1/chat/completions"
TEXT = "/v1/completions"
MESSAGES = [{"role": "user", "content": "hello"}]


@pytest.fixture(scope="module")
def document(edged):
    with edged.http() as http:
        return http.get("/openapi.json").raise_for_status().json()


def closed(schema):
    """With every object closed, so that a field nobody wrote down is found."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: closed(value) for key, value in schema.items()}
    if "properties" in schema and schema.get("type") in ("object", ["object", "null"]):
        schema.setdefault("additionalProperties", False)
    return schema


def check(document, name, value):
    components = closed(document["components"])
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    jsonschema.Draft202012Validator(schema).validate(value)


def schema_of(document, method, path, status, content="application/json"):
    answers = document["paths"][path][method]["responses"]
    answer = answers.get(str(status), answers["default"])
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
    part = answer["content"][content]
    return part.get("x-event-data", part["schema"])["$ref"].rsplit("/", 1)[1]


def test_it_is_valid(document):
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1")


def test_a_schema_can_be_broken(document):
    """Else the rest of this file would say nothing."""
    good = {"object": "list", "data": []}
    check(document, "OpenAiModels", good)
    for bad in ({**good, "new": 1}, {"object": "list"}, {**good, "data": [1]}):
        with pytest.raises(jsonschema.ValidationError):
            check(document, "OpenAiModels", bad)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/v1/models", None),
        ("/v1/models/echo", "/v1/models/{id}"),
        ("/v1/models/none", "/v1/models/{id}"),
        ("/edge/v1/status", None),
        ("/edge/v1/config", None),
        ("/edge/v1/models", None),
        ("/edge/v1/models/echo", "/edge/v1/models/{id}"),
        ("/edge/v1/tasks", None),
        ("/edge/v1/tasks/none", "/edge/v1/tasks/{id}"),
    ],
)
def test_what_is_read_is_as_described(document, edged, path, template):
    with edged.http() as http:
        answer = http.get(path)
    check(document, schema_of(document, "get", template or path, answer.status_code), answer.json())


def test_a_task_is_as_described(document):
    with tempfile.TemporaryDirectory(prefix="edged-test-") as home:
        tasks = Path(home, "config/tasks.d")
        tasks.mkdir(parents=True)
        (tasks / "t.toml").write_text('model = "sim"\npriority = "batch"\n[defaults]\nseed = 1\n')
        with running_in(Path(home), "--sim=sim") as edged, edged.http() as http:
            task = http.get("/edge/v1/tasks/t").raise_for_status().json()
    check(document, "Task", task)


@pytest.mark.parametrize("verb", ["load", "pin", "unpin", "unload"])
def test_what_changes_a_model_answers_as_described(document, edged, verb):
    with edged.http() as http:
        answer = http.post(f"/edge/v1/models/random/{verb}")
    path = f"/edge/v1/models/{{id}}/{verb}"
    check(document, schema_of(document, "post", path, answer.status_code), answer.json())


ASKED = [
    (CHAT, {"model": "echo", "messages": MESSAGES}),
    (CHAT, {"model": "echo", "messages": MESSAGES, "n": 2, "logprobs": True, "top_logprobs": 3,
            "stop": ["x", "y"], "logit_bias": {"97": -1}, "seed": 7, "temperature": 0,
            "edge": {"return_tokens": True, "kind": "human", "deadline_ms": 9000}}),
    (TEXT, {"model": "count", "prompt": "x", "max_tokens": 5, "logprobs": 2}),
    (TEXT, {"model": "echo", "prompt": [104, 105], "max_tokens": 5}),
    (TEXT, {"model": "echo", "prompt": "hi", "echo": True, "stop": "q"}),
]


@pytest.mark.parametrize(("path", "body"), ASKED)
def test_calls_are_as_described(document, edged, path, body):
    check(document, schema_of_request(document, path), body)
    with edged.http() as http:
        answer = http.post(path, json=body)
        assert answer.status_code == 200, answer.text
        check(document, schema_of(document, "post", path, 200), answer.json())
        streamed = http.post(path, json={**body, "stream": True, "stream_options": {"include_usage": True}})
    datas = [line[6:] for line in streamed.text.splitlines() if line.startswith("data: ")]
    assert datas.pop() == "[DONE]" and len(datas) > 2
    name = schema_of(document, "post", path, 200, "text/event-stream")
    for data in datas:
        check(document, name, json.loads(data))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (CHAT, {"model": "echo", "messages": []}),
        (CHAT, {"model": "echo", "messages": MESSAGES, "temperature": 9}),
        (CHAT, {"messages": MESSAGES}),
        (CHAT, {"model": "echo", "messages": MESSAGES, "n": 17}),
        (CHAT, {"model": "echo", "messages": MESSAGES, "edge": {"nonsense": 1}}),
        (TEXT, {"model": "echo"}),
        (TEXT, {"model": "echo", "prompt": "x", "top_p": 0}),
        (TEXT, {"model": "echo", "prompt": "x", "logprobs": 6}),
    ],
)
def test_what_is_refused_is_wrong_in_the_document_too(document, edged, path, body):
    with edged.http() as http:
        answer = http.post(path, json=body)
    assert answer.status_code == 400, answer.text
    check(document, "Error", answer.json())
    with pytest.raises(jsonschema.ValidationError):
        check(document, schema_of_request(document, path), body)


def schema_of_request(document, path):
    body = document["paths"][path]["post"]["requestBody"]
    return body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]


def test_events_are_as_described(document, edged, chat):
    chat("hello")
    seen = 0
    with edged.http() as http:
        with http.stream("GET", "/edge/v1/events", params={"since": 0}) as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    check(document, "Event", json.loads(line[6:]))
                    seen += 1
                if seen == 4:
                    break
    assert seen == 4
