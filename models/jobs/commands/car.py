"""The car and its parts."""

from jobs.commands import amounts
from jobs.commands.pattern import Intent, crossed
from jobs.commands.wish import call

#: A part that is named together with its car.
OF_CAR = (
    "the car's {noun}", "the car {noun}", "the {noun} of the car", "the {noun} of my car",
    "my car's {noun}", "our car's {noun}", "my car {noun}", "the {noun} in the car",
    "the {noun} on the car",
)  # fmt: skip
#: A part that only cars have, so that the car need not be named.
ALONE = (
    "the {own}", "the {own}", "my {own}", *(form.replace("noun", "own") for form in OF_CAR[:6]),
)  # fmt: skip

LOCK = (
    "lock {car}", "lock up {car}", "lock {car} up", "lock {doors}", "make sure {car} is locked",
    "have {car} locked", "keep {car} locked", "get {car} locked", "see that {car} is locked",
    "lock {doors} now", "set {doors} to locked", "lock all {cardoors}", "lock all the {cardoors}",
    "make sure {doors} are locked", "keep {doors} locked", "put the lock on {car}",
    "close and lock {car}", "leave {car} locked", "lock {car} again", "lock {car} for the night",
    "go lock {car}", "just lock {car}",
)  # fmt: skip
UNLOCK = (
    "unlock {car}", "unlock {doors}", "unlock {car} for me", "make sure {car} is unlocked",
    "have {car} unlocked", "keep {car} unlocked", "get {car} unlocked", "set {doors} to unlocked",
    "unlock all {cardoors}", "unlock all the {cardoors}", "leave {car} unlocked",
    "unlock {car} again", "unlock {car} now", "make sure {doors} are unlocked",
    "leave {doors} unlocked", "go unlock {car}", "just unlock {car}", "see that {car} is unlocked",
    "release the locks of {car}", "unlock {car} so i can load it",
)  # fmt: skip
OPEN = (
    "open <it>", "open up <it>", "have <it> open", "get <it> open", "leave <it> open",
    "keep <it> open", "set <it> to open", "make sure <it> (is|are) open", "go ahead and open <it>",
    "open <it> for me", "just open <it>", "bring <it> to open", "open <it> now",
)  # fmt: skip
SHUT = (
    "close <it>", "shut <it>", "close up <it>", "have <it> closed", "get <it> closed",
    "keep <it> closed", "set <it> to closed", "make sure <it> (is|are) closed",
    "go ahead and close <it>", "close <it> for me", "just close <it>", "have <it> shut",
    "close <it> again", "close <it> now",
)  # fmt: skip
WINDOWS_DOWN = (
    "roll down <it>", "roll <it> down", "wind down <it>", "wind <it> down", "put <it> down",
    "lower <it>", "let down <it>", "let <it> down", "bring <it> down", "put down <it>",
    "get <it> down", "crack open <it>", "turn <it> down", "drop <it>",
)  # fmt: skip
WINDOWS_UP = (
    "roll up <it>", "roll <it> up", "wind up <it>", "wind <it> up", "put <it> up", "raise <it>",
    "bring <it> up", "put up <it>", "get <it> up", "roll <it> back up", "pull up <it>",
    "turn <it> up",
)  # fmt: skip
TRUNK_OPEN = (
    "pop <it>", "pop <it> open", "unlatch <it>", "lift <it>", "let <it> pop open",
    "spring <it> open", "throw open <it>", "lift up <it>",
)  # fmt: skip
SWITCH = (
    "turn <on> <it>", "turn <it> <on>", "switch <on> <it>", "switch <it> <on>", "put <it> <on>",
    "set <it> to <on>", "have <it> <on>", "get <it> <on>", "keep <it> <on>",
    "make sure <it> (is|are) <on>", "power <on> <it>", "leave <it> <on>", "flick <on> <it>",
    "go ahead and turn <on> <it>", "bring <it> <on>", "turn <it> back <on>",
    "see that <it> (is|are) <on>", "just turn <it> <on>", "flip <it> <on>", "turn <on> <it> now",
)  # fmt: skip
START = (
    "start <it>", "activate <it>", "put on <it>", "start up <it>", "fire up <it>", "run <it>",
    "get <it> going", "enable <it>", "let <it> run",
)  # fmt: skip
END = (
    "stop <it>", "deactivate <it>", "shut off <it>", "kill <it>", "cut <it>", "shut <it> off",
    "disable <it>", "end <it>", "shut down <it>",
)  # fmt: skip
CLIMATE = (
    "preheat {car}", "defrost {car}", "precondition{nothing} the climate of {car}",
    "pre-heat {car}", "preheat {car} for me", "start preheating {car}", "start defrosting {car}",
    "preheat the inside of {car}", "defrost the windscreen of {car}",
    "defrost the windshield of {car}", "get {car} preheated", "get {car} defrosted",
    "have {car} preheated", "cool{nothing} {car} with the ac", "run the heating in {car}",
    "have {car} defrosted", "preheat {car} now", "go ahead and preheat {car}", "let {car} preheat",
    "let {car} defrost", "begin to preheat {car}", "make {car} preheat",
)  # fmt: skip
CLIMATE_OFF = (
    "stop preheating {car}", "stop defrosting {car}", "stop the preheating of {car}",
    "quit preheating {car}", "end the preheating of {car}", "quit defrosting {car}",
)  # fmt: skip
CHARGE = (
    "start charging", "start charging {car}", "charge {car}", "charge up {car}", "charge {car} up",
    "begin charging {car}", "start the charging of {car}", "let {car} charge", "have {car} charge",
    "start to charge {car}", "get {car} charging", "put {car} on charge", "turn on charging",
    "turn charging on for {car}", "begin charging", "resume charging {car}",
    "start a charge of {car}", "keep {car} charging", "have {car} charged", "make {car} charge",
    "go ahead and charge {car}", "switch on charging for {car}", "start charging {car} now",
    "set charging to on", "enable charging for {car}", "charge the battery of {car}",
    "fill up the battery of {car}", "start charging the battery of {car}",
)  # fmt: skip
UNCHARGE = (
    "stop charging", "stop charging {car}", "end charging {car}", "stop the charging of {car}",
    "quit charging {car}", "turn off charging", "turn charging off for {car}",
    "end the charging of {car}", "interrupt the charging of {car}", "cut the charging of {car}",
    "have {car} stop charging", "let {car} stop charging", "make {car} stop charging",
    "halt the charging of {car}", "switch off charging for {car}", "set charging to off",
    "disable charging for {car}", "cease charging {car}", "pause the charging of {car}",
    "get {car} to stop charging", "abort the charging of {car}", "shut off charging",
)  # fmt: skip
SEATS = (
    "heat the seats of {car}", "heat the car seats", "warm the car seats",
    "heat the seats in {car}", "warm the seats of {car}", "start heating the car seats",
    "heat up the seats in {car}", "warm up the car seats", "preheat the car seats",
    "preheat the seats of {car}", "get the car seats heated", "heat my seat in {car}",
    "warm up the seats in {car}",
)  # fmt: skip
SEATS_OFF = (
    "stop heating the car seats", "stop heating the seats of {car}", "stop warming the car seats",
    "quit heating the car seats", "quit warming the seats in {car}",
    "stop heating the seats in {car}",
)  # fmt: skip

OPENED = (
    "<it> open", "<it> should be open", "i want <it> open", "i'd like <it> open",
    "open <it> already", "i need <it> open", "you can open <it>", "let's open <it>",
    "i want you to open <it>", "<it>: open", "time to open <it>", "we want <it> open",
)  # fmt: skip
SHUT_SAID = (
    "<it> closed", "<it> shut", "<it> should be closed", "i want <it> closed",
    "i'd like <it> closed", "<it> (needs|need) to be closed", "i need <it> shut",
    "you can close <it>", "let's close <it>", "i want you to close <it>", "<it>: closed",
    "time to close <it>", "we want <it> closed",
)  # fmt: skip
SWITCHED = (
    "<it> <on>", "<it> should be <on>", "i want <it> <on>", "i'd like <it> <on>",
    "i need <it> <on>", "<on> with <it>", "you can turn <on> <it>", "let's turn <on> <it>",
    "<it> (needs|need) to be <on>", "<it>: <on>", "i want you to turn <on> <it>",
    "time to switch <on> <it>", "we want <it> <on>", "{bare}",
)  # fmt: skip
LOCKED = (
    "{car} should be locked", "{car} locked", "{car} lock", "i want {car} locked",
    "i'd like {car} locked", "{car} needs locking", "{car} needs to be locked", "{doors} locked",
    "{doors} should be locked", "you can lock {car}", "let's lock {car}", "i need {car} locked",
    "{car}, lock it", "i forgot to lock {car}, do it", "{car} has to be locked",
    "i want you to lock {car}", "{doors} to locked",
)  # fmt: skip
UNLOCKED = (
    "{car} should be unlocked", "{car} unlocked", "i want {car} unlocked",
    "i'd like {car} unlocked", "{car} needs unlocking", "{doors} unlocked",
    "{doors} should be unlocked", "you can unlock {car}", "let's unlock {car}",
    "i need {car} unlocked", "{car}, unlock it", "i want you to unlock {car}",
    "i can't get into {car}, unlock it", "{doors} to unlocked",
)  # fmt: skip
CHARGED = (
    "{car} should charge", "{car} needs charging", "{car} needs to be charged",
    "i want {car} charged", "i'd like {car} charging", "car charging on", "charging on",
    "{car} charging", "i want to charge {car}", "you can charge {car}", "let's charge {car}",
    "{car} has to charge", "{car} on charge", "i need {car} charged",
    "{car} could do with charging, start it", "charging to on",
)  # fmt: skip
UNCHARGED = (
    "{car} should stop charging", "charging off", "car charging off", "no more charging {car}",
    "i want {car} to stop charging", "{car} can stop charging", "charging to off",
    "i'd like charging off", "that's enough charging for {car}", "{car} is full, stop charging",
    "you can stop charging {car}",
)  # fmt: skip
PREHEATED = (
    "{car} should be preheated", "i want {car} preheated", "i'd like {car} defrosted",
    "{car} needs defrosting", "{car} needs preheating", "i need {car} defrosted",
    "you can preheat {car}", "{car} preheat", "let's preheat {car}",
    "it is freezing, preheat {car}", "{car} is iced up, defrost it", "i'd like {car} preheated",
    "we want {car} preheated", "{car} has to be defrosted",
)  # fmt: skip
HEATED = (
    "i want the car seats heated", "i'd like the car seats warm", "the car seats should be heated",
    "heated seats in {car}", "i'd like heated seats in {car}", "seat heating in {car}",
    "warm seats in {car}", "i need the car seats heated", "we want the car seats heated",
)  # fmt: skip

BOTH_SHUT = (
    "close the car's {two}", "close the {two} of the car", "shut the car's {two}",
    "shut the {two} of my car", "close my car's {two}", "close both the {two} of the car",
    "have the car's {two} closed", "get the {two} of the car closed",
    "make sure the car's {two} are closed", "keep the {two} of the car closed",
)  # fmt: skip
BOTH_OPEN = (
    "open the car's {two}", "open the {two} of the car", "open up the car's {two}",
    "open the {two} of my car", "open my car's {two}", "open both the {two} of the car",
    "have the car's {two} open", "get the {two} of the car open", "leave the {two} of the car open",
    "make sure the car's {two} are open",
)  # fmt: skip
BOTH_SWITCH = (
    "turn <on> the car's {pair}", "turn the car's {pair} <on>", "switch <on> the {pair} of the car",
    "switch the {pair} of my car <on>", "put the car's {pair} <on>",
    "turn the {pair} in the car <on>", "get the car's {pair} <on>",
    "have the {pair} in the car <on>", "turn both the {pair} of the car <on>",
    "set the car's {pair} to <on>",
)  # fmt: skip
MIXED = (
    "lock{locked} {car} and open{opened} the {boot}",
    "lock{locked} {car} and start charging{charging} it",
    "unlock{unlocked} {car} and open{opened} its {boot}",
    "close{shutwindows} the car windows and lock{locked} it",
    "lock{locked} {car} and close{shutwindows} its windows",
    "unlock{unlocked} {car} and preheat{climate} it",
    "unlock{unlocked} {car} and pop{opened} the {boot}",
    "close{shutboot} the {boot} and lock{locked} {car}",
    "preheat{climate} {car} and turn on the seat heating{seats}",
    "preheat{climate} {car} and heat{seats} its seats",
    "lock{locked} {car} then start charging{charging}",
    "open{openedwindows} the windows and the {boot}{opened} of {car}",
    "defrost{climate} {car} and unlock{unlocked} it",
)  # fmt: skip


def _set(part, value):
    return lambda filling: [
        call("car.set", part=part, value=value) for part in filling.all_of("part", (part,))
    ]


def _mixed(filling):
    return [call("car.set", part=part, value=value) for part, value in filling.took["set"]]


def _two(parts):
    """Two parts in one breath."""

    def slot(filling):
        first = second = filling.rng.choice(parts)
        while second[1] == first[1]:
            second = filling.rng.choice(parts)
        filling.take("part", first[1])
        filling.take("part", second[1])
        return (
            f"{first[0]}{filling.rng.choice((' and ', ' and ', ' and the ', ' plus '))}{second[0]}"
        )

    return slot


def _silent(part, value):
    return amounts.meaning("set", (("", (part, value)),))


def _slots(noun, own=(), bare=()):
    return {**SLOTS, "noun": noun, "own": own or noun, "bare": bare}


def _of_car(frames, forms=OF_CAR, on=""):
    return crossed(frames, it=forms, on=(on,))


SLOTS = {
    "car": (
        "the car", "the car", "my car", "our car", "the car", "my car", "the car", "the car", "car",
    ),
    "nothing": ("",), "cardoors": ("car doors", "doors of the car", "doors of my car"),
    "doors": (
        "the car doors", "the doors of the car", "the car's doors", "my car's doors",
        "the doors on my car", "my car doors", "the car door", "the doors of my car",
    ),
    "boot": ("trunk", "trunk", "boot", "boot"),
    "two": _two(
        (("windows", "windows"), ("trunk", "trunk"), ("doors", "doors"), ("boot", "trunk")),
    ),
    "pair": _two(
        (
            ("headlights", "lights"), ("climate", "climate"), ("seat heating", "seat heating"),
            ("lights", "lights"), ("ac", "climate"),
        ),
    ),
    "locked": _silent("doors", "locked"), "unlocked": _silent("doors", "unlocked"),
    "opened": _silent("trunk", "open"), "openedwindows": _silent("windows", "open"),
    "shutwindows": _silent("windows", "closed"), "shutboot": _silent("trunk", "closed"),
    "charging": _silent("charging", "on"), "climate": _silent("climate", "on"),
    "seats": _silent("seat heating", "on"),
}  # fmt: skip
DOORS = _slots(("doors", "doors", "door"))
WINDOWS = _slots(("windows", "windows", "window"))
TRUNK = _slots(("trunk", "boot"), ("trunk", "boot", "trunk", "boot", "tailgate"))
LIGHTS = _slots(("lights", "lights", "headlights"), ("headlights", "headlights", "headlamps"))
AIR = _slots(
    (
        "climate",
        "ac",
        "climate control",
        "air conditioning",
        "heating",
        "climate",
        "heater",
        "defroster",
    )
)
SEAT = _slots(
    ("seat heating", "seat heater", "heated seats"),
    ("seat heating", "seat heating", "seat heater", "seat heaters", "heated seats"),
)
CHARGING = _slots(("charging",))


def _intent(part, value, wishes, remarks, slots, weight):
    return Intent(
        "car.set",
        _set(part, value),
        ((1, wishes),),
        ((1, remarks),) if remarks else (),
        slots,
        weight,
    )


INTENTS = (
    _intent("doors", "locked", LOCK, LOCKED, SLOTS, 1.4),
    _intent("doors", "unlocked", UNLOCK, UNLOCKED, SLOTS, 1.2),
    _intent("doors", "open", _of_car(OPEN), _of_car(OPENED), DOORS, 0.3),
    _intent("doors", "closed", _of_car(SHUT), _of_car(SHUT_SAID), DOORS, 0.3),
    _intent(
        "windows", "open", _of_car((*OPEN, *WINDOWS_DOWN)),
        _of_car((*OPENED, "<it> down", "i want <it> down", "<it> should be down")), WINDOWS, 1,
    ),
    _intent(
        "windows", "closed", _of_car((*SHUT, *WINDOWS_UP)),
        _of_car((*SHUT_SAID, "<it> up", "i want <it> up", "<it> should be up")), WINDOWS, 1,
    ),
    _intent(
        "trunk", "open", _of_car((*OPEN, *TRUNK_OPEN), ALONE), _of_car(OPENED, ALONE), TRUNK, 1,
    ),
    _intent("trunk", "closed", _of_car(SHUT, ALONE), _of_car(SHUT_SAID, ALONE), TRUNK, 0.9),
    _intent(
        "trunk", "locked",
        _of_car(
            (
                "lock <it>", "lock up <it>", "keep <it> locked", "have <it> locked",
                "make sure <it> (is|are) locked",
            ),
            ALONE,
        ),
        (), TRUNK, 0.15,
    ),
    _intent(
        "trunk", "unlocked",
        _of_car(
            (
                "unlock <it>", "unlock <it> for me", "keep <it> unlocked", "have <it> unlocked",
                "make sure <it> (is|are) unlocked",
            ),
            ALONE,
        ),
        (), TRUNK, 0.15,
    ),
    _intent(
        "lights", "on", _of_car((*SWITCH, *START), (*OF_CAR, *ALONE), "on"),
        _of_car(SWITCHED[:-1], (*OF_CAR, *ALONE), "on"), LIGHTS, 0.8,
    ),
    _intent(
        "lights", "off", _of_car((*SWITCH, *END), (*OF_CAR, *ALONE), "off"),
        _of_car(SWITCHED[:-1], (*OF_CAR, *ALONE), "off"), LIGHTS, 0.8,
    ),
    _intent(
        "climate", "on", (*_of_car((*SWITCH, *START), on="on"), *CLIMATE * 1),
        (*_of_car(SWITCHED[:-1], on="on"), *PREHEATED), AIR, 0.5,
    ),
    _intent("climate", "on", CLIMATE, PREHEATED, SLOTS, 0.7),
    _intent(
        "climate", "off", (*_of_car((*SWITCH, *END), on="off"), *CLIMATE_OFF),
        _of_car(SWITCHED[:-1], on="off"), AIR, 0.8,
    ),
    _intent(
        "seat heating", "on", _of_car((*SWITCH, *START), ALONE, "on"),
        _of_car(SWITCHED[:-1], ALONE, "on"), SEAT, 0.6,
    ),
    _intent("seat heating", "on", SEATS, HEATED, SLOTS, 0.2),
    _intent(
        "seat heating", "off", (*_of_car((*SWITCH, *END), ALONE, "off"), *SEATS_OFF),
        _of_car(SWITCHED[:-1], ALONE, "off"), SEAT, 0.7,
    ),
    _intent("charging", "on", CHARGE, CHARGED, SLOTS, 1),
    _intent("charging", "off", UNCHARGE, UNCHARGED, SLOTS, 0.9),
    _intent(None, "closed", BOTH_SHUT, (), SLOTS, 0.2),
    _intent(None, "open", BOTH_OPEN, (), SLOTS, 0.2),
    _intent(None, "on", _of_car(BOTH_SWITCH, on="on"), (), SLOTS, 0.15),
    _intent(None, "off", _of_car(BOTH_SWITCH, on="off"), (), SLOTS, 0.15),
    Intent("car.set", _mixed, ((1, MIXED),), (), SLOTS, 0.25),
)  # fmt: skip
