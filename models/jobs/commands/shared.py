"""Things of different tools under one verb: "turn off the lights, the music and the heating"."""

from jobs.commands import rooms
from jobs.commands.doors import COMMON
from jobs.commands.said import ORDER, STATEMENT, Pool, Said, entries
from jobs.commands.wish import call

TWO = """
    {a} and {b} | {a} and also {b} | {a} as well as {b} | {a} plus {b} | {a}, {b}
    {a} and {b} too | {a} and {b} as well | both {a} and {b} | {a}, also {b} | {a}, and {b}
    {a} & {b} | {a}, plus {b} | {a}, oh and {b} | {a}, and {b} too
"""
THREE = """
    {a}, {b} and {c} | {a}, {b}, and {c} | {a} and {b} and {c} | {a}, {b}, {c}
    {a}, {b} and also {c} | {a} and {b} as well as {c} | {a} and {b}, plus {c}
    {a}, {b}, and {c} too | {a}, {b} plus {c} | {a}, {b}, oh and {c} | {a} and {b}, also {c}
"""
#: Around the things, by what is to become of them; one that starts with the things is a statement.
FORMS = {
    "off": """
        turn off {x} | turn {x} off | switch off {x} | switch {x} off | shut off {x}
        shut {x} off | power off {x} | power down {x} | kill {x} | cut {x} | stop {x}
        get {x} off | have {x} off | put {x} off | make sure {x} are off | {x} off
        {x} off please | off with {x} | {x} should be off | i want {x} off | i'd like {x} off
        deactivate {x} | disable {x} | {x} can go off | turn {x} off now | flick off {x}
        i don't need {x} any more | no need for {x} any more
    """,
    "on": """
        turn on {x} | turn {x} on | switch on {x} | switch {x} on | start {x} | start up {x}
        activate {x} | power on {x} | fire up {x} | enable {x} | get {x} on | have {x} on
        put on {x} | put {x} on | make sure {x} are on | {x} on | {x} on please
        {x} should be on | i want {x} on | i'd like {x} on | i need {x} on | turn {x} on now
        flick on {x} | bring on {x} | turn {x} back on | kick on {x}
    """,
    "open": """
        open {x} | open up {x} | have {x} open | get {x} open | make sure {x} are open
        {x} open | {x} open please | i want {x} open | i'd like {x} open | {x} should be open
        set {x} to open | go and open {x} | open {x} now | open {x} fully | open {x} all the way
        leave {x} open | {x} need to be open
    """,
    "closed": """
        close {x} | shut {x} | close up {x} | have {x} closed | get {x} closed
        make sure {x} are closed | {x} closed | {x} closed please | {x} shut | i want {x} closed
        i'd like {x} shut | {x} should be closed | set {x} to closed | go and close {x}
        close {x} now | close {x} fully | keep {x} closed | {x} need to be shut
    """,
    "locked": """
        lock {x} | lock up {x} | lock {x} up | have {x} locked | get {x} locked
        make sure {x} are locked | {x} locked | {x} locked please | i want {x} locked
        i'd like {x} locked | {x} should be locked | keep {x} locked | set {x} to locked
        go and lock {x} | lock {x} now | lock {x} for me | {x} have to be locked
    """,
    "unlocked": """
        unlock {x} | unlock {x} now | have {x} unlocked | get {x} unlocked
        make sure {x} are unlocked | {x} unlocked | i want {x} unlocked | i'd like {x} unlocked
        {x} should be unlocked | leave {x} unlocked | set {x} to unlocked | go and unlock {x}
        unlock {x} for me | unlock {x} again | {x} unlocked please | {x} have to be unlocked
    """,
}
SPOKEN = ("i ", "off with", "no need")


def _written(state, joints):
    """Each form with each way to join its things: a template of its own."""
    return Pool(
        "\n".join(
            form.replace("{x}", joint)
            for form in entries(FORMS[state])
            for joint in entries(joints)
        )
    )


POOLS = {
    (state, count): _written(state, joints)
    for state in FORMS
    for count, joints in ((2, TWO), (3, THREE))
}
ALL = tuple(POOLS.values())
STATES = (*["off"] * 8, *["on"] * 5, "open", "closed", "closed", "locked", "locked", "unlocked")


def shared(rng, split):
    """Two or three things, never two of a kind."""
    state = rng.choice(STATES)
    things = THINGS[state]
    count = 3 if len(things) > 2 and rng.random() < 0.3 else 2
    drawn = [thing(rng, split, state) for thing in rng.sample(things, count)]
    pattern = POOLS[state, count].draw(rng, split)
    text = pattern
    for slot, (phrase, _, _) in zip("abc", drawn, strict=False):
        text = text.replace("{" + slot + "}", phrase)
    values = tuple(place.value for _, _, place in drawn if place and place.value)
    return Said(
        text,
        calls=tuple(meant for _, meant, _ in drawn),
        templates=(pattern,),
        values=values,
        keep=(*values, *(place.name for _, _, place in drawn if place and place.value)),
        form=STATEMENT if pattern.startswith(("{", "both", *SPOKEN)) else ORDER,
    )


def _lights(rng, split, state):
    if rng.random() < 0.4:
        return (
            rng.choice(("the lights", "the lights", "all the lights", "all lights")),
            call("light.set", room="all", on=state == "on"),
            None,
        )
    phrase, place = _placed(rng, split, ("lights", "light", "lamp"))
    return phrase, call("light.set", room=place.name, on=state == "on"), place


def _climate(rng, split, state):
    noun, mode = rng.choice(
        (
            ("heating", "heat"),
            ("heating", "heat"),
            ("heater", "heat"),
            ("radiator", "heat"),
            ("air conditioning", "cool"),
            ("ac", "cool"),
            ("fan", "fan"),
        )
    )
    mode = mode if state == "on" else "off"
    if rng.random() < 0.6:
        return f"the {noun}", call("climate.set", mode=mode), None
    phrase, place = _placed(rng, split, (noun,))
    return phrase, call("climate.set", room=place.name, mode=mode), place


def _media(rng, split, state):
    if state == "on":
        noun = rng.choice(("radio", "music"))
        return (
            rng.choice((f"the {noun}", "some music" if noun == "music" else "the radio")),
            call("media.play", what=noun),
            None,
        )
    noun = rng.choice(("music", "music", "radio", "film", "song", "podcast"))
    if rng.random() < 0.7:
        return f"the {noun}", call("media.stop"), None
    place = _solid(rng, split)
    return f"the {noun} {rooms.at(place, rng)}", call("media.stop", room=place.name), place


def _robot(rng, split, state):
    return (
        rng.choice(("the robot", "the vacuum", "the hoover", "the vacuum robot")),
        call("robot.stop"),
        None,
    )


def _car_switch(rng, split, state):
    noun, part = rng.choice(
        (
            ("the car's ac", "climate"),
            ("the headlights", "lights"),
            ("the car's headlights", "lights"),
            ("the seat heating in the car", "seat heating"),
            ("the car's seat heating", "seat heating"),
            ("the ac in the car", "climate"),
            ("the lights of the car", "lights"),
        )
    )
    return noun, call("car.set", part=part, value=state), None


def _covers(rng, split, state):
    nouns = ("blinds", "curtains", "shutters", "shades")
    percent = 100 if state == "open" else 0
    if rng.random() < 0.4:
        return (
            rng.choice(("the ", "the ", "all the ")) + rng.choice(nouns),
            call("cover.set", room="all", percent=percent),
            None,
        )
    phrase, place = _placed(rng, split, nouns)
    return phrase, call("cover.set", room=place.name, percent=percent), place


def _car_part(rng, split, state):
    noun, part = rng.choice(
        (
            ("the car windows", "windows"),
            ("the windows of the car", "windows"),
            ("the trunk", "trunk"),
            ("the boot", "trunk"),
            ("the car's trunk", "trunk"),
            ("the boot of the car", "trunk"),
            ("the car's windows", "windows"),
        )
    )
    return noun, call("car.set", part=part, value=state), None


def _door(rng, split, state):
    kind = rng.choice(COMMON)
    return f"the {kind} door", call("lock.set", door=kind, locked=state == "locked"), None


def _car(rng, split, state):
    return (
        rng.choice(("the car", "my car", "the car", "our car")),
        call("car.set", part="doors", value=state),
        None,
    )


def _placed(rng, split, nouns):
    place, noun = _solid(rng, split), rng.choice(nouns)
    return (
        f"{rooms.pre(place, rng)} {noun}"
        if rng.random() < 0.6
        else f"the {noun} {rooms.at(place, rng)}"
    ), place


def _solid(rng, split):
    """A room that takes a preposition."""
    while True:
        place = rooms.place(rng, split)
        if place.before:
            return place


THINGS = {
    "off": (_lights, _climate, _media, _robot, _car_switch),
    "on": (_lights, _climate, _media, _car_switch),
    "open": (_covers, _car_part),
    "closed": (_covers, _car_part),
    "locked": (_door, _car),
    "unlocked": (_door, _car),
}
