"""Training lines must not give away what the model is judged by; answers must be allowed ones."""

import json
import random
import re
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pytest
from jobs import __main__ as jobs
from jobs.line import TEST, TRAIN, is_grammar, split_of

TASKS_DIR = Path(jobs.SETS_DIR).parent / "share/tasks.d"
LINES = 2000
TRAIN_LINES = 20_000
SHARED_GRAMS_MAX = 0.2
WORD = re.compile(r"\w+")

SCHEMAS = {task: TASKS_DIR / f"{task}.schema.json" for task in jobs.built()}

every_task = pytest.mark.parametrize("task", jobs.built())


@lru_cache
def drawn(task, split, count=LINES):
    return tuple(islice(jobs.lines(task, split, seed=1), count))


@every_task
def test_no_template_is_in_both_splits(task):
    used = {
        split: {name for line in drawn(task, split) for name in line.templates}
        for split in (TRAIN, TEST)
    }
    known = {split: set(jobs.job(task).templates(split)) for split in (TRAIN, TEST)}
    assert [name for name in known[TRAIN] & known[TEST] if not is_grammar(name)] == []
    for split in (TRAIN, TEST):
        assert any(not is_grammar(name) for name in used[split])
    for split in (TRAIN, TEST):
        assert used[split] <= known[split], sorted(used[split] - known[split])[:5]
        assert {split_of(name) for name in known[split] if not is_grammar(name)} == {split}


def test_only_function_words_make_grammar():
    for text in ("with {name}", "{a}, and then {b}", "on {day} at {time}", "{~old} or {new}"):
        assert is_grammar(text), text
    for text in ("lunch", "with", "lock {door}", "{person} called", "and {n} calls"):
        assert not is_grammar(text), text


@every_task
def test_no_open_value_is_in_both_splits(task):
    for split in (TRAIN, TEST):
        values = {value for line in drawn(task, split) for value in line.values}
        assert values
        assert [value for value in sorted(values) if split_of(value) != split][:5] == []


@every_task
def test_few_word_5_grams_of_the_test_were_trained_on(task):
    trained = grams(drawn(task, TRAIN, TRAIN_LINES))
    asked = grams(drawn(task, TEST))
    shared = len(asked & trained) / len(asked)
    print(f"{task}: {shared:.1%} of {len(asked)} word 5-grams are shared")
    assert shared < SHARED_GRAMS_MAX


@pytest.mark.parametrize("task", [task for task, path in SCHEMAS.items() if path.exists()])
@pytest.mark.parametrize("split", [TRAIN, TEST])
def test_every_answer_fits_the_schema_of_its_task(task, split):
    schema = json.loads(SCHEMAS[task].read_text(encoding="utf-8"))
    for line in drawn(task, split):
        assert line.input.strip()
        assert fits(schema, line.expect), (line.input, line.expect)


@every_task
def test_the_answers_are_not_all_alike(task):
    assert len({json.dumps(line.expect, sort_keys=True) for line in drawn(task, TEST)}) > 10


@every_task
def test_a_seed_always_gives_the_same_lines(task):
    again = [
        jobs.job(task).draw(rng, TEST)
        for rng in [random.Random(f"{task} {TEST} 1")]
        for _ in range(50)
    ]
    assert again == list(drawn(task, TEST)[:50])


@every_task
def test_the_committed_set_is_what_the_generator_writes(task):
    path = jobs.set_path(task)
    if not path.exists():
        pytest.skip(f"{path.name} is not written yet")
    written = jobs.text(task, TEST, jobs.SEED, jobs.LINES)
    assert path.read_text(encoding="utf-8") == written, "run `python3 -m jobs --all` in models/"


def test_an_answer_that_does_not_fit_is_seen():
    schema = json.loads(SCHEMAS["commands"].read_text(encoding="utf-8"))
    good = {"tool": "light.set", "args": {"room": "kitchen", "percent": 30}}
    assert fits(schema, {"calls": [good]})
    assert fits(schema, {"calls": [], "error": "unclear"})
    for wrong in (
        {"calls": []},
        {"calls": [good], "error": "unclear"},
        {"calls": [], "error": "no"},
        {"calls": [{"tool": "light.set", "args": {"percent": 30}}]},
        {"calls": [{"tool": "light.set", "args": {"room": "kitchen", "percent": 101}}]},
        {"calls": [{"tool": "light.set", "args": {"room": "kitchen", "percent": 30.5}}]},
        {"calls": [{"tool": "light.set", "args": {"room": "kitchen", "on": 1}}]},
        {"calls": [{"tool": "oven.set", "args": {}}]},
    ):
        assert not fits(schema, wrong), wrong


def grams(lines, size=5):
    found = set()
    for line in lines:
        words = WORD.findall(line.input.casefold())
        found.update(zip(*(words[at:] for at in range(size)), strict=False))
    return found


NOTES = {"$schema", "title", "description"}
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def fits(schema, value):
    """So much of JSON Schema as our tasks use; a keyword unknown here is an error, not a yes."""
    return all(
        rule in NOTES or RULES[rule](wanted, value, schema) for rule, wanted in schema.items()
    )


def is_type(wanted, value, _):
    if isinstance(value, bool):
        return wanted == "boolean"
    return isinstance(value, TYPES[wanted])


def only_known(wanted, value, schema):
    assert wanted is False
    return not isinstance(value, dict) or set(value) <= set(schema.get("properties", ()))


RULES = {
    "type": is_type,
    "const": lambda wanted, value, _: value == wanted,
    "enum": lambda wanted, value, _: value in wanted,
    "anyOf": lambda wanted, value, _: any(fits(one, value) for one in wanted),
    "oneOf": lambda wanted, value, _: sum(fits(one, value) for one in wanted) == 1,
    "properties": lambda wanted, value, _: all(
        fits(wanted[name], value[name]) for name in wanted if name in value
    ),
    "required": lambda wanted, value, _: all(name in value for name in wanted),
    "additionalProperties": only_known,
    "minProperties": lambda wanted, value, _: len(value) >= wanted,
    "maxProperties": lambda wanted, value, _: len(value) <= wanted,
    "items": lambda wanted, value, _: all(fits(wanted, item) for item in value),
    "minItems": lambda wanted, value, _: len(value) >= wanted,
    "maxItems": lambda wanted, value, _: len(value) <= wanted,
    "minLength": lambda wanted, value, _: len(value) >= wanted,
    "maxLength": lambda wanted, value, _: len(value) <= wanted,
    "pattern": lambda wanted, value, _: re.search(wanted, value) is not None,
    "minimum": lambda wanted, value, _: value >= wanted,
    "maximum": lambda wanted, value, _: value <= wanted,
    "exclusiveMinimum": lambda wanted, value, _: value > wanted,
}
