"""What stands in a body and cannot be: each refusal names field, bound and value, and each limit is tried at it and
one step behind it."""

import json

import pytest

from raw_http import CHAT, TEXT, ask, head, is_well, post, refused

MESSAGES = '[{"role":"user","content":"hello"}]'
BOTH = (CHAT, TEXT)
TWO_TO_63 = str(1 << 63)
TWO_TO_64 = str(1 << 64)
WHOLE = "expected a signed 64-bit integer"


@pytest.fixture(scope="module", autouse=True)
def still_well(edged):
    yield
    is_well(edged, "echo")


def body(path, fields="", model='"echo"', messages=MESSAGES, prompt='"hello"'):
    own = f'"messages":{messages}' if path == CHAT else f'"prompt":{prompt}'
    return f'{{"model":{model},{own}{"," if fields else ""}{fields}}}'


def asked(edged, path, *args, **kwargs):
    return ask(edged, post(path, body(path, *args, **kwargs)))


def taken(answer, then=None):
    """Within its bounds; what a request then meets in its model, if not an answer, is said by `then`."""
    if then is None:
        assert answer.status == 200, answer
    else:
        assert then in answer.json()["error"]["message"], answer


def test_what_is_no_json_object(edged):
    for sent, says in [
        (b"", "the body is empty"),
        (b" \r\n\t", "the body is empty"),
        (b"null", "begins with `n`"),
        (b"[]", "begins with `[`"),
        (b'"text"', "begins with"),
        (b"\xef\xbb\xbf{}", r"begins with `\xef`"),
        (b"\x00{}", r"begins with `\x00`"),
        (b"{", "EOF while parsing an object at line 1 column 1"),
        (b'{"model":"echo",}', "trailing comma at line 1 column 17"),
        (b"{'model':1}", "line 1 column 2"),
        (b'{"model":"echo"} {}', "trailing characters at line 1 column 18"),
        (b'{"model":"ech\xff"}', "invalid unicode code point at line 1 column"),
        (b'{"model":"ech\xc0\x80"}', "invalid unicode code point"),
        (b'{"model":"\xed\xa0\x80"}', "invalid unicode code point"),
        (rb'{"model":"\ud800"}', "line 1 column"),
        (rb'{"model":"\udc00x"}', "line 1 column"),
        (rb'{"model":"\x"}', "invalid escape at line 1 column"),
        (b'{"model":"a\nb"}', "control character"),
        (b'{"model":"echo","n":01}', "line 1 column 22"),
        (b'{"model":"echo","n":+1}', "line 1 column 21"),
        (b'{"model":"echo","n":0x1}', "line 1 column 22"),
    ]:
        for path in BOTH:
            refused(ask(edged, post(path, sent)), 400, "invalid_json", None, says)
    for word in ("NaN", "Infinity", "-Infinity", "nan", "True", "undefined"):
        for path in BOTH:
            answer = asked(edged, path, f'"temperature":{word}')
            refused(answer, 400, "invalid_json", None, "not valid JSON", "line 1 column")


def nested(levels):
    # The body itself is the first level.
    return f'"x":{"[" * (levels - 1)}{"]" * (levels - 1)}'


def containers(path, count):
    # The body and `x`, in a chat the messages and the message too.
    own = 4 if path == CHAT else 2
    return f'"x":[{",".join(["{}"] * (count - own))}]'


def test_depth_and_number_of_objects_and_arrays(edged):
    for path in BOTH:
        taken(asked(edged, path, nested(64)))
        for levels in (65, 100_000):
            answer = asked(edged, path, nested(levels))
            refused(answer, 400, "invalid_json", None, "deeper than 64 levels")
        taken(asked(edged, path, containers(path, 32_768)))
        answer = asked(edged, path, containers(path, 32_769))
        refused(answer, 400, "invalid_json", None, "32769 objects and arrays, at most 32768")


#: fields with a place for the value, param, the bound, values within it, values behind it
NUMBERS = [
    ('"n":{}', "n", "from 1 to 16", ["1", "16"], ["0", "17", "-1"]),
    ('"temperature":{}', "temperature", "from 0.0 to 2.0", ["0", "2", "-0.0"], ["-0.01", "2.0000001", "1e308"]),
    ('"top_p":{}', "top_p", "above 0.0 and at most 1.0", ["5e-324", "1"], ["0.0", "-0.1", "1.0000001"]),
    ('"top_k":{}', "top_k", "from -1 to 1000000", ["-1", "0", "1000000"], ["-2", "1000001"]),
    ('"min_p":{}', "min_p", "from 0.0 to 1.0", ["0", "1"], ["-0.01", "1.0000001"]),
    ('"presence_penalty":{}', "presence_penalty", "from -2.0 to 2.0", ["-2", "2"], ["-2.01", "2.01"]),
    ('"frequency_penalty":{}', "frequency_penalty", "from -2.0 to 2.0", ["-2", "2"], ["-2.01", "2.01"]),
    ('"repetition_penalty":{}', "repetition_penalty", "from 0.01 to 10.0", ["0.01", "10"], ["0.0099", "10.01", "0.0"]),
    (
        '"max_tokens":1,"logit_bias":{{"97":{}}}', "logit_bias.97", "from -100.0 to 100.0",
        ["-100", "100"], ["-100.01", "100.01"],
    ),
    ('"edge":{{"deadline_ms":{}}}', "edge.deadline_ms", "from 1 to 86400000", ["86400000"], ["0", "86400001"]),
]
OF_CHAT = [
    ('"logprobs":true,"top_logprobs":{}', "top_logprobs", "from 0 to 20", ["0", "20"], ["-1", "21"]),
    ('"max_completion_tokens":{}', "max_completion_tokens", "from 1 to 10000000", ["1"], ["0", "10000001"]),
]
OF_TEXT = [('"logprobs":{}', "logprobs", "from 0 to 5", ["0", "5"], ["-1", "6"])]
EACH_NUMBER = [
    *((path, *row) for row in NUMBERS for path in BOTH),
    *((CHAT, *row) for row in OF_CHAT),
    *((TEXT, *row) for row in OF_TEXT),
]


@pytest.mark.parametrize(("path", "fields", "param", "bound", "good", "bad"), EACH_NUMBER)
def test_a_number_at_its_bound_and_behind_it(edged, path, fields, param, bound, good, bad):
    for value in good:
        taken(asked(edged, path, fields.format(value)))
    for value in bad:
        answer = asked(edged, path, fields.format(value))
        refused(answer, 400, "invalid_value", param, f"`{param}` must be {bound}", f"not {value}"[:-1])
    answer = asked(edged, path, fields.format("1e400"))
    refused(answer, 400, "invalid_value", param, param, "number out of range")


def test_max_tokens_is_bounded_by_itself_and_by_the_context(edged):
    beyond = "max_tokens is 10000000, the model's context has 4096"
    for path, field in [(CHAT, "max_tokens"), (TEXT, "max_tokens"), (CHAT, "max_completion_tokens")]:
        taken(asked(edged, path, f'"{field}":4091'))
        for value, then in (("4092", "max_tokens is 4092"), ("10000000", beyond)):
            answer = asked(edged, path, f'"{field}":{value}')
            param = "messages" if path == CHAT else "prompt"
            refused(answer, 400, "context_length_exceeded", param, then, "the prompt has 5 tokens")
        for value in ("0", "-1", "10000001"):
            answer = asked(edged, path, f'"{field}":{value}')
            refused(answer, 400, "invalid_value", field, f"`{field}` must be from 1 to 10000000, not {value}")
    answer = asked(edged, CHAT, '"max_tokens":5,"max_completion_tokens":6')
    refused(answer, 400, "invalid_value", "max_completion_tokens", "is 6 and not 5")


def test_whole_numbers_of_64_bits(edged):
    for path in BOTH:
        for value in (str((1 << 63) - 1), str(-(1 << 63)), "0"):
            taken(asked(edged, path, f'"seed":{value}'))
        for value in (TWO_TO_63, TWO_TO_64, str(-(1 << 63) - 1), "1.5", "1e3"):
            for field in ("seed", "n", "max_tokens", "top_k"):
                answer = asked(edged, path, f'"{field}":{value}')
                refused(answer, 400, "invalid_value", field, f"`{field}` cannot be read", WHOLE)
        for value in ("-1", TWO_TO_64, "1.5"):
            answer = asked(edged, path, f'"edge":{{"deadline_ms":{value}}}')
            refused(answer, 400, "invalid_value", "edge.deadline_ms", "unsigned 64-bit integer")
    # One that is over at once is a fault of nobody's request.
    assert asked(edged, TEXT, '"edge":{"deadline_ms":1}').status in (200, 504)


def entries(count):
    return ",".join(f'"{token}":1' for token in range(count))


def test_lengths(edged):
    for path in BOTH:
        for fields, then in [
            (f'"stop":{json.dumps(["a"] * 4)}', None),
            (f'"stop":"{"b" * 256}"', None),
            (f'"stop":["a","{"é" * 128}"]', None),
            (f'"logit_bias":{{{entries(257)}}}', None),
            # The model has not as many tokens.
            (f'"logit_bias":{{{entries(1024)}}}', "the vocabulary has 257 tokens"),
            ('"logit_bias":{"4294967295":1}', "logit_bias has token id 4294967295"),
            ('"logit_bias":{}', None),
        ]:
            taken(asked(edged, path, fields), then)
        for fields, param, says in [
            ('"stop":["a",7]', "stop[1]", "integer `7`, expected a string"),
            (f'"stop":{json.dumps(["a"] * 10_000)}', "stop", "it has 10000 entries, at most 4096 are read"),
            (f'"logit_bias":{{{entries(10_000)}}}', "logit_bias", "it has 10000 entries, at most 4096"),
            ('"stop":[]', "stop", "`stop` must have from 1 to 4 strings, not 0"),
            (f'"stop":{json.dumps(["a"] * 5)}', "stop", "from 1 to 4 strings, not 5"),
            ('"stop":""', "stop[0]", "`stop[0]` must have from 1 to 256 bytes, not 0"),
            (f'"stop":"{"b" * 257}"', "stop[0]", "from 1 to 256 bytes, not 257"),
            (f'"stop":["a","{"é" * 128}b"]', "stop[1]", "from 1 to 256 bytes, not 257"),
            (f'"logit_bias":{{{entries(1025)}}}', "logit_bias", "from 0 to 1024 entries, not 1025"),
            ('"logit_bias":{"4294967296":1}', "logit_bias.4294967296", "a token id from 0 to 4294967295"),
            ('"logit_bias":{"-1":1}', "logit_bias.-1", "a token id from 0 to 4294967295, not `-1`"),
            ('"logit_bias":{"007":1}', "logit_bias.007", "a token id from 0 to 4294967295, not `007`"),
            ('"logit_bias":{"a":1}', "logit_bias.a", "a token id from 0 to 4294967295, not `a`"),
        ]:
            refused(asked(edged, path, fields), 400, "invalid_value", param, says)


def test_models(edged):
    for path in BOTH:
        for name in ("nobody", "m" * 256, "é", "../echo", "echo\\u0000", " echo", "ECHO"):
            answer = asked(edged, path, model=f'"{name}"')
            refused(answer, 404, "model_not_found", "model", json.loads(f'"{name}"')[:40].strip("\0"))
        for length in (0, 257, 100_000):
            answer = asked(edged, path, model=f'"{"m" * length}"')
            refused(answer, 400, "invalid_value", "model", f"`model` must have from 1 to 256 bytes, not {length}")
        refused(asked(edged, path, model="null"), 400, "missing_field", "model", "`model` is required")
        refused(ask(edged, post(path, "{}")), 400, "missing_field", "model", "`model` is required")


def many(count):
    return "[" + ",".join(['{"role":"user","content":"a"}'] * count) + "]"


def test_messages(edged):
    taken(asked(edged, CHAT, messages=many(1024)))
    parts = ",".join(['{"type":"text","text":"a"}'] * 1000)
    taken(asked(edged, CHAT, messages=f'[{{"role":"user","content":[{parts}]}}]'))
    for messages, code, param, says in [
        (many(1025), "invalid_value", "messages", "from 1 to 1024 entries, not 1025"),
        ("[]", "invalid_value", "messages", "`messages` must have from 1 to 1024 entries, not 0"),
        ("null", "missing_field", "messages", "`messages` is required"),
        ("[7]", "invalid_value", "messages[0]", "integer `7`, expected an object"),
        ("[{}]", "missing_field", "messages[0].role", "`messages[0].role` is required"),
        ('[{"role":"user"}]', "missing_field", "messages[0].content", "is required"),
        ('[{"role":"user","content":null}]', "missing_field", "messages[0].content", "is required"),
        ('[{"role":"user","content":7}]', "invalid_value", "messages[0].content", "a string or an array of text parts"),
        ('[{"role":7,"content":"a"}]', "invalid_value", "messages[0].role", "integer `7`, expected a string"),
        ('[{"role":"critic","content":"a"}]', "invalid_value", "messages[0].role", "not `critic`"),
        ('[{"role":"","content":"a"}]', "invalid_value", "messages[0].role", "`user` or `assistant`, not ``"),
        ('[{"role":"user","content":""}]', "invalid_value", "messages", "not only empty strings"),
        ('[{"role":"user","content":[]}]', "invalid_value", "messages", "not only empty strings"),
        ('[{"role":"user","content":[{"type":"text"}]}]', "missing_field", "messages[0].content.text", "is required"),
        ('[{"role":"user","content":[{"text":"a"}]}]', "missing_field", "messages[0].content[0].type", "is required"),
        ('[{"role":"user","content":[7]}]', "invalid_value", "messages[0].content[0]", "expected an object"),
        ('[{"role":"user","content":[{"type":"image_url"}]}]', "invalid_value", "messages[0].content", "`image_url`"),
        ('[{"role":"user","role":"user","content":"a"}]', "invalid_value", "messages[0].role", "more than once"),
        ('[{"role":"tool","content":"a"}]', "unsupported_parameter", "messages[0].role", "`tool` is not supported"),
        ('[{"role":"user","content":"a","tool_calls":[]}]', "unsupported_parameter", "messages[0].tool_calls", "not"),
    ]:
        refused(asked(edged, CHAT, messages=messages), 400, code, param, says)
    long = f'[{{"role":"user","content":"{"x" * 4096}"}}]'
    beyond = "the prompt has 4096 tokens, the model's context has 4096"
    refused(asked(edged, CHAT, messages=long), 400, "context_length_exceeded", "messages", beyond)
    taken(asked(edged, CHAT, '"max_tokens":1', messages=long.replace("xx", "x", 1)))


def test_prompts(edged):
    shape = "expected a string, an array of one string"
    for good in ('["a"]', "[97]", "[[97]]", "[0,255]"):
        taken(asked(edged, TEXT, '"max_tokens":1', prompt=good))
    for prompt, code, says in [
        ("null", "missing_field", "`prompt` is required"),
        ("7", "invalid_value", shape),
        ("{}", "invalid_value", shape),
        ("[4294967295]", "invalid_value", "prompt has token id 4294967295, the vocabulary has 257"),
        ("[257]", "invalid_value", "prompt has token id 257, the vocabulary has 257 tokens"),
        ("[]", "invalid_value", "must hold 1 prompt, not 0"),
        ('["a","b"]', "invalid_value", "must hold 1 prompt, not 2"),
        ("[[1],[2],[3]]", "invalid_value", "must hold 1 prompt, not 3"),
        ('""', "invalid_value", "prompt has no tokens"),
        ("[[]]", "invalid_value", "prompt has no tokens"),
    ]:
        refused(asked(edged, TEXT, prompt=prompt), 400, code, "prompt", says)
    for prompt, param, says in [
        ('[1,"a"]', "prompt[1]", "expected a token id from 0 to 4294967295"),
        ("[-1]", "prompt[0]", "integer `-1`, expected a token id from 0 to 4294967295"),
        ("[1.5]", "prompt[0]", "expected a string, a token id from 0 to 4294967295, or an array"),
        ("[0,4294967296]", "prompt[1]", "expected a token id from 0 to 4294967295"),
        (json.dumps(["a"] * 10_000), "prompt", "it has 10000 entries, at most 4096 are read"),
    ]:
        refused(asked(edged, TEXT, prompt=prompt), 400, "invalid_value", param, says)
    for fields, prompt in [('"echo":true', "[97]"), ('"echo":true,"logprobs":1', '"a"')]:
        refused(asked(edged, TEXT, fields, prompt=prompt), 400, "unsupported_parameter", "echo", "not supported")


#: By what is wanted: what else there is in JSON, and how it is told.
OTHERS = {"string": '"x"', "half": "0.5", "integer": "7", "boolean": "true", "array": "[]", "object": "{}"}
WANTED = {
    "integer": (["integer"], WHOLE),
    "unsigned": (["integer"], "expected an unsigned 64-bit integer"),
    "number": (["integer", "half"], "expected a number"),
    "boolean": (["boolean"], "expected a boolean"),
    "string": (["string"], "expected a string"),
    "array": (["array"], "expected an array"),
    "object": (["object"], "expected an object"),
    # One of a few words; another word is told by name.
    "word": (["string"], "cannot be read"),
    # An array of the right things, which [] is not; its length is refused elsewhere.
    "strings": (["string", "array"], "expected a string or an array of strings"),
    "prompt": (["string", "array"], "expected a string, an array of one string"),
}
SHARED = {
    "model": "string", "stream": "boolean", "stream_options": "object", "n": "integer", "stop": "strings",
    "max_tokens": "integer", "temperature": "number", "top_p": "number", "top_k": "integer", "min_p": "number",
    "presence_penalty": "number", "frequency_penalty": "number", "repetition_penalty": "number",
    "logit_bias": "object", "seed": "integer", "edge": "object",
}
TYPES = {
    "ChatRequest": SHARED | {
        "messages": "array", "max_completion_tokens": "integer", "logprobs": "boolean", "top_logprobs": "integer",
    },
    "CompletionRequest": SHARED | {"prompt": "prompt", "echo": "boolean", "logprobs": "integer"},
    "EdgeRequest": {
        "kind": "word", "priority": "word", "deadline_ms": "unsigned", "ignore_eos": "boolean",
        "return_tokens": "boolean",
    },
}
INSIDE = [
    ("stream_options", "include_usage", "boolean"),
    ("logit_bias", "97", "number"),
    *(("edge", field, wanted) for field, wanted in TYPES["EdgeRequest"].items()),
]


@pytest.mark.parametrize("path", BOTH)
def test_values_of_another_type(edged, path):
    fields = TYPES["ChatRequest" if path == CHAT else "CompletionRequest"]
    for field, wanted in fields.items():
        # One of the two that are always there is replaced, not repeated.
        own = {field: "null"} if field in ("model", "messages", "prompt") else {}
        for value, says in of_other_types(wanted):
            answer = asked(edged, path, *([] if own else [f'"{field}":{value}']), **(own and {field: value}))
            refused(answer, 400, "invalid_value", field, f"`{field}` cannot be read", says)
        if not own:
            taken(asked(edged, path, f'"{field}":null'))
    for outer, field, wanted in INSIDE:
        for value, says in of_other_types(wanted):
            answer = asked(edged, path, f'"{outer}":{{"{field}":{value}}}')
            refused(answer, 400, "invalid_value", f"{outer}.{field}", f"`{outer}.{field}` cannot be read", says)


def of_other_types(wanted):
    fitting, says = WANTED[wanted]
    return [(value, says) for kind, value in OTHERS.items() if kind not in fitting]


def test_each_field_that_is_documented_has_a_row(edged):
    schemas = ask(edged, head("GET /openapi.json")).json()["components"]["schemas"]
    for name, fields in TYPES.items():
        assert set(fields) == set(schemas[name]["properties"]), name
    bounded = {"max_tokens"} | {row[2].split(".")[0] for row in EACH_NUMBER} | {"deadline_ms"}
    for name in TYPES:
        for field, schema in schemas[name]["properties"].items():
            assert not {"minimum", "maximum", "exclusiveMinimum"} & set(schema) or field in bounded, field


def test_what_cannot_be_honoured_or_is_said_twice(edged):
    for path in BOTH:
        for fields, code, param, says in [
            ('"n":1,"n":1', "invalid_value", "n", "`n` is given more than once"),
            ('"model":"echo"', "invalid_value", "model", "`model` is given more than once"),
            ('"edge":{"kind":"human","kind":"agent"}', "invalid_value", "edge.kind", "more than once"),
            ('"logit_bias":{"97":1,"97":2}', "invalid_value", "logit_bias.97", "is given more than once"),
            ('"edge":{"kind":"robot"}', "invalid_value", "edge.kind", "`robot`, expected `agent` or `human`"),
            ('"edge":{"priority":"high"}', "invalid_value", "edge.priority", "`high`, expected `interactive`"),
            ('"edge":{"nonsense":1}', "unsupported_parameter", "edge.nonsense", "not a field of the `edge` object"),
            ('"edge":{"cache":false}', "unsupported_parameter", "edge.cache", "`edge.cache` is not supported"),
            ('"stream_options":{}', "invalid_value", "stream_options", "needs `stream` to be true"),
            ('"response_format":{"type":"json_object"}', "unsupported_parameter", "response_format", "json_object"),
        ]:
            refused(asked(edged, path, fields), 400, code, param, says)
    for fields, param in [
        ('"tools":[{}]', "tools"), ('"tool_choice":"auto"', "tool_choice"), ('"functions":[{}]', "functions"),
        ('"reasoning_effort":"low"', "reasoning_effort"), ('"audio":{}', "audio"),
        ('"modalities":["audio"]', "modalities"), ('"service_tier":"flex"', "service_tier"),
    ]:
        refused(asked(edged, CHAT, fields), 400, "unsupported_parameter", param, f"`{param}` is not supported")
    for fields, param in [('"best_of":2', "best_of"), ('"suffix":"x"', "suffix")]:
        refused(asked(edged, TEXT, fields), 400, "unsupported_parameter", param, f"`{param}` is not supported")
    refused(asked(edged, CHAT, '"top_logprobs":3'), 400, "invalid_value", "top_logprobs", "needs `logprobs`")
    taken(asked(edged, CHAT, '"what_openai_does_not_have":{"n":1},"n":1'))
