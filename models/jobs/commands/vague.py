"""What nobody can tell a call from: too vague, a question, talk, half a sentence: `unclear`."""

from jobs.commands.asked import person
from jobs.commands.devices import ROOMS
from jobs.commands.said import ORDER, STATEMENT, Pool, Said, entries
from jobs.commands.talk import QUESTIONS, TALK
from jobs.line import TRAIN
from jobs.names import word

#: Orders that do not say how much.
HOW_MUCH = Pool("""
    turn it up | turn it down | turn it up a bit | turn it down a little | turn up the music
    turn down the music | turn the music up | turn the music down a bit
    turn the music down in the {r} | turn the music up in the {r} | turn up the volume
    turn down the volume | turn the volume up a bit | turn the volume down please
    turn the volume down a little | turn the volume up in the {r} | turn up the sound
    turn the sound down | raise the volume | lower the volume | lower the volume a bit
    raise the volume a little | increase the volume | decrease the volume
    reduce the volume in the {r} | change the volume | set the volume | adjust the volume
    set the volume to something nice | set the volume like yesterday | make it louder
    make it a bit louder | make it quieter | make it a little quieter | make the music louder
    make the music a bit quieter | make the music softer | make the radio louder
    make it louder in the {r} | pump it up | turn up the heat | turn up the heating
    turn down the heating | turn the heating up a bit | turn the heating down a little
    turn the heating up in the {r} | turn the heating down in the {r} | turn up the thermostat
    turn down the thermostat | turn the thermostat up a notch | turn up the temperature
    turn down the temperature in the {r} | raise the temperature | raise the temperature a bit
    lower the temperature | lower the temperature in the {r} | increase the temperature
    change the temperature | set the temperature | set the temperature in the {r}
    set the thermostat | adjust the thermostat | adjust the heating
    set the temperature to something comfortable | set the temperature like last week
    make it warmer | make it a bit warmer | make it warmer in the {r} | make it colder
    make it cooler | make it a little cooler in the {r} | make the {r} warmer
    make the {r} a bit warmer | make the {r} a little cooler | make the {r} less cold
    make it less hot in here | make it brighter | make it a bit brighter
    make it brighter in the {r} | make it darker | make it a little darker in the {r}
    make it less bright | make the {r} brighter | make the {r} a bit brighter
    make the {r} darker | make the {r} lights brighter | make the {r} lights a bit darker
    make the light in the {r} softer | make the light a bit less harsh | turn up the lights
    turn the lights up a bit | turn the lights down a bit | turn the {r} lights up
    turn the {r} lights up a notch | turn the {r} light down a little | adjust the lights
    adjust the {r} lights | adjust the brightness | adjust the brightness in the {r}
    change the brightness | set the brightness | set the brightness in the {r}
    increase the brightness | reduce the brightness a bit | change the light
    change the light in the {r} | change the lights in the {r}
    change the colour of the {r} light | change the color of the lights | set the {r} lights
    set the light in the {r} | set the lights to something nice
    set the {r} lights to a nice colour | set the {r} lights to the same as the {q}
    set the lights to my favourite colour | set the lights to a different color
    make the {r} light a bit warmer | give me more light | give me a bit more light
    give me some more light in the {r} | give me less light | open the blinds a bit
    open the blinds a little | open the {r} blinds a bit | open the {r} curtains a little
    open the curtains in the {r} a little bit | open the blinds a little more
    open the {r} blinds some more | close the blinds a bit | close the {r} blinds a little
    close the curtains a bit more | close the {r} shutters a bit | lower the blinds a bit
    lower the {r} blinds a little | raise the blinds a little | raise the {r} shutters a bit
    raise the shutters a tad | move the blinds | move the {r} blinds | move the curtains
    adjust the blinds | adjust the blinds in the {r} | set the blinds | set the {r} blinds
    set the shades in the {r} | set the shutters to the usual position | change the blinds
    set a timer | set the timer | start a timer | start the timer | start a new timer
    set another timer | set a timer for the {o} | set a timer for {n} | start a timer for the {o}
    start a {o} timer | give me a timer | set a short timer | set a timer for a few minutes
    set a timer for some minutes | set a timer for a while | set the usual timer | remind me
    remind me later | remind me soon | remind me to {j} | remind me about the {o}
    remind me of the {o} | remind me to {j} later | remind me to call {n}
    print a few copies of it | print some copies | change the seat heating | change the mode
    change the mode of the heating | set the heating in the {r} | set the heating | set the ac
    set the fan | set the air conditioning | set the mode
""")

#: Orders that do not say what.
WHAT = Pool("""
    turn it on | turn it off | turn that on | turn that off | turn this off | turn them on
    turn them off | turn them all off | turn these on | turn those off | turn one of them on
    turn the thing on | turn the thing off | turn that thing off | turn the other one on
    turn the other one off | turn on the thing in the {r} | turn off that thing in the {r}
    turn something on | turn on something in the {r} | turn off something | turn it on in the {r}
    turn it off in the {r} | turn on | turn off | turn on please | turn | switch it on
    switch it off | switch that off | switch them on | switch them off | switch this on
    switch it | switch over | switch on | switch | put it on | put it off | put that on
    put it back | put it up | put it there | put it at half | put it to {c}
    put that to {c} percent | put it away | start it | start that | start that again | start
    start over | activate it | deactivate that | open it | open it up | open that | open them
    open them all | open this one | open the other one | open up | open | close it | close that
    close them | close the other one | close all of them | close | shut it | shut that | shut them
    shut it off | lock it | lock that | lock them | lock the door | lock a door
    lock the other one | lock that door | lock | unlock it | unlock that | unlock the door
    unlock a door | unlock the other door | unlock | dim it | dim that | dim | set it
    set it to {c} | set it to {c} percent | set that to {c} | set that one to {c} percent
    set them to half | set it a bit lower | set it a little higher | set it like before
    set it as usual | set something up | set everything as usual | set the thing to {c}
    set the scene | set the mood | set {c} | set | print it | print that | print this
    print it again | print it twice | print them | print them all | print two copies
    print {c} copies | print the other one | print | play it | play that | play it again
    play that again | play the same again | play this | play that one | play | send it
    send it there | send him over | send it to the other place | send it somewhere
    send the robot | send the robot somewhere | send the vacuum somewhere else | start the robot
    start the vacuum | start the hoover | turn on the vacuum | turn on the robot
    get the vacuum going | let the robot run | move it | move it over there | move it up
    move it a bit | pull it down | pull that up | raise it | raise that a bit | lower it
    lower it a bit | warm it | warm it up | heat it up | heat it | cool it down | charge it
    clean it | clean it up | clean | make it {a} | make it {a} in here | make it {a} in the {r}
    make it {a} for {n} | make it a bit {a} | make it a bit more {a} | make it nice and {a}
    make it more {a} in the {r} | make it look {a} | make it feel {a} | make everything {a}
    make the {r} {a} | make the {r} a bit more {a} | make the {r} look {a} | make the house {a}
    make the place {a} | make things {a} | make my day {a} | make the atmosphere {a}
    make the light {a} | make the lights a bit more {a} | make the {r} lights {a} | make it better
    make it nicer | make it like before | make it the way i like it | make something happen
    make a change | make that less | make that more | do that | do that again
    do that in the {r} too | do the same | do the same in the {r} | do the same for {n}
    do the usual | do the thing | do the other thing | do the opposite | do something
    do something nice | do something about it | do something about the {r}
    do something about the noise | do something about the light | do something about the heat
    do what you want | do what {n} said | do what you always do | do what i told you
    do whatever you think is best | do my evening routine | do as usual | take care of it
    take care of the {r} | take care of everything | take care of {n} | get everything ready
    get the {r} ready | get the house ready for {n} | prepare the {r}
    prepare everything for the night | prepare the house for guests | prepare for movie night
    fix it | fix that | fix the mood | change it | change that | change that in the {r}
    change something | change the {r} | start my routine | start the evening routine
    run the morning routine | run the usual program | run my favourite scene
    activate the usual scene | switch to the other one | check it | check that | check everything
    check the lights | check the {r} | check the {t} door | check if the lights are off
    check whether the {t} door is locked | check that everything is closed
    tell me if the {t} door is locked | tell me how warm it is in the {r}
    tell me which lights are on | tell me what's playing | tell me the temperature in the {r}
    tell me what you can do | tell me how much time is left | show me what you can do
    explain the {r} lights to me | use less light | use the other one | pick one
    choose something | adjust it | adjust that a little | increase it | increase that by ten
    reduce it | reduce it a bit | reduce it by {c} percent | add ten | add {c} percent
    more of that
""")

#: Orders that mean nothing to the house or take back what was not said: only ever alone.
ALONE = Pool("""
    make it so | make it stop | make it work | make it right | do it | do it again | do it for me
    do it like yesterday | do your thing | do your job | do your magic | do better | get it done
    get ready | get started | help me | help | help me with the {r} | help {n} | surprise me
    impress me | undo that | undo the last thing | undo it | change it back | go back
    go back to normal | go on | go ahead | continue | repeat that | repeat | repeat the last one
    try again | try something else | try harder | stop that | stop it | wait | wait for me
    wait a moment | be nice | be careful | be ready | keep going | keep it like that
    keep it as it is | leave it | leave it like that | leave it as it is | leave me alone | leave
    let it be | let's go | let's do it | let me think | let me see | listen | look | guess
    go to sleep | go away | think about it | save energy | save some power | forget it
    forget that | forget about it | forget what i said | forget everything | never mind
    cancel that | cancel it | cancel | scratch that | ignore that | ignore me
    ignore what {n} said
""")

#: Sentences that break off.
FRAGMENTS = Pool("""
    turn the | turn on the | turn off the | turn off all | turn the {r} | turn the {r} lights
    turn the lights | turn the lights in the {r} | turn the light in the | turn the heating
    turn the music | turn the volume | switch the | switch on the | switch the {r} light
    switch the lights in the {r} | set the | set the {r} | set the {r} to | set the {r} lights to
    set the lights to | set the light in the {r} to | set the heating to
    set the heating in the {r} to | set the temperature to | set the temperature in the {r} to
    set the thermostat to | set the volume to | set the volume in the {r} to | set the blinds to
    set the {r} blinds to | set a timer for | set a | start a timer for | start the | start a
    dim the | dim the lights to | lock the | unlock the | unlock my | lock the front and the
    open the | open my | close the | play the | play me the | play a | play something by
    play some | play the song | print the | print two copies of | print a copy of | print my
    send the robot to | send the robot to the | send the vacuum to | send the | vacuum the
    make the | make the {r} | make the lights | put the | put the {r} | put the {r} lights
    put on the | put some | remind me in | remind me to | remind me in ten | heat the
    heat the {r} to | cool the {r} to | raise the | raise the blinds in the | lower the
    lower the {r} blinds to | pull the | can you | can you the | can you turn | can you turn the
    can you set the | can you maybe | could you | could you please | could you turn on the
    could you set the {r} | could you just | would you | would you please | please turn
    please turn the | please set the | please set | please could you | please the {r} | i want
    i want the | i want you to | i want the {r} to | i want the lights
    i want the lights in the {r} to | i'd like | i'd like the | i'd like to | i'd like the {r}
    i need | i need the | i need the {r} | i need you to | i was | i wanted to | i wanted to say
    i have | i mean | i mean the {r} | i meant the | if you | if the | in the {r} | in the
    in the {r} please | on the | to the {r} | for the {r} | for {n} | from the {r} | with the
    and the {r} | and the | and then | and also | and in the {r} | and also the {r}
    and the {r} please | and the {r} too | and for {n} | but the {r} | but not the {r} | but first
    or the {r} | or not | or maybe | also the {r} | also | also in the {r} | then the {r} | then
    so the | so i | so then | well i | well the {r} | the the | the the {r} | the light in
    the lights in the | the {r} and the | the {r} should | the {r} should be | the {t}
    the blinds in the {r} | the music in the | all the | all of the | all the lights | all lights
    all the blinds | every | every light | both | both rooms | both lights in the {r} | first the
    first | let the | let me | let us | get the | get the {r} | give me | give me the | hey
    hey can you | hey turn | hey could you turn the | uh the | uhm can you | uhm the {r} | uhm i
    no the | no i | that the {r} | that one in the | this is | there is | there is a | it is
    it's | when | when the | what if | what the | where | which | who | because the | because i
    because of the {r} | than the {r} | until | only the {r} | only | just | just the {r}
    just the | maybe the | maybe turn | at {c} | at {c} percent | to {c} | by {c} | of the | up to
    down to | more in the | less in the | the lights to | lights to | lights in the | light in the
    blinds to | volume to | heating to | heating in the | temperature to | timer for
    timer for {n} | a timer for | copies of | two copies of | two copies | {c} copies | a copy
    a song | the song | my song | my | the | a | to | of | for | in
""")

ADJECTIVES = entries("""
    cosy | cozy | nicer | nice | comfortable | pleasant | romantic | festive | better | lovely
    homely | spooky | relaxing | relaxed | calm | inviting | pretty | fancy | magical | special
    snug | perfect | normal | different | beautiful | fresh | gemütlich | cheerful | peaceful
    welcoming | dreamy | exciting | moody | chill | chilled | presentable | tolerable | bearable
    funky
""")
COLOURS = entries("red | orange | yellow | green | blue | purple | pink | white | black | grey")
DOORS = entries("""
    front | back | side | garage | cellar | patio | garden | main | balcony | terrace | kitchen
    basement | shed
""")
DISHES = entries("""
    pasta | eggs | rice | pizza | cake | bread | tea | soup | potatoes | laundry | roast | cookies
    chicken | lasagne | nap | workout | break
""")
JOBS = entries("""
    call the doctor | take my pills | buy milk | feed the cat | water the plants
    take out the trash | drink something | go to bed | pay the rent | stretch | check the oven
    write to the landlord | pick up the kids | walk the dog | call grandma
""")
ALL = (HOW_MUCH, WHAT, ALONE, TALK, QUESTIONS, FRAGMENTS)


def vague(rng, split):
    """An order that leaves open what or how much: it can stand beside a good wish."""
    return filled(rng, split, (HOW_MUCH if rng.random() < 0.5 else WHAT).draw(rng, split), ORDER)


def alone(rng, split):
    return filled(rng, split, ALONE.draw(rng, split), ORDER)


def question(rng, split):
    return filled(rng, split, QUESTIONS.draw(rng, split), STATEMENT)


def talk(rng, split):
    return filled(rng, split, TALK.draw(rng, split), STATEMENT)


def fragment(rng, split):
    return filled(rng, split, FRAGMENTS.draw(rng, split), STATEMENT)


def gibberish(rng, split):
    """Words that are none."""
    said = [word(rng, split) for _ in range(rng.randint(1, 6))]
    return Said(
        " ".join(said), error="unclear", values=tuple(said), keep=tuple(said), form=STATEMENT
    )


def filled(rng, split, pattern, form):
    if "{" not in pattern:
        return Said(pattern, error="unclear", templates=(pattern,), form=form)
    text, values = pattern, []
    for slot in ("{n}", "{m}"):
        if slot in text:
            values.append(person(rng, split))
            text = text.replace(slot, values[-1])
    for slot, choices in SLOTS:
        if slot in text:
            text = text.replace(slot, rng.choice(choices))
    if "{r}" in text:
        room = _room(rng, split, values)
        text = text.replace("{r}", room)
    text = text.replace(
        "{c}", str(rng.choice((10, 20, 30, 40, 50, 60, 70, 80, rng.randint(6, 95))))
    )
    return Said(
        text,
        error="unclear",
        templates=(pattern,),
        values=tuple(values),
        keep=tuple(values),
        form=form,
    )


def _room(rng, split, values):
    if rng.random() < (0.25 if split == TRAIN else 0.1):
        values.append(word(rng, split))
        return values[-1]
    return rng.choice(ROOMS)


SLOTS = (
    ("{a}", ADJECTIVES),
    ("{y}", COLOURS),
    ("{z}", COLOURS),
    ("{t}", DOORS),
    ("{q}", ROOMS),
    ("{o}", DISHES),
    ("{j}", JOBS),
)
