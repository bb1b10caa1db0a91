"""One thing somebody wants of the house, as a clause, and the calls that it means."""

from typing import NamedTuple


class Wish(NamedTuple):
    #: An imperative clause without a leading `please` and without a full stop:
    #: "dim the hall lights to 30 percent".
    text: str
    #: `{"tool":..,"args":{..}}` in spoken order; one wish over several rooms has several.
    calls: tuple
    templates: tuple
    values: tuple = ()
    #: Phrases in which no typing slip may happen: the copied words and the numbers.
    keep: tuple = ()


def call(tool, **args):
    return {
        "tool": tool,
        "args": {name: value for name, value in args.items() if value is not None},
    }
