"""Many clients of one daemon at the same time, in a process of their own. Run as a program, by `test_crowd`.

It is told on its command line who comes, and prints for each round what became of them.
"""

import argparse
import json
import resource
import selectors
import socket
import time
from collections import Counter

#: A client that has no whole answer by then has failed.
ANSWER_TIMEOUT_S = 10
READ_BYTES = 64 * 1024
CHAT, TEXT = "/v1/chat/completions", "/v1/completions"
HELLO = {"messages": [{"role": "user", "content": "hello"}]}
#: what is long in a body: where it goes, the request around it, what it begins and ends with, one entry and what is
#: between two. What edged makes of an entry may be many times as large.
LONG = {
    "tokens": (TEXT, {"prompt": "HERE"}, "[]", "0", ","),
    "texts": (TEXT, {"prompt": "HERE"}, "[]", '""', ","),
    "stop": (CHAT, HELLO | {"stop": "HERE"}, "[]", '""', ","),
    "tools": (CHAT, HELLO | {"tools": "HERE"}, "[]", "0", ","),
    "logit_bias": (CHAT, HELLO | {"logit_bias": "HERE"}, "{}", '"%06d":0', ","),
    # Not a number, and repeated where it is told so.
    "number": (CHAT, HELLO | {"n": "HERE"}, '""', "x", ""),
}
TOLD_TO_COME_BACK = {429, 503}


class Client:
    """Sends one request, and is done when the whole answer is here, whether or not all was sent."""

    def __init__(self, path, sent):
        self.socket = connected(path)
        self.unsent = memoryview(sent)
        self.answer = bytearray()

    def wants(self):
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if self.unsent else 0)

    def send(self):
        try:
            self.unsent = self.unsent[self.socket.send(self.unsent):]
        except BlockingIOError:
            pass
        except ConnectionError:
            # Refused before all was sent; the answer says so.
            self.unsent = self.unsent[:0]

    def read(self):
        """Whether the answer is whole."""
        try:
            got = self.socket.recv(READ_BYTES)
        except BlockingIOError:
            return False
        assert got, f"closed within its answer: {bytes(self.answer)}"
        self.answer += got
        head, end, body = self.answer.partition(b"\r\n\r\n")
        return bool(end) and len(body) == int(headers_of(head)["content-length"])

    def told(self):
        """What became of it, once the answer is whole."""
        head, _, body = self.answer.partition(b"\r\n\r\n")
        status, headers, document = int(head.split()[1]), headers_of(head), json.loads(body)
        if status == 200:
            assert document["choices"][0]["finish_reason"], document
            return "200"
        error = document["error"]
        assert error["message"] and error["request_id"], document
        if status in TOLD_TO_COME_BACK:
            assert int(headers["retry-after"]) >= 1, headers
        return f"{status} {error['code']}"


def main():
    args = arguments()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = args.clients + args.idle + 64
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(wanted, hard)), hard))
    # One for all: a thousand of the longest bodies would be gigabytes.
    sent = long_one(args.body_bytes, args.long) if args.long else request(args.body_bytes, args.content)
    for _ in range(args.rounds):
        idle = [connected(args.socket) for _ in range(args.idle)]
        seen, seconds = round_of(args.socket, args.clients, sent)
        for one in idle:
            one.close()
        print(json.dumps({"seen": seen, "seconds": round(seconds, 2)}), flush=True)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket", required=True)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--body-bytes", type=int, default=0)
    parser.add_argument("--content", action="store_true", help="the length is the message's, not one of an unknown key")
    parser.add_argument("--long", choices=LONG, help="what it is that has the length")
    parser.add_argument("--idle", type=int, default=0)
    return parser.parse_args()


def round_of(path, count, sent):
    """(how many got which answer, seconds until the last of them had it)"""
    begun = time.monotonic()
    seen = Counter()
    with selectors.DefaultSelector() as selector:
        for _ in range(count):
            client = Client(path, sent)
            selector.register(client.socket, client.wants(), client)
        while open_now := len(selector.get_map()):
            left = begun + ANSWER_TIMEOUT_S - time.monotonic()
            assert left > 0, f"{open_now} of {count} have no whole answer, the others: {seen}"
            for key, ready in selector.select(left):
                if done := serve(selector, key.data, ready):
                    seen[done] += 1
    return seen, time.monotonic() - begun


def serve(selector, client, ready):
    """What became of the client, once it is done."""
    before = client.wants()
    if ready & selectors.EVENT_READ and client.read():
        selector.unregister(client.socket)
        client.socket.close()
        return client.told()
    if ready & selectors.EVENT_WRITE:
        client.send()
    if client.wants() != before:
        selector.modify(client.socket, client.wants(), client)
    return None


def connected(path):
    """The kernel lets only so many wait to be accepted; a client tries again, within its time."""
    deadline = time.monotonic() + ANSWER_TIMEOUT_S
    while True:
        made = socket.socket(socket.AF_UNIX)
        made.setblocking(False)
        try:
            made.connect(path)
            return made
        except BlockingIOError:
            made.close()
            assert time.monotonic() < deadline, "nobody accepts connections"
            time.sleep(0.01)


def request(body_bytes, content):
    """With a body of exactly so many bytes, or the shortest there is."""
    message = {"role": "user", "content": "hello"}
    ask = {"model": "sim", "messages": [message], "filler": ""}
    longer = "x" * max(0, body_bytes - len(json.dumps(ask)))
    if content:
        message["content"] += longer
    else:
        ask["filler"] = longer
    body = json.dumps(ask).encode()
    assert body_bytes in (0, len(body))
    return posted(CHAT, body)


def long_one(body_bytes, kind):
    """With a body of at most so many bytes, nearly all of it as many entries as fit."""
    path, ask, around, entry, between = LONG[kind]
    before, after = json.dumps(ask | {"model": "sim"}).split('"HERE"')
    room = body_bytes - len(before) - len(after) - len(around)
    # Each key is there but once, and all are of one length.
    entry_of = entry.__mod__ if "%" in entry else lambda _: entry
    count = room // len((entry_of(0) + between).encode())
    entries = between.join(map(entry_of, range(count)))
    return posted(path, f"{before}{around[0]}{entries}{around[1]}{after}".encode())


def posted(path, body):
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def headers_of(head):
    lines = head.decode().lower().split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines)


if __name__ == "__main__":
    main()
