"""The orders of a ward: templates of clauses, of patients and of beds.

`{who}` is a patient with the bed, `{to}` where they go, `{frm}` where they are, `{x}` the order.
What they mean is decided in the package's `__init__`.
"""

from jobs.draft import Phrases

#: The patient: `{b}` is the bed as said, `{n}` a name.
WHO = Phrases("""
{b}
{b}
the patient in {b}
the patient from {b}
the patient of {b}
patient {b}
patient in {b}
our patient in {b}
my patient in {b}
the lady in {b}
the lady from {b}
the gentleman in {b}
the gentleman from {b}
the man in {b}
the woman from {b}
the boy in {b}
the new admission in {b}
the new patient in {b}
the child in {b}
the girl in {b}
the old man in {b}
the old lady in {b}
the young man from {b}
the admission from {b}
the person in {b}
the one in {b}
this patient: {b}
somebody from {b}
our lady in {b}
our gentleman from {b}
my man in {b}
whoever is in {b}
someone from {b}
one patient from {b}
{n} in {b}
{n} from {b}
{n}, {b}
{n} ({b})
{b} ({n})
{b}, {n}
""")
#: A bed `{r}` of a ward `{w}`.
BED = Phrases("""
{w}-{r}
{w}-{r}
bed {w}-{r}
{w} bed {r}
{w}, bed {r}
{w} bed no {r}
{w} bed number {r}
ward {w} bed {r}
ward {w}, bed {r}
ward {w} bed number {r}
unit {w} bed {r}
station {w}, bed {r}
bed {r} on {w}
bed {r} in {w}
bed {r} of {w}
bed {r} at {w}
bed {r}, {w}
bed {r}, ward {w}
bed {r} ward {w}
bed {r} on ward {w}
bed {r} in ward {w}
bed number {r} on {w}
bed number {r} in ward {w}
ward {w} - bed {r}
ward {w}-{r}
{w} - bed {r}
{w}: bed {r}
{w} bed #{r}
unit {w}, bed {r}
unit {w} bed number {r}
station {w} bed {r}
station {w} bed number {r}
bed {r} on unit {w}
bed {r} of unit {w}
bed {r} on station {w}
bed {r} of ward {w}
bed {r} at ward {w}
bed {r} over on {w}
bed {r} up on {w}
bed {r} up in {w}
bed {r} down on {w}
bed {r} here on {w}
bed #{r} on {w}
bed #{r} in {w}
bed no {r} on {w}
bed no {r} of {w}
the bed {r} on {w}
the bed {r} in {w}
""")
WARD = Phrases("""
{w}
{w}
ward {w}
unit {w}
station {w}
the ward {w}
floor {w}
our ward {w}
the other ward, {w}
them on {w}
the team on {w}
the people in {w}
""")
#: Begins with a verb, so that a "can you" can stand before it.
GO = Phrases("""
take {who} to {to}
bring {who} to {to}
bring {who} over to {to}
bring {who} down to {to}
bring {who} up to {to}
take {who} down to {to}
take {who} up to {to}
take {who} over to {to}
take {who} across to {to}
move {who} to {to}
move {who} over to {to}
transfer {who} to {to}
transport {who} to {to}
send {who} to {to}
send {who} down to {to}
send {who} along to {to}
get {who} to {to}
get {who} over to {to}
get {who} ready and bring to {to}
fetch {who} for {to}
fetch {who} and go to {to}
collect {who} for {to}
collect {who} and take to {to}
pick up {who} for {to}
pick up {who} and bring to {to}
pick {who} up and take to {to}
escort {who} to {to}
accompany {who} to {to}
push {who} to {to}
push {who} over to {to}
wheel {who} to {to}
drive {who} to {to}
roll {who} down to {to}
carry {who} to {to}
shift {who} to {to}
relocate {who} to {to}
deliver {who} to {to}
hand {who} over to {to}
help {who} get to {to}
see {who} to {to}
go to {to} with {who}
come and take {who} to {to}
come and get {who} for {to}
come for {who}, destination {to}
order a transport of {who} to {to}
order transport for {who} to {to}
arrange a transfer of {who} to {to}
organise a ride for {who} to {to}
book {who} a transport to {to}
send someone to bring {who} to {to}
send a porter for {who} to {to}
""")
GO_TOLD = Phrases("""
{who} to {to}
{who} to {to}
{who} -> {to}
{who} for {to}
{who}, to {to}
{who}: to {to}
{who}, destination {to}
{who} goes to {to}
{who} is going to {to}
{who} has to go to {to}
{who} has to be at {to}
{who} has to get to {to}
{who} needs to go to {to}
{who} needs to be at {to}
{who} needs to get over to {to}
{who} needs a transport to {to}
{who} needs a ride to {to}
{who} must go to {to}
{who} must be taken to {to}
{who} should go to {to}
{who} should be moved to {to}
{who} is due at {to}
{who} is due in {to}
{who} is expected at {to}
{who} is wanted at {to}
{who} is ready for {to}
{who} is called to {to}
{who} is booked for {to}
{who} is on the list for {to}
{who} is being moved to {to}
{who} will be transferred to {to}
{who} can go to {to}
{who} can come down to {to}
{who} wants to go to {to}
{who} is to be brought to {to}
from {who} to {to}
to {to} with {who}
to {to}: {who}
to {to} from {who}
for {to}: {who}
{to} wants {who}
{to} is waiting for {who}
{to} called for {who}
{to} is ready for {who}
{to} asks for {who}
{to} can take {who}
{to} is expecting {who}
i have {who} for {to}
i need {who} at {to}
i need {who} taken to {to}
i need a transport of {who} to {to}
i want {who} brought to {to}
i'd like {who} moved to {to}
i'd like a transport for {who} to {to}
we have {who} for {to}
we have {who} waiting for {to}
we need {who} at {to}
we need {who} moved to {to}
we need a porter for {who} to {to}
we want {who} to go to {to}
let's get {who} to {to}
let's move {who} to {to}
transport please: {who} to {to}
transport for {who} to {to}
transfer of {who} to {to}
one transport, {who} to {to}
order: {who} to {to}
a ride for {who} to {to}
""")
#: The patient is at a place `{frm}`; a bed is where they go.
BACK = Phrases("""
bring {n} back from {frm} to {to}
bring the patient from {frm} back to {to}
bring the patient from {frm} to {to}
bring someone from {frm} to {to}
take {n} from {frm} to {to}
take the patient at {frm} back to {to}
take a patient from {frm} to {to}
move {n} from {frm} to {to}
move the patient from {frm} over to {to}
transfer {n} from {frm} to {to}
transfer from {frm} to {to}
transport from {frm} to {to}
pick up {n} at {frm} and bring to {to}
pick up the patient at {frm} for {to}
pick up our patient from {frm}, going to {to}
collect {n} at {frm} for {to}
collect {n} from {frm} and take to {to}
collect the patient in {frm}, destination {to}
fetch {n} from {frm} to {to}
fetch {n} at {frm}, back to {to}
fetch the patient from {frm} for {to}
get {n} from {frm} back to {to}
get our patient from {frm} to {to}
from {frm} to {to}
from {frm} back to {to}
from {frm} back to {to} with {n}
{frm} to {to}
{frm} -> {to}
{n} from {frm} to {to}
{n} from {frm} back to {to}
{n}, {frm} to {to}
{n} is done at {frm}, back to {to}
{n} is finished in {frm} and goes to {to}
{n} can come back from {frm} to {to}
{n} can leave {frm} for {to}
{n} is at {frm} and has to go to {to}
{n} goes from {frm} to {to}
{frm} is done with {n}, take to {to}
{frm} has a patient for {to}
{frm} is finished, patient back to {to}
send {n} back from {frm} to {to}
return {n} from {frm} to {to}
return the patient from {frm} to {to}
escort {n} from {frm} to {to}
we have a patient at {frm} for {to}
we have {n} here at {frm}, going to {to}
i have {n} at {frm} for {to}
""")
#: There and back again.
ROUND = Phrases("""
{x} and back
{x} and back again
{x} and back afterwards
{x}, and back
{x}, then back
{x} and then back
{x}, afterwards back
{x} and afterwards back to bed
{x}, and back to bed after that
{x}, there and back
{x} and home again
{x}, return trip too
{x}, both ways
{x} and return
{x} and bring them back
{x} and bring them home
{x} and bring them back after
{x} with return
{x}, with a return trip
{x}, round trip
{x} as a round trip
{x}, and return after that
{x} and home
""")
