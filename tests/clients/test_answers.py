"""Whole answers: models, chat, completions, and what they say about themselves."""

import asyncio
import os


def test_models_are_listed_and_found_by_id(client):
    assert {model.id for model in client.models.list()} >= {"echo", "count", "random", "small"}
    assert client.models.retrieve("echo").id == "echo"


def test_chat(chat):
    answer = chat("hello")
    choice = answer.choices[0]
    assert (choice.message.role, choice.message.content) == ("assistant", "hello")
    assert choice.finish_reason == "stop"
    assert (answer.object, answer.model) == ("chat.completion", "echo")
    usage = answer.usage
    assert usage.prompt_tokens == len("hello")
    # The end of the answer is no token of it.
    assert usage.completion_tokens == len("hello")
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_a_prompt_is_all_messages_and_may_come_in_parts(client):
    parts = [{"type": "text", "text": "two "}, {"type": "text", "text": "parts"}]
    messages = [{"role": "system", "content": "be brief"}, {"role": "user", "content": parts}]
    answer = client.chat.completions.create(model="echo", messages=messages, temperature=0)
    assert answer.choices[0].message.content == "two parts"
    assert answer.usage.prompt_tokens == len("be brief" + "two parts")


def test_text_beyond_ascii_arrives_whole(chat):
    assert chat("größer 模型 🙂").choices[0].message.content == "größer 模型 🙂"


def test_max_tokens_cuts_and_says_so(chat):
    for limit in ("max_tokens", "max_completion_tokens"):
        answer = chat("go", model="count", **{limit: 5})
        assert answer.choices[0].message.content == "1 2 3"
        assert answer.choices[0].finish_reason == "length"
        assert answer.usage.completion_tokens == 5


def test_the_answer_says_what_really_ran(chat, edged):
    edge = chat("hello").edge
    assert (edge["model"], edge["engine"], edge["backend"]) == ("echo", "sim", "sim")
    assert (edge["provider"], edge["route"], edge["task"]) == ("sim", "local", None)
    assert edge["ledger"] == "durable"
    assert edge["total_ms"] >= edge["ttft_ms"] >= 0
    workers = [worker["pid"] for worker in edged.status()["workers"] if worker["pid"]]
    assert workers
    for pid in workers:
        assert os.path.basename(os.readlink(f"/proc/{pid}/exe")) == "edge-worker"


def test_the_id_is_the_calls(chat):
    answer = chat("hello")
    assert answer.id == f"chatcmpl-{answer.edge['call']}"


def test_completion_of_a_text(client):
    answer = client.completions.create(model="echo", prompt="hello", temperature=0, max_tokens=4)
    choice = answer.choices[0]
    assert (choice.text, choice.finish_reason) == ("hell", "length")
    assert (answer.object, answer.usage.prompt_tokens) == ("text_completion", 5)


def test_completion_of_token_ids(client):
    answer = client.completions.create(
        model="echo", prompt=list(b"hello"), temperature=0, extra_body={"edge": {"return_tokens": True}}
    )
    assert answer.choices[0].text == "hello"
    assert answer.choices[0].token_ids[:5] == list(b"hello")


def test_the_async_client(edged):
    async def ask():
        async with edged.async_client() as client:
            answers = await asyncio.gather(*(
                client.chat.completions.create(
                    model="echo", messages=[{"role": "user", "content": f"call {i}"}], temperature=0
                )
                for i in range(8)
            ))
            stream = await client.completions.create(
                model="echo", prompt="stream", temperature=0, stream=True
            )
            text = [chunk.choices[0].text async for chunk in stream if chunk.choices]
            return [answer.choices[0].message.content for answer in answers], "".join(text)

    assert asyncio.run(ask()) == ([f"call {i}" for i in range(8)], "stream")
