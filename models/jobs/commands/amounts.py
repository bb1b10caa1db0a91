"""Slots for numbers and closed lists: each notes what was said, and what it means."""

from jobs import words
from jobs.commands.mind import changed


def noting(name, draw, change=0.05):
    """A slot for what `draw(rng)` gives: its words and what they mean."""

    def slot(filling):
        said, value = draw(filling.rng)
        filling.keep.append(said)
        filling.take(name, value)
        if filling.rng.random() < change:
            wrong, unmeant = draw(filling.rng)
            if unmeant != value:
                filling.keep.append(wrong)
                return changed(filling, wrong, said)
        return said

    return slot


def meaning(name, phrases):
    """A slot for a closed list: each phrase with its value; a phrase may be a template."""

    def slot(filling):
        said, value = filling.rng.choice(phrases)
        filling.take(name, value)
        return filling.say(said)

    return slot


#: Where a number of hours or minutes meets its unit without a blank, or nearly.
HOURS = ("h", "h", "hr", "hrs", " hr", " hrs", " h")
MINUTES = ("min", "min", "m", "mins", " min", " mins", "m")
SECONDS = ("s", "s", "sec", "secs", " sec", " secs")
BOTH = ("{h}h{m}", "{h}h{m}", "{h}h {m}m", "{h}h{m}m", "{h}hr {m}min", "{h}h {m}", "{h} hr {m} min")
#: Of a minute: those that are written in a few digits.
PARTS = (6, 9, 12, 15, 15, 18, 24, 30, 30, 36, 42, 45, 45, 48, 54, 60, 72, 75, 90, 90, 90, 105, 120)


def compact(rng):
    """A span of time as it is typed in a hurry: ("90s", 1.5), ("1h30", 90)."""
    luck = rng.random()
    if luck < 0.45:
        number = rng.choice((5, 10, 15, 20, 30, 45)) if luck < 0.2 else rng.randint(1, 99)
        return f"{number}{rng.choice(MINUTES)}", number
    if luck < 0.65:
        seconds = rng.choice(PARTS)
        return f"{seconds}{rng.choice(SECONDS)}", words.minutes_of(seconds)
    if luck < 0.8:
        hours = rng.randint(1, 12)
        unit = rng.choice(HOURS)
        return f"{hours}{unit.rstrip('s') if hours == 1 else unit}", hours * 60
    if luck < 0.87:
        minutes, seconds = rng.randint(1, 9), rng.choice((15, 30, 30, 45))
        form = rng.choice(("{m}m{s}s", "{m}m {s}s", "{m}min {s}s", "{m}m{s}", "{m} min {s} sec"))
        return form.format(m=minutes, s=seconds), words.minutes_of(minutes * 60 + seconds)
    hours, minutes = rng.randint(1, 5), rng.choice((10, 15, 15, 20, 30, 30, 40, 45, 45, 50))
    return rng.choice(BOTH).format(h=hours, m=minutes), hours * 60 + minutes


def lasting(rng):
    """Any span of time."""
    return compact(rng) if rng.random() < 0.2 else words.duration(rng)


def _number(rng):
    number = words.share(rng)
    return words.written(rng, number), number


def _signed(rng):
    number = words.share(rng)
    sign = rng.choice((" percent", " percent", "%", " per cent"))
    return words.written(rng, number, 0 if sign == "%" else 0.45) + sign, number


SLOTS = {
    #: After "to" or "at": a number or a share with a name.
    "percent": noting("percent", words.percent),
    #: The same without a change of mind, and always with its sign.
    "percent1": noting("percent", words.percent, 0),
    "signed": noting("percent", _signed, 0.03),
    "number": noting("percent", _number, 0.03),
}
