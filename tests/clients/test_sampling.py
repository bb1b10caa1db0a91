"""Each sampling parameter by what it does to the answer. `random` has flat logits: it shows every draw."""

import math

import pytest


def texts(answer):
    return [choice.message.content for choice in answer.choices]


def draw(chat, **parameters):
    # All of them printable, so that equal texts mean equal draws.
    printable = {str(token): 100 for token in range(ord("a"), ord("z") + 1)}
    parameters = {"temperature": 1, "max_tokens": 24, "logit_bias": printable, **parameters}
    return texts(chat("draw", model="random", **parameters))


def test_n_gives_that_many_answers_of_their_own(chat):
    answer = chat("one prompt", n=3)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    assert texts(answer) == ["one prompt"] * 3
    assert len(set(draw(chat, n=3, temperature=2))) == 3


def test_one_seed_is_one_answer(chat):
    assert draw(chat, seed=7) == draw(chat, seed=7)
    assert draw(chat, seed=7) != draw(chat, seed=8)
    assert draw(chat) != draw(chat)
    choices = draw(chat, seed=7, n=3)
    assert len(set(choices)) == 3
    assert choices[:1] == draw(chat, seed=7)


@pytest.mark.parametrize(
    ("stop", "left"), [(" 3", "1 2"), (["x", " 3"], "1 2"), (["3", " "], "1"), ("1", "")]
)
def test_stop_cuts_before_it(chat, stop, left):
    choice = chat("go", model="count", max_tokens=20, stop=stop).choices[0]
    assert choice.message.content == left
    assert choice.finish_reason == "stop"


def test_a_stop_string_that_never_comes_keeps_all_text(chat):
    choice = chat("one two", stop="two!").choices[0]
    assert (choice.message.content, choice.finish_reason) == ("one two", "stop")


def test_logit_bias_bans_and_forces(chat):
    assert texts(chat("abc", max_tokens=3))[0] == "abc"
    banned = chat("abc", max_tokens=3, logit_bias={str(ord("b")): -100}).choices[0].message.content
    assert "b" not in banned and banned.startswith("a")
    forced = chat("abc", max_tokens=3, logit_bias={str(ord("z")): 100})
    assert texts(forced) == ["zzz"]


def test_temperature_and_top_p_narrow_the_draw(chat):
    ordered = {str(ord("a") + step): 50 + step for step in range(5)}
    for narrow in ({"temperature": 0}, {"top_p": 0.01}, {"extra_body": {"top_k": 1}}):
        answer = chat("x", model="random", max_tokens=8, logit_bias=ordered, **{"temperature": 1, **narrow})
        assert texts(answer) == ["e" * 8], narrow


def test_logprobs_of_a_chat(chat):
    content = chat("abc", logprobs=True, top_logprobs=2, max_tokens=3).choices[0].logprobs.content
    assert [(entry.token, entry.bytes) for entry in content] == [(c, [ord(c)]) for c in "abc"]
    for entry in content:
        # The scripted byte stands 20 above the noise.
        assert -0.01 < entry.logprob <= 0
        assert len(entry.top_logprobs) == 2
        best, second = entry.top_logprobs
        assert (best.token, best.logprob) == (entry.token, entry.logprob)
        assert second.logprob < best.logprob - 10


def test_logprobs_are_those_of_the_model_before_sampling_parameters(chat):
    forced = {"logit_bias": {str(ord("z")): 100}, "temperature": 0.1}
    choice = chat("x", model="random", logprobs=True, max_tokens=1, **forced).choices[0]
    assert choice.message.content == "z"
    # 256 bytes and the end, all alike.
    assert choice.logprobs.content[0].logprob == pytest.approx(-math.log(257), abs=0.01)
    assert choice.logprobs.content[0].top_logprobs == []


def test_no_logprobs_unless_asked_for(chat):
    assert chat("abc").choices[0].logprobs is None


def test_logprobs_of_a_completion(client):
    answer = client.completions.create(model="echo", prompt="abc", logprobs=2, max_tokens=3, temperature=0)
    logprobs = answer.choices[0].logprobs
    assert logprobs.tokens == ["a", "b", "c"]
    assert logprobs.text_offset == [0, 1, 2]
    assert [len(top) for top in logprobs.top_logprobs] == [2, 2, 2]
    for token, logprob, top in zip(logprobs.tokens, logprobs.token_logprobs, logprobs.top_logprobs):
        assert top[token] == logprob == max(top.values())
