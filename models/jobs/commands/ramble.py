"""Dictated without a plan: what leads up to a wish, what trails off, and talk to oneself."""

from jobs import words
from jobs.commands import joined, rooms
from jobs.commands.asked import person
from jobs.commands.pattern import crossed
from jobs.commands.said import STATEMENT, Pool
from jobs.commands.slots import of_room, plain, spoken

#: Before an order or any wish.
LEADS = Pool("""
    so i had an idea | right so | well the thing is | you know what
    well since it's finally {w} | so um where was i | and then oh yes
    oh and while i think of it
    let me see now what did i want | so yeah anyway | ah right the other thing | hang on what was it
    i was going to say | now what else | what i meant to say was | so as i was saying
    it's been such a day | well since {n} is coming over | so {n} says it's gloomy in here
    you know how {n} always complains | i was on the phone with {n} and
    with the party and all that
    now that the rain has stopped | given that it's {w} already | since everybody's here now
    i've been sitting here for ages and | i keep meaning to ask | before i forget again
    oh lord what was i saying
    okay next thing | right the house the house | hm okay let's think
    i don't know why nobody did it yet but | so the kids are finally quiet and
    it's a bit silly i know but | i suppose
    well it's getting late isn't it so | yes hello it's me again | where was i ah
    i just sat down and | my tea's getting cold so | so i'm lying here and
    you won't believe the day i had anyway
    alright what do we need yes | first things first | and one more thing before i go | so basically
    to be honest i think | i'm not sure how you do it but | if i remember right you can do this so
    let's not make it complicated | so listen carefully | no big deal but
    okay this is a bit random but | um yes so | er right | so the dog's asleep the cat's asleep
    what was that oh never mind
""")
#: After it.
TRAILS = Pool("""
    yeah | yes that | yes please | if that's alright | or so | i think that's it | that should do it
    and that's that | you know | you know how it is | i suppose | if that makes sense
    that's what i want
    that would be good | that'd be nice | right that's all | so there | and then we'll see
    otherwise we'll never get there | before {n} gets here | anyway | thank you very much | lovely
    okay good
    i think | yes i'm sure | that's the one | like i said | because why not
    and then i can finally sit down | for once | there we go | and done | {n} will like that
    as you do | at least for now
""")
#: A wish in the mood of a dream.
WISHING = ("it would be nicer if <x>", "i'd like it if <x>", "it'd be lovely if <x>",
    "i'd rather <x>", "i wish <x>", "wouldn't it be nice if <x>", "what if <x>",
    "i'd feel better if <x>",
           "i'd prefer it if <x>", "maybe it'd be good if <x>", "it would help if <x>",
           "so it'd be great if <x>", "i'd love it if <x>", "let's say <x>", "be good if <x>",
           "it's time <x>", "i think it would be best if <x>", "we'd be happier if <x>",
           "could it be that <x>, please", "it might be nice if <x>")  # fmt: skip


def _wishing(*wishes):
    return crossed(WISHING[:-2], x=wishes)


ECHO = ("", "", " yeah", " yes", " or so", " about that", " roughly", " i'd say")
LEVEL = (*_wishing("{pre1} was dim, say {pc}", "the lights {at1} were at {pc}",
    "we had {share} light {at1}", "{pre1} {lamps} were down to {pc}",
    "the light {at1} was around {pc}"),
         "the lights {at1} should be oh i don't know {pc}",
         "something like {share} brightness {at1}",
         "for the light {at1} let's try {pc}")  # fmt: skip
ON = _wishing(
    "there was some light {at1}",
    "the lights {at1} were on",
    "{pre1} {lamps} were switched on",
    "somebody put the lamp on {at1}",
    "{pre1} was lit",
)
OFF = _wishing(
    "the lights {at1} were off",
    "{pre1} {lamps} were switched off",
    "it was dark {at1}, lights off",
    "somebody put the lamp out {at1}",
    "the lights were off {at1}",
)
COLOR = _wishing(
    "{pre1} {lamps} were {color1}",
    "the light {at1} was {color1}",
    "{pre1} was {color1}",
    "we had {color1} light {at1}",
)
DEGREES = _wishing(
    "it was {signed1} {at1}",
    "{pre1} was at {signed1}",
    "the temperature {at1} was {deg}",
    "the thermostat was on {deg}",
)
HEAT = _wishing(
    "the {warmer} {at1} was on {deg}",
    "the {warmer} was at {deg}",
    "the {warmer} {at1} was set to {deg}",
)
COOL = _wishing(
    "the {cooler} {at1} was on {deg}",
    "the {cooler} was at {deg}",
    "the {cooler} {at1} was set to {deg}",
)
UP = _wishing(
    "the {blinds} {at1} were open",
    "{pre1} {blinds} were up",
    "the {blinds} were all the way up {at1}",
)
DOWN = _wishing(
    "the {blinds} {at1} were closed", "{pre1} {blinds} were down", "the {blinds} were shut {at1}"
)
PLAY = _wishing(
    "we had {what} on", "you played {what}", "we heard {what}", "somebody put on {what}"
)
VOLUME = _wishing(
    "the volume {at1} was at {pc}", "the volume was down to {pc}", "the music {at1} was at {pc}"
)
LOCKED = {
    state: _wishing(
        f"{{door1}} was {state}", f"you had {{door1}} {state}", f"{{door1}} was {state} now"
    )
    for state in ("locked", "unlocked")
}
TIMER = _wishing(
    "there was a timer for {long}", "i had a timer running for {long}", "you timed {long}"
)
LABELLED = _wishing(
    "the {thing} had a timer of {long}",
    "you timed the {thing} for {long}",
    "there was a timer for the {thing}, {long}",
)
#: To oneself, about which room: the last one counts.
SELF = {
    "light.set": {
        "on": "i was in {wrong} or in {pre1} i forget turn the lights on {at1}|"
        "is it {wrong} that's dark no it's {pre1} so lights on in there|"
        "light on in {wrong} oh not that one {pre1} i mean"
              "|the lamp in {wrong} no hang on the one {at1} switch it on|"
              "{wrong} no what am i saying {pre1} lights on|"
              "which one was it {wrong} no {pre1} yes put the light on there"
              "|no silly not {wrong}, in {pre1}, light|not {wrong}! {pre1}! lights on!|"
              "i said lights on {at1}, not in {wrong}",
        "off": "i had the lamp on in {wrong} or maybe {pre1} whatever switch it off {at1}|"
        "did i leave {wrong} on no it was {pre1} turn that light off|"
        "light off in {wrong} oh not that one {pre1} i mean"
               "|the lamp in {wrong} no hang on the one {at1} switch it off|"
               "{wrong} no what am i saying {pre1} lights off|"
               "which one was it {wrong} no {pre1} yes put the light out there"
               "|no not {wrong}, {pre1}, lights off, god|not {wrong}! {pre1}! lights off!|"
               "i said lights off {at1}, not in {wrong}|"
               "i thought {wrong} was lit but it's {pre1} so lights off there",
    },
}  # fmt: skip
NUMBERS = {
    "light.set": "set {pre1} lights to {oldpc} no make that {pc}|"
    "dim {pre1} to {oldpc} or no {pc} yes|{oldpc} for the lights {at1} hm no {pc}|"
    "lights {at1} at {oldpc} hang on {pc} is better|" "make {pre1} lights {oldpc} ah no rather {pc}"
                 "|i said {oldpc} for the lights {at1} but {pc} is enough|"
                 "lights {at1} not {oldpc} but {pc}|"
                 "{pre1} lights on {oldpc} oh let's do {pc} instead",
    "media.volume": "volume {oldpc} no hang on {pc}|"
    "volume to {oldpc} hm that's too much make it {pc}|"
    "put the volume {at1} at {oldpc} no wait {pc}|"
    "not {oldpc} {pc} for the volume i mean|volume at {oldpc} or let's say {pc}|"
    "{oldpc} volume no actually {pc}"
                    "|volume {oldpc} too loud rather {pc}"
                    "|volume to {oldpc} what no {pc}",
}  # fmt: skip
TIMES = ("set a timer for {oldlong} hm wait rather {long}", "timer {oldlong} no wait {long}",
    "timer for {oldlong} hm no let's say {long}", "{oldlong} on the timer no {long}",
    "a timer of {oldlong} oh make it {long}",
         "start a timer {oldlong} sorry {long}", "timer not {oldlong} but {long}")  # fmt: skip
TIMED = ("set a timer for the {thing} for {oldlong} hm wait rather {long}",
    "{thing} timer {oldlong} no wait {long}", "time the {thing} for {oldlong} hm no {long}",
    "a timer for the {thing} {oldlong} or rather {long}",
         "{oldlong} for the {thing} on the timer no {long}",
         "{thing} timer not {oldlong} but {long}",
         "timer for {oldlong} for the {thing} no sorry {long}")  # fmt: skip
RUN_ON = Pool("""
    {a} {b} thanks | {a} {b} and {c} | {a} {b} {c} | {a} {b} {c} please | {a} {b} | {a} {b} please
    {a} {b} now | please {a} {b} | please {a} {b} {c} | {a} {b} also {c} | ok {a} {b}
    {a} {b} {c} thanks
    {a} {b} then {c} | right {a} {b} {c} | {a} {b} and then {c} | can you {a} {b}
    can you {a} {b} and {c} | could you {a} {b} {c} | so {a} {b} | {a} oh and {b} {c}
    {a} {b} yes and {c} | {a} yeah {b}
    {a} {b} oh and {c} | {a} please {b} thanks {c} | just {a} {b} | quickly {a} {b} {c}
    hey {a} {b} | {a} okay {b} | {a} {b} ok {c} | {a} right {b} and {c} | now {a} {b} {c}
    hello {a} {b} and {c}
    i'm leaving {a} {b} {c} | we're off {a} {b} {c} | good night {a} {b} {c} | bedtime {a} {b}
    i'm home {a} {b} and {c}
""")
ALL = (LEADS, TRAILS, RUN_ON)
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def rambled(rng, split, said):
    """The saying with what leads up to it, what trails off, or both."""
    luck = rng.random()
    if luck < 0.75:
        said = _around(rng, split, LEADS, "{p} {x}", said)
    if luck > 0.55 and not said.open_end:
        said = _around(rng, split, TRAILS, "{x} {p}", said)
    return said


def run_on(rng, split, parts):
    """Orders one after another, with hardly a word between them."""
    slots = "abc"[: len(parts)]
    while not _takes(pattern := RUN_ON.draw(rng, split), slots):
        pass
    return joined.joined(pattern, parts)


def _takes(pattern, slots):
    return all((f"{{{slot}}}" in pattern) == (slot in slots) for slot in "abc")


def _around(rng, split, pool, frame, said):
    phrase = pool.draw(rng, split)
    text = phrase.replace("{w}", rng.choice(DAYS))
    said = said._replace(templates=(*said.templates, phrase), form=STATEMENT)
    if "{n}" in text:
        name = person(rng, split)
        text = text.replace("{n}", name)
        said = said._replace(values=(*said.values, name), keep=(*said.keep, name))
    return said._replace(text=frame.replace("{p}", text).replace("{x}", said.text))


def _wrong(filling):
    """A room that is not meant."""
    found = rooms.place(filling.rng, filling.split)
    filling.keep.append(found.name)
    if found.value:
        filling.values.append(found.value)
    return rooms.pre(found, filling.rng)


def _old_share(filling):
    said = f"{filling.rng.randrange(5, 100, 5)}{filling.rng.choice((' percent', '', '%'))}"
    filling.keep.append(said)
    return said


def _old_span(filling):
    said, _ = words.duration(filling.rng)
    filling.keep.append(said)
    return said


def _with_old(intent):
    return intent._replace(
        slots={**intent.slots, "wrong": _wrong, "oldpc": _old_share, "oldlong": _old_span}
    )


def _locks(state):
    return lambda filling: [
        {"tool": "lock.set", "args": {"door": filling.one("door"), "locked": state == "locked"}}
    ]


LIGHT, COVER, AIR = (of_room(tool) for tool in ("light.set", "cover.set", "climate.set"))
DREAMS = (
    spoken("light.set", LIGHT, LEVEL, 2), spoken("light.set", of_room("light.set", on=True), ON),
    spoken("light.set", of_room("light.set", on=False), OFF), spoken("light.set", LIGHT, COLOR),
    spoken("climate.set", AIR, DEGREES), spoken("climate.set", of_room("climate.set", mode="heat"),
    HEAT),
    spoken("climate.set", of_room("climate.set", mode="cool"), COOL),
    spoken("cover.set", of_room("cover.set", percent=100), UP),
    spoken("cover.set", of_room("cover.set", percent=0), DOWN),
    spoken("media.play", of_room("media.play"), PLAY), spoken("media.volume",
    of_room("media.volume"), VOLUME),
    *(spoken("lock.set", _locks(state), found, 0.5) for state, found in LOCKED.items()),
    spoken("timer.set", plain("timer.set", "minutes"), TIMER, 0.5),
    spoken("timer.set", plain("timer.set", "minutes", "label"), LABELLED, 0.5),
)  # fmt: skip
CORRECTIONS = tuple(
    _with_old(intent)
    for intent in (
        *(
            spoken("light.set", of_room("light.set", on=state == "on"), block.split("|"))
            for state, block in SELF["light.set"].items()
        ),
        *(spoken(tool, of_room(tool), block.split("|")) for tool, block in NUMBERS.items()),
        spoken("timer.set", plain("timer.set", "minutes"), TIMES),
        spoken("timer.set", plain("timer.set", "minutes", "label"), TIMED),
    )
)
INTENTS = (*DREAMS, *CORRECTIONS)
