"""Requests that are bad HTTP, whatever stands in their bodies; each key of `[limits]` at its value and behind it."""

import contextlib
import json
import threading
import time

import pytest

from edged import running, until
from raw_http import CHAT, TEXT, Connection, ask, head, is_well, post, refused

HEALTH = head("GET /healthz")
GOOD = b'{"model":"echo","prompt":"hello"}'
NO_HTTP = "the request's line and headers are not HTTP/1.1"
TOO_LARGE = "limits.headers_max is 100, limits.header_bytes_max is 32768"
#: Filled by `limit`; `test_each_limit_has_a_test` compares it with what can be set.
TESTED = set()


def limit(*keys):
    TESTED.update(f"limits.{key}" for key in keys)
    return lambda test: test


@contextlib.contextmanager
def limited(*specs, **limits):
    """With limits that are quickly reached; well when its test is over."""
    sets = (f"--set=limits.{key}={value}" for key, value in limits.items())
    with running(*(f"--sim={spec}" for spec in specs or ["echo"]), *sets) as edged:
        yield edged
        is_well(edged, specs[0].split(",")[0] if specs else "echo")


@pytest.fixture(scope="module", autouse=True)
def still_well(edged):
    yield
    is_well(edged, "echo")
    until(lambda: connections(edged) == 1, 5, "those who left to be gone")


def connections(edged):
    return ask(edged, head("GET /edge/v1/status")).json()["connections"]["now"]


def chunked(*chunks):
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


def with_chunks(sent, *headers):
    return head(f"POST {TEXT}", "transfer-encoding: chunked", *headers) + sent


@pytest.mark.parametrize("sent", [
    b"nonsense\r\n\r\n",
    b"\x00\xff\x00\xff\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    b"GET /healthz\r\n\r\n",
    b"GET /healthz HTTP/9.9\r\n\r\n",
    b"GET /healthz HTTP/1.1 more\r\n\r\n",
    b"GET /he althz HTTP/1.1\r\n\r\n",
    b"GET /healthz\x00 HTTP/1.1\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n: nameless\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nname : value\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nname: a\x00b\r\n\r\n",
    head(f"POST {TEXT}", "content-length: -1"),
    head(f"POST {TEXT}", "content-length: +5"),
    head(f"POST {TEXT}", "content-length: 0x10"),
    head(f"POST {TEXT}", "content-length: 5 5"),
    head(f"POST {TEXT}", "content-length:"),
    head(f"POST {TEXT}", f"content-length: {1 << 64}"),
    head(f"POST {TEXT}", "content-length: 1", "content-length: 2"),
    head(f"POST {TEXT}", "transfer-encoding: gzip"),
    head(f"POST {TEXT}", "transfer-encoding: chunked, gzip"),
    head(f"POST {TEXT} HTTP/1.0", "transfer-encoding: chunked"),
], ids=lambda sent: repr(sent[:60]))
def test_a_head_that_is_none_is_answered_and_ends_its_connection(edged, sent):
    with Connection(edged) as connection:
        connection.send(sent)
        (answer,) = connection.answers()
    error = refused(answer, 400, "invalid_value", None, NO_HTTP)
    assert "name: value" in error["hint"]
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("sent", [
    head(f"GET /{'x' * 70_000}"),
    head(f"GET /{'x' * 40_000}"),
    head("GET /healthz", f"long: {'x' * 40_000}"),
    b"GET /healthz HTTP/1.1\r\n" + b"x: y\r\n" * 200_000,
    b"GET /healthz HTTP/1.1\r\nendless: " + b"x" * 1_000_000,
    b"x" * 1_000_000,
], ids=["uri_beyond_any", "uri", "header", "flood", "endless_header", "endless_line"])
def test_a_head_that_is_too_large(edged, sent):
    with Connection(edged) as connection:
        connection.send(sent)
        (answer,) = connection.answers()
    refused(answer, 431, "headers_too_large", None, TOO_LARGE)
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize(("sent", "status", "code", "param", "says"), [
    (head("GET /none"), 404, "not_found", None, "there is no /none"),
    (head("GET /v1/models/none"), 404, "model_not_found", "model", "`none`"),
    (head("GET /v1/models/%FF"), 400, "invalid_value", "name", "the name in the path is not UTF-8"),
    (head("GET /edge/v1/events?since=-1"), 400, "invalid_value", "since", "since is `-1`, no sequence number"),
    (head("GET /edge/v1/events?since=18446744073709551616"), 400, "invalid_value", "since", "18446744073709551616"),
    (head(f"GET {CHAT}"), 405, "method_not_allowed", None, f"{CHAT} does not take GET"),
    (head("DELETE /healthz"), 405, "method_not_allowed", None, "/healthz does not take DELETE"),
    (head("NONSENSE /healthz"), 405, "method_not_allowed", None, "/healthz does not take NONSENSE"),
    (head("get /healthz"), 405, "method_not_allowed", None, "/healthz does not take get"),
    (head("GET http://example.org/healthz"), 403, "foreign_origin", "host", "`example.org`, which is not this machine"),
    (head("GET healthz"), 403, "foreign_origin", "host", "`healthz`, which is not this machine"),
    (head("GET /healthz", "origin: http://localhost"), 403, "foreign_origin", "origin", "`origin`"),
    (head("GET /healthz", "x-request-id: "), 400, "invalid_value", "x-request-id", "has 0 bytes"),
    (head("GET /healthz", f"x-request-id: {'x' * 129}"), 400, "invalid_value", "x-request-id", "between 1 and 128"),
    (post("/edge/v1/models", '{"dir":"/none","nmae":"x"}'), 400, "invalid_value", None, "unknown field `nmae`"),
    (post("/edge/v1/models", "{"), 400, "invalid_json", None, "EOF while parsing"),
    (post("/edge/v1/models/echo/load", '{"now":1}'), 400, "invalid_value", None, "unknown field `now`"),
    (post("/edge/v1/models/echo/load", "\xff"), 400, "invalid_json", None, "line 1 column 1"),
], ids=lambda value: repr(value[:40]) if isinstance(value, bytes) else None)
def test_a_request_that_leads_nowhere(edged, sent, status, code, param, says):
    answer = ask(edged, sent)
    refused(answer, status, code, param, says)
    assert ("allow" in answer.headers) == (status == 405)


def test_what_is_unusual_is_still_http(edged):
    for sent in [
        b"GET /healthz HTTP/1.0\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        b"\r\n\r\n" + HEALTH,
        b"GET /healthz HTTP/1.1\nhost: localhost\n\n",
        head("GET http://localhost/healthz"),
        head("GET /healthz?x=%FF"),
        head("GET /healthz", f"x-request-id: {'x' * 128}"),
        head("GET /healthz", "name: caf\u00e9"),
        head("GET /healthz", "content-length: 2") + b"{}",
    ]:
        assert ask(edged, sent)[::2] == (200, b"ok\n"), sent
    with Connection(edged) as connection:
        connection.send(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert len(connection.answers()) == 1


def test_several_requests_in_one_write_are_answered_in_order(edged):
    sent = [
        (HEALTH, 200, None),
        (post(TEXT, "{"), 400, "invalid_json"),
        (post(TEXT, GOOD), 200, None),
        (head("GET /none"), 404, "not_found"),
        (with_chunks(chunked(GOOD[:5], GOOD[5:])), 200, None),
        (head("DELETE /healthz", "content-length: 3") + b"GET", 405, "method_not_allowed"),
        (post(CHAT, '{"model":"nobody","messages":[{"role":"user","content":"x"}]}'), 404, "model_not_found"),
        (HEALTH, 200, None),
        (b"nonsense\r\n\r\n", 400, "invalid_value"),
        # Nobody reads on behind what is no request.
        (HEALTH, None, None),
    ]
    with Connection(edged) as connection:
        connection.send(b"".join(data for data, _, _ in sent))
        answers = connection.answers()
    codes = [answer.json()["error"]["code"] if answer.status != 200 else None for answer in answers]
    assert [answer.status for answer in answers] == [status for _, status, _ in sent if status]
    assert codes == [code for _, status, code in sent if status]
    assert answers[2].json()["choices"][0]["text"] == answers[4].json()["choices"][0]["text"] == "hello"


def test_bodies_in_chunks(edged):
    for sent in [
        chunked(GOOD),
        chunked(*(GOOD[at:at + 1] for at in range(len(GOOD)))),
        b"%x;name=value\r\n%s\r\n0\r\ntrailer: x\r\n\r\n" % (len(GOOD), GOOD),
        b"0%X\r\n%s\r\n000\r\n\r\n" % (len(GOOD), GOOD),
    ]:
        assert ask(edged, with_chunks(sent)).status == 200, sent
    for sent in [
        b"zz\r\n{}\r\n0\r\n\r\n",
        b"-2\r\n{}\r\n0\r\n\r\n",
        b"\r\n{}\r\n0\r\n\r\n",
        b"2\r\n{}nonsense\r\n0\r\n\r\n",
        b"ffffffffffffffffff\r\n{}",
        GOOD + b"\r\n\r\n",
    ]:
        with Connection(edged) as connection:
            connection.send(with_chunks(sent))
            (answer,) = connection.answers()
        refused(answer, 400, "invalid_json", None, "the body broke off before its end")


def test_a_length_that_is_not_true(edged):
    with Connection(edged) as connection:
        connection.send(post(TEXT, GOOD, f"content-length: {len(GOOD) - 10}"))
        first, second = connection.answers()
    refused(first, 400, "invalid_json", None, "EOF while parsing")
    refused(second, 400, "invalid_value", None, NO_HTTP)
    # The same twice is one length.
    twice = (f"content-length: {len(GOOD)}",) * 2
    assert ask(edged, post(TEXT, GOOD, *twice)).status == 200


def test_who_leaves_in_the_middle_leaves_nothing(edged):
    whole = post(TEXT, GOOD)
    body_at = len(whole) - len(GOOD)
    for end in (0, 1, 10, body_at - 2, body_at, body_at + 1, len(whole) - 1, len(whole)):
        with Connection(edged) as connection:
            connection.send(whole[:end])
        with Connection(edged) as connection:
            connection.send(whole[:end])
            connection.stop_sending()
            told = connection.answers()
        # Only within a body it is a fault; else who sends no more counts as gone.
        if body_at <= end < len(whole):
            (answer,) = told
            refused(answer, 400, "invalid_json", None, "the body broke off before its end")
        else:
            assert told == [], end
    # Its answer would be long; nobody is there to have it.
    with Connection(edged) as connection:
        connection.send(post(TEXT, '{"model":"count","prompt":"x","ignore_eos":true,"max_tokens":4000,"n":16}'))
        connection.stop_sending()
        connection.rest()
    until(lambda: connections(edged) == 1, 5, "those who left to be gone")


@limit("body_bytes_max", "body_bytes_in_flight_max")
def test_the_size_of_bodies():
    def of(length):
        return json.dumps({"model": "echo", "prompt": "x", "y": ""}).replace('""', f'"{"y" * (length - 41)}"')

    with limited(body_bytes_max=2048, body_bytes_in_flight_max=4096) as edged:
        assert len(of(2048)) == 2048
        assert ask(edged, post(TEXT, of(2048))).status == 200
        pieces = (of(2048).encode()[at:at + 128] for at in range(0, 2048, 128))
        assert ask(edged, with_chunks(chunked(*pieces))).status == 200
        over = "the body has 2049 bytes or more, limits.body_bytes_max is 2048"
        refused(ask(edged, post(TEXT, of(2049))), 413, "body_too_large", None, over)
        answer = ask(edged, with_chunks(chunked(of(2049).encode())))
        refused(answer, 413, "body_too_large", None, "limits.body_bytes_max is 2048")
        # All of it comes before the answer is read.
        refused(ask(edged, post(TEXT, " " * 8000)), 413, "body_too_large", None, "has 8000 bytes or more")

        with Connection(edged) as one, Connection(edged) as other:
            for held in (one, other):
                held.send(post(TEXT, " " * 2047, "content-length: 2048"))
            # 4094 bytes are held, once they have arrived.
            until(lambda: ask(edged, post(TEXT, "{ }")).status == 429, 5, "the bodies to be held")
            says = "limits.body_bytes_in_flight_max, which is 4096 bytes"
            refused(ask(edged, post(TEXT, "{ }")), 429, "queue_full", None, says)
            refused(ask(edged, post(TEXT, "{}")), 400, "missing_field", "model", "required")


@limit("answer_bytes_in_flight_max")
def test_the_size_of_answers():
    ask_for = '{"model":"echo","prompt":"%s","logprobs":5,"n":16}'
    with limited(answer_bytes_in_flight_max=65536) as edged:
        assert ask(edged, post(TEXT, ask_for % "x")).status == 200
        answer = ask(edged, post(TEXT, ask_for % ("x" * 1000)))
        refused(answer, 503, "memory_insufficient", None, "limits.answer_bytes_in_flight_max, which is 65536")


@limit("headers_max", "header_bytes_max")
def test_the_size_of_heads():
    with limited(headers_max=8, header_bytes_max=4096) as edged:
        says = "limits.headers_max is 8, limits.header_bytes_max is 4096"
        for count, status in [(8, 200), (9, 431)]:
            answer = ask(edged, head("GET /healthz", *["x: y"] * (count - 1)))
            assert answer.status == status, count
        refused(answer, 431, "headers_too_large", None, says)
        for length, status in [(4096, 200), (4097, 431)]:
            empty = head("GET /healthz", "x: ")
            sent = empty.replace(b"x: ", b"x: " + b"y" * (length - len(empty)))
            answer = ask(edged, sent)
            assert (len(sent), answer.status) == (length, status)
        refused(answer, 431, "headers_too_large", None, says)


@limit("connections_max")
def test_the_number_of_connections():
    with limited(connections_max=4) as edged, contextlib.ExitStack() as held:
        four = [held.enter_context(Connection(edged)) for _ in range(4)]
        for connection in four:
            connection.send(HEALTH)
            assert connection.answer().status == 200
        for _ in range(3):
            answer = ask(edged, HEALTH)
            refused(answer, 503, "too_many_connections", None, "4 connections are open, limits.connections_max is 4")
        four[0].send(HEALTH)
        assert four[0].answer().status == 200
        four[3].socket.close()
        until(lambda: ask(edged, HEALTH).status == 200, 5, "the place of one who left")


@limit("queue_requests_max", "queue_caller_percent_max")
@pytest.mark.parametrize(("percent", "waiting", "says"), [
    (100, 4, "4 calls are waiting, limits.queue_requests_max is 4"),
    (50, 2, "2 of your calls are waiting, limits.queue_caller_percent_max is 50 and limits.queue_requests_max is 4"),
])
def test_the_length_of_the_queue(percent, waiting, says):
    slow = "slow,reply=count,rows_max=1,step_us=2000"
    call = post(TEXT, '{"model":"slow","prompt":"x","max_tokens":4000}')
    with limited(slow, queue_requests_max=4, queue_caller_percent_max=percent) as edged:
        with contextlib.ExitStack() as held:
            for waits in range(waiting + 1):
                held.enter_context(Connection(edged)).send(call)
                until(lambda: queued(edged) == (1, waits), 5, f"{waits} calls to wait")
            refused(ask(edged, call), 429, "queue_full", None, says)
        until(lambda: queued(edged) == (0, 0), 5, "those who left to be gone")


def queued(edged):
    queue = ask(edged, head("GET /edge/v1/status")).json()["queue"]
    return queue["running"], queue["waiting"]


@limit("header_timeout_ms", "body_timeout_ms")
def test_the_time_for_heads_and_bodies():
    """Half of it is in time, what trickles is not, and who says nothing is told nothing."""
    post_half = post(TEXT, GOOD)[:-1]
    with limited(header_timeout_ms=600, body_timeout_ms=600) as edged:
        def late(begin, trickle):
            with Connection(edged) as connection:
                begun = time.monotonic()
                connection.send(begin)
                stop = threading.Event()

                def go_on():
                    while not stop.wait(0.1):
                        connection.send(trickle)

                trickling = threading.Thread(target=go_on)
                trickling.start()
                try:
                    answer = connection.answer()
                finally:
                    stop.set()
                    trickling.join()
                assert 0.55 < time.monotonic() - begun < 5
                return answer

        in_head = "the headers took longer than limits.header_timeout_ms, which is 600"
        in_body = "the body took longer than limits.body_timeout_ms, which is 600"
        for trickle in (b"", b"x: y\r\n"):
            answer = late(b"GET /healthz HTTP/1.1\r\n", trickle)
            refused(answer, 408, "request_timeout", None, in_head)
        long = post(TEXT, "", "content-length: 2000")
        for begin, trickle in [(post_half, b""), (long, b" "), (with_chunks(b""), b"1\r\n \r\n")]:
            refused(late(begin, trickle), 408, "request_timeout", None, in_body)
        assert late(b"", b"") is None
        for at in (5, len(post_half)):
            with Connection(edged) as connection:
                connection.send(post(TEXT, GOOD)[:at])
                time.sleep(0.2)
                connection.send(post(TEXT, GOOD)[at:])
                assert connection.answer().status == 200


@limit("write_timeout_ms")
def test_the_time_to_take_an_answer():
    stream = '{"model":"count","prompt":"x","max_tokens":4000,"stream":true}'
    with limited("count,reply=count", write_timeout_ms=300) as edged, Connection(edged) as lazy:
        lazy.send(post(TEXT, stream))
        until(lambda: connections(edged) == 2, 5, "it to be served")
        until(lambda: connections(edged) == 1, 5, "it to be cut off")
        assert b"[DONE]" not in lazy.rest()
        with Connection(edged) as reader:
            reader.send(post(TEXT, stream).replace(b"localhost", b"localhost\r\nconnection: close"))
            assert b"data: [DONE]" in reader.rest()


def test_each_limit_has_a_test(edged):
    keys = ask(edged, head("GET /edge/v1/config")).json()["keys"]
    assert {key["key"] for key in keys if key["key"].startswith("limits.")} == TESTED
