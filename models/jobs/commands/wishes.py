"""Draws wishes: every tool, every way to say it."""

import itertools

from jobs.commands import asides, car, climate, covers, doors, errands, lights, media, mind, timers
from jobs.commands.pattern import all_templates, by_split, draw

INTENTS = (
    *lights.INTENTS,
    *doors.INTENTS,
    *climate.INTENTS,
    *covers.INTENTS,
    *media.INTENTS,
    *timers.INTENTS,
    *car.INTENTS,
    *errands.INTENTS,
)
TOOLS = tuple(dict.fromkeys(intent.tool for intent in INTENTS))
#: How often a tool is wished for when none is named; 1 for the others.
WEIGHTS = {"light.set": 2.0, "robot.stop": 0.6, "media.stop": 0.8}
#: Tools whose wishes may end in words that are copied.
COPYING = ("media.play", "timer.set", "printer.print")


def draw_wish(rng, split, tool=None):
    """An imperative clause for the tool, or for any."""
    wish = draw(_intent(rng, split, tool, False), rng, split)
    if rng.random() < 0.06:
        aside = asides.tail(rng, split, wish.calls[0]["tool"] not in COPYING)
        return wish._replace(text=wish.text + aside, templates=(*wish.templates, aside))
    return wish


def draw_remark(rng, split, tool=None):
    """What is wished without an imperative, as a whole utterance: "kitchen lights off"."""
    if rng.random() < 0.08:
        plain = rng.random() < 0.5
        wish = draw(_intent(rng, split, tool, not plain), rng, split, remark=not plain)
        aside = asides.head(rng, split)
        return wish._replace(
            text=aside + rng.choice(asides.JOINTS) + wish.text, templates=(aside, *wish.templates)
        )
    return draw(_intent(rng, split, tool, True), rng, split, remark=True)


def templates(split):
    """All templates of the split: whole patterns, changes of mind, asides."""
    return all_templates(INTENTS, split) + mind.templates(split) + asides.templates(split)


def _intent(rng, split, tool, remark):
    tool = tool or rng.choices(TOOLS, cum_weights=_WEIGHTS)[0]
    intents, weights = _offered(tool, split, remark)
    return rng.choices(intents, cum_weights=weights)[0]


def _offered(tool, split, remark):
    key = tool, split, remark
    if key not in _OFFERED:
        found = [
            intent
            for intent in INTENTS
            if intent.tool == tool
            and by_split(intent.remarks if remark else intent.wishes, split)[1]
        ]
        _OFFERED[key] = tuple(found), tuple(itertools.accumulate(intent.weight for intent in found))
    return _OFFERED[key]


_OFFERED = {}
_WEIGHTS = tuple(itertools.accumulate(WEIGHTS.get(tool, 1.0) for tool in TOOLS))
