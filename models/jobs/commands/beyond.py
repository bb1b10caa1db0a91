"""Wishes whose number no tool takes: too much, too little, in Fahrenheit. Always `unclear`."""

import re

from jobs.commands.devices import ROOMS
from jobs.commands.said import ORDER, STATEMENT, Pool, Said
from jobs.commands.vague import DISHES
from jobs.line import TRAIN
from jobs.names import word
from jobs.words import TENS, UNITS, spoken

PERCENT = Pool("""
    set the {r} lights to {n} | set the {r} light to {n} | set the lights in the {r} to {n}
    set the light in the {r} at {n} | set all lights to {n} | set the lights to {n}
    dim the {r} lights to {n} | dim the light in the {r} to {n} | dim the lights to {n}
    dim the {r} to {n} | brighten the {r} lights to {n} | brighten the {r} to {n}
    turn the {r} lights up to {n} | turn the {r} lights down to {n}
    turn the lights in the {r} to {n} | turn on the {r} lights at {n}
    turn the {r} light on at {n} | put the {r} lights at {n} | put the lights in the {r} on {n}
    make the {r} lights {n} bright | bring the {r} lights to {n}
    raise the brightness in the {r} to {n} | set the brightness in the {r} to {n}
    open the {r} blinds to {n} | open the blinds in the {r} to {n} | open the blinds {n}
    set the blinds to {n} | set the {r} blinds to {n} | set the {r} shutters at {n}
    set the curtains in the {r} to {n} | close the {r} blinds to {n} | lower the {r} blinds to {n}
    lower the shutters to {n} | raise the {r} shutters to {n} | move the {r} curtains to {n}
    pull the {r} blinds up to {n} | put the {r} shades at {n} | roll the shutters to {n}
    set the volume to {n} | set the volume in the {r} to {n} | set volume to {n}
    set the volume at {n} | turn the volume up to {n} | turn the volume down to {n}
    turn the volume in the {r} to {n} | turn the music up to {n}
    turn the music in the {r} down to {n} | turn up the volume to {n} | put the volume at {n}
    put the volume in the {r} on {n} | raise the volume to {n} | lower the volume to {n}
    bring the volume to {n} | change the volume to {n} | change the {r} lights to {n}
    crank the volume up to {n} | make the music {n} loud | adjust the {r} lights to {n}
    adjust the volume to {n} | adjust the {r} blinds to {n}
""")
PERCENT_STATED = Pool("""
    {r} lights to {n} | {r} lights at {n} | {r} light {n} | lights in the {r} to {n}
    lights to {n} | all lights at {n} | {r} blinds to {n} | {r} blinds {n} | blinds to {n}
    blinds in the {r} at {n} | shutters at {n} | curtains {n} open | volume {n} | volume to {n}
    volume at {n} | volume {n} in the {r} | music at {n} | music in the {r} to {n}
    i want the {r} lights at {n} | i want the lights at {n} | i'd like the volume at {n}
    i want the blinds at {n} | the {r} lights should be at {n} | the volume should be {n}
    brightness {n} in the {r} | {r} brightness {n} | i need the {r} lights at {n}
    i'd like the {r} blinds {n} open | the blinds should be {n} open
""")
DEGREES = Pool("""
    set the temperature to {n} | set the temperature in the {r} to {n} | set the {r} to {n}
    set the thermostat to {n} | set the thermostat in the {r} to {n}
    set the {r} thermostat to {n} | set the heating to {n} | set the heating in the {r} to {n}
    set the {r} heating to {n} | set the radiator in the {r} to {n} | set the ac to {n}
    set the ac in the {r} to {n} | set the air conditioning to {n} | set the heater to {n}
    heat the {r} to {n} | heat the house to {n} | heat the {r} up to {n} | heat up the {r} to {n}
    warm the {r} to {n} | warm up the {r} to {n} | cool the {r} to {n} | cool the {r} down to {n}
    cool the house to {n} | turn the heating up to {n} | turn the heating down to {n}
    turn the heating in the {r} up to {n} | turn the thermostat to {n}
    turn the thermostat up to {n} | turn the {r} thermostat down to {n}
    turn the temperature up to {n} | turn the temperature in the {r} down to {n}
    turn the ac down to {n} | turn on the heating at {n} | turn on the ac at {n} in the {r}
    put the heating on {n} | put the {r} at {n} | put the thermostat at {n} | make it {n}
    make it {n} in the {r} | make the {r} {n} | bring the {r} to {n} | get the {r} to {n}
    raise the temperature to {n} | raise the temperature in the {r} to {n}
    lower the temperature to {n} | lower the thermostat to {n} | change the temperature to {n}
    keep the {r} at {n} | bring the temperature in the {r} to {n} | let the {r} warm up to {n}
    crank the heating up to {n} | adjust the {r} to {n}
""")
DEGREES_STATED = Pool("""
    {n} in the {r} | {n} in the {r} please | {n} please | {r} at {n} | {r} to {n} | heating to {n}
    heating {n} | heating at {n} in the {r} | temperature {n} | temperature in the {r} {n}
    temperature to {n} | thermostat to {n} | thermostat {n} | ac at {n} | ac to {n} in the {r}
    i want {n} in the {r} | i want it {n} | i want the {r} at {n} | i'd like {n} in the {r}
    i'd like it {n} in here | the {r} should be {n} | the temperature should be {n}
    the heating should be at {n} | i need {n} in the {r} | we want {n} in the {r}
    it should be {n} in the {r}
""")
COPIES = Pool("""
    print {n} copies of the {o} | print {n} copies of my {o} | print the {o} {n} times
    print me {n} copies of the {o} | print out {n} copies of the {o} | make {n} copies of the {o}
    make {n} prints of the {o} | run off {n} copies of the {o} | print the {o}, {n} copies
    give me {n} copies of the {o} | get me {n} copies of the {o} | print {n} of the {o}
    print my {o} {n} times | print {n} sheets of the {o} copies
    send {n} copies of the {o} to the printer
""")
TIMER = Pool("""
    set a timer for {n} | set a {o} timer for {n} | set a timer for {n} for the {o}
    start a timer for {n} | start a {o} timer for {n} | set the timer to {n} | set timer for {n}
    timer for {n} | a timer for {n} please | {n} timer | remind me in {n} to call home
    remind me in {n} about the {o} | remind me about the {o} in {n} | give me a timer of {n}
    put a timer on for {n} | count down {n} | start a countdown of {n} | wake me in {n}
    time {n} for the {o} | set an alarm in {n} | make a timer for {n} | let me know in {n}
    i need a timer for {n}
""")
DOCUMENTS = Pool("""
    report | letter | invoice | contract | recipe | ticket | flyer | boarding pass | photo
    shopping list | essay | thesis | resume | cover letter | poster | map | menu | guest list
    agenda | minutes | invitation | form | timetable | crossword | homework | birthday card
    manual | tax return | receipt | poem | script | presentation | worksheet | calendar | chapter
    schedule | permit | label | brochure | handout | song sheet | drawing | newsletter
    certificate | bill
""")
ALL = (PERCENT, PERCENT_STATED, DEGREES, DEGREES_STATED, COPIES, TIMER)


def beyond(rng, split, order=None):
    """A wish that would be good with another number; often made of a good one, drawn by `order`."""
    if order and rng.random() < 0.65 and (said := broken(rng, order)):
        return said
    draw = rng.random()
    if draw < 0.34:
        return _filled(rng, split, PERCENT, ORDER, _percent(rng))
    if draw < 0.44:
        return _filled(rng, split, PERCENT_STATED, STATEMENT, _percent(rng))
    if draw < 0.74:
        return _filled(rng, split, DEGREES, ORDER, _degrees(rng))
    if draw < 0.84:
        return _filled(rng, split, DEGREES_STATED, STATEMENT, _degrees(rng))
    if draw < 0.92:
        return _filled(rng, split, COPIES, ORDER, _copies(rng), DOCUMENTS.draw(rng, split))
    pattern = TIMER.draw(rng, split)
    form = STATEMENT if pattern.startswith(("{n}", "a ", "timer", "i ")) else ORDER
    return _said(rng, split, pattern, form, _timer(rng), rng.choice(DISHES), ())


def broken(rng, order):
    """A good order with its number put out of bounds; nothing if no order with a number comes."""
    for _ in range(8):
        said = order()
        number = OUT_OF_BOUNDS.get(said.calls[0]["tool"])
        phrases = [
            phrase for phrase in said.keep if _is_number(phrase) and said.text.count(phrase) == 1
        ]
        if number and len(phrases) == 1 and phrases[0] not in said.values:
            bad = number(rng, phrases[0])
            keep = (*said.keep, bad)
            return said._replace(
                text=said.text.replace(phrases[0], bad), calls=(), error="unclear", keep=keep
            )
    return None


def _is_number(phrase):
    first = re.split(r"[ %°-]", phrase, maxsplit=1)[0]
    return first[:1].isdigit() or first in NUMBER_WORDS


def _filled(rng, split, pool, form, number, what=None):
    return _said(rng, split, pool.draw(rng, split), form, number, what, (what,) if what else ())


def _said(rng, split, pattern, form, number, what, values):
    room = rng.choice(ROOMS)
    if "{r}" in pattern and rng.random() < (0.3 if split == TRAIN else 0.1):
        room = word(rng, split)
        values = (*values, room)
    text = pattern.replace("{r}", room).replace("{n}", number).replace("{o}", what or "")
    return Said(
        text,
        error="unclear",
        templates=(pattern,),
        values=values,
        keep=(*values, number),
        form=form,
        open_end=bool(what),
    )


def _percent(rng):
    sign = rng.choice(("%", "%", " percent", " percent", " per cent"))
    draw = rng.random()
    if draw < 0.15:
        return rng.choice(("minus ", "minus ", "-")) + f"{rng.randint(1, 100)}{sign}"
    number = rng.choice(
        (101, 105, 110, 120, 125, 130, 140, 150, 150, 180, 200, 200, 250, 300, 400, 500, 900, 1000)
    )
    if draw < 0.5:
        number = rng.randint(101, 999)
    if draw > 0.75 and number < 1000:
        return spoken(rng, number) + rng.choice((" percent", ""))
    return f"{number}{sign if rng.random() < 0.8 else ''}"


def _degrees(rng):
    draw = rng.random()
    if draw < 0.4:
        number = rng.randint(50, 90) if rng.random() < 0.75 else rng.randint(10, 49)
        scale = rng.choice(
            (
                " fahrenheit",
                " degrees fahrenheit",
                "f",
                " f",
                "°f",
                " °f",
                " degrees f",
                " fahrenheits",
            )
        )
        return (
            spoken(rng, number) if rng.random() < 0.3 and len(scale) > 4 else str(number)
        ) + scale
    if draw < 0.52:
        number = rng.choice((0, 1, 2, 3, 4))
    elif draw < 0.7:
        number = rng.choice((36, 37, 38, 39, 40, 41, 42, 45))
    else:
        number = rng.choice(
            (50, 55, 60, 65, 68, 70, 72, 75, 80, 90, 100, 120, 200, 300, rng.randint(36, 130))
        )
    minus = rng.choice(("minus ", "-")) if rng.random() < 0.15 and number else ""
    if rng.random() < 0.3:
        return (
            minus.replace("-", "minus ")
            + spoken(rng, number)
            + rng.choice((" degrees", " degrees", " degrees celsius", " celsius"))
        )
    return (
        minus
        + str(number)
        + rng.choice((" degrees", " degrees", "°", "°c", " celsius", " degrees celsius"))
    )


def _copies(rng):
    return rng.choice(
        (
            str(rng.randint(100, 999)),
            "0",
            "zero",
            "150",
            "200",
            "500",
            "1000",
            "a hundred",
            "two hundred",
            "a thousand",
            "a million",
            "100",
            "120",
            "minus two",
            "one hundred",
            "five hundred",
        )
    )


def _timer(rng):
    return rng.choice(
        (
            f"{rng.randint(25, 99)} hours",
            "two days",
            "2 days",
            "three days",
            "a week",
            "two weeks",
            "a month",
            "0 minutes",
            "zero minutes",
            "zero seconds",
            "minus five minutes",
            f"{rng.randint(1500, 5000)} minutes",
            "a year",
            "48 hours",
            "thirty hours",
            "five days",
            "-5 minutes",
            f"{rng.randint(2, 30)} days",
            "a hundred hours",
            "25 hours",
        )
    )


def _unit(phrase):
    """What stands behind the number: `times`."""
    return [
        word
        for word in re.split(r"[ -]", phrase)
        if not word[0].isdigit() and word not in NUMBER_WORDS
    ]


NUMBER_WORDS = frozenset((*UNITS, *TENS, "a hundred", "hundred"))
OUT_OF_BOUNDS = {
    "light.set": lambda rng, _: _percent(rng),
    "cover.set": lambda rng, _: _percent(rng),
    "media.volume": lambda rng, _: _percent(rng),
    "climate.set": lambda rng, _: _degrees(rng),
    "timer.set": lambda rng, _: _timer(rng),
    "printer.print": lambda rng, phrase: " ".join((_copies(rng), *_unit(phrase))),
}
