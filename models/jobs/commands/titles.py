"""What can be played: open-class, copied as it was said."""

from jobs import names
from jobs.commands import rooms
from jobs.commands.copied import copied, word
from jobs.commands.mind import changed
from jobs.line import TRAIN, of_split

GENRES = (
    "jazz", "rock", "pop", "classical", "techno", "house", "soul", "funk", "blues", "country",
    "folk", "reggae", "metal", "punk", "disco", "swing", "salsa", "samba", "bossa nova", "hip hop",
    "rap", "r and b", "ambient", "chillout", "lo-fi", "electronic", "acoustic", "piano", "guitar",
    "opera", "baroque", "gospel", "bluegrass", "ska", "trance", "dubstep", "drum and bass", "indie",
    "grunge", "k-pop", "flamenco", "tango", "celtic", "klezmer", "choir", "christmas", "halloween",
    "dinner", "party", "workout", "meditation", "yoga", "sleep", "study", "focus", "summer",
    "morning", "oldies", "eighties", "nineties", "70s", "80s", "90s", "french", "italian",
    "spanish", "greek", "irish", "african", "brazilian", "japanese", "cuban", "children's", "film",
    "video game", "spa", "relaxing", "quiet", "happy", "sad", "romantic", "upbeat", "slow", "loud",
    "cheerful", "calm", "instrumental", "live", "heavy metal", "soft rock", "smooth jazz",
    "free jazz", "delta blues", "string quartet", "organ", "harp", "cello", "brass band",
)  # fmt: skip
ARTISTS = (
    "beethoven", "mozart", "bach", "vivaldi", "chopin", "debussy", "satie", "schubert", "mahler",
    "brahms", "abba", "queen", "madonna", "prince", "adele", "bowie", "david bowie", "bob dylan",
    "bob marley", "nina simone", "miles davis", "john coltrane", "billie holiday",
    "ella fitzgerald", "louis armstrong", "johnny cash", "dolly parton", "elvis", "elvis presley",
    "beatles", "pink floyd", "led zeppelin", "fleetwood mac", "radiohead", "nirvana", "coldplay",
    "daft punk", "kraftwerk", "depeche mode", "the cure", "taylor swift", "beyonce", "rihanna",
    "lady gaga", "drake", "eminem", "metallica", "iron maiden", "ac/dc", "u2", "sting",
    "phil collins", "elton john", "stevie wonder", "michael jackson", "aretha franklin",
    "james brown", "ray charles", "leonard cohen", "joni mitchell", "tom waits", "nick cave",
    "patti smith", "bjork", "enya", "norah jones", "amy winehouse", "dire straits",
    "the rolling stones", "the doors", "the clash", "blondie", "talking heads",
    "simon and garfunkel", "edith piaf", "hans zimmer", "ennio morricone", "philip glass",
    "arvo part", "ludovico einaudi", "max richter", "manu chao", "cesaria evora",
)  # fmt: skip
KNOWN = (
    "yellow submarine", "bohemian rhapsody", "hey jude", "moonlight sonata", "swan lake", "imagine",
    "billie jean", "let it be", "stairway to heaven", "dancing queen", "hotel california",
    "purple rain", "space oddity", "here comes the sun", "blue in green", "so what", "take five",
    "summertime", "what a wonderful world", "my way", "ring of fire", "jolene", "respect",
    "superstition", "wish you were here", "dust in the wind", "walking on sunshine",
    "riders on the storm", "light my fire", "brown sugar", "paint it black", "back in black",
    "smoke on the water", "heart of gold", "like a rolling stone", "blowin in the wind",
    "no woman no cry", "three little birds", "hallelujah", "every breath you take",
    "with or without you", "smells like teen spirit", "wonderwall", "yesterday", "come together",
    "eleanor rigby", "penny lane", "strawberry fields", "lucy in the sky", "good vibrations",
    "california dreaming", "mrs robinson", "the sound of silence", "ode to joy", "clair de lune",
    "the four seasons", "eine kleine nachtmusik", "bolero", "the blue danube", "rhapsody in blue",
    "carmen", "the magic flute", "nutcracker", "peter and the wolf", "silent night", "jingle bells",
    "white christmas", "happy birthday", "twinkle twinkle", "the wheels on the bus",
    "old macdonald", "frozen", "casablanca", "star wars", "the matrix", "inception", "amelie",
    "the godfather", "jaws", "alien", "paddington", "finding nemo", "toy story", "the lion king",
    "mary poppins", "back to the future", "the wizard of oz", "singing in the rain",
    "psycho", "metropolis", "moby dick", "treasure island",
    "pride and prejudice", "the hobbit", "winnie the pooh", "alice in wonderland",
    "the jungle book",
)  # fmt: skip
FIRST = (
    "velvet broken golden silent lonely electric crooked burning frozen paper silver midnight"
    " endless wild gentle hollow crimson distant hungry lazy lucky little northern painted quiet"
    " restless rusty salty secret seven shining sleepy slow stolen summer sunday tiny tired"
    " tropical wandering wooden yellow young invisible plastic concrete friendly dark blue green"
    " red white black old new last first"
).split()
SECOND = (
    "river morning mountain train shadow garden letter window road harbour horse fire dream storm"
    " moon bird city dancer engine ghost heart island lantern mirror ocean pilot queen rain sailor"
    " season sky soldier sparrow star stone street summer table thief tide tower valley voice"
    " winter wolf world butterfly carousel circus diary elephant fever highway journey kingdom"
    " machine mystery orchard parade"
).split()
DOING = "dancing waiting running walking looking calling dreaming singing".split()
BEGINNINGS = (
    "no more", "hello", "goodbye", "one more", "never", "always", "stop the", "turn off the",
    "open the", "back to the", "beyond the", "dear",
)  # fmt: skip
SUFFIXES = (
    "song", "blues", "waltz", "number 5", "part two", "no. 9", "number nine", "in c minor", "suite",
    "theme",
)  # fmt: skip
STATIONS = (
    "fm", "fm", "radio", "gold", "live", "one", "two", "four", "5", "101", "98.5", "news",
    "classic", "plus",
)  # fmt: skip
TOPICS = (
    "history", "space", "football", "gardening", "cooking", "science", "politics", "true crime",
    "the moon", "old ships", "trains", "philosophy", "parenting", "the sea", "startups", "birds",
    "bees", "mushrooms", "chess", "economics", "language", "language learning", "castles",
    "mountains", "money", "love", "sleep", "volcanoes", "robots", "the romans", "the weather",
    "technology", "art", "design", "cycling", "running", "fishing", "wine", "cheese", "bread",
)  # fmt: skip
MOODS = (
    "party", "running", "dinner", "sunday", "road trip", "cooking", "sleep", "summer", "winter",
    "chill", "focus", "workout", "gym", "morning", "evening", "rainy day", "favourites", "discover",
    "wedding", "birthday", "shower", "cleaning", "reading", "study", "coffee", "garden", "barbecue",
    "kids", "bedtime", "christmas", "love songs", "road", "yoga", "coding", "good night", "wake up",
    "happy", "breakfast", "lunch", "holiday", "beach", "guitar", "jazz", "family",
)  # fmt: skip
#: What everybody asks for, with a determiner that is not copied.
PLAIN = (
    ("music", ("", "some ", "some ", "the ", "my ")), ("radio", ("the ", "the ", "my ", "")),
    ("news", ("the ", "the ", "")), ("podcast", ("a ", "the ", "my ")), ("film", ("a ", "the ")),
    ("movie", ("a ", "the ")), ("playlist", ("my ", "the ", "our ")),
    ("background music", ("some ", "")), ("audiobook", ("my ", "the ", "an ")),
    ("white noise", ("some ", "")), ("rain sounds", ("some ", "")), ("lullaby", ("a ",)),
    ("bedtime story", ("a ", "the ")), ("songs", ("some ", "my ")), ("favourite song", ("my ",)),
    ("favorite playlist", ("my ",)), ("tunes", ("some ", "my ")), ("song", ("a ", "that ")),
    ("album", ("the ", "that ")), ("ocean sounds", ("some ", "")), ("bird song", ("some ", "")),
    ("evening news", ("the ",)), ("morning show", ("the ",)), ("latest news", ("the ",)),
    ("nature sounds", ("", "some ")), ("nice music", ("some ",)), ("good music", ("some ",)),
    ("quiet music", ("some ",)), ("soft music", ("some ",)),
)  # fmt: skip


def title(rng, split):
    """The name of a piece; nobody can know it."""
    if rng.random() < (0.5 if split == TRAIN else 0.15):
        if rng.random() < 0.4:
            return names.drawn(rng, split, lambda rng: f"{word(rng, split)} {word(rng, split)}")
        return word(rng, split)
    return rng.choice(_KNOWN[split]) if rng.random() < 0.4 else names.drawn(rng, split, _title)


def artist(rng, split):
    luck = rng.random()
    if luck < (0.45 if split == TRAIN else 0.15):
        return (
            word(rng, split)
            if luck % 0.1 < 0.06
            else names.drawn(
                rng, split, lambda rng: f"{rng.choice(rooms.people(split))} {word(rng, split)}"
            )
        )
    return (
        rng.choice(_ARTISTS[split])
        if luck < 0.8
        else names.drawn(rng, split, lambda rng: f"the {rng.choice(FIRST)} {rng.choice(SECOND)}s")
    )


def _piece(rng, split):
    while (found := title(rng, split)).startswith("the "):
        pass
    return found


def _band(rng, split):
    """An artist whose name has no article."""
    while (found := artist(rng, split)).startswith("the "):
        pass
    return found


def heard(filling):
    """A slot for something to be heard; notes it under `what` as the call has to name it."""
    return _said(filling, HEARD)


def seen(filling):
    """The same for a film."""
    return _said(filling, SEEN)


def plain(filling):
    """The same for music and radio, which can be switched on."""
    name, determiners = filling.rng.choice(PLAIN[:2])
    filling.take("what", name)
    return filling.rng.choice(determiners) + name


def _said(filling, frames):
    rng = filling.rng
    if frames is HEARD and rng.random() < 0.15:
        name, determiners = rng.choice(PLAIN)
        filling.take("what", name)
        return rng.choice(determiners) + name
    said = filling.say(rng.choice(frames))
    filling.take("what", copied(said))
    filling.keep.append(said)
    if rng.random() < 0.04:
        wrong = filling.say(rng.choice(frames))
        filling.keep.append(wrong)
        return changed(filling, wrong, said)
    return said


def _open(draw):
    def slot(filling):
        value = draw(filling.rng, filling.split)
        filling.values.append(value)
        return value

    return slot


def _listed(values):
    kept = {split: of_split(values, split) for split in ("train", "test")}

    def draw(rng, split):
        made_up = rng.random() < (0.3 if split == TRAIN else 0.08)
        return word(rng, split) if made_up else rng.choice(kept[split])

    return draw


def _title(rng):
    luck, first, second = rng.random(), rng.choice(FIRST), rng.choice(SECOND)
    if luck < 0.45:
        return f"{first} {second}"
    other = rng.choice(SECOND)
    if luck < 0.55:
        return f"{second} of {rng.choice(('the ', '', 'my '))}{other}"
    if luck < 0.65:
        return f"{second} in the {other}"
    if luck < 0.73:
        return f"{second} and {other}"
    if luck < 0.8:
        return f"{first} {second} {other}"
    if luck < 0.86:
        return (
            f"{rng.choice(DOING)} {rng.choice(('with', 'for', 'under', 'to', 'by'))} the {second}"
        )
    if luck < 0.92:
        return f"{rng.choice(BEGINNINGS)} {second}"
    return f"{second} {rng.choice(SUFFIXES)}"


_KNOWN = {split: of_split(KNOWN, split) for split in ("train", "test")}
_ARTISTS = {split: of_split(ARTISTS, split) for split in ("train", "test")}
HEARD = (
    "{genre}", "some {genre}", "some {genre} music", "{genre} music", "some {genre}",
    "a {genre} song", "{genre} songs", "some {genre} tunes", "my {genre} playlist",
    "a {genre} playlist", "the best of {genre}", "something {genre}", "{title}", "{title}",
    "{title}", "{title}", "the song {title}", "the track {title}", "the album {title}",
    "the tune {title}", "{title} by {artist}", "the song {title} by {artist}",
    "{title} from {artist}", "the record {title}", "the single {title}", "the piece {title}",
    "{artist}", "{artist}", "{artist}", "some {band}", "something by {artist}", "songs by {artist}",
    "music by {artist}", "the new album by {artist}", "the latest {band} album",
    "the best of {artist}", "anything by {artist}", "a song by {artist}",
    "the first album of {artist}", "the new {band} song", "the greatest hits of {artist}",
    "radio {station}", "{station} {fm}", "the station {station}", "the radio station {station}",
    "{station} radio", "the {station} podcast", "the podcast {title}",
    "the latest episode of {title}", "the new episode of {title}", "a podcast about {topic}",
    "an episode of {title}", "episode {digit} of {title}", "the {mood} playlist",
    "my {mood} playlist", "my {mood} mix", "the playlist {mood}", "the playlist {title}",
    "our {mood} playlist", "the {mood} mix", "my playlist called {title}", "{owner}'s playlist",
    "{owner}'s {mood} mix", "the audiobook {title}", "chapter {digit} of {title}",
    "the soundtrack of {title}", "the {piece} soundtrack", "the audiobook of {title}",
    "the second symphony by {artist}", "a documentary about {topic}", "the theme from {title}",
    "a {genre} station", "the radio play {title}", "the show {title}", "season {digit} of {title}",
    "that song {title}", "this song by {artist}", "a bit of {genre}",
)  # fmt: skip
SEEN = (
    "the film {title}", "the movie {title}", "{title}", "{title}", "the series {title}",
    "the next episode of {title}", "the first season of {title}", "the documentary {title}",
    "a documentary about {topic}", "the show {title}", "a film about {topic}",
    "a film with {artist}", "episode {digit} of {title}", "the cartoon {title}",
    "the last part of {title}", "the trailer of {title}", "season {digit} of {title}",
    "an old film", "a western", "a comedy", "the concert of {artist}",
)  # fmt: skip
SLOTS = {
    "what": heard, "film": seen, "plainmusic": plain, "genre": _open(_listed(GENRES)),
    "title": _open(title), "artist": _open(artist),
    "piece": _open(lambda rng, split: _piece(rng, split)),
    "band": _open(lambda rng, split: _band(rng, split)), "topic": _open(_listed(TOPICS)),
    "mood": _open(_listed(MOODS)), "station": _open(lambda rng, split: word(rng, split)),
    "owner": _open(lambda rng, split: rng.choice(rooms.people(split))), "fm": STATIONS,
    "digit": tuple("123456789"),
}  # fmt: skip
