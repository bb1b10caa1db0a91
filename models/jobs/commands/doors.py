"""Doors of the house: lock and unlock."""

from jobs.commands import amounts, rooms
from jobs.commands.copied import word
from jobs.commands.mind import changed
from jobs.commands.pattern import Intent
from jobs.commands.wish import call
from jobs.line import TRAIN

#: What is said before the word "door".
KINDS = (
    "front", "back", "side", "main", "garage", "garden", "patio", "cellar", "basement", "balcony",
    "terrace", "entrance", "kitchen", "porch", "shed", "office", "rear", "inner", "outer",
    "upstairs", "downstairs", "bedroom", "bathroom", "study", "attic", "laundry room", "workshop",
    "backyard", "pantry", "greenhouse", "nursery", "hall", "yard", "conservatory", "living room",
    "sliding", "glass", "cellar", "storage room", "deck", "roof", "guest room", "second",
    "utility room", "street", "wooden", "left", "right", "french",
)  # fmt: skip
COMMON = (
    "front", "back", "garage", "side", "cellar", "patio", "front", "back", "main", "garden",
    "basement",
)  # fmt: skip
#: What is locked without the word.
ALONE = (
    "garage", "shed", "gate", "garden gate", "front gate", "greenhouse", "cellar", "workshop",
    "office", "attic", "pantry", "side gate", "back gate", "tool shed", "cat flap",
    "front entrance", "main entrance", "basement", "driveway gate", "back entrance", "pool gate",
    "bike shed", "barn", "garden shed",
)  # fmt: skip


def _kind(rng, split):
    """What is said before "door" and the open-class value in it."""
    luck = rng.random()
    if luck < (0.4 if split == TRAIN else 0.3):
        return rng.choice(COMMON), ""
    if luck < (0.65 if split == TRAIN else 0.5):
        return rng.choice(KINDS), ""
    if rng.random() < (0.35 if split == TRAIN else 0.1):
        made_up = word(rng, split)
        return made_up, made_up
    found = rooms.place(rng, split)
    return found.name, found.value


def _door(rng, split):
    """The words for one door, its name, its open-class value, and whether "door" ends them."""
    luck = rng.random()
    if luck < 0.16:
        name = rng.choice(ALONE)
        return f"{_article(rng)} {name}".strip(), name, "", False
    if luck < 0.28:
        found = rooms.place(rng, split)
        if found.before:
            link = rng.choice(("to", "to", "to", "of", "into", "in", "at"))
            return (
                f"{_article(rng)} door {link} {rooms.pre(found, rng)}",
                found.name,
                found.value,
                False,
            )
    if luck < 0.34:
        person = rng.choice(rooms.people(split))
        return f"{person}'s door", f"{person}'s", person, True
    kind, value = _kind(rng, split)
    return (kind if "'" in kind else f"{_article(rng)} {kind}".strip()) + " door", kind, value, True


def _article(rng):
    return "the" if rng.random() < 0.84 else rng.choice(("my", "our", "", "", "that", "this"))


def _noted(filling, name, value):
    filling.take("door", name)
    _seen(filling, name, value)


def _seen(filling, name, value):
    if value:
        filling.values.append(value)
        filling.keep.append(name)


def one(filling):
    said, name, value, _ = _door(filling.rng, filling.split)
    while name in filling.took.get("door", ()):
        said, name, value, _ = _door(filling.rng, filling.split)
    _noted(filling, name, value)
    return said


def some(filling):
    """A door; now and then several, or one after a change of mind."""
    rng, luck = filling.rng, filling.rng.random()
    if luck > 0.27:
        return one(filling)
    first = _door(rng, filling.split)
    second = _door(rng, filling.split)
    if first[1] == second[1]:
        return some(filling)
    both_doors = first[3] and second[3]
    if luck < 0.09:
        _seen(filling, first[1], first[2])
        _noted(filling, second[1], second[2])
        head = first[0].removesuffix(" door") if both_doors and rng.random() < 0.6 else first[0]
        return (
            changed(filling, head, second[0])
            if rng.random() < 0.85
            else f"{second[0]}{rng.choice((', not', ' but not', ', but not'))} {first[0]}"
        )
    found = [first, second]
    if luck < 0.12:
        found.append(_door(rng, filling.split))
        if found[2][1] in (first[1], second[1]):
            found.pop()
    for _, name, value, _ in found:
        _noted(filling, name, value)
    return _joined(rng, found)


def _joined(rng, found):
    said = [text for text, *_ in found]
    if all(is_door for *_, is_door in found) and rng.random() < 0.6:
        said = [text.removesuffix(" door") for text in said]
        if rng.random() < 0.5:
            said = [said[0], *(text.removeprefix("the ") for text in said[1:])]
        said[-1] += rng.choice((" door", " doors", " doors"))
    elif found[0][3] and rng.random() < 0.4:
        said = [said[0], *(text.removesuffix(" door") for text in said[1:])]
    text = ", ".join(said[:-1]) + rng.choice(rooms.JOINTS) + said[-1]
    return f"both {text}" if len(said) == 2 and rng.random() < 0.1 else text


def bare(filling):
    """Without article: "front door"."""
    kind, value = _kind(filling.rng, filling.split)
    _noted(filling, kind, value)
    return f"{kind} door"


LOCK = (
    "lock {door}", "lock up {door}", "lock {door} up", "bolt {door}", "lock {door}",
    "make sure {door} is locked", "keep {door} locked", "have {door} locked", "get {door} locked",
    "see that {door} is locked", "put the lock on {door}", "set {door} to locked",
    "turn the lock on {door}", "lock the lock of {door}", "close and lock {door}",
    "shut and lock {door}", "lock {door} tight", "lock down {door}", "lock {door} right away",
    "lock {door} again", "lock {door} behind me", "make sure that {door} gets locked",
    "set the lock of {door} to locked", "turn the key in {door}", "engage the lock on {door}",
    "go lock {door}", "leave {door} locked", "lock {door} properly", "lock {door} after me",
    "check that {door} is locked", "relock {door}", "switch {door} to locked",
    "throw the bolt on {door}", "deadbolt {door}", "bolt {door} shut", "lock {door} for the night",
    "lock {door} with the bolt", "activate the lock of {door}", "change {door} to locked",
    "close the lock of {door}", "lock both {door1} and {door1}", "lock {door1}, {door1}",
    "lock {door1} and then {door1}", "lock {door1} and {door1} too",
    "lock not only {door1} but {door1} too", "go and lock {door}", "lock me {door}",
    "lock {door} now", "secure the lock on {door}", "bring {door} to locked", "lock {door} twice",
    "lock {door} well", "quickly lock {door}", "just lock {door}", "only lock {door}",
    "do lock {door}", "remember to lock {door}", "be sure to lock {door}", "run and lock {door}",
    "lock the {lockable}", "try locking {door}", "make {door} locked",
)  # fmt: skip
LOCK_AFTER_ALL = (
    "unlock, no, lock {door}", "unlock, i mean lock {door}", "unlock {door}, no, lock it",
    "unlock {door}, no wait, lock it", "unlock {door}, sorry, lock it",
    "unlock, sorry, lock {door}", "unlock {door}, i mean lock it", "unlock, no wait, lock {door}",
    "unlock, or rather lock {door}", "lock, not unlock, {door}",
)  # fmt: skip
UNLOCK_AFTER_ALL = (
    "lock, no, unlock {door}", "lock, i mean unlock {door}", "lock {door}, no, unlock it",
    "lock {door}, no wait, unlock it", "lock {door}, sorry, unlock it",
    "lock, sorry, unlock {door}", "lock {door}, i mean unlock it", "lock, no wait, unlock {door}",
    "lock, or rather unlock {door}", "unlock, not lock, {door}",
)  # fmt: skip
UNLOCK = (
    "unlock {door}", "unlock {door}", "unlock {door}", "unbolt {door}",
    "make sure {door} is unlocked", "keep {door} unlocked", "have {door} unlocked",
    "get {door} unlocked", "leave {door} unlocked", "see that {door} is unlocked",
    "take the lock off {door}", "set {door} to unlocked", "unlock the lock of {door}",
    "release the lock on {door}", "unlock {door} for me", "unlock {door} again",
    "unlock {door} right away", "unlock {door} for the postman", "unlock {door} for the guests",
    "unlock and open {door}", "make sure that {door} gets unlocked",
    "set the lock of {door} to unlocked", "open the lock of {door}", "disengage the lock on {door}",
    "go unlock {door}", "unlatch {door}", "undo the lock on {door}", "release {door} lock",
    "unlock {door} now", "switch {door} to unlocked", "undo the bolt on {door}",
    "draw the bolt on {door}", "slide the bolt off {door}", "unlock {door} quickly",
    "open up the lock on {door}", "deactivate the lock of {door}", "change {door} to unlocked",
    "unlock {door1} and then {door1}", "unlock {door1} and {door1} too",
    "unlock both {door1} and {door1}", "go and unlock {door}", "just unlock {door}",
    "only unlock {door}", "quickly unlock {door}", "do unlock {door}", "unlock me {door}",
    "unlock {door} so the dog can get out", "unlock {door} to let the cat in",
    "remove the lock from {door}", "be sure to unlock {door}", "remember to unlock {door}",
    "run and unlock {door}", "bring {door} to unlocked", "unlock {door1}, {door1}",
    "unlock the {lockable}", "try unlocking {door}", "make {door} unlocked",
    "unlock {door} for the cleaner", "unlock {door}, someone is there",
    "unlock {door} as the kids are home", "open the bolt on {door}", "unsecure the lock on {door}",
)  # fmt: skip
PAIRS = (
    "{lockword} {door1} and {lockword} {door1}", "{lockword} {door1} but {lockword} {door1}",
    "keep {door1} {lockedword} and {door1} {lockedword}", "{lockword} {door1}, {lockword} {door1}",
    "set {door1} to {lockedword} and {door1} to {lockedword}",
    "have {door1} {lockedword} and {door1} {lockedword}",
    "{lockword} {door1} and after that {lockword} {door1}",
    "leave {door1} {lockedword} but {door1} {lockedword}",
    "{lockword} {door1} then {lockword} {door1}",
    "make sure {door1} is {lockedword} and {door1} is {lockedword}",
)  # fmt: skip
LOCKS = (
    "don't unlock {door}, lock it", "i don't want {door} unlocked, i want it locked",
    "{door}, unlock it, no, lock it", "{door} should be locked", "{bare_door} locked",
    "{bare_door} lock", "{door} needs locking", "{door} needs to be locked",
    "{door} has to be locked", "i want {door} locked", "i'd like {door} locked",
    "i need {door} locked", "{door} must be locked", "{bare_door}: lock", "{bare_door}, lock it",
    "{door}, lock it", "i want you to lock {door}", "you can lock {door}",
    "{door} ought to be locked", "let's lock {door}", "we need to lock {door}",
    "{door} wants locking", "{door} to locked", "{bare_door} locked please", "{door} can be locked",
    "i'd like you to lock {door}", "time to lock {door}", "locked {bare_door}",
    "let's have {door} locked", "{door} - lock it", "someone has to lock {door}",
    "{door} is to be locked", "i forgot to lock {door}, do it",
    "it would be good to have {door} locked", "we want {door} locked",
)  # fmt: skip
UNLOCKS = (
    "don't lock {door}, unlock it", "i don't want {door} locked, i want it unlocked",
    "{door}, lock it, no, unlock it", "{door} should be unlocked", "{bare_door} unlocked",
    "{bare_door} unlock", "{door} needs unlocking", "{door} needs to be unlocked",
    "{door} has to be unlocked", "i want {door} unlocked", "i'd like {door} unlocked",
    "i need {door} unlocked", "{bare_door}: unlock", "{bare_door}, unlock it", "{door}, unlock it",
    "i want you to unlock {door}", "you can unlock {door}", "let's unlock {door}",
    "we need to unlock {door}", "{door} to unlocked", "{bare_door} unlocked please",
    "{door} can be unlocked", "i'd like you to unlock {door}", "time to unlock {door}",
    "let's have {door} unlocked", "{door} - unlock it", "{door} is to be unlocked",
    "{door} must be unlocked", "someone has to unlock {door}", "{door} ought to be unlocked",
    "i can't get in, unlock {door}", "we want {door} unlocked",
)  # fmt: skip


def _locked(state):
    return lambda filling: [
        call("lock.set", door=door, locked=state) for door in filling.took["door"]
    ]


def _pairs(filling):
    return [
        call("lock.set", door=door, locked=state)
        for door, state in zip(filling.took["door"], filling.took["locked"])
    ]


def _lockable(filling):
    name = filling.rng.choice(ALONE)
    filling.take("door", name)
    return name


SLOTS = {
    **rooms.SLOTS, "door": some, "door1": one, "bare_door": bare, "lockable": _lockable,
    "lockword": amounts.meaning("locked", (("lock", True), ("unlock", False), ("bolt", True))),
    "lockedword": amounts.meaning("locked", (("locked", True), ("unlocked", False))),
}  # fmt: skip
INTENTS = (
    Intent("lock.set", _locked(True), ((20, LOCK), (1, LOCK_AFTER_ALL)), ((1, LOCKS),), SLOTS),
    Intent(
        "lock.set", _locked(False), ((20, UNLOCK), (1, UNLOCK_AFTER_ALL)), ((1, UNLOCKS),), SLOTS,
    ),
    Intent("lock.set", _pairs, ((1, PAIRS),), (), SLOTS, 0.15),
)  # fmt: skip
