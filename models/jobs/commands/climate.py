"""Heating and cooling: degrees and modes."""

from jobs import words
from jobs.commands import amounts, rooms
from jobs.commands.pattern import Intent, grouped
from jobs.commands.wish import call

#: Frames for a temperature without a mode.
DEGREES = (
    "set the temperature {at} to {degrees}", "set the thermostat {at} to {degrees}",
    "set {place} to {signed}", "set {pre} thermostat to {degrees}",
    "set {pre} temperature to {degrees}", "set the temperature to {degrees} {at}",
    "set the thermostat to {degrees} {at}", "set the thermostat to {degrees}",
    "set the temperature to {degrees}", "make it {signed} {at}", "make {place} {signed}",
    "make it {signed}", "turn the thermostat {at} (up|down) to {degrees}",
    "turn the temperature {at} (up|down) to {degrees}",
    "turn (up|down) the temperature {at} to {degrees}",
    "turn (up|down) the thermostat to {degrees}", "turn the thermostat (up|down|) to {degrees}",
    "bring {place} to {signed}", "bring the temperature {at} to {degrees}",
    "bring {place} (up|down) to {signed}", "warm {place} to {signed}",
    "warm {place} up to {signed}", "warm up {place} to {degrees}", "get {place} to {signed}",
    "get {place} up to {signed}", "keep {place} at {signed}",
    "keep the temperature {at} at {degrees}", "hold {place} at {signed}",
    "hold the temperature {at} at {degrees}", "put {place} at {signed}",
    "put the thermostat {at} at {degrees}", "put the thermostat on {degrees}",
    "change the temperature {at} to {degrees}", "change the thermostat to {degrees}",
    "change {pre} temperature to {degrees}", "adjust the temperature {at} to {degrees}",
    "adjust the thermostat {at} to {degrees}", "raise the temperature {at} to {degrees}",
    "lower the temperature {at} to {degrees}", "lower the thermostat {at} to {degrees}",
    "raise the thermostat to {degrees}", "raise the temperature to {degrees}",
    "drop the temperature {at} to {degrees}", "increase the temperature {at} to {degrees}",
    "decrease the temperature to {degrees} {at}", "reduce the temperature {at} to {degrees}",
    "set a temperature of {signed} {at}", "set a temperature of {signed}", "set {signed} {at}",
    "set {signed} for {place}", "let {place} have {signed}", "let it be {signed} {at}",
    "have {place} at {signed}", "have it {signed} {at}", "take {place} (up|down) to {signed}",
    "take the temperature {at} (up|down) to {degrees}", "give {place} {signed}",
    "give me {signed} {at}", "aim for {signed} {at}", "go for {signed} {at}", "go to {signed} {at}",
    "dial the thermostat {at} to {degrees}", "dial {place} to {signed}",
    "crank the thermostat up to {degrees}", "nudge the thermostat {at} to {degrees}",
    "set the temperature {everywhere} to {degrees}", "make it {signed} {everywhere}",
    "keep it {signed} {everywhere}", "set the thermostats {everywhere} to {degrees}",
    "set the climate {at} to {degrees}", "keep it at {signed} {at}", "keep it {signed} {at}",
    "turn {place} (up|down|) to {signed}", "move the thermostat {at} to {degrees}",
    "regulate {place} to {signed}", "leave {place} at {signed}",
    "set the room temperature {at} to {degrees}", "push the temperature {at} up to {degrees}",
    "let the temperature {at} go to {degrees}", "lower {place} to {signed}",
    "raise {place} to {signed}", "set the target temperature {at} to {degrees}",
    "set the temp {at} to {degrees}", "set {pre} temp to {degrees}",
    "put the temperature {at} at {degrees}", "put the temp on {degrees}",
    "fix the temperature {at} at {degrees}", "see that it is {signed} {at}",
    "make sure {place} is at {signed}", "make sure it is {signed} {at}",
)  # fmt: skip
DEGREES_SAID = (
    "it should be {degrees} {at}", "i'd like {place} at {degrees}", "i want {place} at {degrees}",
    "{signed} {at}", "{bare} {signed}", "{bare} at {signed}", "{bare} to {signed}",
    "i want it {signed} {at}", "i'd like it {signed} {at}", "i want {signed} {at}",
    "i'd like {signed} {at}", "i need {signed} {at}", "{place} should be {signed}",
    "{place} should be at {degrees}", "{place} needs to be {signed}", "{place} needs {signed}",
    "temperature {at} {degrees}", "{bare} temperature {degrees}", "{bare} thermostat {degrees}",
    "{bare} thermostat to {degrees}", "thermostat {at} to {degrees}", "thermostat to {degrees}",
    "thermostat {degrees}", "temperature to {degrees}", "temperature {degrees} {at}",
    "{at} it should be {degrees}", "{at} i'd like {signed}", "{at}, {signed}",
    "{at} set the temperature to {degrees}", "let's have {signed} {at}",
    "let's make it {signed} {at}", "it needs to be {signed} {at}",
    "the temperature {at} should be {degrees}", "i would like the thermostat at {degrees}",
    "the thermostat should be at {degrees}", "{signed} would be nice {at}",
    "{signed} would be good for {place}", "{signed} is right for {place}", "we want {signed} {at}",
    "{bare}: {signed}", "i prefer {signed} {at}", "{everywhere} {signed}", "{signed} {everywhere}",
    "i like {place} at {signed}", "can do with {signed} {at}", "we need {signed} {at}",
    "only {signed} {at}", "{place} to {signed}", "i want to have {signed} {at}",
    "it shall be {signed} {at}", "it has to be {signed} {at}",
)  # fmt: skip

#: A machine that names its mode, with the place said after it or before it.
MACHINE = ("the {machine} {at}", "{pre} {machine}", "the {machine}")
MACHINE_ELSE = ("the {machine} {everywhere}", "{machine} {at}", "{machine}")
MODE_DEGREES = (
    "set <machine> to {degrees}", "turn <machine> to {degrees}", "turn <machine> up to {degrees}",
    "turn <machine> down to {degrees}", "put <machine> at {degrees}", "put <machine> on {degrees}",
    "turn on <machine> at {degrees}", "turn <machine> on to {degrees}",
    "switch <machine> to {degrees}", "run <machine> at {degrees}", "change <machine> to {degrees}",
    "adjust <machine> to {degrees}", "turn up <machine> to {degrees}",
    "turn down <machine> to {degrees}", "keep <machine> at {degrees}",
    "have <machine> at {degrees}", "bring <machine> to {degrees}", "dial <machine> to {degrees}",
    "crank <machine> to {degrees}", "start <machine> at {degrees}",
    "switch on <machine> at {degrees}", "set <machine> at {degrees}",
    "raise <machine> to {degrees}", "lower <machine> to {degrees}",
    "regulate <machine> to {degrees}", "leave <machine> at {degrees}",
)  # fmt: skip
VERB_DEGREES = (
    "{heat} {place} to {degrees}", "{heat} {place} up to {degrees}",
    "{heat} up {place} to {degrees}", "cool{cooled} {place} to {degrees}",
    "cool{cooled} {place} down to {degrees}", "cool{cooled} down {place} to {degrees}",
    "start heating{heated} {place} to {degrees}", "start cooling{cooled} {place} to {degrees}",
    "{heat} to {signed} {at}", "cool{cooled} to {signed} {at}", "{heat} to {signed}",
    "cool{cooled} to {signed}", "keep heating{heated} {place} to {degrees}",
    "set {place} to heat{heated} to {signed}", "set {place} to cool{cooled} to {signed}",
    "set {place} to heat{heated} at {degrees}", "set {place} to cool{cooled} at {degrees}",
    "put {place} in heat{heated} mode at {degrees}",
    "put {place} in cool{cooled} mode at {degrees}",
    "switch {place} to cooling{cooled} at {degrees}",
    "switch {place} to heating{heated} at {degrees}", "let it heat{heated} {place} to {degrees}",
    "have it cool{cooled} {place} to {degrees}", "{heat} {at} to {signed}",
)  # fmt: skip
MODE_DEGREES_SAID = (
    "<machine> to {degrees}", "<machine> at {degrees}", "{machine} {at} to {degrees}",
    "{bare} {machine} {degrees}", "{bare} {machine} to {degrees}", "{bare} {machine} at {degrees}",
    "{machine} to {degrees}", "i want <machine> at {degrees}", "i'd like <machine> at {degrees}",
    "<machine> should be at {degrees}", "{machine} {degrees} {at}",
    "{at} <shortmachine> to {degrees}", "let's have <machine> at {degrees}",
    "{machine} {at}: {degrees}", "i need <machine> at {degrees}", "we want <machine> at {degrees}",
    "<machine> up to {degrees}", "<machine> down to {degrees}", "{machine} {bare} {degrees}",
)  # fmt: skip

MODE = (
    "turn on <machine>", "switch on <machine>", "turn <machine> on", "switch <machine> on",
    "put on <machine>", "put <machine> on", "start <machine>", "start up <machine>",
    "run <machine>", "fire up <machine>", "get <machine> going", "get <machine> running",
    "power on <machine>", "activate <machine>", "enable <machine>", "let <machine> run",
    "have <machine> on", "keep <machine> on", "leave <machine> on", "make sure <machine> is on",
    "use <machine>", "set <machine> to on", "turn <machine> back on", "bring <machine> on",
    "kick on <machine>", "get <machine> on", "go ahead and turn on <machine>", "flip on <machine>",
)  # fmt: skip
VERB_MODE = (
    "{heat} {place}", "{heat} up {place}", "{heat} {place} up", "cool{cooled} {place}",
    "cool{cooled} down {place}", "cool{cooled} {place} down", "ventilate{fanned} {place}",
    "start heating{heated} {place}", "start cooling{cooled} {place}", "set {place} to {mode}",
    "put {place} in {mode} mode", "put {place} on {mode}", "switch {place} to {mode}",
    "switch {place} to {mode} mode", "set the thermostat {at} to {mode}",
    "set the thermostat to {mode}", "set {pre} thermostat to {mode}",
    "set the climate {at} to {mode}", "set the climate to {mode}",
    "put the thermostat in {mode} mode", "put the thermostat {at} on {mode}",
    "change the thermostat {at} to {mode}", "change the mode {at} to {mode}",
    "set the mode {at} to {mode}", "turn on {mode} mode {at}", "switch to {mode} mode {at}",
    "switch to {mode} {at}", "set the climate mode to {mode}", "switch the climate {at} to {mode}",
    "set {pre} climate to {mode}", "turn the thermostat to {mode}", "turn {place} to {mode}",
    "set the air {at} to {mode}", "run {place} on {mode}", "run the climate {at} in {mode} mode",
    "let {place} run on {mode}", "go to {mode} mode {at}", "select {mode} mode for {place}",
    "choose {mode} for {place}", "leave {place} on {mode}", "keep {place} on {mode}",
    "turn on some (heat{heated}|cooling{cooled}|ventilation{fanned}) {at}",
    "give {place} some (heat{heated}|cooling{cooled})", "use {mode} mode {at}",
    "make {place} run on {mode}", "set the hvac {at} to {mode}",
    "set the temperature {at} to {automatic}", "put the climate {everywhere} on {mode}",
    "set {mode} mode {everywhere}", "set the thermostats {everywhere} to {mode}",
)  # fmt: skip
MODE_SAID = (
    "{bare} {machine} on", "{machine} on {at}", "{machine} on", "<machine> on",
    "i want <machine> on", "i'd like <machine> on", "i need <machine> on", "<machine> should be on",
    "{at} <shortmachine> on", "on with <machine>", "let's have <machine> on",
    "<machine> needs to be on", "you can turn on <machine>", "let's turn on <machine>",
    "we need <machine> on", "{machine} {at} on", "{bare} {machine}: on", "<machine> can go on",
    "it's time to turn on <machine>", "{at} turn on <shortmachine>", "we want <machine> on",
)  # fmt: skip
MODES_SAID = (
    "{bare} on {mode}", "{bare} {mode} mode", "{place} should be on {mode}", "{mode} mode {at}",
    "i want {mode} mode {at}", "i'd like {place} on {mode}", "climate {at} on {mode}",
    "thermostat to {mode}", "thermostat {at} on {mode}", "{bare} thermostat on {mode}",
    "{bare} climate {mode}", "{mode} mode for {place}", "i need {mode} mode {at}",
    "{place} on {mode}", "let's have {mode} mode {at}", "{bare}: {mode} mode",
    "some ventilation{fanned} {at}", "some heat{heated} {at}", "i'd like some cooling{cooled} {at}",
    "i want some heat{heated} {at}", "{place} needs heating{heated}",
    "{place} needs cooling{cooled}", "i need some heating{heated} {at}",
)  # fmt: skip

OFF = (
    "turn off <any>", "switch off <any>", "turn <any> off", "switch <any> off", "shut off <any>",
    "shut <any> off", "stop <any>", "kill <any>", "cut <any>", "shut down <any>",
    "set <any> to off", "put <any> off", "power off <any>", "deactivate <any>", "disable <any>",
    "have <any> off", "keep <any> off", "leave <any> off", "make sure <any> is off",
    "turn <any> back off", "get <any> off", "put <any> in off mode", "go ahead and turn off <any>",
    "flip off <any>", "turn <any> completely off", "power down <any>",
)  # fmt: skip
VERB_OFF = (
    "stop heating {place}", "stop cooling {place}", "stop ventilating {place}",
    "set the climate {at} to off", "set {place} climate to off", "turn the climate {at} off",
    "turn off the climate {at}", "switch {place} climate off", "stop heating", "stop cooling",
    "turn the climate off", "set the mode {at} to off", "put {place} climate in off mode",
    "turn the heat off {at}", "turn the heat off", "turn the air off {at}", "stop the cooling {at}",
    "quit heating {place}", "quit cooling {place}",
)  # fmt: skip
OFFS = (
    "{bare} {anymachine} off", "{anymachine} off {at}", "{anymachine} off", "<any> off",
    "i want <any> off", "i'd like <any> off", "<any> should be off", "{at} <shortany> off",
    "off with <any>", "<any> can go off", "<any> needs to be off", "no more heating {at}",
    "no heating {at}", "no cooling {at}", "we don't need <any> anymore", "you can turn off <any>",
    "{anymachine} {at} off", "let's turn off <any>", "i don't need <any> any more",
    "{bare} {anymachine}: off", "time to turn off <any>", "{at} turn off <shortany>",
    "we want <any> off",
)  # fmt: skip
PAIRS = (
    "set {place1} to {signed1} and {place1} to {degrees1}",
    "set the temperature to {signed1} {at1} and {degrees1} {at1}",
    "set {pre1} thermostat to {signed1} and the one {at1} to {degrees1}",
    "make it {signed1} {at1} and {degrees1} {at1}",
    "bring {place1} to {signed1} and {place1} to {degrees1}",
    "keep {place1} at {signed1} and {place1} at {degrees1}",
    "put {place1} at {signed1}, {place1} at {degrees1}",
    "turn {pre1} thermostat to {signed1} and {pre1} thermostat to {degrees1}",
    "set the temperature {at1} to {degrees1} and {at1} to {degrees1}",
)  # fmt: skip

PAIRS_SAID = (
    "{bare1} {signed1}, {bare1} {signed1}", "{signed1} {at1} and {signed1} {at1}",
    "{place1} at {signed1} and {place1} at {degrees1}",
    "i'd like {signed1} {at1} and {signed1} {at1}",
    "i want {place1} at {signed1} and {place1} at {degrees1}",
    "{bare1} to {signed1} and {bare1} to {degrees1}",
    "{place1} should be {signed1}, {place1} {signed1}",
    "it should be {signed1} {at1} and {degrees1} {at1}", "{at1} {signed1}, {at1} {signed1}",
    "{bare1} thermostat {signed1}, {bare1} thermostat {signed1}",
)  # fmt: skip
MACHINES = (
    ("heating", "heat"), ("heating", "heat"), ("heat", "heat"), ("heater", "heat"),
    ("radiator", "heat"), ("heating", "heat"), ("radiators", "heat"), ("heaters", "heat"),
    ("central heating", "heat"), ("floor heating", "heat"), ("underfloor heating", "heat"),
    ("ac", "cool"), ("air conditioning", "cool"), ("cooling", "cool"), ("a/c", "cool"),
    ("air conditioner", "cool"), ("aircon", "cool"), ("air con", "cool"), ("ac", "cool"),
    ("ac unit", "cool"), ("air-conditioning", "cool"), ("fan", "fan"), ("ventilation", "fan"),
    ("fan", "fan"), ("ceiling fan", "fan"), ("fans", "fan"),
)  # fmt: skip
#: What takes a temperature: nobody sets a fan to 21 degrees.
WARM = tuple(pair for pair in MACHINES if pair[1] != "fan")
MODES = (
    ("heat", "heat"), ("heating", "heat"), ("cool", "cool"), ("cooling", "cool"), ("auto", "auto"),
    ("automatic", "auto"), ("auto", "auto"), ("automatic", "auto"), ("fan", "fan"), ("fan", "fan"),
    ("ventilation", "fan"),
)  # fmt: skip


def _meaning(filling):
    celsius, mode = filling.one("celsius"), filling.one("mode")
    return [
        call("climate.set", room=room, celsius=celsius, mode=mode)
        for room in filling.all_of("room", (None,))
    ]


def _off(filling):
    return [call("climate.set", room=room, mode="off") for room in filling.all_of("room", (None,))]


def _pairs(filling):
    return [
        call("climate.set", room=room, celsius=celsius)
        for room, celsius in zip(filling.took["room"], filling.took["celsius"])
    ]


def _groups(weight, frames):
    usual, other = _parts(MACHINE), _parts(MACHINE_ELSE)
    return grouped(weight, frames, usual, other)


def _parts(machines):
    """The machine that names its mode, and any that is switched off."""
    anything = [phrase.replace("machine", "anymachine") for phrase in machines]
    return {
        "machine": machines,
        "any": anything,
        "shortmachine": ("the {machine}",),
        "shortany": ("the {anymachine}",),
    }


def _silent(value):
    return amounts.meaning("mode", (("", value),))


def _signed_degrees(rng):
    return words.degrees(rng, sign=True)


SLOTS = {
    **rooms.SLOTS, "degrees": amounts.noting("celsius", words.degrees),
    "signed": amounts.noting("celsius", _signed_degrees),
    "degrees1": amounts.noting("celsius", words.degrees, 0),
    "signed1": amounts.noting("celsius", _signed_degrees, 0),
    "heat": amounts.meaning("mode", (("heat", "heat"),)), "heated": _silent("heat"),
    "cooled": _silent("cool"), "fanned": _silent("fan"),
    "automatic": amounts.meaning("mode", (("automatic", "auto"), ("auto", "auto"))),
    "mode": amounts.meaning("mode", MODES), "machine": amounts.meaning("mode", MACHINES),
    "anymachine": (*(said for said, _ in MACHINES), "thermostat", "thermostat", "heating", "ac"),
}  # fmt: skip
WARM_SLOTS = {**SLOTS, "machine": amounts.meaning("mode", WARM)}
INTENTS = (
    Intent("climate.set", _meaning, ((1, DEGREES),), ((1, DEGREES_SAID),), SLOTS, 1.6),
    Intent(
        "climate.set", _meaning, (*_groups(3, MODE_DEGREES), (2, VERB_DEGREES)),
        _groups(1, MODE_DEGREES_SAID), WARM_SLOTS, 1.0,
    ),
    Intent(
        "climate.set", _meaning, (*_groups(2, MODE), (3, VERB_MODE)),
        (*_groups(2, MODE_SAID), (1, MODES_SAID)), SLOTS, 1.2,
    ),
    Intent("climate.set", _off, (*_groups(3, OFF), (1, VERB_OFF)), _groups(1, OFFS), SLOTS, 0.8),
    Intent("climate.set", _pairs, ((1, PAIRS),), ((1, PAIRS_SAID),), SLOTS, 0.2),
)  # fmt: skip
