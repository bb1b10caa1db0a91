"""What a grower says that no setting answers: the templates of the refusals."""

from jobs.draft import Phrases

#: No telling what or how much, a question, a condition, a ban: `unclear`.
UNCLEAR = Phrases("""
a bit more {g} in {z}
a little less {g} in {z}
more of {g} in {z}
some {g} for {z}
not so much of {g} in {z}
{g} in {z} a bit higher
{g} in {z} a little lower
turn {g} up in {z}
turn {g} down in {z}
raise {g} in {z} a bit
lower {g} in {z} a little
adjust {g} in {z}
change {g} in {z}
do something about {g} in {z}
set {g} in {z}
fix {g} in {z}
set {g} in {z} as always
set {g} in {z} to the usual
put {g} in {z} to something sensible
set {z} to {n}
put {z} at {n}
{z}: {n}
{z} {n}
make it nicer in {z}
make {z} more comfortable
do something about {z}
take care of {z}
look after {z}
sort out {z}
{z} looks dry
{z} is too hot
{z} is too damp
{z} feels stuffy
{z} needs attention
{z} needs something
it's too cold in {z}
it's too dark in {z}
the air in {z} is bad
the {crop} in {z} look sad
the {crop} in {z} are dying
the {crop} need help
how is {z} doing
how are the {crop}?
how warm is it in {z}
what is {g} at in {z}
what is {g} set to in {z}?
what did we give {z} yesterday
is {g} in {z} on
is {g} on in {z}?
are you sure about {z}
did you water {z} today
do we have enough {g} in {z}?
why is {g} on in {z}
when did {g} last run in {z}
who changed {g} in {z}?
show me {z}
don't touch {g} in {z}
don't touch {z}
leave {g} in {z} alone
leave {z} as it is
never mind {z}
forget what i said about {z}
don't change {g} in {z}
no change in {z}
keep off {g} in {z} today
if it rains {do} {g} in {z}
{do} {g} in {z} if it rains
{do} {g} in {z} when the sun comes out
{do} {g} in {z} unless it is windy
{do} {g} in {z} once the {crop} are dry
when it gets dark {do} {g} in {z}
as soon as it is warm {do} {g} in {z}
maybe {do} {g} in {z} later
should we {do} {g} in {z}?
should i {do} {g} in {z}
you think we should {do} {g} in {z}
good morning everyone
good morning, all fine?
thanks, that was all
thank you, well done
hello there
hello, anybody there
what can you do
what a beautiful day
i like the {crop}
i love {crop}
the {crop} sold well
the {crop} are lovely this year
we pick the {crop} tomorrow
lunch is at noon
see you tomorrow
ok
never mind
undo that
same as yesterday
do it again
turn it on
turn that off
a bit more
less please
""")
#: An amount that cannot be.
TOO_MUCH = Phrases("""
set {g} in {z} to {v}
put {g} in {z} at {v}
bring {g} in {z} to {v}
take {g} to {v} in {z}
{g} in {z} to {v}
{g} to {v} in {z}
{z}: {g} {v}
{z} {g} {v}
get {g} up to {v} in {z}
i want {g} in {z} at {v}
in {z} set {g} to {v}
for {z}, {g} at {v}
run {g} in {z} at {v}
{z} wants {g} at {v}
raise {g} in {z} to {v}
push {g} in {z} to {v}
let's have {g} at {v} in {z}
keep {g} in {z} at {v}
turn {g} in {z} to {v}
""")
NO_SUCH = Phrases("""
start the {thing}
start the {thing} in {z}
stop the {thing}
stop the {thing} in {z}
turn on the {thing}
turn on the {thing} in {z}
turn the {thing} on
turn the {thing} off in {z}
turn off the {thing}
switch on the {thing} in {z}
switch the {thing} off
switch the {thing} to {n}
set the {thing} to {n}
set the {thing} in {z} to {n}
put the {thing} in {z} at {n}
put the {thing} on {n}
bring the {thing} to {z}
send the {thing} to {z}
move the {thing} to {z}
open the {thing}
open the {thing} in {z}
close the {thing}
close the {thing} in {z}
shut the {thing} in {z}
run the {thing} in {z} for {n} minutes
run the {thing} for {n} minutes
the {thing} in {z} to {n}
the {thing} to {n}
the {thing} for {n} minutes
the {thing} off please
the {thing} in {z} off
{z}: {thing} {n}
{z}: start the {thing}
in {z} start the {thing}
in {z} turn off the {thing}
i want the {thing} on in {z}
i need the {thing} in {z}
we need the {thing} at {n}
let's have the {thing} on
lock the {thing}
unlock the {thing} in {z}
charge the {thing}
clean the {thing} in {z}
repair the {thing}
use the {thing} in {z}
fire up the {thing}
fire up the {thing} in {z}
park the {thing} in {z}
load the {thing}
empty the {thing}
wash the {thing}
plug in the {thing} in {z}
check the {thing} in {z}
""")
NO_SUCH_JOB = Phrases("""
pick the {crop} in {z}
pick the {crop}
harvest the {crop} in {z}
prune the {crop} in {z}
cut back the {crop}
repot the {crop} in {z}
sell the {crop}
order more {crop}
order seeds for the {crop}
weed {z}
sweep {z}
clean up {z}
call the boss
call the vet about the {crop}
write a note about the {crop}
send a message about {z}
play some music in {z}
spray the {crop} against bugs
sow {crop} in {z}
plant {crop} in {z}
move the {crop} to {z}
pack the {crop}
weigh the {crop} from {z}
count the {crop} in {z}
take a picture of the {crop}
print labels for the {crop}
tell me the weather
wake me up at six
remind me to pick the {crop}
""")
