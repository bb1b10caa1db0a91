"""In few signs, as one types to a machine or barks at it: "hall 40%", "Lights. Off."."""

from jobs.commands.pattern import crossed
from jobs.commands.slots import of_room, plain, spoken

#: How the pieces of a barked order are parted.
BARKS = ("{a}. {b}. {c}.", "{a}! {b}! {c}!", "{a}. {b}. {c}. now.", "{a}, {b}, {c}",
    "{a}... {b}. {c}.",
         "{a}! {b}. {c}!", "{a}. {b}! {c}. please.", "{a} - {b} - {c}", "{a}. {b}. {c}. thanks.",
         "{a}. {b}. {c}. quick.")  # fmt: skip
PAIRS = ("{a}. {b}.", "{a}! {b}!", "{a}. {b}. now.", "{a}! {b}! now!", "{a}... {b}",
    "{a}, {b}. hurry.",
         "{a} - {b}", "{a}. {b}. please.", "{a}? {b}.", "{a}. {b}. thanks.", "you there. {a}. {b}.",
         "hey. {a}. {b}.", "{a}. yes, {a}. {b}.", "i said {a}. {b}!")  # fmt: skip


def barked(*pieces):
    """The pieces in each order they may be barked in."""
    frames = PAIRS if len(pieces[0]) == 2 else BARKS
    written = []
    for each in pieces:
        for frame in frames:
            text = frame
            for slot, piece in zip("abc", each):
                # What is repeated must be said once only, or it would be noted twice.
                again = "that" if "{" in piece else piece
                text = text.replace("{" + slot + "}", piece, 1).replace("{" + slot + "}", again)
            written.append(text)
    return tuple(written)


def _switch(state):
    return (
        f"{{bare1}} {{lamps}} {state}", f"{{lamps}} {{bare1}} {state}",
        f"{{bare1}} {state}, lights i mean",
        f"{{lamps}} {state} {{bare1}}", f"{state}: {{bare1}} {{lamps}}", f"light {{bare1}} {state}",
        f"lights={state} {{bare1}}", f"{{bare1}} lights={state}", f"{{bare1}} {{lamps}} -> {state}",
        f"{{bare1}} {{lamps}}, {state}", f"{{lamps}} in {{bare1}} {state}",
        f"{{bare1}}: {{lamps}} {state}",
        f"{{bare1}}: light {state} pls", f"{{bare1}} {{lamps}} {state} thx",
        f"{{bare1}} light {state} asap",
        f"{state} {{bare1}} {{lamps}}", f"{{bare1}} ceiling light {state}",
        f"{{bare1}} - {{lamps}} {state}",
        f"{{bare1}}. {{lamps}} {state}.", f"{{lamps}} {{at1}} {state} now",
        f"{{bare1}} {{lamps}}? {state}.",
        *barked(("lights", state, "{bare1}"), ("{bare1}", "lights", state), ("light", "{bare1}",
            state),
                (state, "the lights", "{bare1}"), ("{pre1}", "lights", state)),
        *barked(("{bare1} {lamps}", state), ("lights {state} ".replace("{state}", state) + "now",
            "{bare1}"),
                ("{bare1}", "lights " + state)),
    )  # fmt: skip


BARE_SWITCH = ("lights {s}", "light {s}", "lights {s} now", "all {s}, the lights", "lights. {s}.",
    "lights! {s}!",
               "lights: {s}", "{s}! lights!", "every light {s}", "all lights {s}. now.",
               "lights {s} pls",
               "lamps {s}", "all lamps {s}", "lights {s} thx", "lights {s} everywhere",
               "whole house lights {s}",
               "lights {s}, all of them", "lighting {s}", "lights-{s}", "lights {s}!",
               "ok lights {s}",
               "lights {s} ffs", "{s} with the lights", "just lights {s}",
               "house lights {s}")  # fmt: skip
LEVEL = (
    "{bare1} {pc} light", "{bare1} {lamps} {pc}", "{lamps} {bare1} {pc}", "{lamps} {pc} {bare1}",
    "{bare1} dim {pc}", "dim {bare1} {pc}", "dim {pc} {bare1}", "brightness {bare1} {pc}",
    "{bare1} brightness {pc}", "bri {pc} {bare1}", "{bare1} light={pc}", "lights={pc} {bare1}",
    "{bare1}: light {pc}", "{bare1}: {pc} brightness", "{bare1} light to {pc}",
    "light {pc} in {bare1}",
    "{bare1} lights -> {pc}", "{pc} light {bare1}", "{bare1} light, {pc}", "{bare1} lamp on {pc}",
    "{bare1} light lvl {pc}", "light level {bare1} {pc}", "{bare1} dimmed {pc}",
    "{bare1} dimmer {pc}",
    "dimmer {bare1} {pc}", "{bare1} light pct {pc}", "set {bare1} light {pc}",
    "put {bare1} lights on {pc}",
    "{bare1} lamp {pc} thx", "{bare1} lights {pc} pls", "light: {bare1}, {pc}",
    "{lamps}, {bare1}, {pc}",
    "{bare1} lights at like {pc}", "{bare1} light around {pc}",
    *barked(("lights", "{bare1}", "{pc}"), ("{bare1}", "lights", "{pc}"), ("dim", "{bare1}",
        "{pc}")),
)  # fmt: skip
#: A share and a room and nothing else: light.
BARE_LEVEL = ("{bare1} {share}", "{bare1} at {share}", "{bare1} to {share}", "{share} {bare1}",
    "{bare1}: {share}",
              "{bare1} = {share}", "{bare1}, {share}", "{bare1} on {share}",
              "{bare1} down to {share}",
              "{bare1} {share} pls", "{share} in {bare1}", "dim {bare1} {share}")  # fmt: skip
COLOR = (
    "{bare1} {color1}", "{bare1} light {color1}", "{color1} {bare1}", "{color1} light {bare1}",
    "lights {color1} {bare1}", "{bare1}: {color1}", "{bare1}: lights {color1}",
    "{bare1} = {color1}",
    "{bare1} lights={color1}", "{bare1} color {color1}", "colour {bare1} {color1}",
    "{bare1} go {color1}",
    "make {bare1} {color1}", "{bare1}, {color1} light", "{bare1} lamp {color1} pls",
    "{bare1} -> {color1}",
    "yo {bare1} {color1}", "{color1} in {bare1}", "{color1} lights {at1}", "{bare1} all {color1}",
    "light color {bare1} {color1}", "hue {color1} {bare1}", "{bare1} leds {color1}",
    "leds {color1} {bare1}",
    *barked(("lights", "{bare1}", "{color1}"), ("{bare1}", "lights", "{color1}")),
    *barked(("{bare1}", "{color1}"), ("{color1}", "{bare1}")),
)  # fmt: skip
ALL_COLOR = ("everything {color1}", "everywhere {color1}", "everything {color1} please",
    "lights {color1}", "all {color1}",
             "all lights {color1}", "everywhere {color1}!", "lights. {color1}.",
             "{color1} lights everywhere",
             "{color1} light everywhere!", "go {color1} everywhere", "house {color1}, all lights",
             "make everything {color1}", "{color1} everywhere", "{color1} lights now",
             "lights: {color1}")  # fmt: skip
LOCKS = tuple(
    text.replace("{s}", state)
    for state in ("lock", "unlock")
    for text in (
        "{s} {bare_door}", "{bare_door}: {s}", "{bare_door} {s} it", "{bare_door} {s}ed",
        "{s}: {bare_door}",
        "{bare_door} -> {s}", "{s} {bare_door} pls", "{s} {bare_door} thx", "{s} {bare_door} asap",
        "{bare_door}. {s} it.", "{bare_door}! {s} it!", "{bare_door}? {s}.",
        "{s} it. the {bare_door}.",
        "{bare_door} {s} please", "{bare_door} to {s}ed", "{bare_door}, {s}", "{s}, {bare_door}",
        "wake up! {bare_door}! {s}!", "{bare_door} {s}ed now",
        "{bare_door} - {s}ed, thanks",
        "{bare_door}, {s} that", "{s}! {bare_door}!", "the {lockable}. {s} it.",
        "{lockable}! {s} it!",
        "{s} {lockable}", "{lockable} {s}ed", "{lockable}: {s}", "{bare_door}. {s}. now.",
        "{s}ed {bare_door} pls",
        "{s} the {bare_door} real quick", "that {bare_door}, {s} it",
    )
)  # fmt: skip
LOCKED = {
    state: tuple(text for text in LOCKS if ("unlock" in text) == (state == "unlock"))
    for state in ("lock", "unlock")
}
DEGREES = (
    "{bare1} {signed1}", "{bare1} temp {deg}", "temp {bare1} {deg}", "temp {deg} {bare1}",
    "thermostat {deg}",
    "thermostat {bare1} {deg}", "{bare1} thermostat {deg}", "temp {deg}",
    "temperature {deg} {bare1}",
    "{bare1}: {signed1}", "{bare1}: temp {deg}", "{signed1} {bare1}", "{signed1} in {bare1}",
    "{signed1} {at1}",
    "{bare1} to {signed1}", "{bare1} = {signed1}", "set temp {deg}", "set {bare1} temp {deg}",
    "setpoint {deg}", "setpoint {bare1} {deg}", "thermostat on {deg}", "thermostat={deg}",
    "temp={deg} {bare1}",
    "climate {deg} {bare1}", "climate: {deg}", "{bare1} climate {deg}", "{bare1} on {signed1}",
    "temp -> {deg}", "{signed1} please", "thermostat {deg} pls", "thermostat to like {deg}",
    "{bare1} at {signed1} thx",
    *barked(("thermostat", "{deg}"), ("{bare1}", "{signed1}"), ("temperature", "{signed1}")),
)  # fmt: skip
_WARM = ("{it} {deg}", "{it} {bare1} {deg}", "{bare1} {it} {deg}", "{it} on {deg}",
    "{it} to {deg} {bare1}",
         "{it} {deg} {bare1}", "{bare1}: {it} {deg}", "{it}={deg}", "{it} {at1} {deg}",
         "{it} @ {deg}",
         "{it} at {deg} {bare1}", "{it}. {deg}.", "{bare1}. {it}. {deg}.", "{it} {deg} pls",
         "{bare1} {it} -> {deg}",
         "{it} on {deg} {at1}", "{it}! {deg}!", "put {it} on {deg}",
         "{it} to like {deg}")  # fmt: skip
WARM_ON = tuple(text.replace("{it}", "{warmer}") for text in _WARM)
COOL_ON = tuple(text.replace("{it}", "{cooler}") for text in _WARM)
_RUN = ("{it} on", "{it} on {bare1}", "{bare1} {it} on", "{it} {bare1} on", "{bare1}: {it} on",
    "{it}: on", "{it} on now",
        "{it} on {at1}", "{bare1} {it} pls", "{it}! on!", "{it}. on. {bare1}.",
        "{bare1}. {it}. on.", "on: {it} {bare1}",
        "start {it} {bare1}", "{it} on thx", "{bare1} {it} -> on", "{it}=on", "run {it} {bare1}",
        "{it} go",
        "get {it} goin {at1}", "set the {it} goin {at1}", "{it} on plz {bare1}",
        "just the {it} on {at1}")  # fmt: skip
RUN = {
    slot: tuple(text.replace("{it}", slot) for text in _RUN)
    for slot in ("{warmer}", "{cooler}", "{blower}")
}
AUTO = ("climate auto", "{bare1} climate auto", "automatic mode, {bare1}", "auto mode {bare1}",
    "{bare1}: auto mode",
        "climate auto {bare1}", "thermostat auto", "thermostat auto {bare1}",
        "{bare1} thermostat auto", "hvac auto",
        "hvac auto {bare1}", "mode auto {bare1}", "climate control: auto", "climate. auto.",
        "{bare1} hvac: automatic",
        "auto climate {bare1}", "climate=auto {bare1}", "climate control {bare1}: automatic",
        "thermostat: automatic, {bare1}", "auto mode. {bare1}. now.")  # fmt: skip
AIR_OFF = tuple(
    text.replace("{it}", "{anyair}")
    for text in (
        "{it} off", "{it} off {bare1}", "{bare1} {it} off", "{it} {bare1} off", "{bare1}: {it} off",
        "{it}. off.",
        "{it}! off!", "{it} off now", "{it} off {at1}", "{it}=off", "off: {it}",
        "kill {it} {bare1}", "{it} off pls",
        "{bare1}. {it}. off.", "cut the {it} {at1}", "{it} off thx", "{bare1} {it} -> off",
        "{it}: off, {bare1}",
        "no more {it}", "stop {it} {bare1}", "{it} off, now", "{it} off already",
    )
)  # fmt: skip
COVERS = (
    "{bare1} {blinds} {pc}", "{blinds} {bare1} {pc}", "{blinds} {pc}", "{blinds} {pc} {bare1}",
    "{bare1}: {blinds} {pc}",
    "{blinds}={pc} {bare1}", "{blinds}: {pc}", "{blinds} {at1} {pc}", "{blinds} @ {pc}",
    "{bare1} {blinds} -> {pc}",
    "{bare1} {blinds} to {pc}", "{blinds} at {pc} {bare1}", "{blinds} on {pc} {at1}",
    "{blinds}. {pc}.",
    "{bare1}. {blinds}. {pc}.", "{blinds} {pc} open {bare1}", "{bare1} {blinds} {pc} open",
    "{blinds} to {pc} pls",
    "{bare1}, {blinds}, {pc}", "{pc} {blinds} {bare1}",
)  # fmt: skip
_MOVED = ("{blinds} {s}", "{blinds} {s} {bare1}", "{bare1} {blinds} {s}", "{blinds} {bare1} {s}",
    "{bare1}: {blinds} {s}",
          "{blinds}. {s}.", "{blinds}! {s}!", "{bare1}. {blinds}. {s}.", "{blinds} {s} now",
          "{blinds} {s} {at1}", "{s}: {blinds}",
          "{blinds} {s} pls", "{bare1} {blinds} -> {s}", "{blinds}: {s}", "{blinds} {s}, {bare1}",
          "{blinds} {s} thx",
          "all {blinds} {s}", "{blinds} all {s}")  # fmt: skip
UP = crossed(tuple(text.replace("{s}", "<s>") for text in _MOVED), s=("up", "open"))
DOWN = crossed(tuple(text.replace("{s}", "<s>") for text in _MOVED), s=("down", "closed", "shut"))
VOLUME = (
    "{vol} {pc}", "{vol} {pc} {bare1}", "{bare1} {vol} {pc}", "{vol} {bare1} {pc}",
    "{vol} {pc} in {bare1}", "{vol} {at1} {pc}",
    "{vol}={pc}", "{vol}: {pc}", "{vol} to {pc}", "{vol} @ {pc} {bare1}", "{vol} -> {pc}",
    "{bare1}: {vol} {pc}",
    "{vol} on {pc}", "{vol} to like {pc}", "{vol}. {pc}.", "{bare1}. {vol}. {pc}.", "{pc} {vol}",
    "{pc} {vol} {bare1}",
    "set {vol} {pc}", "{vol} {pc} pls", "{vol} {pc} thx", "{vol} down to {pc} {at1}",
    "{vol} up to {pc}",
    "music at {pc}", "music to {pc} {at1}", "{vol}! {pc}!", "{pc} {at1}, the sound that is.",
    "{bare1} {pc} volume",
    "{pc}, the volume {at1}", "{vol} {pc} {at1} pls",
)  # fmt: skip
MUTE = ("mute", "mute {bare1}", "{bare1} mute", "{bare1}: mute", "mute. now.", "mute! {bare1}!",
        "mute it all", "mute everything", "mute pls", "mute {at1}", "{bare1}. mute.",
        "sound off {at1}")  # fmt: skip
STOPS = ("{playing} off", "{playing} off {bare1}", "{bare1} {playing} off",
    "stop {playing} {bare1}", "{playing}: stop",
         "{playing} stop", "pause {bare1}", "pause {playing}", "{bare1}: pause {playing}",
         "{playing}. off. now.", "pause. {bare1}.",
         "{playing}! stop!", "stop. the {playing}.", "{playing} pause pls", "pause it {at1}",
         "{bare1} {playing} stop",
         "{playing} off {at1}", "no more {playing} {at1}", "{playing} off thx")  # fmt: skip
PLAYS = ("{bare1}: {what}", "play {what}", "play: {what}", "play {what} {at1}",
    "{bare1}: play {what}", "{what} {at1}",
         "{what} {at1} pls", "{what} {at1}, now", "music: {what}", "next: {what}", "put on {what}",
         "stream {what} {at1}",
         "{bare1}. play {what}", "play! {what}!", "{bare1} play {what}", "q up {what}",
         "{what} in {bare1}",
         "some tunes: {what}", "play {what} pls", "yo play {what}")  # fmt: skip
TIMERS = (
    "timer {compact}", "{compact} timer", "timer: {compact}", "timer {compact} pls",
    "timer. {compact}.", "set {compact}",
    "{compact} on the clock", "start {compact} timer", "countdown {compact}", "timer={compact}",
    "new timer {compact}",
    "set timer {compact}", "timer for {compact}", "timer -> {compact}", "{compact}, timer",
    "timer {compact} go",
    "{compact} countdown", "timer @ {compact}", "timer in {compact}", "ring in {compact}",
    "{compact} alarm timer",
    "another timer, {compact}", "timer, {long}, go", "timer! {compact}!", "{compact} timer thx",
    "count {compact}",
)  # fmt: skip
LABELLED = (
    "timer {compact} {thing}", "{thing} {compact}", "{thing} timer {compact}", "{thing}: {compact}",
    "timer {thing} {compact}",
    "{compact} {thing} timer", "timer {compact} for {thing}", "{compact} for the {thing}",
    "timer {compact} called {thing}",
    "timer: {thing}, {compact}", "{thing} timer: {compact}", "{compact} timer, {thing}",
    "timer {compact} ({thing})",
    "timer for {thing}: {compact}", "remind {compact}: {deed}", "remind me {compact} {deed}",
    "in {compact}: {deed}",
    "reminder {compact}: {deed}", "remind me in {compact} to {deed}", "ping me {compact}: {deed}",
    "{deed} in {compact}, remind me",
    "{compact} on the clock for {thing}", "{thing} needs {compact}, timer",
    "timer {compact} named {thing}",
)  # fmt: skip
CAR = {
    ("doors", "locked"): "car lock|lock car|car: lock|car. lock it.|lock the car!|car locked|"
    "car doors locked|car! lock!",
    ("doors",
    "unlocked"): "car unlock|unlock car|car: unlock|car. unlock it.|unlock the car!|car unlocked|"
    "car doors unlocked pls",
    ("windows", "open"): "car windows open|car windows down|car: windows down|windows of car down|"
    "car windows. down.",
    ("windows", "closed"): "car windows up|car windows closed|car: windows up|car windows shut|"
    "car windows. up. now.",
    ("trunk", "open"): "{boot} open|open {boot}|pop {boot}|{boot}. open.|car: {boot} open|"
    "{boot}! open it!|{boot} pls|the {boot}! now!",
    ("trunk",
    "closed"): "{boot} shut|close {boot}|{boot} closed|{boot}. close it.|car: {boot} closed|"
    "{boot} down pls|shut {boot}",
    ("lights",
    "on"): "{beams} on|{beams}: on|{beams}. on.|car: lights on|{beams}! on!|{beams} on pls|"
    "lights of the car on",
    ("lights", "off"): "{beams} off|{beams}: off|{beams}. off.|car: lights off|{beams} off now|"
    "{beams} off thx|kill {beams}",
    ("climate", "on"): "preheat car|car preheat|defrost car|car: ac on|car ac on|car climate on|"
    "car: preheat|car. defrost. now.|car heating on",
    ("climate", "off"): "car ac off|car climate off|car: climate off|car heating off|car: ac off|"
    "car ac. off.|ac in car off",
    ("seat heating", "on"): "seat heating on|heated seats on|car: seat heating on|seat heat on|"
    "seat heating. on.|heat seats",
    ("seat heating",
    "off"): "seat heating off|heated seats off|car: seat heating off|seat heat off|"
    "seat heating. off.|no seat heating",
    ("charging",
    "on"): "charge car|car charge|charging on|start charging|car: charge|charge the car now|"
    "car: charging on|charging. on.",
    ("charging",
    "off"): "charging off|stop charging|car: stop charging|charging stop|car: charging off|"
    "charging. off.|end charging",
}  # fmt: skip
GO = (
    "{rover} {bare1}", "vacuum {bare1}", "hoover {bare1}", "{rover} to {bare1}", "{rover}: {bare1}",
    "{bare1}: vacuum", "{rover} -> {bare1}",
    "clean {bare1}, {rover}", "{rover}. {bare1}. now.", "{rover}! {bare1}!", "{rover} go {bare1}",
    "{rover}, {bare1} pls",
    "vac {bare1}", "{bare1} needs {rover}", "{rover} clean {bare1}", "{bare1}. hoover it.",
    "{bare1}! vacuum it!", "{rover} do {bare1}",
    "send {rover} {bare1}", "{rover} 2 {bare1}",
)  # fmt: skip
DOCK = ("{rover} dock", "{rover} home", "dock {rover}", "{rover}: dock", "{rover} to dock",
    "{rover}. home. now.", "{rover}! dock!",
        "{rover} back", "{rover} -> dock", "{rover} to its dock", "{rover} home pls",
        "go home {rover}", "{rover} back to base",
        "{rover} to station")  # fmt: skip
HALT = ("{rover} stop", "stop {rover}", "{rover} pause", "{rover}: stop", "{rover}! stop!",
    "{rover}. stop. now.", "pause {rover}",
        "{rover} halt", "halt {rover}", "{rover} off", "oy {rover}, halt", "{rover} stop there",
        "{rover} freeze", "whoa {rover} stop",
        "{rover} stop pls")  # fmt: skip
PRINT = ("print {baredoc}", "print: {baredoc}", "{baredoc}: print", "print {baredoc} pls",
    "printer: {baredoc}", "{baredoc} to printer",
         "{baredoc} -> printer", "print. {baredoc}.", "{baredoc} on paper",
         "{baredoc} on paper pls", "printout {baredoc}")  # fmt: skip
COPIES = ("print {baredoc} x{digits}", "print {digits}x {baredoc}", "{digits}x {baredoc}, print",
    "{digits} copies {baredoc}",
          "print {baredoc}, {n} copies", "{baredoc} {times}, print", "print {baredoc} {times}",
          "{n} copies of {doc}", "print {n} {baredoc}",
          "{n} copies of {doc} pls", "{baredoc}: {n} copies", "print: {baredoc}, {n} copies",
          "i need {doc} on paper, {n} copies",
          "{doc}, {n} copies", "printer: {n} copies {baredoc}", "{n} copies, {baredoc}",
          "{digits} x {baredoc} from the printer")  # fmt: skip


def _bare_switch(state):
    return tuple(text.replace("{s}", state) for text in BARE_SWITCH)


def _locked(state):
    return lambda filling: [
        {"tool": "lock.set", "args": {"door": filling.one("door"), "locked": state == "lock"}}
    ]


def _car(part, value, block):
    meaning = plain("car.set", part=part, value=value)
    return spoken("car.set", meaning, block.split("|"), 0.28)


def _robot(filling):
    return [{"tool": "robot.go", "args": {"place": filling.one("room")}}]


INTENTS = (
    *(spoken("light.set", of_room("light.set", on=s == "on"), _switch(s), 1.4) for s in ("on",
    "off")),
    *(spoken("light.set", of_room("light.set", on=s == "on"), _bare_switch(s), 0.4) for s in ("on",
    "off")),
    spoken("light.set", of_room("light.set"), LEVEL, 1.4),
    spoken("light.set", of_room("light.set"), BARE_LEVEL, 0.6),
    spoken("light.set", of_room("light.set"), COLOR, 1.2),
    spoken("light.set", of_room("light.set"), ALL_COLOR, 0.4),
    *(spoken("lock.set", _locked(state), found, 0.8) for state, found in LOCKED.items()),
    spoken("climate.set", of_room("climate.set"), DEGREES, 1.3),
    spoken("climate.set", of_room("climate.set", mode="heat"), WARM_ON, 0.7),
    spoken("climate.set", of_room("climate.set", mode="cool"), COOL_ON, 0.7),
    *(
        spoken("climate.set", of_room("climate.set", mode=mode), RUN[slot], 0.4)
        for slot, mode in (("{warmer}", "heat"), ("{cooler}", "cool"), ("{blower}", "fan"))
    ),
    spoken("climate.set", of_room("climate.set", mode="auto"), AUTO, 0.4),
    spoken("climate.set", of_room("climate.set", mode="off"), AIR_OFF, 0.7),
    spoken("cover.set", of_room("cover.set"), COVERS, 1.2),
    spoken("cover.set", of_room("cover.set", percent=100), UP, 0.6),
    spoken("cover.set", of_room("cover.set", percent=0), DOWN, 0.6),
    spoken("media.volume", of_room("media.volume"), VOLUME, 1.8),
    spoken("media.volume", of_room("media.volume", percent=0), MUTE, 0.4),
    spoken("media.stop", of_room("media.stop"), STOPS, 0.9),
    spoken("media.play", of_room("media.play"), PLAYS, 1.4),
    spoken("timer.set", plain("timer.set", "minutes"), TIMERS, 1.5),
    spoken("timer.set", plain("timer.set", "minutes", "label"), LABELLED, 1.2),
    *(_car(part, value, block) for (part, value), block in CAR.items()),
    spoken("robot.go", _robot, GO, 0.9),
    spoken("robot.go", plain("robot.go", place="dock"), DOCK, 0.5),
    spoken("robot.stop", plain("robot.stop"), HALT, 0.6),
    spoken("printer.print", plain("printer.print", "what"), PRINT, 0.6),
    spoken("printer.print", plain("printer.print", "what", "copies"), COPIES, 1.0),
)  # fmt: skip
