"""One line of a set, and the wall between what is trained on and what is judged by.

A template or an open-class value belongs to one split for ever: its own text decides, by hash. So nobody
chooses what the test asks, and nothing can be in both. What has only function words beside its slots
("with {name}", "{a}, and then {b}") is no template but grammar, a closed class like the months: both have it.
"""

import json
import re
import zlib
from typing import NamedTuple

TRAIN = "train"
TEST = "test"
#: One part in so many of the templates and of the open-class values is kept for the test.
TEST_SHARE = 10
#: The words that make no template by themselves.
FUNCTION_WORDS = frozenset(
    "a an the and or but then also plus too please at in on by to of for from with until till before"
    " after off it is are it's my our this that you can could would i we".split()
)
SLOT = re.compile(r"\{~?\w+\}")
WORD = re.compile(r"\w[\w'-]*")


class Line(NamedTuple):
    input: str
    expect: dict
    #: The templates it was made of: each sentence pattern, wrapper and connector.
    templates: tuple = ()
    #: The open-class values that stand in it: names, titles, codes. Closed lists are none.
    values: tuple = ()


def answer(expect):
    """The answer as the model is to write it."""
    return json.dumps(expect, ensure_ascii=False, separators=(",", ":"))


def split_of(text):
    return TEST if zlib.crc32(text.casefold().encode()) % TEST_SHARE == 0 else TRAIN


def is_grammar(text):
    own, slots = SLOT.subn(" ", text)
    return slots > 0 and FUNCTION_WORDS.issuperset(WORD.findall(own.lower()))


def of_split(values, split):
    """Those of the values that belong to the split, in their order, and all grammar among them."""
    return tuple(value for value in values if is_grammar(value) or split_of(value) == split)
