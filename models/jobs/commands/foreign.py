"""English of those who learned it late: odd prepositions, no articles, verbs at the wrong end."""

from jobs.commands.pattern import crossed
from jobs.commands.said import Pool
from jobs.commands.slots import of_room, plain, spoken

#: Put around what is asked for in the simple form.
ASKED = ("you can <x> please", "please <x>", "please, you can <x>", "i want that you <x>",
    "can you <x> please", "you <x> please",
         "is possible <x>?", "would like that you <x>", "how is possible to <x>, do it please",
         "i wish you <x>", "must <x> now please",
         "please to <x>", "i need that you <x>", "you must <x>", "be so nice, <x>",
         "sorry, you can <x>?", "please for me <x>",
         "it is possible to <x>?", "i ask you <x>", "do please <x>", "now you <x> please",
         "can to <x>?")  # fmt: skip


def _asked(*wishes):
    return crossed(ASKED, x=wishes)


def _switched(state, other):
    return (
        *_asked(f"make light {state} {{loose}}", f"put {state} light {{loose}}",
        f"light {{ofroom}} put {state}",
                f"switch {state} lamp {{ofroom}}", f"do light {state} {{loose}}"),
        f"light {{loose}} {state} please", f"{{loose}} light must be {state}",
        f"the lamp {{ofroom}}, you put {state} please",
        f"i want that light {{loose}} is {state}", f"i want that the lights are {state} {{loose}}",
        f"light {{ofroom}} {state}, please",
        f"the light {{ofroom}} should be {state}, no {other}",
        f"please the light {{loose}} {state}",
        f"{{loose}} the lamps {state} make please", f"lamp {{loose}} has to be {state}",
        f"light {{ofroom}} to {state} please",
        f"please light {state}, {{bare1}}", f"i like to have light {state} {{loose}}",
        f"is better light {state} {{loose}}",
        f"light {{loose}} should going {state}", f"i would want light {{ofroom}} {state}",
        f"please make {state} the lamp {{ofroom}}",
    )  # fmt: skip


ON = (
    "so dark {loose}, give please light", "is so dark {loose}, light please",
    "{loose} i see nothing, make light",
    "{loose} is too dark, light on please", "there is no light {loose}, please make",
    "please, make light {loose}",
    "i need light {loose}, is dark", "too dark {loose}, you can put light?",
    "{loose} not see nothing, light please",
    "light {loose}, please, i not see", "{bare1} is dark. make light there please",
    "please give light {loose}",
    "where is switch {loose}? put light please", "is dark {loose}, please light",
)  # fmt: skip
LEVEL = (
    *_asked("make light {loose} on {pc}", "put light {ofroom} to {pc}", "make {pc} light {loose}",
    "do the lamp {loose} on {pc}"),
    "light {loose} on {pc} please", "the light {ofroom}, {pc} please",
    "i want that light {loose} is {pc}",
    "{loose} light only {pc} please", "light {ofroom} should be with {pc}",
    "the lamp {ofroom} must have {pc}",
)  # fmt: skip
COLOR = (
    *_asked("make {color1} the light {loose}", "put light {color1} {loose}",
    "do {color1} light {loose}", "change light {ofroom} in {color1}"),
    "light {ofroom} in {color1} please", "i want that {bare1} is {color1}",
    "the lamp {ofroom} should become {color1}",
    "{loose} please {color1} light", "i like {color1} light {loose}",
    "light {loose} must be of color {color1}",
)  # fmt: skip
COVER = {
    100: (
        *_asked("make open the {blinds} {loose}", "put {blinds} up {loose}",
        "do the {blinds} {ofroom} open"),
        "i want that {blinds} are going up {loose}", "{blinds} {ofroom} up please",
        "the {blinds} {loose} should go up",
        "{blinds} {loose} must be open", "please the {blinds} up {loose}",
        "the {blinds} {ofroom}, you open please",
        "want that the {blinds} {loose} goes open", "please open the {blinds} what are {loose}",
        "{blinds} to open {loose} please",
    ),
    0: (
        *_asked("make close the {blinds} {loose}", "put {blinds} down {loose}",
        "do the {blinds} {ofroom} down"),
        "i wish the {blinds} {loose} go down", "{blinds} {ofroom} down please",
        "the {blinds} {loose} should go down",
        "{blinds} {loose} must be closed", "please the {blinds} down {loose}",
        "the {blinds} {ofroom}, you close please",
        "want that the {blinds} {loose} goes down", "please close the {blinds} what are {loose}",
        "too much sun, {blinds} {loose} down please",
    ),
}  # fmt: skip
COVERS = (*_asked("make the {blinds} {loose} on {pc}", "put {blinds} {ofroom} to {pc}"),
    "{blinds} {loose} on {pc} please",
          "i want that {blinds} {ofroom} is {pc} open",
          "the {blinds} {loose}, please {pc} open")  # fmt: skip
DEGREES = (
    *_asked("make {signed1} {loose}", "put temperature {loose} on {deg}",
    "make temperature {ofroom} to {deg}", "do {signed1} {loose}"),
    "i want that {loose} is {signed1}", "temperature {loose} on {deg} please",
    "{loose} must be {signed1}", "{loose} it should have {signed1}",
    "the temperature {ofroom}, {deg} please", "{loose} please {signed1}",
    "should be {signed1} {loose}", "{bare1} is wanting {signed1}",
)  # fmt: skip
MODES = {
    mode: (
        *_asked(f"make {it} {{loose}} on {{deg}}", f"put {it} {{ofroom}} on {{deg}}",
        f"set {it} {{loose}} in {{deg}}", f"do {it} on {{deg}}"),
        f"{it} {{loose}} on {{deg}} please", f"the {it} {{ofroom}} to {{deg}}",
        f"i want {it} {{loose}} with {{deg}}",
        f"{it} must be {{deg}} {{loose}}", f"{feel}, please {it} {{loose}} on {{deg}}",
        f"{it} {{loose}} of {{deg}} please",
    )
    for mode, it, feel in (("heat", "{warmer}", "it makes cold"), ("cool", "{cooler}",
        "it makes hot"))
}  # fmt: skip
RUNNING = {
    mode: (
        *_asked(f"make {it} {{loose}}", f"put on {it} {{loose}}", f"start the {it} {{ofroom}}",
        f"make {it} on {{loose}}"),
        f"{it} {{loose}}, on with it please", f"{it} {{loose}} on please",
        f"the {it} {{ofroom}} should go on", f"i want that {it} {{loose}} is on",
        f"{feel}, i ask for {it} {{loose}}", f"{feel}, make {it} {{loose}} please",
        f"i have {has}, put {it} {{loose}}",
        f"{feel} {{loose}}, {it} please",
    )
    for mode, it, feel, has in (("heat", "{warmer}", "it makes cold", "cold"), ("cool", "{cooler}",
        "it makes very hot", "hot"),
                                ("fan", "{blower}", "the air is bad", "hot"))
}  # fmt: skip
AIR_OFF = (*_asked("make off the {anyair} {loose}", "put off {anyair} {loose}",
    "stop the {anyair} {ofroom}"), "the {anyair} {loose} off please",
           "i want that {anyair} {loose} is off", "{anyair} {ofroom} must be off",
           "i not want {anyair} {loose}, off please",
           "please the {anyair} {ofroom} off")  # fmt: skip
LOCK = {
    state: (
        *_asked(f"{state} door {{ofroom}}", f"make {state} the door {{ofroom}}",
        f"the door {{ofroom}} {state}"),
        f"door {{ofroom}}, can {state} please", f"door {{ofroom}} {state} please",
        f"i want that door {{ofroom}} is {state}ed",
        f"door {{ofroom}} must be {state}ed", f"please the door {{ofroom}} {state}",
        f"want the door {{ofroom}} {state}ed",
        f"the door {{ofroom}} to {state} please", f"be so kind, door {{ofroom}} {state}",
        f"please {state} me door {{ofroom}}",
    )
    for state in ("lock", "unlock")
}  # fmt: skip
PLAY = (
    *_asked("make {what} {loose}", "put music, {what}, {loose}", "play {what} {loose}",
    "let play {what} {loose}"), "i want hear {what}",
    "i want to listen {what} {loose}", "i would hear {what} please", "please to play {what}",
    "{loose} please play {what}",
    "you can play for me {what}", "i like listen {what}", "is possible to hear {what}",
    "i want that you play {what}", "please make play {what}",
)  # fmt: skip
STOP = (*_asked("stop {playing} {loose}", "make off the {playing} {loose}",
    "make stop the {playing}"), "please no more {playing} {loose}",
        "the {playing} {loose} off please", "i not want {playing} more, stop",
        "i want that {playing} stops {loose}")  # fmt: skip
VOLUME = (*_asked("make volume on {pc} {loose}", "put the sound {loose} on {pc}",
    "make music {loose} to {pc}", "do volume {pc}"),
          "the volume {loose} on {pc} please", "volume {ofroom} should be {pc}",
          "i want that volume is {pc}", "sound please on {pc} {loose}")  # fmt: skip
TIMER = (
    *_asked("make clock of {long}", "put timer on {long}", "make {long} timer",
    "do a timer from {long}", "count me {long}"),
    "i need clock of {long}", "i want timer with {long}", "timer of {long} please",
    "please a timer for {long}", "after {long} you ring please",
)  # fmt: skip
LABELLED = (
    *_asked("make clock of {long} for {thing}", "put timer {long} for the {thing}",
    "remember me in {long} to {deed}", "make for the {thing} timer {long}"),
    "i have in oven the {thing}, clock of {long} please", "for {thing} timer of {long} please",
    "for the {thing} i want {long}, timer please",
    "in {long} you say me to {deed}", "remind me please after {long} to {deed}",
    "for {thing} i need timer {long}", "the {thing} needs {long}, make timer",
    "{long} for the {thing}, you start the clock please", "i must {deed} in {long}, you remind me",
)  # fmt: skip
CAR = {
    ("doors", "locked"): "the car you lock please|please to lock car|the car must be locked|"
    "make locked the car|close with key the car doors, lock please",
    ("doors",
    "unlocked"): "the car you unlock please|please to unlock car|the car must be unlocked|"
    "make unlocked the car|i go to car, unlock please",
    ("windows", "open"): "windows of car you open please|please make open the windows from car|"
    "in the car the windows down please|car window must open",
    ("windows", "closed"): "windows of car you close please|please make close the windows from car|"
    "in the car the windows up please|car window must close, is rain",
    ("trunk",
    "open"): "the {boot} of car please open|you can open the {boot}?|make open the {boot}|"
    "please {boot} to open, i have bags",
    ("trunk",
    "closed"): "the {boot} of car please close|you can close the {boot}?|make close the {boot}|"
    "please {boot} to close",
    ("lights", "on"): "lights of the car on please|put on the lights from car|make {beams} on|"
    "{beams} i need, put on please",
    ("lights", "off"): "lights of the car off please|put off the lights from car|make {beams} off|"
    "{beams} you forget, put off please",
    ("climate", "on"): "car is ice, make warm the car please, preheat|please the ac of car on|"
    "make preheat of car|the car you preheat please|defrost please car",
    ("climate",
    "off"): "please the ac of car off|make off the ac in car|climate of the car must be off",
    ("seat heating",
    "on"): "please seat heating on make|make warm the seats of car|seat heating i want|"
    "put on heating of the seat in car",
    ("seat heating", "off"): "seat heating please off make|make off heating of seat|"
    "no more seat heating please|put off heating of the seat in car",
    ("charging",
    "on"): "car must charge, please start|make charging of car|please start to charge car|"
    "the car you charge please",
    ("charging", "off"): "car must not charge more, please stop|make off charging of car|"
    "please stop to charge car|charging please to stop",
}  # fmt: skip
GO = (
    *_asked("clean {bare1} with robot", "send robot for cleaning the {bare1}",
    "make robot go in {bare1}", "hoover {bare1}"),
    "robot must clean {pre1}", "i want that robot cleans {pre1}", "robot to {bare1} please",
    "{bare1} is dirty, robot please",
    "please robot for {bare1}, i made dirt", "floor of {bare1} is dirty, send robot there",
    "the vacuum should go in {bare1}", "{pre1} needs the cleaning robot please",
)  # fmt: skip
DOCK = ("robot must go home", "please the robot to his station", "robot should go in his dock",
    "make robot go home", "vacuum to his station please",
        "you send robot home please", "i want that robot goes back in station",
        "robot please in the dock", "the robot finish, go to station please")  # fmt: skip
HALT = ("robot must stop", "please robot to stop", "make stop the robot", "i want that robot stops",
    "the vacuum should not go more, stop",
        "robot stop please, is too loud", "you stop vacuum please", "vacuum please to stop",
        "robot make pause please", "make pause with vacuum")  # fmt: skip
PRINT = (*_asked("make print of {baredoc}", "print for me {baredoc}", "do a print from {baredoc}",
    "put on paper {baredoc}"), "i need print of {baredoc}",
         "{baredoc} please to print", "i want that you print {baredoc}",
         "i want have {baredoc} on paper", "{baredoc} i need on paper please",
         "print please {baredoc}")  # fmt: skip
COPIES = (
    *_asked("make print of {baredoc}, {n} time", "print {n} copy of {baredoc}",
    "make {n} copy from {baredoc}", "print {baredoc} {n} time"),
    "do please {n} paper of {baredoc}", "i need {n} copy of {baredoc}",
    "{baredoc}, {n} copies please to print", "i want {baredoc} {n} times on paper",
    "{baredoc} {n} time print please", "{n} time {baredoc} please print",
    "please {n} piece of {baredoc} print",
)  # fmt: skip
UNCLEAR = Pool("""
    i cannot understand you | i not understand this machine | what you can do for me
    what you are doing
    how this is working please | i don't know how is called | please the thing there
    you can help me please
    is too much, make less | is not good like this, make other | please make it more better
    more warm please
    it makes cold, make something | too loud is it | light please more
    a little less please the light
    please to make nice in salon | why is not working | i speak not good english, sorry
    you understand me
    who is you | is door closed or no | what temperature has the room | the light is on or off
    when he will finish the robot
    not so much please | put it there please | what costs the electric | i want that is better here
    please you do like yesterday
    make more quiet please | is possible more dark | you know what i mean, do it
    give me the same like before | what means this
    i want something other | the music is not pleasing me | how many degree is in bedroom
    where is the robot now please
    thank you, was very good | no no, is okay | i have only asked
    more slowly please, i not understand
    please make less cold | little bit up please | you can make comfortable here
    not now, later please you lock
    tomorrow you open the blinds please | when i come, please light
    in one hour please the heating on
    at eight o'clock make light in kitchen | if is dark, put light please
    before i sleep you lock the door
    not lock the door please | please not to open the blinds | no music please, not start
    you not turn off light please
    do not the heating on please | i not want that you print | i not want the robot now
""")
MISSING = Pool("""
    please you can open window of {r} | window in {r} must be closed please
    make open the window, is hot
    make please coffee | i want that you make coffee | the washing machine you start please
    dishwasher must go on please
    put please on the oven | oven to 180 please make | please make call to my mother
    you can call to taxi please
    you write message to {n} please | send please mail to {n} | what makes the weather tomorrow
    will be rain today
    please wake me at six hour | you wake me tomorrow at seven please | how late is it please
    put television on channel {c}
    the tv please off make | make warm the bath water | water for the garden please start
    you buy milk please
    please to write milk in the list | where is my telephone, make ring | make photo of the door
    please feed the fish
    kettle you put on please | the fridge must be more cold | the alarm of house put on please
    make please the bed
    read me the newspaper please | what is in news today | translate please this letter
    can you book for me doctor
    please clean the windows of {r} | the washing you can dry | you can make sandwich for {n}
    open please the window in {r} and make light | i want light in {r} and that you make tea
    please the blinds down in {r} and the oven off | make music and then call to {n}
""")


def _robot(filling):
    return [{"tool": "robot.go", "args": {"place": filling.one("room")}}]


def _lock(locked):
    return lambda filling: [
        {"tool": "lock.set", "args": {"door": filling.one("room"), "locked": locked}}
    ]


INTENTS = (
    spoken("light.set", of_room("light.set", on=True), _switched("on", "off"), 1.6),
    spoken("light.set", of_room("light.set", on=True), ON, 0.4),
    spoken("light.set", of_room("light.set", on=False), _switched("off", "on"), 1.1),
    spoken("light.set", of_room("light.set"), LEVEL), spoken("light.set", of_room("light.set"),
    COLOR),
    *(spoken("cover.set", of_room("cover.set", percent=to), found, 0.7) for to,
    found in COVER.items()),
    spoken("cover.set", of_room("cover.set"), COVERS, 0.5),
    spoken("climate.set", of_room("climate.set"), DEGREES, 1.2),
    *(spoken("climate.set", of_room("climate.set", mode=mode), found, 0.8) for mode,
    found in MODES.items()),
    *(spoken("climate.set", of_room("climate.set", mode=mode), found, 0.5) for mode,
    found in RUNNING.items()),
    spoken("climate.set", of_room("climate.set", mode="off"), AIR_OFF, 0.6),
    *(spoken("lock.set", _lock(state == "lock"), found, 0.9) for state, found in LOCK.items()),
    spoken("media.play", of_room("media.play"), PLAY, 1.4), spoken("media.stop",
    of_room("media.stop"), STOP, 0.6),
    spoken("media.volume", of_room("media.volume"), VOLUME),
    spoken("timer.set", plain("timer.set", "minutes"), TIMER, 0.8),
    spoken("timer.set", plain("timer.set", "minutes", "label"), LABELLED, 1.1),
    *(spoken("car.set", plain("car.set", part=part, value=value), block.split("|"), 0.17) for (part,
    value), block in CAR.items()),
    spoken("robot.go", _robot, GO, 0.9), spoken("robot.go", plain("robot.go", place="dock"), DOCK,
    0.4),
    spoken("robot.stop", plain("robot.stop"), HALT, 0.4),
    spoken("printer.print", plain("printer.print", "what"), PRINT, 0.9),
    spoken("printer.print", plain("printer.print", "what", "copies"), COPIES, 1.0),
)  # fmt: skip
