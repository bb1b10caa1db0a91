"""What a ward says that is no order: the templates of the refusals."""

from jobs.draft import Phrases

#: No telling who or where to, a question, a condition, a ban: `unclear`.
UNCLEAR = Phrases("""
take {who}
bring {who} please
pick up {who}
fetch {who}
collect {who} please
transport for {who}
transport needed in {b}
{who} needs a transport
{who} has to go
{who} is ready
{who} is ready to leave
{who} wants to get out
{who} needs to go somewhere
take {who} somewhere else
move {who} to another room
bring {who} back
bring {who} there
take {who} to the usual place
take {who} where they belong
send {who} over
{who}, you know where
someone to {to}
a patient to {to}
the patient to {to}
one for {to}
take somebody to {to}
take the patient to {to}
bring {n} to {to}
bring {n} to {to} please
bring him to {to}
bring her to {to}
{n} has to go to {to}
{n} to {to}
{n} is due at {to}
take {n} down to {to}
transport to {to}
pick up the patient at {to}
fetch {n} from {to}
{n} can leave {to}
{n} is done at {to}
we need a transport to {to}
i need a ride to {to}
i need a porter
we need a porter now
somebody come to the ward
come up here
come and help
help me please
is {who} back from {to}
is {who} back from {to}?
has {who} been to {to} yet
was {who} picked up for {to}?
when will {who} go to {to}
when does {who} go to {to}?
who takes {who} to {to}
where is {who}
where is {n}?
how is {n} doing
does {who} have to go to {to}?
should {who} go to {to}?
shall we bring {who} to {to}
why did {who} go to {to}
how long until {to} is free
is {to} free?
how busy is {to} today
don't take {who} to {to}
do not bring {who} to {to}
{who} must not go to {to}
{who} does not need to go to {to}
{who} stays here
{who} stays in bed today
leave {who} where they are
if {to} is free take {who} there
take {who} to {to} if they feel better
take {who} to {to} when the family is here
bring {who} to {to} once the results are in
bring {who} to {to} if the doctor agrees
maybe {who} to {to} later
{who} may have to go to {to} later
{who} was at {to} yesterday
{who} is at {to} already
{who} is back from {to}
{n} is back from {to}
{n} is feeling better
we are full up here
{to} is closed today
{to} is very busy
the lift is broken
good morning
good morning transport
hello, anyone there
thanks, all done
thank you, that was quick
well done everyone
never mind
bye for now
same as yesterday
once more please
what can you do
who is on duty
how late is it
""")
#: Clear, but no transport of a patient: `not_transport`.
OTHER = Phrases("""
bring {thing} to {b}
bring {thing} to {who}
bring {thing} for {who}
bring {thing} from {to} to {b}
bring me {thing}
bring us {thing} on {w}
take {thing} to {to}
take {thing} from {b} to {to}
get {thing} for {who}
get me {thing} from {to}
send {thing} to {b}
send {thing} down to {to}
send {thing} up to {w}
deliver {thing} to {b}
fetch {thing} from {to}
pick up {thing} at {to}
pick up {thing} from {w} for {to}
collect {thing} from {b}
order {thing} for {b}
order {thing} for {who}
we need {thing} in {b}
we need {thing} on {w}
i need {thing} for {who}
i'd like {thing} for {b}
{who} needs {thing}
{who} wants {thing}
{who} is asking for {thing}
{thing} for {b}
{thing} for {who}
{thing} to {b}
{thing} from {to} to {w}
clean {b}
clean up {to}
make {b}
{b} needs cleaning
{b} needs fresh sheets
{b} has to be made
repair {b}
{b} is broken, fix it
free up {b}
reserve {b} for {n}
block {b}
raise the head of {b}
wash {who}
feed {who}
wake {who}
turn {who} on the side
weigh {who}
measure the pulse of {who}
take the temperature of {who}
draw blood from {who}
change the dressing of {who}
discharge {who} in the system
call a doctor for {who}
call the doctor to {b}
call {n}
call the family of {who}
page dr. {n}
page the doctor for {b}
tell {n} to come to {to}
tell {to} we are late
write a note for {n}
print the list for {to}
print the chart of {who}
book an appointment at {to}
book {to} for tomorrow
cancel the transport of {who}
cancel the transport to {to}
cancel {who} to {to}
cancel the order for {who}
call off {who} to {to}
stop the transport of {who}
postpone {who} to {to}
dim the light in {b}
open the window at {b}
turn on the tv in {b}
play some music in {to}
lock the door of {to}
order a taxi for {who}
refill {thing} in {to}
throw away {thing}
count {thing} on {w}
""")
