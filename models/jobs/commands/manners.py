"""What temper does to a wish: old-fashioned politeness, grumbling and swearing, chat, children."""

import re

from jobs.commands.asked import person
from jobs.commands.said import STATEMENT, Pool, around

#: `{x}` is an order.
POLITE = Pool("""
    would you be so very kind as to {x} | might i ask you to {x} | might i trouble you to {x}
    if i may trouble you, {x}
    be a good chap and {x} | be an angel and {x} | be a love and {x}
    would you be a sweetheart and {x} | i should be most obliged if you would {x}
    if it isn't too great a bother, {x} | if you'd be so good, {x} | would you be so good as to {x}
    i beg your pardon, but could you {x}
    pray {x} | do {x}, there's a dear | do be so kind and {x} | kindly {x} and accept my thanks
    i would be ever so grateful if you would {x}
    good day, would you please {x} | good evening my dear, do {x} | good morning, sir, would you {x}
    may i ask you to {x} | may i trouble you to {x}
    would it be a terrible imposition to {x} | would you do an old lady a favour and {x}
    would you do an old man a favour and {x}
    when you have a moment to spare, kindly {x} | should you not mind, {x}
    i hate to be a nuisance, but {x} | forgive me for asking, but {x}
    sorry to be a bother, do {x} | if you would be so gracious, {x} | at your convenience, {x}
    i'd consider it a kindness if you would {x}
    perhaps you would {x} | perhaps you could {x} | one would be glad if you could {x}
    we should be glad if you would {x} | have the goodness to {x}
    allow me to ask you to {x} | be so obliging as to {x} | oh do {x} | now do {x}, my dear
    my good machine, {x} | there's a good boy, {x}
    {x}, good lad | {x}, there's a love | {x}, if you'd be so kind
    {x}, if it's all the same to you | {x}, with my compliments
    {x}, i'd be ever so grateful | {x}, much obliged | {x}, thank you ever so much | {x}, bless you
    {x}, you're an angel | {x}, would you, dear
    {x}, if you please, my dear | {x}, that's a dear | {x}, you are too kind | {x}, i thank you
    {x}, won't you | {x}, would you mind
    {x}, if i may ask | {x}, if it isn't too much to ask | {x}, ta very much | {x}, ta | {x}, love
    {x}, sweetheart | {x}, my dear fellow
""")
#: Before or after any wish, orders and others.
OLD_REASONS = Pool("""
    my sight is going, {x} | these old bones feel the cold, {x}
    my knees are bad today, {x} | my hip is playing up, so {x}
    at my age one feels the draught, {x} | i can hardly see my knitting, {x}
    the doctor says i must rest, {x} | i can't reach it any more, {x}
    my late husband always said so: {x} | i've mislaid my spectacles, {x}
    one catches one's death in here, {x} | people can see right in, {x}
    the neighbours are looking in, {x} | oh dear, oh dear, {x} | dear me, {x} | goodness me, {x}
    good heavens, {x} | mercy, what a noise, {x}
    brr, {x} | oh, my poor head, {x} | my feet are like ice, {x} | i feel a chill, {x}
    we used to have servants for this: {x} | tea is served, {x}
    {n} is calling on us at four, {x} | the vicar is coming, {x}
    {n} and the grandchildren are here, {x} | i'm not as young as i was, {x}
    {x}, i see so badly | {x}, my old bones feel the cold
    {x}, my knees won't carry me | {x}, i can't manage the switch
    {x}, it's frightfully dark | {x}, it's perishing in here | {x}, one can't hear oneself think
    {x}, it's such a lovely day | {x}, i've a dreadful headache
    {x}, the doctor says so | {x}, {n} worries so | {x}, i feel a chill coming on
    {x}, i'm expecting {n} | {x}, i'm in my dressing gown
    {x}, it does my back good | {x}, it's hot as an oven | {x}, there's thunder
    {x}, it's colder than a witch's nose | {x}, i smell rain
    {x}, she feels the cold | {x}, he likes it so | {x}, what a view | {x}, it's pouring down
    {x}, it's my only pleasure | {x}, we have company
""")
GRUMBLE = Pool("""
    for god's sake, {x} | for christ's sake {x} | for crying out loud, {x} | for the last time, {x}
    how many times do i have to say it, {x} | are you deaf, {x}
    got ears? {x}! | hello? anyone there? {x} | you idiot, {x} | you stupid box, {x}
    you useless thing, {x} | hopeless. {x}! | useless machine, {x}
    damn it, {x} | damn it all, {x} | bloody hell, {x} | oh for fuck's sake, {x} | ffs {x}
    jesus, {x} | christ almighty, {x} | what the hell, {x}
    what on earth, {x} | i said {x}! | i said {x}, are you deaf | i told you already, {x}
    i've said it twice now, {x} | third time now: {x} | oi, {x} | oi you, {x}
    stop ignoring me and {x} | stop messing about and {x} | stop blinking and {x} | wake up and {x}
    get on with it, {x} | move it, {x} | quit stalling, {x}
    shut up and {x} | shut up and {x} already | just bloody well {x} | will you bloody well {x}
    would you just {x} already | can't you just {x} for once
    can you for once in your life {x} | why is it always me, {x} | i'm sick of this, {x}
    i've had it, {x} | i can't take it any more, {x} | this is ridiculous, {x}
    what a dump, {x} | what kind of house is this, {x} | my god it's awful in here, {x}
    who did this again, {x} | not again. {x} | ugh, not again, {x} | argh, {x} | grr, {x}
    bah, {x} | crap, {x} | shit, {x} | oh crap, {x} | blast it, {x} | sod it, {x} | screw it, {x}
    hell no. {x} | stupid thing, {x} | piece of junk, {x} | you heap of scrap, {x}
    {x}, damn it | {x}, dammit | {x}, for god's sake | {x}, for crying out loud | {x}, ffs
    {x}, you idiot | {x}, you useless thing | {x}, you piece of junk | {x}, before i lose it
    {x}, or i'll pull the plug | {x}, and don't make me say it again | {x}, how hard can it be
    {x}! are you deaf? | {x}! is anybody listening? | {x}! i won't say it again
    {x}, it's driving me mad | {x}, it's doing my head in | {x}, i've had enough
    {x}, what a racket | {x}, this is a nightmare | {x}, bloody hell | {x}, you muppet
    {x} already | {x} already, will you | {x}, chop chop | {x}, and make it snappy
    {x}, and be quick about it | {x}, today if possible | {x}, jesus | {x}, come on
""")
CHAT = Pool("""
    yo {x} | yoo {x} | bruh {x} | bro {x} | bro pls {x} | dude {x} | dude, {x} | fam {x}
    hey hey {x} | heyy {x} | sup, {x} | oki {x} | okii {x} | k {x} | kk {x} | kk so {x}
    lol {x} | lol ok {x} | haha {x} | omg {x} | omg pls {x} | omfg {x} | lmao {x} | tbh just {x}
    idk just {x} | ngl {x} | brb, {x} | gtg, {x} | gtg so {x} | hmu, {x} | pls pls {x}
    plss {x} | pretty pls {x} | pleaseee {x} | can u like {x} | can u just {x} | can ya {x}
    could ya {x} | couldya {x} | wanna {x}? | u gotta {x} | u should {x} | gonna need u to {x}
    i need u to {x} | u can {x} now | y'all {x} | all of you, {x} | lets {x} | lets go, {x}
    ok so like {x} | so like {x} | like can you {x} | aight {x} | alrighty {x}
    right mate, {x} | mate {x} | m8 {x} | howdy, {x} | hiya, {x} | hola, {x} | psst, {x}
    beep boop, {x} | ok robot voice: {x} | @house {x} | /home {x} | hey bot {x} | hi bot, {x}
    bot: {x}
    movie nite!! {x} | sooo tired, {x} | sooo cold, {x} | cba to get up, {x} | cant be bothered, {x}
    so bored, {x} | exam tmrw, {x} | mum says {x} | mama says {x} | daddy says {x}
    {x} pls | {x} plss | {x} plz n thx | {x} thx | {x} ty | {x} tysm | {x} tyvm | {x} rn
    {x} rn pls | {x} asap pls | {x} lol | {x} haha | {x} xd | {x} xx | {x} x | {x} :) | {x} bro
    {x} bruh | {x} dude | {x} mate | {x} ok? | {x} k thx | {x} k? | {x} kthxbye | {x} cheers mate
    {x} or whatever | {x} or sth | {x} real quick | {x} quick quick | {x} now now
    {x} pretty please | {x} please please please | {x} pretty please with a cherry on top
    {x} its freezing lol | {x} cant see sh*t | {x} im dead tired | {x} so i can sleep
    {x} b4 mum comes | {x} im broke lol | {x} aswell | {x} tho | {x}, just sayin | {x} i guess
    {x} mkay | {x}, yeah? | {x} yeah | {x} innit | {x} eh | {x} 4 me
""")
#: Nothing that is said for certain: refusals of the same people.
CHAT_UNCLEAR = Pool("""
    lol what | lol nvm | nvm | all good | idk | idk u choose | lol stop dont {x} | no dont {x} lol
    nah dont {x} | pls dont {x} | bro dont {x} | dont {x} bruh | omg no dont {x}
    plz dont {x} yet | wait no dont {x} | nope dont {x} | nono dont {x} | dont u dare {x} lol
    u dont need to {x} | no need to {x} lol | lol dont {x} | hey dont {x} ok
    haha no dont {x} | dude no, dont {x} | nah leave it dont {x} | ugh its way too loud
    ugh its so dark | its way too hot omg | its freezin lol | too bright bro | bruh its loud
    make it less bright lol | make it sick | make it cosy pls | a bit warmer pls | a lil louder
    a lil bit darker pls | way louder | turn it down a bit bro | turn it up | more light pls
    less bass pls | u up? | u there? | who r u | wyd | how r u | whats up | lol u r funny
    ty that was great | thx bot | gn | gm | good nite | ok | k | kk | haha nice | sweet | whatever
    is the door locked? | r the lights on? | whats the temp in here | did u lock up
    r u charging my car? | what song is this | is it hot or is it me | whos home
    {x} later | {x} when i get home | {x} when im back lol | {x} tmrw | {x} in like an hour
    {x} in 10 | {x} at 7 | {x} when mum leaves | {x} b4 i wake up | {x}, jk | {x} lol jk
    {x} jk dont
    {x}, nvm | {x} nvm | {x} oh wait nvm | {x} nah forget it | for god's sake don't {x}
    bloody hell don't {x} | who told you to {x}, you idiot | you idiot, i said don't {x}
    damn it, don't {x} | why the hell did you {x} | did you bloody well {x} or not
    kindly refrain, do not {x} | pray do not {x} | i beg you not to {x}
    i'd rather you did not {x}, dear
    if you would, do not {x} | be a dear and don't {x} | be a dear and make it nicer in here
    might i have it a little warmer, dear | what a racket, dear me | oh dear, it is rather dark
    such a racket | what a stupid house | this bloody cold | you are useless | i hate this house
    everything is broken | shut up | oh shut up, you | are you even listening | get lost
    so i was thinking about the garden and what a summer we had
    you know what bothers me about this house | i was just saying to {n} how warm it is
    where was i | no no carry on
    well i never | so anyway that was my day | i wonder what {n} is doing now
    i had a thought but it is gone | i used to {x} every evening you know
    it was so nice when {n} was here
""")
CHAT_MISSING = Pool("""
    call {n} lol | txt {n} im late | text {n} im omw | dm {n} | order pizza plz | get me a pizza
    order uber eats | get me an uber | turn the tv to netflix channel {c} | oven on 180 pls
    oven 180
    oven. on. now. | dishwasher. on. | kettle. now. | kettle on pls | kettle on, darling | tv on
    tv off. now. | washer on | dryer on thx | fridge 4 degrees | coffee pls | coffee. now.
    coffee machine on
    alarm 7am | alarm 6:30 | wake me 7 | wake me at 7 pls | alarm for 8 tmrw | weather?
    weather tmrw? | weather sunday | rain today? | news | news pls | buy milk | add eggs to the list
    window open {r} | open {r} window | {r} window shut pls | {r}: window open
    {r}: tv on, lights off | {r}: lights on, window open | oven off, lights off
    {x} and order pizza | {x} and text {n} im late
    {x} n call {n} | {x} and get me an uber | {x} and turn the tv off | {x}, kettle on too
    {x}, dishwasher on | bruh start the dishwasher and {x} | tv on and {x} | call {n} and {x}
    turn the bloody tv off | shut that stupid telly up | start the damn dishwasher
    turn the bloody oven off | open the stupid window | shut the damn window, it's freezing
    answer the bloody phone | make that dog stop | shoot the neighbours' dog
    get me a bloody coffee | clean the damn windows | fix the stupid toilet
    boil the damn kettle and {x}
    for god's sake open a window | be a dear and boil the kettle
    be a love and make us a cup of tea | kindly draw me a bath | would you telephone {n} for me
    do fetch my slippers
    might i have a cup of tea | might i trouble you for the newspaper
    would you be so good as to walk the dog | be so kind as to run the bath and {x}
    do send a card to {n}
    kindly wind the clock | have the goodness to ring the doctor
    would you ever so kindly open the window in {r} | pray tell me what the weather will be
    be an angel and feed the cat
    so with {n} coming and all it would be nice if somebody ordered a cake
    i was just thinking somebody ought to water the lawn so start the sprinklers
    well the thing is the milk is gone so put milk on the list
    right where was i ah yes the oven turn it off | and then oh yes ring {n} and say we'll be late
    mummy said the dishwasher has to start now | can you make the fish tank blue
    tell me a story pls | do my homework lol | sing me a song | tell me a joke bro | sprinklers on
    camera on | take a pic of the door | screenshot that | google how to {x} | water temp 60
    hot tub on 38 | pool pump off | toaster on | microwave 2 min | kettle 100 | fish tank lights on
""")
#: Words put before a thing that nobody would copy with it.
SWEAR = Pool("""
    bloody | damn | stupid | goddamn | fucking | freaking | flipping | damned | blasted | bleeding
    sodding | wretched | silly | infernal | cursed | crappy
    ruddy | blooming | effing | stupid bloody | god-awful | stinking | annoying | lousy | miserable
    dumb | idiotic | useless | shitty | friggin | confounded | ghastly
    rotten | goddamned | dratted | fricking | terrible | horrible | awful | dreadful | hideous
""")
THINGS = re.compile(
    r"\b(the|that|those|this|these|my|our) (?=(?:(?:front|back|side|car|car's"
    r"|ceiling|desk|floor|seat|kitchen"
    r"|bathroom|bedroom|hall|office|garage|attic) )?"
    r"(?:lights?|lamps?|blinds?|curtains?|shutters?|shades?|heating|heater|radiators?|ac|air con"
    r"|aircon|fan|thermostat|volume|music|radio|robot|vacuum|hoover"
    r"|doors?|trunk|boot|headlights|windows|car|timer|song|podcast)\b)"
)
CHATTY = {
    "please": ("pls", "plz", "plss"), "you": ("u",), "your": ("ur",), "and": ("n", "&", "and"),
    "are": ("r",), "thanks": ("thx", "ty"), "the": ("the", "the", "da", "teh"),
 "lights": ("lites", "lights"), "light": ("lite", "light"),
    "okay": ("k",), "because": ("cuz", "bc"), "with": ("w", "with"),
    "volume": ("vol",), "don't": ("dont",), "it's": ("its",),
    "i'm": ("im",), "can't": ("cant",),
}  # fmt: skip
ALL = (POLITE, OLD_REASONS, GRUMBLE, CHAT, CHAT_UNCLEAR, CHAT_MISSING, SWEAR)


def polite(rng, split, said):
    """An order with all manners around it, and often why."""
    luck = rng.random()
    if luck < 0.7:
        said = _around(rng, split, POLITE, said)
    return _around(rng, split, OLD_REASONS, said) if luck > 0.45 else said


def grumbled(rng, split, said):
    """With temper before or after, and often within."""
    luck = rng.random()
    cursed = swearing(rng, split, said) if luck < 0.7 else said
    return cursed if cursed is not said and luck < 0.3 else _around(rng, split, GRUMBLE, cursed)


def swearing(rng, split, said):
    """With a strong word before a thing, or as it was if it has no thing."""
    spots = [
        found.end()
        for found in THINGS.finditer(said.text)
        if not any(found.group().strip() in phrase.split() for phrase in said.keep)
    ]
    if not spots or any(call["tool"] == "media.play" for call in said.calls):
        return said
    at, strong = rng.choice(spots), SWEAR.draw(rng, split)
    text = f"{said.text[:at]}{strong.replace('-', ' ')} {said.text[at:]}"
    return said._replace(text=text, templates=(*said.templates, strong))


def chatted(rng, split, said):
    """As one types it on a phone to a friend."""
    if rng.random() < 0.6:
        kept = {word for phrase in said.keep for word in phrase.casefold().split()}
        said = said._replace(
            text=" ".join(
                rng.choice(CHATTY[word])
                if word in CHATTY and word not in kept and rng.random() < 0.6
                else word
                for word in said.text.split(" ")
            )
        )
    return _around(rng, split, CHAT, said) if rng.random() < 0.85 else said


def _around(rng, split, pool, said):
    pattern = pool.draw(rng, split)
    while said.open_end and not CLOSED.fullmatch(pattern.partition("{x}")[2]):
        pattern = pool.draw(rng, split)
    said = around(pattern, said, form=STATEMENT, open_end=False)
    if "{n}" not in pattern:
        return said
    name = person(rng, split)
    return said._replace(
        text=said.text.replace("{n}", name), values=(*said.values, name), keep=(*said.keep, name)
    )


#: What may follow a copied value without a mark before it.
CLOSED = re.compile(
    r"|[,.!?].*| (pls|plss|plz n thx|thx|ty|tysm|tyvm|rn pls|asap pls|k thx|kthxbye|cheers mate)"
)
