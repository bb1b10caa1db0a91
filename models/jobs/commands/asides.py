"""What is said beside a wish and changes nothing: reasons before it and after it."""

from jobs.line import of_split

#: After any wish, behind a comma or not.
TAILS = (
    " because the baby sleeps", " because the baby is asleep", ", the baby is asleep",
    " because i have a headache", ", my hands are full", ", i have my hands full",
    " because we have guests", ", we have guests", ", the guests are here", " because it's late",
    ", it's late", ", it is getting dark", " because it is getting dark", " since it's so dark",
    " since i can't see a thing", ", i can't see a thing", " because i'm cold", ", i'm freezing",
    " because it's freezing", ", it's too hot", " because i'm tired", ", i am tired",
    " because i am going to bed", ", we are going to bed", " before the movie starts",
    " before the guests come", " before we leave", " before i forget", " before it rains",
    ", it's raining", " because it is raining", " because the neighbours complain",
    ", the neighbours complained again", " because my mother asked me to", ", mum asked for it",
    ", i nearly forgot", ", i always forget", " because i forgot", " because i keep forgetting",
    ", i'm in a hurry", " because i am in a hurry", ", we're running late",
    " since nobody is there", ", nobody is there", " because nobody uses it",
    " because the sun is blinding me", ", the sun is blinding me", " because the dog is nervous",
    ", the dog is barking", ", the cat is scared", " because the kids are asleep",
    ", the kids are asleep", " so the kids can sleep", " so that i can sleep", " so i can read",
    " so that i can work", " so we can eat", " so i can concentrate", ", i want to read",
    ", i'm working", " because i'm on the phone", ", i'm on the phone", ", it was a long day",
    " because it was a long day", " because i said so", ", that would be lovely",
    ", it is monday after all", ", you know how i like it", ", as always", ", like yesterday",
    ", like every day", " as usual", ", just as usual", ", just like last time", " as i asked you",
    ", as i said", " to be on the safe side", ", just to be safe", " for a change", ", i think",
    ", i guess", " after all", ", it's been a while", " since it's my birthday",
    ", it is my birthday", " because i feel like it", " to save energy",
    " because power is expensive", ", power is expensive", ", it's spooky here",
    ", the door bell rang", ", someone is coming", " because someone is coming",
    ", i'm expecting visitors", " while i cook", ", i am cooking", ", i hurt my foot",
    " because i can't get up", ", i can't get up", ", i'm lying down already",
    ", she can't sleep otherwise", ", he's afraid of the dark", ", my eyes hurt",
    " because my eyes hurt", ", it's our anniversary", ", it looks better", " since it's summer",
    " since it's winter",
)  # fmt: skip
#: After a wish that ends in nothing copied.
SHORT_TAILS = (
    " right now", " now", " right away", " immediately", " at once", " again", " for me",
    " straight away", " this instant", " asap", " quickly", " for us", " right this minute",
    " already", " now then", " once more", " for the night", " for the guests", " for dinner",
    " for the kids", " for my mother", " for tonight's guests", " for a bit of peace",
    " for the party", " for reading",
)  # fmt: skip
HEADS = (
    "it's late", "it is getting dark", "it's dark in here", "i can't see a thing", "i'm cold",
    "it's freezing", "it is so hot today", "i'm tired", "we're going to bed", "the baby is asleep",
    "my hands are full", "the guests are here", "we have guests", "i'm home", "i am back",
    "we are leaving", "i'm off to work", "time for bed", "dinner is ready", "it's raining",
    "the sun is blinding me", "i have a headache", "the neighbours complained", "mum asked for it",
    "i nearly forgot", "i'm in a hurry", "we're running late", "nobody is there any more",
    "the dog is nervous", "the kids are asleep", "i want to read", "i'm on the phone",
    "it was a long day", "as always", "one more thing", "so", "well", "ok so", "right", "now then",
    "good morning", "good evening", "hello there", "listen", "oh and", "by the way",
    "just a small thing", "first of all", "you know what", "i've been thinking", "good night",
    "it's movie night", "the movie starts soon", "it's too bright", "it is stuffy in here",
    "the floor is dirty", "what a mess", "someone is coming", "i'm expecting visitors",
    "here we go", "let's see", "alright", "same as yesterday", "like every evening",
    "the house is empty", "it's party time", "i'm cooking", "i have my hands full", "my eyes hurt",
    "i can't get up", "grandma is visiting",
)  # fmt: skip
JOINTS = (", ", ", ", " so ", ", so ", " - ", ". ", ": ", ", ")


def tail(rng, split, closed):
    """An aside to go behind a wish; `closed` when nothing copied ends it."""
    return rng.choice(_SHORT_TAILS[split] if closed and rng.random() < 0.35 else _TAILS[split])


def head(rng, split):
    return rng.choice(_HEADS[split])


def templates(split):
    return _TAILS[split] + _SHORT_TAILS[split] + _HEADS[split]


_TAILS = {split: of_split(TAILS, split) for split in ("train", "test")}
_SHORT_TAILS = {split: of_split(SHORT_TAILS, split) for split in ("train", "test")}
_HEADS = {split: of_split(HEADS, split) for split in ("train", "test")}
