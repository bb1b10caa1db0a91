"""What timers are for: things that cook and things to be done; open-class, copied."""

from jobs import names
from jobs.commands import rooms
from jobs.commands.copied import word
from jobs.commands.mind import changed
from jobs.line import TRAIN, of_split

THINGS = (
    "pasta", "rice", "eggs", "egg", "soft boiled eggs", "pizza", "tea", "green tea", "laundry",
    "bread", "cookies", "roast", "parking meter", "homework", "nap", "workout", "plank", "potatoes",
    "cake", "chicken", "soup", "lasagne", "sourdough", "dough", "oven", "washing", "dryer",
    "dishes", "meeting", "break", "coffee break", "coffee", "french press", "noodles", "spaghetti",
    "lentils", "beans", "quinoa", "steak", "salmon", "fish fingers", "sausages", "barbecue", "ribs",
    "turkey", "pie", "muffins", "brownies", "croissants", "pancakes", "waffles", "porridge",
    "risotto", "curry", "stew", "gravy", "jam", "yoghurt", "ice cream", "cheesecake", "pudding",
    "custard", "meringue", "popcorn", "face mask", "hair dye", "bath", "shower", "sauna",
    "stretching", "yoga", "meditation", "reading time", "screen time", "bedtime", "story time",
    "piano practice", "violin practice", "maths test", "exam", "presentation", "speech", "debate",
    "chess game", "game", "quiz", "dentist call", "phone call", "conference call", "school run",
    "bus", "train", "taxi", "delivery", "sprinkler", "lawn", "paint", "glue", "varnish", "concrete",
    "plaster", "laundry load", "washing machine", "second load", "printer job", "backup", "upload",
    "battery", "charger", "bike ride", "dog walk", "medicine", "eye drops", "antibiotics",
    "ice pack", "tooth brushing", "time out", "power nap", "pomodoro", "focus session", "stand up",
    "push ups", "squats", "intervals", "frozen peas", "broccoli", "carrots", "garlic bread",
    "apple crumble", "roast potatoes", "mulled wine", "bone broth", "hard boiled eggs",
    "sweet potatoes", "casserole", "quiche", "tart", "focaccia", "bagels", "dumplings", "ramen",
    "couscous",
)  # fmt: skip
DO = (
    "call {whom}", "phone {whom}", "ring {whom}", "call {whom} back", "pick up {whom}",
    "fetch {whom}", "wake {whom}", "wake up {whom}", "ask {whom} about the {thing}",
    "check on {whom}", "help {whom}", "meet {whom}", "thank {whom}", "pay {whom}",
    "wish {whom} luck", "write to {whom}", "{verb} the {thing}", "{verb} the {thing}",
    "{verb} the {thing}", "{verb} the {thing}", "{verb} my {thing}", "{deed}", "{deed}", "{deed}",
    "{deed}", "{deed}",
)  # fmt: skip
VERBS = (
    "check", "take out", "turn", "stir", "move", "finish", "get", "start", "fetch", "look at",
    "see to", "flip", "prepare", "clean up", "put away", "try", "bring in", "drain", "empty",
    "fill", "cover", "water", "serve", "taste", "salt", "unload", "return", "collect", "order",
    "book",
)  # fmt: skip
DEEDS = (
    "take the cake out", "water the plants", "feed the cat", "walk the dog", "take my pills",
    "turn the steak", "check the oven", "move the car", "empty the dishwasher",
    "hang up the washing", "put the bins out", "take out the trash", "drink some water",
    "stretch my legs", "leave for work", "get dressed", "go to bed", "brush my teeth", "buy milk",
    "get the post", "answer the mail", "send the letter", "pay the bill", "cancel the trip",
    "renew the ticket", "do the dishes", "fold the laundry", "iron the shirt", "pack my bag",
    "make lunch", "set the table", "peel the potatoes", "grease the tin", "preheat the oven",
    "baste the turkey", "pick up the kids", "call the doctor", "call the bank", "call the plumber",
    "open the wine", "chill the beer", "defrost the peas", "change the baby", "warm the bottle",
    "read a story", "practise piano", "do my homework", "charge my phone", "back up the photos",
    "close the oven door", "stand up", "take a break", "look away from the screen", "breathe",
    "meditate", "stop working", "eat something", "feed the fish", "let the dog out",
    "let the cat in", "bring the chairs in", "check the mail", "check the score", "watch the match",
    "join the meeting", "turn the compost", "mow the lawn", "rinse the rice", "knead the dough",
    "fold the dough", "feed the sourdough", "skim the soup", "turn over the bacon",
    "take the bread out of the oven", "get the laundry out of the dryer", "switch the washing over",
    "say good night to the kids", "give grandma her drops", "put on sunscreen", "reapply the mask",
    "wash off the dye", "rotate the pan", "flip the pancakes", "add the salt", "add the milk",
    "take the tea bag out", "lower the heat", "buy stamps", "print the tickets",
)  # fmt: skip
WHOM = (
    "the dentist", "the office", "the vet", "the school", "the neighbours", "my sister",
    "my brother", "my boss", "the bank", "the kids", "the landlord", "grandpa",
)  # fmt: skip


def thing(filling):
    """A slot for a thing, without its article; notes it under `label`."""
    return _noted(filling, _thing)


def deed(filling):
    """A slot for something to do: "call mum"."""
    return _noted(filling, _deed)


def _noted(filling, draw):
    said = draw(filling)
    filling.take("label", said)
    filling.keep.append(said)
    if filling.rng.random() < 0.03:
        wrong = draw(filling)
        filling.keep.append(wrong)
        if wrong != said:
            return changed(filling, wrong, said)
    return said


def _thing(filling):
    rng, split = filling.rng, filling.split
    made_up = rng.random()
    if made_up < (0.45 if split == TRAIN else 0.15):
        value = (
            word(rng, split)
            if rng.random() < 0.7
            else names.drawn(rng, split, lambda rng: f"{word(rng, split)} {rng.choice(THINGS)}")
        )
    elif made_up > 0.93:
        value = rng.choice(rooms.people(split))
        filling.values.append(value)
        return f"{value}'s {rng.choice(_THINGS[split])}"
    else:
        value = rng.choice(_THINGS[split])
    filling.values.append(value)
    return value


def _deed(filling):
    rng, split = filling.rng, filling.split
    frame = rng.choice(DO)
    if frame == "{deed}":
        value = said = rng.choice(_DEEDS[split])
    elif "{whom}" in frame:
        value = _whom(rng, split)
        said = frame.replace("{whom}", value)
        if "{thing}" in said:
            said = said.replace("{thing}", _thing(filling))
    else:
        value = _thing(filling)
        said = frame.replace("{thing}", value).replace("{verb}", rng.choice(VERBS))
        return said
    filling.values.append(value)
    return said


def _whom(rng, split):
    luck = rng.random()
    if luck < 0.2:
        return rng.choice(_WHOM[split] or _DEEDS[split])
    if luck < (0.6 if split == TRAIN else 0.3):
        return word(rng, split)
    return rng.choice(rooms.people(split))


_THINGS = {split: of_split(THINGS, split) for split in ("train", "test")}
_DEEDS = {split: of_split(DEEDS, split) for split in ("train", "test")}
_WHOM = {split: of_split(WHOM, split) for split in ("train", "test")}
SLOTS = {"thing": thing, "deed": deed}
