"""What people put around a wish: politeness, a name to call, a reason, thanks; the answer stays."""

from jobs.commands.said import ORDER, STATEMENT, Pool, around
from jobs.names import word

#: Around an order only: it stays an imperative inside.
ORDERS = Pool("""
    please {x} | {x} please | {x}, please | please, {x} | please could you {x} | could you {x}
    could you {x} please | could you please {x} | could you {x} for me | could you maybe {x}
    could you possibly {x} | could you quickly {x} | could you just {x} | could you kindly {x}
    could you go ahead and {x} | could you be a dear and {x} | can you {x} | can you please {x}
    can you {x} please | can you just {x} | can you quickly {x} | can you maybe {x}
    can you {x} for me | can u {x} | can u pls {x} | could u {x} | can we {x} | can't you {x}
    could we {x} | will you {x} | will you please {x} | would you {x} | would you please {x}
    would you {x} please | would you kindly {x} | would you be so kind and {x}
    would you be so kind as to {x} | would it be possible to {x} | would you be able to {x}
    is it possible to {x} | any chance you could {x} | any chance you can {x}
    do you think you could {x} | i wonder if you could {x} | i was wondering if you could {x}
    do me a favour and {x} | do me a favor and {x} | be so kind and {x} | be a darling and {x}
    be nice and {x} | pls {x} | plz {x} | {x} pls | {x} plz | just {x} | just {x} please
    please just {x} | quickly {x} | kindly {x} | go {x} | go and {x} | go ahead and {x} | now {x}
    now please {x} | so {x} | let's {x} | i want you to {x} | i'd like you to {x}
    i would like you to {x} | i need you to {x} | i want to {x} | i'd like to {x}
    i'd love you to {x} | i need to {x} | we need to {x} | we should {x} | you should {x}
    you can {x} now | you may {x} now | you could {x} | you might {x} now | make sure to {x}
    make sure you {x} | make sure that you {x} | don't forget to {x} | please don't forget to {x}
    and don't forget to {x} | remember to {x} | be sure to {x} | see to it that you {x}
    why don't you {x} | why not {x} | how about you {x} | what about you {x}
    it'd be great if you could {x} | it would be nice if you could {x}
    it would be lovely if you {x} | i'd appreciate it if you could {x}
    i'd be grateful if you could {x} | i'd be glad if you {x} | if you could {x}
    if you could {x} that would be great | if you can, {x} | if you don't mind, {x}
    if it's not too much trouble, {x} | if possible, {x} | time to {x} | it's time to {x}
    i think you should {x} | i think we should {x} | i'm asking you to {x} | try to {x}
    try and {x} | hurry up and {x} | feel free to {x} | all i want is for you to {x}
    the thing i want is to {x} | what i need is for you to {x} | your job now is to {x}
    next, {x} | first of all, {x} | one thing: {x} | one more thing, {x} | go on, {x}
    come on, {x} | here's what i want: {x} | simply {x} | {x} quickly | {x} quick | {x} now
    {x} right now | {x} right away | {x} immediately | {x} at once | {x} for me
    {x} for me please | {x} for us | {x} if you can | {x} if you don't mind | {x} if possible
    {x}, if you would | {x}, would you | {x}, will you | {x}, could you | {x}, can you | {x}, ok
    {x}, okay | {x}, alright | {x} as fast as you can | {x} straight away | {x} asap
    {x} real quick
""")

#: With the order's first verb turned into its -ing form.
GERUNDS = Pool("""
    would you mind {x} | would you mind {x} please | do you mind {x} | would you mind {x} for me
    how about {x} | what about {x} | i'd appreciate you {x} | i suggest {x} | try {x} | mind {x}
    start by {x} | i'd recommend {x}
""")

CALLS = Pool("""
    hey {h}, {x} | hey {h} {x} | ok {h}, {x} | okay {h}, {x} | {h}, {x} | {h} {x} | hi {h}, {x}
    hello {h}, {x} | listen {h}, {x} | dear {h}, {x} | yo {h}, {x} | {x}, {h} | alright {h}, {x}
    good morning {h}, {x} | good evening {h}, {x} | so {h}, {x} | {h}: {x} | {h}! {x}
    oh {h}, {x} | thanks {h}, now {x} | are you there {h}? {x} | now {h}, {x} | right {h}, {x}
    {h}, please {x} | {h} please {x}
""")

HEARERS = Pool("""
    house | home | computer | assistant | butler | jeeves | alexa | siri | google | nova | juno
    echo | luna | otto | edgar | jarvis | friday | cortana | bixby | smart home | buddy | mate
    my friend | dear | helper | edged | hal | aria | winston | bot | machine | genie | casa
    villa | marvin | ziggy | pip | athena | hestia | alfred | darling | mister | old friend
    housekeeper
""")

#: Words that fill a pause.
FILLERS = Pool("""
    uhm, {x} | um {x} | uh, {x} | hm, {x} | hmm, {x} | er, {x} | erm, {x} | ah, {x} | oh, {x}
    well, {x} | so, {x} | right, {x} | ok, {x} | ok so {x} | okay then, {x} | alright, {x}
    alright then, {x} | now then, {x} | yes, {x} | yeah, {x} | yes please, {x} | sure, {x}
    great, {x} | good, {x} | perfect, now {x} | you know what, {x} | let me think, {x}
    let me see, {x} | let's see, {x} | i mean, {x} | like, {x} | hello? {x} | hi, {x} | hello, {x}
    good morning, {x} | good evening, {x} | good night, {x} | sorry, {x} | excuse me, {x}
    quick one: {x} | listen, {x} | look, {x} | attention: {x} | again, {x} | once more: {x}
    and {x} | also, {x} | anyway, {x} | by the way, {x} | actually, {x} | in that case, {x}
    ok, change of plan: {x} | wait, {x} | oh wait, {x} | oh and {x} | aha, {x} | wow, {x}
    ugh, {x} | phew, {x} | what was it, ah yes, {x} | finally, {x} | ehm {x} | oh right, {x}
    quick, {x} | test, test, {x}
""")

#: Why somebody wants it, said before.
REASONS = Pool("""
    i'm tired, so {x} | i'm so tired, {x} | i'm cold, {x} | i'm freezing, {x}
    i'm way too hot, {x} | i'm sweating, {x} | i'm hungry and i want to cook, {x}
    i'm going to bed, {x} | i'm off to bed, {x} | i'm heading out, {x} | i'm leaving now, {x}
    i'm leaving, so {x} | i'm home, {x} | i'm back, {x} | i'm about to go for a run, {x}
    i'm working, {x} | i'm trying to sleep here, {x} | i'm on the phone, {x}
    i'm in a meeting, {x} | i'm reading, so {x} | i can't see a thing, {x} | i can't sleep, {x}
    i can't hear myself think, {x} | i have a headache, {x} | i have visitors, {x}
    i've had a long day, {x} | i've got my hands full, {x} | i've just come home, {x}
    i need some peace, {x} | i hate the dark, {x} | i forgot something: {x} | i forgot, {x}
    we're about to watch a film, {x} | we're about to watch a film, so {x}
    we're having guests, {x} | we're having a party tonight, {x} | we're having dinner now, {x}
    we're leaving for the weekend, {x} | we're all set, {x} | we are going to sleep, {x}
    my mother is coming over: {x} | my parents are here, {x} | my wife is asleep, so {x}
    my husband has a cold, {x} | my eyes hurt, {x} | my boss is calling, {x}
    my back hurts, so {x} | the baby is asleep, {x} | the baby is finally asleep, so {x}
    the kids are in bed, {x} | the children are home, {x} | the dog is scared, {x}
    the cat is hiding again, {x} | the film is starting, {x} | the movie's about to start, {x}
    the guests are here, {x} | the guests are arriving in ten minutes, {x}
    the neighbours are complaining, {x} | the sun is blinding me, {x} | the sun is out, {x}
    the sun is setting, {x} | the party is over, {x} | the doorbell rang, {x}
    it's dark in here, {x} | it's getting dark, {x} | it's getting late, {x} | it's late, {x}
    it's late, so {x} | it's seven o'clock, {x} | it's already half past eight, {x}
    it's cold, {x} | it's freezing in here, {x} | it's boiling in here, {x}
    it's so hot today, {x} | it's raining, so {x} | it's raining outside, {x}
    it's movie night, {x} | it's monday again, {x} | it's time for bed, {x} | it's too quiet, {x}
    it's a mess in here, {x} | it is way too bright, {x} | what a day, {x} | what a mess, {x}
    that's better, now {x} | that was good, now {x} | dinner's ready, {x}
    dinner is nearly done, {x} | bedtime, {x} | party time, {x} | time for breakfast, {x}
    since i'm leaving, {x} | since it's dark, {x} | since nobody is home, {x}
    now that it's dark, {x} | now that everybody is here, {x} | now that we're home, {x}
    as i'm going out, {x} | because it's so late, {x} | before i forget, {x}
    before i forget it: {x} | to save some power, {x} | so that i can sleep, {x}
    for the guests, {x} | somebody is at the door, {x} | there's a draught, {x}
    there's somebody outside, {x} | there's dust everywhere, {x} | nobody is home anymore, {x}
    nobody's here, {x} | everybody's asleep, {x} | {n} is coming over, {x} | {n} is asleep, so {x}
    {n} is here, {x} | {n} is cold, {x} | {n} wants it like this: {x} | {n} says you should {x}
    {n} and i are going out, {x} | {n} called, we're late, {x} | {n} is waiting in the car, {x}
    {n} has a headache, {x} | {n} told me to ask you: {x} | i'm here with {n}, {x}
    sorry to bother you again, {x} | sorry, i wasn't listening, {x} | i don't care how, {x}
    i don't like it like this, {x} | don't worry about it, just {x} | no rush, but {x}
    the {d} is broken, so {x} | the {d} is done, {x} | the {d} is too noisy, {x}
    the {d} is already off, {x} | i've bought a new {d}, anyway, {x}
""")

#: Said after, changing nothing.
TAILS = Pool("""
    {x}, thank you | {x} thank you | {x}, thanks | {x} thanks | {x}, thanks a lot
    {x}, thank you very much | {x}, many thanks | {x}. thanks! | {x}, thx | {x} thx | {x}, cheers
    {x}. that's all | {x}, that's all | {x}, that's it | {x}. that would be all
    {x}, that would be great | {x}, that would be lovely | {x}, would be lovely
    {x}, would be nice | {x}, you're the best | {x}, please and thank you | {x}, if you please
    {x}, be quick | {x}, hurry | {x}, i beg you | {x}. got it? | {x}, understood? | {x}, you know
    {x}, i think | {x}, i guess | {x}. good night | {x}, good night | {x}. see you later
    {x}. bye | {x}. nothing else | {x} and that's it | {x} and nothing else | {x}, nothing more
    {x}, no questions | {x}, at last | {x}, finally | {x}, as always | {x}, my friend | {x}, dear
    {x}, sorry | {x}, for heaven's sake | {x}. love you | {x}, good machine | {x}, and thank you
""")

#: Why, said after: not after a copied value, which it would seem to belong to.
AFTERTHOUGHTS = Pool("""
    {x}, i'm cold | {x}, i'm tired | {x}, i'm going to bed | {x}, i'm leaving
    {x}, i can't see anything | {x}, i can't sleep | {x}, it's late | {x}, it's freezing in here
    {x}, it's getting dark | {x}, it's too much for me | {x}, we have guests | {x}, we're late
    {x}, we want to watch a film | {x}, the kids are asleep | {x}, the sun is blinding me
    {x}, the neighbours are complaining | {x}, my head hurts | {x}, somebody is at the door
    {x}, {n} is coming | {x}, {n} is waiting | {x}, {n} asked for it | {x} because i'm tired
    {x} because it's late | {x} because it's so dark | {x} because we have guests
    {x} because {n} is asleep | {x} because i said so | {x} so i can sleep
    {x} so that i can work | {x} so we can relax | {x} so {n} can rest | {x} as it's getting late
    {x} since nobody is here | {x}. i hate this | {x}. i'm home | {x}, it's about time
    {x}, i've asked twice | {x}, or i'll go mad | {x}, it smells in here
""")

PEOPLE = Pool("""
    anna | ben | mia | tom | lena | paul | nina | jonas | clara | david | emma | felix | greta
    hugo | ida | jakob | karim | laura | marco | noah | olga | pedro | rosa | sara | theo | uma
    viktor | wanda | yusuf | zoe | grandma | grandpa | aunt carol | uncle joe | mrs bell | mr kaya
    dr lund | the plumber | the babysitter | the neighbour | my sister | my brother | my dad
    my mum | our landlord | the nurse | ingrid | mateo | priya | kenji | fatima | oskar | lucia
    henry | alice | samir | linnea | piotr | chloe | ruth | my boss | my roommate | my girlfriend
    my boyfriend | my uncle | my colleague | the cleaner | the gardener
""")

ALL = (ORDERS, GERUNDS, CALLS, FILLERS, REASONS, TAILS, AFTERTHOUGHTS)

#: Verbs whose -ing form we know how to write.
VERBS = frozenset(
    "turn switch open lock unlock play start print send heat warm cool pull roll crank kick fire"
    " stop shut put set dim light brighten colour color raise lower bring do go mute clean vacuum"
    " hoover get let park return run charge show keep adjust change make close move drop pause"
    " resume count remind wind blow silence dock defrost preheat activate deactivate ventilate"
    " drive give have leave power call guide order".split()
)
DOUBLED = frozenset("shut put set dim stop get let run drop".split())


def wrapped(rng, split, said, devices):
    """The saying as one would say it: often bare, else with one or more of these around it."""
    layers = 0
    if said.form == ORDER and rng.random() < 0.33:
        said = _ordered(rng, split, said)
    while layers < 2 and rng.random() < (0.16, 0.05)[layers]:
        said = _layer(rng, split, said, devices)
        layers += 1
    return said


def gerund(text):
    """The order with its first verb in -ing, or nothing if that verb is not known."""
    verb, _, rest = text.partition(" ")
    if verb not in VERBS or not rest:
        return None
    stem = verb + verb[-1] if verb in DOUBLED else verb.removesuffix("e")
    return f"{stem}ing {rest}"


def person(rng, split):
    if rng.random() < (0.4 if split == "train" else 0.1):
        return word(rng, split)
    return PEOPLE.draw(rng, split)


def _ordered(rng, split, said):
    if rng.random() < 0.07 and len(said.calls) < 2 and (phrase := gerund(said.text)):
        return around(GERUNDS.draw(rng, split), said._replace(text=phrase), form=STATEMENT)
    while True:
        pattern = ORDERS.draw(rng, split)
        if not (
            said.open_end
            and pattern.startswith("{x} ")
            and not pattern.endswith(("please", "pls", "plz"))
        ):
            return around(pattern, said, form=STATEMENT)


def _layer(rng, split, said, devices):
    draw = rng.random()
    if draw < 0.28:
        return around(FILLERS.draw(rng, split), said, form=STATEMENT)
    if draw < 0.5:
        return _called(rng, split, said)
    if draw < 0.72:
        return _with_reason(rng, split, said, devices)
    if draw < 0.86 or said.open_end:
        return around(TAILS.draw(rng, split), said, form=STATEMENT)
    return _named(rng, split, AFTERTHOUGHTS.draw(rng, split), said)


def _called(rng, split, said):
    pattern = CALLS.draw(rng, split)
    hearer = word(rng, split) if rng.random() < 0.25 else HEARERS.draw(rng, split)
    said = around(pattern, said, form=STATEMENT)
    return said._replace(
        text=said.text.replace("{h}", hearer),
        values=(*said.values, hearer),
        keep=(*said.keep, hearer),
    )


def _with_reason(rng, split, said, devices):
    while True:
        pattern = REASONS.draw(rng, split)
        if said.form != ORDER and "you should" in pattern:
            continue
        return _named(rng, split, pattern, said, devices)


def _named(rng, split, pattern, said, devices=None):
    """Fills in who is spoken of, or which device."""
    said = around(pattern, said, form=STATEMENT)
    for slot, drawn in (("{n}", person), ("{d}", devices)):
        if slot in pattern:
            name = drawn(rng, split)
            said = said._replace(
                text=said.text.replace(slot, name),
                values=(*said.values, name),
                keep=(*said.keep, name),
            )
    return said
