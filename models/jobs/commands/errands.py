"""The vacuum robot and the printer."""

from jobs import words
from jobs.commands import amounts, papers, rooms
from jobs.commands.pattern import Intent
from jobs.commands.wish import call

GO = (
    "vacuum {spot}", "vacuum {spot}", "vacuum {spot} please", "hoover {spot}", "hoover {spot}",
    "send {robot} to {spot}", "send {robot} into {place}", "send {robot} over to {spot}",
    "send {robot} to clean {spot}", "send {robot} to vacuum {spot}", "have {robot} clean {spot}",
    "have {robot} vacuum {spot}", "have {robot} do {spot}", "have {robot} go to {spot}",
    "let {robot} clean {spot}", "let {robot} do {spot}", "let {robot} vacuum {spot}",
    "let {robot} go to {spot}", "let {robot} loose {at}", "tell {robot} to clean {spot}",
    "tell {robot} to go to {spot}", "tell {robot} to vacuum {spot}", "make {robot} clean {spot}",
    "make {robot} go to {spot}", "get {robot} to clean {spot}", "get {robot} to vacuum {spot}",
    "get {robot} into {place}", "start {robot} {at}", "run {robot} {at}", "start vacuuming {spot}",
    "start hoovering {spot}", "clean {spot} with {robot}", "vacuum clean {spot}",
    "use {robot} {at}", "use {robot} on {spot}", "put {robot} to work {at}",
    "order {robot} to {spot}", "move {robot} to {spot}", "direct {robot} to {spot}",
    "drive {robot} to {spot}", "bring {robot} to {spot}", "give {spot} a vacuum",
    "give {spot} a hoover", "give {spot} a good vacuuming", "do the vacuuming {at}",
    "do the hoovering {at}", "ask {robot} to vacuum {spot}", "ask {robot} to clean {spot}",
    "dispatch {robot} to {spot}", "steer {robot} to {spot}", "guide {robot} to {spot}",
    "have {spot} vacuumed", "have {spot} hoovered", "get {spot} vacuumed", "get {spot} hoovered",
    "vacuum up {spot}", "vacuum the floor {at}", "hoover the floor {at}",
    "clean the floor {at} with {robot}", "turn {robot} loose {at}", "set {robot} to work {at}",
    "set {robot} on {spot}", "begin vacuuming {spot}", "run the vacuum through {place}",
    "run the hoover over {spot}", "quickly vacuum {spot}", "just vacuum {spot}", "go vacuum {spot}",
    "go and hoover {spot}", "vacuum {spot} again", "vacuum {spot} for me",
    "let {robot} drive to {spot}", "switch {robot} on {at}", "take {robot} to {spot}",
    "vacuum {floor}", "hoover {floor}", "send {robot} {floor}", "have {robot} clean {floor}",
    "let {robot} vacuum {floor}", "run {robot} {floor}", "vacuum everything {floor}",
    "vacuum {spot1}, then {spot1}", "vacuum {spot1} and then {spot1}",
    "send {robot} to {spot1} and then to {spot1}",
    "have {robot} clean {spot1} first and then {spot1}",
)  # fmt: skip
DOCK = (
    "send {robot} home", "send {robot} back to its {station}", "send {robot} to its {station}",
    "send {robot} back to the {station}", "send {robot} to the {station}", "send {robot} back home",
    "dock {robot}", "have {robot} go home", "have {robot} dock",
    "have {robot} return to its {station}", "let {robot} go home",
    "let {robot} go back to its {station}", "let {robot} dock", "tell {robot} to go home",
    "tell {robot} to dock", "tell {robot} to return to its {station}", "bring {robot} home",
    "bring {robot} back to its {station}", "bring {robot} to its {station}", "make {robot} go home",
    "make {robot} return to its {station}", "get {robot} back to its {station}", "get {robot} home",
    "put {robot} back on its {station}", "put {robot} on the {station}",
    "return {robot} to its {station}", "return {robot} home", "return {robot} to the {station}",
    "park {robot} in its {station}", "park {robot} at the {station}",
    "call {robot} back to its {station}", "order {robot} back to its {station}",
    "order {robot} home", "drive {robot} home", "move {robot} back to its {station}",
    "ask {robot} to go home", "ask {robot} to dock", "have {robot} drive home",
    "set {robot} to dock", "take {robot} back to its {station}", "get {robot} to dock",
    "make {robot} dock", "direct {robot} back to its {station}",
    "send {robot} off to its {station}", "dock {robot} now", "guide {robot} home",
    "let {robot} return home", "call {robot} home", "see {robot} back to its {station}",
    "send it home", "send it back to its {station}", "send it back home",
    "send it to the {station}", "let it go home", "have it go back to its {station}",
    "bring it back to its {station}", "dock it", "send {robot} back",
)  # fmt: skip
GO_AND_DOCK = (
    "vacuum {spot1} and then send {robot} home", "vacuum {spot1} and send it home",
    "send {robot} to {spot1} and then back to its {station}",
    "send {robot} to {spot1} and then home", "have {robot} clean {spot1} and then dock",
    "let {robot} do {spot1} and then go home", "hoover {spot1} and then dock",
    "hoover {spot1}, then send it back to its {station}",
    "have {robot} vacuum {spot1} and return to its {station}",
    "tell {robot} to clean {spot1} and then go home", "vacuum {spot1}, then dock",
    "clean {spot1} with {robot} and send it back to its {station}",
)  # fmt: skip
HALT = (
    "stop {robot}", "pause {robot}", "halt {robot}", "stop {robot} right there",
    "stop {robot} where it is", "make {robot} stop", "tell {robot} to stop",
    "tell {robot} to pause", "have {robot} stop", "have {robot} pause", "let {robot} stop",
    "let {robot} pause", "get {robot} to stop", "freeze {robot}", "stop vacuuming",
    "stop hoovering", "stop the vacuuming", "hold {robot} where it is", "keep {robot} where it is",
    "interrupt {robot}", "put {robot} on pause", "put {robot} on hold", "pause the vacuuming",
    "pause the hoovering", "pause vacuuming", "turn off {robot}", "switch off {robot}",
    "turn {robot} off", "ask {robot} to stop", "ask {robot} to pause", "stop {robot} now",
    "stop {robot} immediately", "stop {robot} for a moment", "pause {robot} for a minute",
    "bring {robot} to a stop", "bring {robot} to a halt", "cut {robot} off", "shut off {robot}",
    "make {robot} pause", "make {robot} halt", "get {robot} to pause", "stop {robot} cleaning",
    "stop {robot} from vacuuming", "stop {robot} from cleaning", "halt {robot} where it is",
    "order {robot} to stop", "quit vacuuming", "quit hoovering", "end the vacuuming",
    "stop {robot} at once", "stop {robot} on the spot", "stop the cleaning robot right now",
    "pause {robot} where it is", "pause {robot} right now", "suspend the vacuuming",
    "stop running {robot}", "make {robot} stay where it is", "let {robot} stay where it is",
    "have {robot} wait where it is", "leave {robot} where it is and stop it",
    "hit pause on {robot}", "press stop on {robot}", "stop {robot}, it is stuck",
    "pause {robot}, someone is on the phone", "go ahead and stop {robot}", "just stop {robot}",
    "just pause {robot}", "shut {robot} off", "kill {robot}", "end {robot}'s run",
    "abort the vacuuming",
)  # fmt: skip
GO_SAID = (
    "{robot} to {spot}", "{barerobot} to {spot}", "{robot} should clean {spot}",
    "{robot} should go to {spot}", "{spot} needs vacuuming", "{spot} needs hoovering",
    "{spot} needs a vacuum", "i want {robot} {at}", "i'd like {spot} vacuumed",
    "i want {spot} vacuumed", "{spot} should be vacuumed", "{robot} can do {spot}",
    "{robot} can clean {spot}", "{spot} could do with a hoover, send {robot}",
    "i'd like {robot} to clean {spot}", "i want {robot} to go to {spot}", "i need {spot} vacuumed",
    "let's vacuum {spot}", "{robot} has to clean {spot}", "you can vacuum {spot}",
    "{spot} has to be vacuumed", "{barerobot}, clean {spot}", "{barerobot}, go to {spot}",
    "{barerobot}: {spot}", "{barerobot}! {spot}!", "{at} please vacuum",
    "{spot} is dirty, vacuum it", "time to vacuum {spot}", "i want {robot} to do {spot}",
    "{robot} off to {spot}", "{barerobot} into {place}", "{spot} wants vacuuming",
    "crumbs all over, vacuum {spot}", "vacuuming {at}", "we need {robot} {at}",
)  # fmt: skip
DOCK_SAID = (
    "{robot} should go home", "{robot} should dock", "{robot} can go home",
    "{robot} back to its {station}", "{barerobot} home", "{barerobot} to the {station}",
    "{robot} to its {station}", "{robot} has to go back to its {station}",
    "i want {robot} back on its {station}", "i'd like {robot} to go home", "{barerobot}, go home",
    "{barerobot}, dock", "{barerobot}, back to your {station}",
    "{robot} belongs on its {station}, send it back", "{robot} is done, send it home",
    "{robot} may go home", "{robot} is in the way, send it home", "{barerobot}: dock",
    "let's send {robot} home", "you can send {robot} home", "i want {robot} docked",
    "{robot} should return to its {station}", "enough cleaning, send {robot} home",
    "time for {robot} to go home", "i need {robot} back in its {station}",
)  # fmt: skip
HALT_SAID = (
    "{robot} should stop", "{robot} should pause", "{barerobot} stop", "{barerobot}, stop",
    "{barerobot}, halt", "{barerobot} pause", "{barerobot}, freeze", "{robot} has to stop",
    "i want {robot} to stop", "i'd like {robot} to pause", "i need {robot} to stop",
    "{robot} can stop", "no more vacuuming", "no more hoovering", "enough vacuuming",
    "that's enough vacuuming", "{barerobot}: stop", "{robot} needs to stop", "you can stop {robot}",
    "let's stop {robot}", "{robot} is too loud, stop it", "{robot} is stuck, stop it",
    "{barerobot}, stay where you are", "{barerobot}, stop right there", "time for {robot} to stop",
    "{robot} must stop", "{robot} may stop", "i want {robot} paused", "i'd like {robot} stopped",
)  # fmt: skip

PRINT = (
    "print {doc}", "print {doc}", "print out {doc}", "print {doc} out", "print me {doc}",
    "print {doc} for me", "print off {doc}", "run off {doc}", "run {doc} off on the printer",
    "send {doc} to the printer", "put {doc} on paper", "get {doc} printed", "have {doc} printed",
    "get {doc} on paper", "give me {doc} on paper", "give me a printout of {doc}",
    "make a printout of {doc}", "do a print of {doc}", "give me a copy of {doc} from the printer",
    "print a copy of {doc}", "print out a copy of {doc}", "print me a copy of {doc}",
    "start printing {doc}", "go ahead and print {doc}", "let the printer print {doc}",
    "have the printer do {doc}", "make the printer print {doc}", "get me a print of {doc}",
    "get me a hard copy of {doc}", "make a hard copy of {doc}", "print a hard copy of {doc}",
    "print us {doc}", "print {doc} on paper", "print {doc} now", "just print {doc}",
    "print {doc} again", "tell the printer to print {doc}", "send {doc} off to print",
    "run a copy of {doc}", "run off a copy of {doc}", "make me a printout of {doc}",
    "let me have {doc} on paper", "throw {doc} on the printer", "put {doc} through the printer",
    "bring {doc} to paper", "produce a printout of {doc}", "use the printer for {doc}",
    "print the following: {doc}", "print quickly {doc}", "do print {doc}", "print {doc} right away",
    "print off a copy of {doc}", "push {doc} to the printer", "spool {doc} to the printer",
)  # fmt: skip
COPIES = (
    "print {n} copies of {doc}", "print {n} copies of {doc}", "print {doc} {times}",
    "print {doc} {times}", "print out {n} copies of {doc}", "print me {n} copies of {doc}",
    "print {doc}, {n} copies", "print {doc} in {n} copies", "print {doc} with {n} copies",
    "make {n} copies of {doc}", "make me {n} copies of {doc}", "run off {n} copies of {doc}",
    "run {n} copies of {doc}", "give me {n} copies of {doc}", "get me {n} copies of {doc}",
    "get {n} copies of {doc} printed", "have {n} copies of {doc} printed",
    "print off {n} copies of {doc}", "send {n} copies of {doc} to the printer",
    "print {doc} out {times}", "print out {doc} {times}", "print off {doc} {times}",
    "get {doc} printed {times}", "have {doc} printed {times}", "do {n} prints of {doc}",
    "make {n} printouts of {doc}", "give me {n} printouts of {doc}", "print {n} times {doc}",
    "send {doc} to the printer {times}", "let the printer do {n} copies of {doc}",
    "print {n} of {doc}", "print {doc} x{digits}", "print {doc} x {digits}",
    "print {doc} {digits}x", "print {digits}x {doc}", "run off {doc} {times}",
    "start printing {n} copies of {doc}", "print {doc} for me {times}",
    "print {n} hard copies of {doc}", "produce {n} copies of {doc}",
    "go ahead and print {n} copies of {doc}", "make the printer print {doc} {times}",
    "put {n} copies of {doc} on paper", "print {doc}, {times}", "print {n} more copies of {doc}",
    "print {doc}, that is {n} copies", "print {doc} and make it {n} copies",
    "print a total of {n} copies of {doc}", "do {n} copies of {doc}",
    "print exactly {n} copies of {doc}", "copy out {doc} {times} on the printer",
    "throw {n} copies of {doc} on the printer", "spit out {n} copies of {doc}",
    "just print {n} copies of {doc}", "tell the printer to print {doc} {times}",
    "set the printer to {n} copies of {doc}", "print all of {doc} {times}",
    "print {n} sets of {doc}",
)  # fmt: skip
PRINTED = (
    "i need {doc} printed", "i want {doc} printed", "i'd like {doc} printed",
    "i need {doc} on paper", "i'd like {doc} on paper", "i want a printout of {doc}",
    "i need a printout of {doc}", "{doc} on paper", "a printout of {doc}",
    "a copy of {doc} from the printer", "{doc} to the printer", "{doc} should be printed",
    "{doc} needs printing", "{doc} has to be printed", "i need a copy of {doc} printed",
    "i want to print {doc}", "i'd like to print {doc}", "i have to print {doc}, do it",
    "let's print {doc}", "you can print {doc}", "{doc}, print it", "printer: {doc}",
    "printout of {doc}", "a hard copy of {doc}", "i need a hard copy of {doc}",
    "we need {doc} printed", "i need to print {doc}", "it's time to print {doc}",
    "i want you to print {doc}", "{doc}, on paper",
)  # fmt: skip
COPIES_SAID = (
    "{n} copies of {doc}", "{n} copies of {doc} please", "i need {n} copies of {doc}",
    "i want {n} copies of {doc}", "i'd like {n} copies of {doc}", "{doc} {times}",
    "{doc}, {n} copies", "{doc}, {times}", "{doc} {times} on paper", "{doc} {times}, printed",
    "i need {doc} printed {times}", "i want {doc} printed {times}", "i'd like {doc} {times}",
    "{n} printouts of {doc}", "i need {n} printouts of {doc}", "{n} prints of {doc}",
    "{doc} should be printed {times}", "let's print {n} copies of {doc}",
    "we need {n} copies of {doc}", "{doc} in {n} copies", "i want to print {doc} {times}",
    "i'd like {n} prints of {doc}", "{baredoc}, {n} copies", "{baredoc} {times}",
    "{baredoc}: {n} copies", "you can print {doc} {times}", "i want {n} hard copies of {doc}",
    "{n} copies for me of {doc}", "{digits}x {doc}, printed", "{n} copies, {doc}",
)  # fmt: skip
TWO = (
    "print {doc} and {doc}", "print out {doc} and {doc}", "print {doc}, {doc}",
    "print {doc} and also {doc}", "print both {doc} and {doc}", "print {doc}, {doc} and {doc}",
    "send {doc} and {doc} to the printer", "get {doc} and {doc} printed",
    "print {doc} as well as {doc}", "put {doc} and {doc} on paper", "print off {doc} and {doc}",
    "print {doc} plus {doc}", "have {doc} and {doc} printed", "print me {doc} and {doc}",
)  # fmt: skip
TWO_COPIES = (
    "print {n1} copies of {doc} and {n1} of {doc}", "print {doc} {times1} and {doc} {times1}",
    "print {n1} copies of {doc} and {n1} copies of {doc}",
    "make {n1} copies of {doc} and {n1} of {doc}", "print out {doc} {times1} and {doc} {times1}",
    "run off {n1} copies of {doc} and {n1} of {doc}", "print {doc} {times1}, {doc} {times1}",
)  # fmt: skip

#: Where a robot may go besides rooms.
SPOTS = (
    "rug", "carpet", "sofa", "dining table", "stairs", "couch", "fireplace", "front mat", "doormat",
    "kitchen floor", "bed", "desk", "cat's corner", "breakfast bar", "play mat", "bookshelf",
)  # fmt: skip
ROBOTS = (
    "the robot", "the robot", "the vacuum", "the vacuum", "the hoover", "the vacuum robot",
    "the robot vacuum", "the vacuum cleaner", "the cleaning robot", "the robot hoover",
    "the robovac", "my robot", "our robot", "the little robot", "the vacuuming robot", "my vacuum",
    "the bot", "the robot cleaner", "robot", "the robot", "the vacuum",
)  # fmt: skip


def _spot(solid):
    def slot(filling):
        if filling.rng.random() < 0.08:
            name = filling.rng.choice(SPOTS)
            if name not in filling.took.get("room", ()):
                filling.take("room", name)
                return f"the {name}"
        return solid(filling)

    return slot


def _go(filling):
    return [call("robot.go", place=place) for place in filling.took["room"]]


def _dock(filling):
    return [call("robot.go", place="dock")]


def _go_and_dock(filling):
    return _go(filling) + _dock(filling)


def _halt(filling):
    return [call("robot.stop")]


def _print(filling):
    return [call("printer.print", what=filling.one("what"), copies=filling.one("copies"))]


def _print_each(filling):
    copies = filling.took.get("copies") or [None] * len(filling.took["what"])
    return [
        call("printer.print", what=what, copies=number)
        for what, number in zip(filling.took["what"], copies)
    ]


def _count(rng):
    return (
        rng.choice((2, 2, 3, 3, 4, 5, 6, 8, 10, 12, 20, 25, 30))
        if rng.random() < 0.6
        else rng.randint(2, 99)
    )


def _copies(rng):
    number = _count(rng)
    return (
        ("a dozen", 12)
        if number == 12 and rng.random() < 0.3
        else (words.written(rng, number), number)
    )


def _times(rng):
    number = _count(rng)
    if number == 2 and rng.random() < 0.7:
        return "twice", 2
    if number == 3 and rng.random() < 0.1:
        return "thrice", 3
    return words.written(rng, number) + " times", number


def _digits(rng):
    number = _count(rng)
    return str(number), number


SLOTS = {
    **rooms.SLOTS, **papers.SLOTS, "spot": _spot(rooms.SLOTS["place"]),
    "spot1": _spot(rooms.SLOTS["place1"]), "robot": ROBOTS,
    "barerobot": ("robot", "vacuum", "hoover", "robot", "vacuum robot", "robot vacuum"),
    "station": (
        "station", "dock", "charging station", "docking station", "base", "charging dock",
        "station", "dock",
    ),
    "n": amounts.noting("copies", _copies, 0.04), "n1": amounts.noting("copies", _copies, 0),
    "times": amounts.noting("copies", _times, 0.04), "times1": amounts.noting("copies", _times, 0),
    "digits": amounts.noting("copies", _digits, 0),
}  # fmt: skip
INTENTS = (
    Intent("robot.go", _go, ((1, GO),), ((1, GO_SAID),), SLOTS, 1.3),
    Intent("robot.go", _dock, ((1, DOCK),), ((1, DOCK_SAID),), SLOTS, 0.7),
    Intent("robot.go", _go_and_dock, ((1, GO_AND_DOCK),), (), SLOTS, 0.12),
    Intent("robot.stop", _halt, ((1, HALT),), ((1, HALT_SAID),), SLOTS),
    Intent("printer.print", _print, ((1, PRINT),), ((1, PRINTED),), SLOTS, 1.0),
    Intent("printer.print", _print, ((1, COPIES),), ((1, COPIES_SAID),), SLOTS, 1.0),
    Intent("printer.print", _print_each, ((1, TWO),), (), SLOTS, 0.15),
    Intent("printer.print", _print_each, ((1, TWO_COPIES),), (), SLOTS, 0.12),
)  # fmt: skip
