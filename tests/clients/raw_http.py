"""HTTP as bytes: requests that no client's library would send, and what comes back, read strictly."""

import json
import socket
from typing import NamedTuple

CHAT = "/v1/chat/completions"
TEXT = "/v1/completions"
TIMEOUT_S = 10
TOLD_WHEN_TO_COME_BACK = {"queue_full", "rate_limited", "too_many_connections"}


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)


class Connection:
    """One connection; what was not read yet stays for the next answer."""

    def __init__(self, edged, timeout_s=TIMEOUT_S):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout_s)
        self.socket.connect(str(edged.socket))
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """Whoever is refused before all is sent has its answer all the same."""
        try:
            self.socket.sendall(data)
        except ConnectionError:
            pass

    def stop_sending(self):
        self.socket.shutdown(socket.SHUT_WR)

    def answer(self):
        """The next one whole, or None if the connection ends before it begins."""
        while b"\r\n\r\n" not in self.unread:
            if not self._read():
                assert not self.unread, f"it ended within a head: {self.unread}"
                return None
        head, _, self.unread = self.unread.partition(b"\r\n\r\n")
        line, *lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        length = int(headers["content-length"])
        while len(self.unread) < length:
            assert self._read(), f"it ended within a body: {self.unread}"
        body, self.unread = self.unread[:length], self.unread[length:]
        return Answer(int(line.split()[1]), headers, body)

    def answers(self):
        """All of them, until the connection ends."""
        return list(iter(self.answer, None))

    def rest(self):
        """Whatever comes until the connection ends."""
        while self._read():
            pass
        return self.unread

    def _read(self):
        try:
            got = self.socket.recv(65536)
        except ConnectionResetError:
            return False
        self.unread += got
        return bool(got)


def post(path, body, *headers):
    """`headers` in the place of the body's length."""
    body = body.encode() if isinstance(body, str) else body
    lines = headers or (f"content-length: {len(body)}",)
    return head(f"POST {path}", *lines) + body


def head(line, *headers):
    """A head without a version in its first line is one of HTTP/1.1."""
    line = line if " HTTP/" in line else f"{line} HTTP/1.1"
    return "\r\n".join([line, "host: localhost", *headers, "", ""]).encode()


def ask(edged, data):
    with Connection(edged) as connection:
        connection.send(data)
        answer = connection.answer()
    assert answer, f"no answer to {data[:200]}"
    return answer


def refused(answer, status, code, param, *says):
    """Exactly so, in an envelope that is as it should be; the message says all of that."""
    assert answer.status >= 400, f"it was taken: {answer}"
    error = answer.json()["error"]
    found = (answer.status, error["code"], error["param"])
    assert found == (status, code, param), f"{found}: {error}"
    for part in says:
        assert part in error["message"], f"{part!r} is not in {error['message']!r}"
    assert answer.headers["content-type"] == "application/json"
    assert error["type"] and error["request_id"] == answer.headers["x-request-id"]
    assert len(error["message"]) < 600, error["message"]
    if code in TOLD_WHEN_TO_COME_BACK:
        assert int(answer.headers["retry-after"]) >= 1
    return error


def is_well(edged, model):
    """A good call is answered, and nothing is held against edged or left over in it."""
    answer = ask(edged, post(CHAT, json.dumps({
        "model": model, "messages": [{"role": "user", "content": "hello"}], "max_tokens": 5,
    })))
    assert answer.status == 200, answer
    assert answer.json()["choices"][0]["finish_reason"], answer
    status = ask(edged, head("GET /edge/v1/status")).json()
    assert (status["health"], status["reasons"]) == ("ok", []), status["reasons"]
    assert all(worker["restarts"] == 0 for worker in status["workers"]), status["workers"]
