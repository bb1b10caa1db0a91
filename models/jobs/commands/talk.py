"""Statements, questions and single words that wish for nothing one could name: `unclear`."""

from jobs.commands.said import Pool

#: Statements and single words without a clear wish.
TALK = Pool("""
    a bit louder | a bit louder please | a little louder | a little louder in the {r}
    a bit quieter | a bit quieter in the {r} | a little quieter please | a bit more | a bit less
    a little more | a little less | a little bit more light | a bit more light in the {r}
    a bit less light | a bit warmer | a bit warmer in the {r} | a little warmer please
    a bit cooler | a little cooler in the {r} | a little colder | a bit brighter
    a bit brighter in the {r} | a little darker | a bit darker in the {r} please | a touch softer
    a notch higher | a notch lower | louder | louder please | much louder | louder in the {r}
    quieter | quieter please | not so loud | not so bright | not so bright in the {r}
    not that loud please | warmer | warmer in the {r} | warmer please | colder | cooler | brighter
    brighter in the {r} | brighter please | darker | softer | softer light in the {r}
    dimmer please | higher | higher please | lower | lower please | lower in the {r} | faster
    slower | more | more please | more light | more light in the {r} | more light please
    more heat | more warmth in the {r} | less | less light | less light in the {r} | up | up a bit
    up please | down | down a bit | on | off | on please | off please | on and off | yes
    yes please | no | no thanks | no thank you | nope | maybe | maybe later | perhaps | ok | okay
    alright | sure | fine | good | great | thanks | thank you | thanks a lot | thank you so much
    well done | good job | nice | nice work | perfect | hello | hello there | hi | hi there | hey
    hey you | good morning | good morning everyone | good evening | good night
    good night everybody | goodbye | bye | bye bye | see you later | see you tomorrow
    welcome home | sorry | sorry, wrong room | oops | what | huh | hm | uhm | uh | well | so | and
    but | because | please | pretty please | now | now please | later | later please | soon
    again | again please | once more | one more time | one more | another one | the other one
    the other one please | that one | this one | not that one | the same | the same again
    the same in the {r} | same as yesterday | same as always | same again please | the usual
    the usual please | the usual in the {r} | as usual | as always | like yesterday | like before
    like last time | the way i like it | the way {n} likes it | just like that
    just like {n} has it | half | half please | half of it | {c} | {c} percent | {c} please
    {c} in the {r} | to {c} percent | all | all of them | all of it | everything
    everything please | nothing | nothing for now | nothing thanks | something nice
    something in the {r} | something for {n} | someone | anything | anything will do | whatever
    whatever you like | whatever {n} wants | i don't know | i don't care | i don't mind
    i don't think so | i'm not sure | i'm bored | i'm cold | i'm a bit cold | i'm hot | i'm hungry
    i'm tired | i'm so tired | i'm happy | i'm sad | i'm home | i'm back | i'm back home
    i'm leaving | i'm leaving now | i'm going out | i'm going to bed | i'm off to work | i'm off
    i'm in the {r} | i'm in the {r} with {n} | i'm looking for {n} | i'm waiting for {n}
    i'm just talking to {n} | i'm on the phone with {n} | i'm not talking to you
    i'm freezing in the {r} | i am freezing | i can't see anything
    i can't see anything in the {r} | i can't sleep | i can't hear you | i can't find the {r}
    i like it | i like the {r} | i like the light in the {r} | i like this song | i love it
    i love this song | i love the {r} | i love you | i hate it | i hate this song
    i hate the light in the {r} | i hate mondays | i hate these blinds | i want it | i want it {a}
    i want it {a} in the {r} | i want it warmer | i want it brighter in the {r} | i want more
    i want that | i want something else | i want a different colour | i want to sleep
    i'd like it {a} | i'd like it a bit {a} in here | i'd like some more light
    i'd like it warmer | i'd like something {a} | i need help | i need it | i need more light
    i need more light in the {r} | i need a minute | i need a break | i need some sleep
    i need you | i think so | i think it's {a} in here | i think {n} is home
    i think the {r} is {a} | i think the light is on | i was in the {r} | i was thinking
    i was talking to {n} | i said yes | i said no | i told {n} | i forgot | i forgot what i wanted
    i forgot to lock up | i just came home | i just locked the {t} door
    i already locked the {t} door | i already turned off the {r} lights
    i already closed the blinds | i turned off the {r} light | i turned on the music
    i've turned the heating off already | i locked the car | i locked the {t} door
    i closed the curtains in the {r} | i opened the blinds | i printed the letter
    i painted the {r} blue | i bought a new lamp for the {r} | i bought new curtains
    i broke the lamp in the {r} | i moved the {r} lamp | i saw the robot in the {r}
    i heard music in the {r} | i know | i know that the {r} lights are on | i see
    i wish it were {a} | i wonder | i wonder where {n} is | we're home | we're back
    we're in the {r} | we're leaving | we're having guests | we're having a party
    we're going to watch a film | we're late | we had dinner in the {r}
    we turned the heating off | we have a new robot | we need more light | we love music
    you're funny | you're great | you're late | you're wrong | you're the best
    you are not listening | you did that already | you know what i mean | you know what i like
    you know what to do | you never listen | you forgot the {r} | you forgot something
    you did it wrong | you locked the wrong door | you turned on the wrong light | it's cold
    it's cold in here | it's cold in the {r} | it's too cold in here | it's a bit cold
    it's hot in here | it's too hot | it's too warm in the {r} | it's warm enough | it's dark
    it's dark in the {r} | it's too dark in here | it's getting dark | it's too bright
    it's too bright in the {r} | it's bright | it's too loud | it's too loud in the {r}
    it's too quiet | it's loud in here | it's late | it's early | it's raining | it's {a} in here
    it's {a} in the {r} | it's not {a} enough | it's dirty in the {r} | it's a mess
    it's a nice day | it's a nice evening | it's friday | it's me | it's just me and {n}
    it's fine | it's ok like that | it's on | it's off already | it's {c} degrees in the {r}
    it's {c} degrees outside | it is what it is | it was {n} | it was dark in the {r}
    it doesn't work | it smells in the {r} | that's it | that's all | that's fine | that's enough
    that's nice | that's better | that's not right | that's not what i wanted | that's too loud
    that's too bright | that's wrong | that was good | that was {n} | that was the {r}
    that's the wrong room | this is nice | this is {n} | this is the {r}
    this light is too bright | this music is terrible | this room is too dark
    there is music in the {r} | there is a light on in the {r} | there's somebody in the {r}
    there's a lamp in the {r} | there are blinds in the {r} | the {r} | the {r} please
    the {r} lights | the {r} blinds | the {r} curtains | the {r} and the {q} | the {r} is too dark
    the {r} is too cold | the {r} is dark | the {r} is {a} | the {r} is too warm
    the {r} is a mess | the {r} is dirty | the {r} is nice | the {r} is next to the {q}
    the {r} needs more light | the {r} looks good | the {r} light is on | the {r} light is off
    the {r} lights are on | the {r} lights are off | the {r} lights are still on
    the {r} lights are blue | the {r} lights are too bright | the {r} lights were on all night
    the {r} light is broken | the {r} light flickers | the lights are on | the lights are off
    the lights in the {r} are on | the lights in the {r} are off | the lights went out
    the lights were off | the light in the {r} is off | the light in the {r} is red
    the light is too bright | the light hurts my eyes | the lamp in the {r} is broken
    the {t} door | the {t} door is locked | the {t} door is open | the {t} door is unlocked
    the {t} door was unlocked all night | the {t} door is stuck | the door | the door is open
    the door is locked | the doors are locked | the blinds | the blinds are open
    the blinds are closed | the blinds in the {r} are up | the {r} blinds are down
    the {r} blinds are closed | the {r} curtains are open | the curtains are drawn
    the shutters are down | the shutters in the {r} are stuck | the heating | the heating is on
    the heating is off | the heating in the {r} is on | the heating is too high
    the heating was on all day | the ac is on | the ac is too cold | the fan is loud
    the radiator in the {r} is cold | the temperature | the temperature is fine
    the temperature in the {r} is {c} degrees | the thermostat | the thermostat says {c}
    the thermostat shows {c} degrees | the music | the music is great | the music is too loud
    the music is on | the music stopped | the music in the {r} is playing | the radio
    the radio is playing | the radio is on | the film | the film was good | the film is over
    the volume | the volume is too high | the volume is at {c} | the volume is fine | the timer
    the timer rang | the timer is running | the timer is done | the timer for the {o} is over
    the car | the car is locked | the car is charging | the car is warm | the car is outside
    the car is dirty | the trunk is open | the windows of the car are open | the robot
    the robot is in the {r} | the robot is done | the robot is stuck in the {r}
    the robot is stuck | the vacuum | the vacuum is too loud | the vacuum is in its dock
    the vacuum stopped in the {r} | the hoover is docked | the printer
    the printer is out of paper | the printer is jammed | the report | the report is printed
    the report was good | the report is on your desk | the {o} | the {o} is ready
    the {o} was great | the kids are in the {r} | the dog is in the {r}
    the cat is asleep in the {r} | {r} | {r} please | {r} lights | {r} blinds | {r} heating
    {r} music | {r} and {q} | {r} too | {t} door | lights | light | lamp | lamps | blinds
    blinds please | curtains | shutters in the {r} | heating | heating in the {r} | temperature
    temperature in the {r} | thermostat | volume | volume please | volume in the {r} | timer
    timer please | timer for the {o} | a timer | a timer for the {o} | a timer please | robot
    vacuum | printer | doors | car | brightness | colour | {n} | {n} is here | {n} is home
    {n} is in the {r} | {n} is cold | {n} is coming | {n} is asleep in the {r} | {n} called
    {n} said hello | {n} said it's too loud | {n} likes it {a} | {n} likes the light in the {r}
    {n} locked the {t} door | {n} turned off the lights in the {r} | {n} turned the music on
    {n} left the lights on | {n} left the {t} door open | {n} printed the report | {n} is sleeping
    {n} wants more light | {n} wants it {a} | {n} and {m} are in the {r} | {n}, can you hear me
    {n}, where are you | {n}, dinner is ready | nobody is in the {r} | nobody likes this song
    somebody left the {r} light on | somebody is in the {r} | somebody turned the heating off
    everybody is asleep | movie night | movie time | party time | bedtime | dinner time | cosy
    cozy please | romantic | nice and {a} | nice and {a} please | something {a} please
    mood lighting | my favourite | my favourite in the {r} | the good one | the big one
    the left one | the right one | the first one | the one in the {r} | the one next to the {r}
    the one on the left please | the thing in the {r} | the thing we talked about | one two three
    testing | test | test one two | testing, testing | is this thing on | are you there
    are you listening | come on | come here | oh no | oh well | oh dear | oh my god | what a day
    what a mess | what a nice room | what a lovely evening | what a terrible song | how nice
    how lovely | how boring | too bright | too bright in the {r} | too dark | too dark in the {r}
    too loud | too loud in here | too quiet | too warm | too warm in the {r} | too cold
    too cold in the {r} | too much | too much light | so dark in here | so bright
    so cold in the {r} | so loud | my {r} | my {r} is {a} | my {r} is too dark
    my favourite colour is {y} | my favourite colour in the {r} is {y} | my car is {y}
    my favourite song is on | blue is a nice colour | {y} is a nice colour | {y} or {z}
    either {y} or {z} | the {r} is {y} | the walls in the {r} are {y} | maybe {y} | maybe the {r}
    maybe a bit | not now | not yet | not today | not the {r} | not in the {r} | not me
    not really | not like that | never | nothing in the {r} | leave the {r} | leave the {r} alone
    leave the {r} lights alone | leave the blinds alone | leave the heating alone
    leave the {r} as it is | leave the lights as they are | leave the blinds as they are | don't
    don't do it | don't do that | don't do anything | don't touch anything
    don't touch the {r} lights | don't touch the blinds | don't touch the heating | don't move
    don't bother | don't worry | don't worry about the {r} | don't change anything
    don't change anything in the {r} | don't listen to {n} | don't wake {n} | don't play anything
    don't print anything | no change in the {r} | no more | no need | no problem | no idea
    no way | no no no | no, thanks | no, not the {r} | no, not that | no, wait | no wait
    wait, what | wait, no | hands off the {r} lights | hands off the thermostat
    everything is fine | everything is fine in the {r} | everything stays as it is
    the lights can stay as they are | the {r} stays as it is | the music can stay like that
    it can stay like that | keep the {r} as it is | keep the lights as they are
    keep the heating as it is
""")

#: Questions, about the state of things or the world.
QUESTIONS = Pool("""
    what time is it | what's the time | do you know what time it is | is the {t} door locked
    is the {t} door open | is the {t} door closed | is the {t} door unlocked
    is my {t} door locked | are the doors locked | are all doors locked | are all the doors closed
    did i lock the {t} door | did you lock the {t} door | did {n} lock the {t} door
    did anyone lock the {t} door | have you locked the {t} door | has {n} locked the {t} door
    who locked the {t} door | who unlocked the {t} door | why is the {t} door unlocked
    when was the {t} door locked | which doors are locked | which doors are open
    is the {r} light on | is the {r} light off | is the light on in the {r}
    is the light in the {r} on | are the {r} lights on | are the {r} lights off
    are the {r} lights still on | are the lights on in the {r} | are the lights off
    are all lights off | are all the lights out | are there any lights on
    did i turn off the {r} lights | did you turn off the {r} lights
    did you turn on the {r} light | did {n} turn off the {r} light | did i leave the {r} light on
    have you turned off the lights | have you dimmed the {r} lights | who turned on the {r} light
    who turned off the {r} lights | why is the {r} light on | why is the light in the {r} off
    why are the {r} lights on | why are the lights {y} | why is it so dark
    why is it so dark in the {r} | why is it so {a} in the {r} | which lights are on
    which lights are on in the {r} | how many lights are on | how bright is the {r}
    how bright is the light in the {r} | what colour is the {r} light | what color are the lights
    what colour can the lights be | where is the light switch | is there a light in the {r}
    is it dark in the {r} | is it bright enough | are the blinds open | are the blinds closed
    are the {r} blinds open | are the {r} blinds down | are the {r} curtains closed
    are the curtains drawn in the {r} | are the shutters up | are the shutters in the {r} down
    did you close the {r} blinds | did you open the blinds | did i close the curtains
    did {n} close the shutters | who opened the {r} blinds | who closed the curtains
    why are the blinds down | why are the {r} curtains closed | how far are the blinds open
    how far open are the {r} shutters | is the heating on | is the heating on in the {r}
    is the heating off | is the heater on in the {r} | is the ac on
    is the air conditioning running | is the fan on | is it warm in the {r}
    is it cold in the {r} | is it too warm in the {r} | is it warmer in the {r} or in the {q}
    did you turn on the heating | did you turn the heating down | did i turn off the heating
    who turned the heating up | why is it so cold in the {r} | why is it so hot
    why is the heating off | how warm is it | how warm is it in the {r}
    how cold is it in the {r} | how hot is it | how many degrees is it in the {r}
    how many degrees is the {r} | what is the temperature | what's the temperature
    what's the temperature in the {r} | what temperature is it in the {r}
    what temperature is the {r} set to | what is the thermostat set to
    what mode is the heating in | is the music on | is the music playing in the {r}
    is there music in the {r} | is something playing | is the radio on | did you stop the music
    did you play my song | who is singing | who sings this | who sings this song
    who wrote this song | who turned the music on | who stopped the music
    why is the music so loud | why did the music stop | why is there no music | what is playing
    what's playing | what's playing in the {r} | what song is this | what song is that
    what's this song called | what music do you like | what film is this | what are you playing
    what's the name of this band | which song is this | which film are we watching
    how loud is it | how loud is the music | how loud is the music in the {r}
    how long is the film | how high is the volume | what's the volume
    what is the volume in the {r} | is the volume too high | is there a timer running
    is the timer done | is the timer for the {o} done | did you set a timer
    did you set the timer for the {o} | did the timer ring | did i set a timer
    how much time is left | how much time is left on the timer | how long is the timer
    how long until the {o} is ready | how long does the {o} take
    how long do i have to cook the {o} | how many timers are running | when does the timer end
    when is the {o} done | when is the timer up | which timers are running | what timers are there
    what's left on the {o} timer | is the car locked | is the car charged | is the car charging
    is the trunk open | is the boot closed | is the seat heating on | are the car doors locked
    are the car windows open | are the headlights on | did i lock the car | did you lock the car
    did you close the trunk | who took the car | who left the trunk open | why is the car unlocked
    where is the car | where did i park the car | how full is the car's battery
    how warm is the car | how far can the car go | when is the car fully charged
    is the robot running | is the vacuum done | is the vacuum charging | is the robot in the {r}
    is the hoover stuck | did you vacuum the {r} | did you clean the {r}
    did the robot clean the {r} | did the vacuum do the {r} | has the robot been in the {r}
    where is the robot | where is the vacuum | where's the hoover | where is the robot going
    why is the robot in the {r} | why is the vacuum so loud | why did the vacuum stop
    when did you last vacuum the {r} | when was the {r} cleaned | what is the robot doing
    what is the vacuum doing in the {r} | how long does the robot need | is the printer on
    is the printer working | is the printer out of paper | is there paper in the printer
    is there paper left | did you print the report | did you print my letter
    did the report print | have you printed the ticket | has the report been printed
    who printed this | what did you print | what's in the printer | where is my printout
    why doesn't the printer print | how many pages does the report have
    how many copies did you print | how do i print the report | how do i turn on the lights
    how do i lock the {t} door | how do i open the blinds | how do i set a timer
    how do i change the {r} light | how does the heating work | how can i dim the lights
    how can i stop the robot | how does this work | how does the vacuum know the {r}
    what can you do | what can i say | what else can you do | what can you do in the {r}
    what do you mean | what do you think | what do you think about the {r} | what did you say
    what did i say | what did {n} say | what did you do | what are you doing | what are you
    what is this | what is that | what is that noise | what is that noise in the {r}
    what's that in the {r} | what's your name | what's up | what's wrong
    what's wrong with the {r} lights | what's going on | what's going on in the {r}
    what happened | what happened in the {r} | what now | what next | what about the {r}
    what about {n} | what about me | what is the {r} called | what day is it | what is love
    what is the meaning of life | what's two plus two | what's the capital of france
    what would you do | what should i do | what should i cook | what should i wear | which one
    which room is this | which room is the warmest | which colour do you like
    which is better, {y} or {z} | who are you | who am i | who is there | who is in the {r}
    who is {n} | who is home | who made you | who lives here | who won | who did that
    where are you | where am i | where is {n} | where is everybody | where is the {r}
    where were you | where do i find the {r} | when is dinner | when will {n} be home
    when do you sleep | when was that | why | why not | why is that | why did you do that
    why are you so slow | why don't you answer | why does nobody answer | why is {n} in the {r}
    how are you | how are you today | how are things | how is {n} | how was your day
    how old are you | how do you work | how many rooms are there | how big is the {r}
    how is it in the {r} | how come | how so | how about the {r} | are you ok | are you there
    are you sure | are you a robot | are you alive | are you happy | are you ready
    are you listening to me | are you sure the {t} door is locked
    are you sure the {r} lights are off | are we alone | is {n} home | is {n} in the {r}
    is {n} asleep | is anybody home | is anybody in the {r} | is anyone there | is everything ok
    is everything off | is everything locked | is everything closed | is it late | is it on
    is it off | is it still on | is it {a} in the {r} | is that you | is that ok
    is that everything | is that the {r} | is the {r} clean | is the {r} empty | is the {r} {a}
    is dinner ready | is the {o} ready | can you hear me | can you see me | can you help me
    can you do that | can you do it | can you sing | can you speak french | can you see {n}
    can i ask you something | can i talk to you | can i go to the {r} | could you help me
    could you say that again | could you repeat that | do you hear me | do you like music
    do you like the {r} | do you like {y} | do you know {n} | do you know the way to the {r}
    do you know me | do you know if the {t} door is locked
    do you know whether the {r} lights are on | do you remember {n} | do you sleep
    do you understand | do we have lights in the {r} | do we have blinds in the {r}
    do we need more light | do i need to lock the {t} door | do i have to turn off the {r} lights
    does {n} like it | does the {r} have blinds | does the light in the {r} work | does it work
    does the heating work | did you hear me | did you hear that | did you get that
    did you see {n} | did you do it | did that work | did it work | did i forget something
    did i tell you about {n} | should i lock the {t} door | should i close the blinds
    should i turn off the heating | should the lights be on | should we watch a film
    would you like that | will it be dark soon | was that you | was that {n}
    was the {r} light on | was the {t} door open | were the lights on
    were the blinds open this morning | have you seen {n} | have you done it
    have you been in the {r} | has it stopped | has the film started | could the {r} be {a}
    any idea | anything else | anybody in the {r} | really | you there | ready | ok?
""")
