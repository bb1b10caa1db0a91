"""One line of a set, and the wall between what is trained on and what is judged by.

A template or an open-class value belongs to one split for ever: its own text decides, by hash. So nobody
chooses what the test asks, and nothing can be in both.
"""

import json
import zlib
from typing import NamedTuple

TRAIN = "train"
TEST = "test"
#: One part in so many of the templates and of the open-class values is kept for the test.
TEST_SHARE = 5


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


def of_split(values, split):
    """Those of the values that belong to the split, in their order."""
    return tuple(value for value in values if split_of(value) == split)
