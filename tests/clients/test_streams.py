"""Streamed answers: one event for each token, and the same answer as unstreamed."""


def stream(client, content, **parameters):
    parameters = {"model": "echo", "temperature": 0, "stream": True, **parameters}
    messages = [{"role": "user", "content": content}]
    return list(client.chat.completions.create(messages=messages, **parameters))


def contents(chunks):
    found = (choice.delta.content for chunk in chunks for choice in chunk.choices)
    return [content for content in found if content]


def finish_reasons(chunks):
    found = (choice.finish_reason for chunk in chunks for choice in chunk.choices)
    return [reason for reason in found if reason]


def test_one_event_for_each_token(client):
    chunks = stream(client, "hello")
    assert contents(chunks) == list("hello")
    assert finish_reasons(chunks) == ["stop"]
    assert chunks[0].choices[0].delta.role == "assistant"
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_character_of_several_tokens_is_held_until_it_is_whole(client):
    assert contents(stream(client, "aé🙂b")) == ["a", "é", "🙂", "b"]


def test_usage_comes_if_asked_for(client):
    assert all(chunk.usage is None for chunk in stream(client, "hello"))
    chunks = stream(client, "hello", stream_options={"include_usage": True})
    assert [chunk.usage is not None for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    last = chunks[-1]
    assert last.choices == []
    assert (last.usage.prompt_tokens, last.usage.completion_tokens) == (5, 5)


def test_the_last_chunk_says_what_really_ran(client):
    for options in ({}, {"stream_options": {"include_usage": True}}):
        *others, last = stream(client, "hello", **options)
        assert last.edge["engine"] == "sim"
        assert last.id == f"chatcmpl-{last.edge['call']}"
        assert all("edge" not in chunk.model_extra for chunk in others)


def test_a_stop_string_is_never_seen(client):
    chunks = stream(client, "one, two, three", stop=", t")
    assert "".join(contents(chunks)) == "one"
    assert finish_reasons(chunks) == ["stop"]


def test_three_choices_share_a_stream(client):
    chunks = stream(client, "hello", n=3)
    for index in range(3):
        of_one = [choice for chunk in chunks for choice in chunk.choices if choice.index == index]
        assert "".join(choice.delta.content or "" for choice in of_one) == "hello"
        assert [choice.finish_reason for choice in of_one if choice.finish_reason] == ["stop"]


def test_a_streamed_completion(client):
    chunks = list(client.completions.create(model="count", prompt="x", max_tokens=5, temperature=0, stream=True))
    texts = [choice.text for chunk in chunks for choice in chunk.choices if choice.text]
    assert texts == list("1 2 3")
    assert finish_reasons(chunks) == ["length"]
