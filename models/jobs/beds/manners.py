"""What stands around an order of a ward: how, when, with what, politeness."""

from jobs.draft import Phrases

HOW = Phrases("""
{x} {how}
{x}, {how}
{x} - {how}
{x} {how} please
{x}, {how} please
{x}, {how} is fine
{x} ({how})
{x}. {how}
{x}; {how}
{x}, this time {how}
{x}, has to be {how}
{x}, only {how}
""")
PRIO = Phrases("""
{x}! {prio}
{x}, ok, {prio}
{x} and {prio}
{x}, but {prio}
{x} {prio}
{x}, {prio}
{x} - {prio}
{x}, {prio} please
{x} {prio} please
{x}. {prio}
{x}; {prio}
{x} ({prio})
{x}, and {prio}
{x}, so {prio}
{x} ... {prio}
{x} / {prio}
{x}, really {prio}
{x}, yes, {prio}
{x}, as always {prio}
{x}: {prio}
{x} - {prio} please
""")
AT = Phrases("""
{x} for {t} today
{x}, for {t} today
{x}, not later than {t}
{x} no later than {t}
{x}, {t} please
{x}: {t}
{x} at {t}
{x} at {t} sharp
{x} at {t} today
{x} for {t}
{x} by {t}
{x}, {t}
{x}, at {t}
{x}, {t} sharp
{x}, by {t}
{x}, be there at {t}
{x}, booked for {t}
{x}, time is {t}
{x}, slot at {t}
{x}, appointment at {t}
{x}, they expect us at {t}
{x} - {t}
{x} ({t})
{x}, for {t}
{x} today at {t}
{x}, today at {t}
{x}, due at {t}
{x}, due {t}
{x} exactly at {t}
{x}, start at {t}
{x}, pick up at {t}
{x}, pickup {t}
{x}, scheduled for {t}
{x}, the slot is {t}
{x}; {t}
{x}. at {t}
{x}. {t} please
""")
NEEDS = Phrases("""
{x} with {needs}
{x}, with {needs}
{x}, needs {needs}
{x}, needs {needs} along
{x}, will need {needs}
{x} and bring {needs}
{x}, bring {needs}
{x}, please bring {needs}
{x}, {needs} needed
{x}, {needs} required
{x} together with {needs}
{x}, {needs} comes along
{x}, {needs} has to come along
{x}. needs {needs}
{x}. {needs} needed
{x} plus {needs}
{x} - {needs} needed
{x}, take {needs} along
{x}, don't forget {needs}
{x} accompanied by {needs}
{x}, not without {needs}
{x}, {needs} must go along
""")
#: Before an order that is alone: beside a second one, nobody could tell which of them is meant.
HOW_FIRST = Phrases("""
{how}: {x}
{how}, {x}
{how} - {x}
{how} please, {x}
{how}; {x}
{how} again: {x}
{how} this time, {x}
{how}, please, {x}
{how} only: {x}
{how} - please {x}
""")
PRIO_FIRST = Phrases("""
{prio}: {x}
{prio}, {x}
{prio} - {x}
{prio}; {x}
{prio} please, {x}
{prio}! {x}
{prio} please: {x}
{prio} - please {x}
{prio}; please {x}
{prio}, i have this: {x}
{prio}, ok: {x}
""")
AT_FIRST = Phrases("""
exactly at {t} {x}
today at {t} {x}
at {t} please {x}
at {t}: {x}
by {t}: {x}
for {t}, {x}
scheduled for {t}: {x}
appointment at {t}, {x}
pickup {t}: {x}
at {t} {x}
at {t}, {x}
at {t} today {x}
today at {t}, {x}
by {t}, {x}
by {t} {x}
for {t}: {x}
{t}: {x}
{t}, {x}
""")
NEEDS_FIRST = Phrases("""
with {needs} - {x}
with {needs} please: {x}
{needs} required: {x}
{needs} needed - {x}
take {needs} and {x}
please bring {needs}, {x}
don't forget {needs}, {x}
with {needs} along {x}
with {needs}: {x}
with {needs}, {x}
with {needs} {x}
{needs} needed, {x}
{needs} needed: {x}
bring {needs}: {x}
bring {needs} and {x}
""")
PAIR = Phrases("""
{a} / {b}
{a} along with {b}
{a} together with {b}
{a}, also {b}
{a} and then {b}
{a} and, yes, {b}
{a} and {b} too
{a} and {b}
{a} and {b}
{a}, {b}
{a} plus {b}
{a} & {b}
{a} and also {b}
{a} as well as {b}
{a} + {b}
both {a} and {b}
""")
#: The last counts.
PLACE_AMENDED = Phrases("""
{a}, ah no, {b}
{a}, oh no, {b}
{a}, no sorry, {b}
{a}, hmm no, {b}
{a} - sorry, {b}
{a} - i mean {b}
{a}, correction, {b}
{a}, no, {b}
{a}, sorry, {b}
{a}, i mean {b}
{a}, no wait, {b}
{a} - no, {b}
{a}, wait, {b}
{a} or rather {b}
{a}, i meant {b}
{a}, make that {b}
{a}, actually {b}
{a}, not there, {b}
{a}... no, {b}
""")
NOT_WISHED = Phrases("""
{x}, no {needs} needed
{x}, {needs} is not needed
{x}, without {needs}
{x} without {needs}
{x}, doesn't need {needs}
{x}, no need for {needs}
{x}, not {how}
{x}, but not {how}
{x}, but {who} stays here
{x}, {who} stays
{x}, not {who}
{x}, leave {who} here
{x} but don't move {who}
{x}. {who} can stay
{who} stays, {x}
""")
JOIN = Phrases("""
{x} and {y}
{x} and {y}
{x}, and {y}
{x}, {y}
{x}; {y}
{x}. {y}
{x}, then {y}
{x} and then {y}
{x}, also {y}
{x} and also {y}
{x}. also {y}
{x}, plus {y}
{x}, after that {y}
{x}, next {y}
{x} / {y}
{x}. then {y}
{x}, another one: {y}
{x}, and one more: {y}
{x}. second transport: {y}
{x}, secondly {y}
{x}, oh and {y}
{x}, and afterwards {y}
{x}; afterwards {y}
{x}; then there is this: {y}
""")
WRAP = Phrases("""
please {x}
please, {x}
{x} please
{x}, please
{x} thanks
{x}, thanks
{x}, thank you
{x}, many thanks
{x}, cheers
{x} ok
{x}, ok?
{x}, is that possible?
{x}, if possible
{x}, if you don't mind
{x}, that's all
{x}, over
{x}, got that?
hi, {x}
hello, {x}
hello transport, {x}
hey, {x}
hi there, {x}
hi it's me again, {x}
good morning, {x}
morning, {x}
good evening, {x}
ok, {x}
ok so {x}
well, {x}
so, {x}
um, {x}
listen, {x}
right, {x}
transport, {x}
dispatch, {x}
new order: {x}
next order: {x}
new job, {x}
request: {x}
note: {x}
one more: {x}
this is {n}, {x}
{n} here, {x}
nurse {n} speaking, {x}
hi, {n} here, {x}
{n} from the desk, {x}
it's {n}, {x}
dr. {n} says {x}
dr {n} wants this: {x}
{x}, says dr. {n}
{x}, signed {n}
{x}, greetings from {n}
""")
ASK = Phrases("""
can you {x}
can you {x}?
can you please {x}
could you {x}
could you {x}?
could you please {x}
could somebody {x}
could somebody {x}?
could someone please {x}
can someone {x}
can anybody {x}
would you {x}
would you please {x}
will you {x}?
i'd like you to {x}
i need you to {x}
i need someone to {x}
we need someone to {x}
we need you to {x}
you need to {x}
you can {x}
we have to {x}
we need to {x}
you have to {x}
somebody has to {x}
someone should {x}
just {x}
kindly {x}
go and {x}
go ahead and {x}
is it possible to {x}
""")
ASIDE = Phrases("""
{x}, the family is waiting
{x}, the family knows
{x}, the papers are on the bed
{x}, the chart is ready
{x}, consent is signed
{x}, the patient is awake
{x}, the patient has eaten
{x}, the patient is a bit confused
{x}, hard of hearing by the way
{x}, speaks only spanish
{x}, careful with the left leg
{x}, mind the hip
{x}, dr. {n} knows
{x}, dr. {n} is waiting
{x}, ask for {n}
{x}, call {n} on arrival
{x}, the daughter comes too
{x}, it is for a check of the knee
{x}, because of the shoulder
{x} for a follow-up
the chart is ready, {x}
the papers are signed, {x}
the lift is working again, {x}
we are short of staff, {x}
it's busy here, {x}
dr. {n} called, {x}
{n} told me: {x}
there was a fall, {x}
the round is over, {x}
we have a new plan, {x}
""")
