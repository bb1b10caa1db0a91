"""The wishes of a grower: templates of clauses.

`{g}` is a gear with its article, `{z}` one or more bays, `{v}` an amount with its unit, `{s}` what
is given, `{do}` a verb, `{f}` a gear with its amount. Their meaning: in the package's `__init__`.
"""

from jobs.draft import Phrases

LEVEL = Phrases("""
set {g} in {z} to {v}
put {g} in {z} at {v}
bring {g} in {z} to {v}
move {g} in {z} to {v}
take {g} in {z} to {v}
get {g} in {z} to {v}
adjust {g} in {z} to {v}
change {g} in {z} to {v}
turn {g} in {z} to {v}
hold {g} in {z} at {v}
keep {g} in {z} at {v}
fix {g} in {z} at {v}
run {g} in {z} at {v}
switch {g} in {z} over to {v}
dial {g} in {z} to {v}
set {g} to {v} in {z}
put {g} to {v} for {z}
bring {g} to {v} over in {z}
move {g} to {v} in {z}
take {g} down to {v} in {z}
take {g} up to {v} in {z}
get {g} up to {v} in {z}
get {g} down to {v} in {z}
put {g} on {v} in {z}
keep {g} at {v} in {z}
hold {g} at {v} over {z}
run {g} at {v} in {z}
set {g} at {v} for {z}
have {g} at {v} in {z}
have {g} in {z} at {v}
make {g} {v} in {z}
make {g} in {z} {v}
let {g} in {z} go to {v}
let {g} sit at {v} in {z}
go to {v} with {g} in {z}
go with {g} at {v} in {z}
in {z} set {g} to {v}
in {z} put {g} at {v}
in {z}, bring {g} to {v}
in {z} move {g} to {v}
for {z} set {g} to {v}
for {z}, put {g} on {v}
over in {z} take {g} to {v}
down in {z}, get {g} to {v}
give {z} {v} on {g}
leave {g} in {z} at {v}
park {g} in {z} at {v}
lower {g} in {z} to {v}
raise {g} in {z} to {v}
lower {g} to {v} in {z}
raise {g} to {v} for {z}
drop {g} in {z} to {v}
push {g} in {z} up to {v}
program {g} in {z} for {v}
enter {v} for {g} in {z}
note {v} for {g} in {z}
""")
LEVEL_TOLD = Phrases("""
{z}: {g} {v}
{z}: {g} to {v}
{z} {g} {v}
{z}, {g}, {v}
{z} - {g} at {v}
{g} {z} {v}
{g} in {z} {v}
{g} in {z}: {v}
{g} in {z} to {v}
{g} for {z} at {v}
{g} to {v} in {z}
{g} at {v} in {z}
{g} on {v} for {z}
{v} for {g} in {z}
{v} on {g} in {z}
{v} is what i want for {g} in {z}
{g} should be at {v} in {z}
{g} in {z} should be at {v}
{g} in {z} should go to {v}
{g} in {z} has to be at {v}
{g} in {z} must be {v}
{g} in {z} needs to go to {v}
{g} goes to {v} in {z}
{g} in {z} goes to {v}
{z} wants {g} at {v}
{z} needs {g} at {v}
{z} should have {g} at {v}
{z} gets {g} at {v}
{z} has to run {g} at {v}
in {z} i want {g} at {v}
in {z} {g} should be {v}
in {z}, {g} at {v}
for {z}, {g} {v}
for {z} we need {g} at {v}
i want {g} in {z} at {v}
i need {g} at {v} in {z}
i'd like {g} in {z} at {v}
i would like {v} for {g} in {z}
we want {g} to be at {v} in {z}
we'll have {g} at {v} in {z}
we need {v} on {g} in {z}
let's have {g} at {v} in {z}
let's go to {v} with {g} in {z}
let's set {g} in {z} to {v}
new value for {g} in {z}: {v}
target for {g} in {z} is {v}
""")
LEVEL_ALL = Phrases("""
set {g} to {v}
put {g} at {v}
bring {g} to {v}
take {g} to {v} everywhere
get {g} to {v} all over
{g} to {v}
{g} at {v} everywhere
{g} on {v}
everywhere {g} at {v}
i want {g} at {v}
i want {g} at {v} everywhere
keep {g} at {v}
run {g} at {v} throughout
hold {g} at {v} everywhere
let's have {g} at {v}
{g} should be at {v}
move {g} to {v}
adjust {g} to {v} everywhere
change {g} to {v}
we need {g} at {v}
go to {v} with {g}
have {g} at {v} all over
""")
RUN = Phrases("""
run {g} in {z} for {v}
run {g} for {v} in {z}
start {g} in {z} for {v}
start {g} for {v} in {z}
turn on {g} in {z} for {v}
turn {g} on in {z} for {v}
turn {g} on for {v} in {z}
switch on {g} in {z} for {v}
switch {g} on for {v} in {z}
put {g} on in {z} for {v}
put on {g} for {v} over in {z}
have {g} on for {v} in {z}
have {g} run for {v} in {z}
let {g} run {v} in {z}
let {g} in {z} run for {v}
keep {g} on for {v} in {z}
keep {g} in {z} going for {v}
fire up {g} in {z} for {v}
kick off {g} in {z} for {v}
do {v} of {g} in {z}
in {z} run {g} for {v}
in {z}, start {g} for {v}
in {z} turn on {g} for {v}
for {z} run {g} {v}
over in {z} switch on {g} for {v}
set {g} in {z} for {v}
set {g} going in {z} for {v}
give me {v} of {g} in {z}
get {g} going for {v} in {z}
operate {g} in {z} for {v}
work {g} in {z} for {v}
""")
RUN_TOLD = Phrases("""
{g} in {z} for {v}
{g} for {v} in {z}
{g} on in {z} for {v}
{g} on for {v} in {z}
{g} in {z}, {v}
{z}: {g} for {v}
{z}, {g} on for {v}
{v} of {g} in {z}
{v} of {g} for {z}
{v} on {g} in {z}
{z} gets {v} of {g}
{z} needs {g} for {v}
{z} wants {v} of {g}
{g} should run for {v} in {z}
{g} in {z} should be on for {v}
{g} has to run {v} in {z}
i want {g} on for {v} in {z}
i need {v} of {g} in {z}
i'd like {g} to run {v} in {z}
we need {g} in {z} for {v}
let's run {g} in {z} for {v}
let's have {v} of {g} in {z}
in {z} {g} for {v}
""")
DOSE = Phrases("""
give {z} {v} of {s}
give {z} {s} for {v}
give {z} some {s} for {v}
give {v} of {s} to {z}
{z} needs {v} of {s}
{z} gets {v} of {s}
{z} should get {v} of {s}
{z} wants {s} for {v}
{z}: {v} of {s}
{z}: {s} for {v}
{z}, {v} {s}
{v} of {s} for {z}
{v} of {s} in {z}
{v} {s} for {z}
{s} for {z}, {v}
{s} in {z} for {v}
let {z} have {v} of {s}
let {z} have {s} for {v}
put {v} of {s} on {z}
treat {z} to {v} of {s}
send {v} of {s} to {z}
i want {v} of {s} on {z}
i want {s} in {z} for {v}
we owe {z} {v} of {s}
time for {v} of {s} in {z}
supply {z} with {v} of {s}
provide {v} of {s} for {z}
""")
GIVE = Phrases("""
{do} {z} for {v}
{do} {z} {v}
{do} {z} now for {v}
{do} {z} for about {v}
{do} {z} for exactly {v}
{do} {z} for {v} today
{do} {z} for another {v}
{do} {z} for only {v}
{do} {z}, {v}
{do} {z}, {v} should do
{do} {z}, let's say {v}
for {v} {do} {z}
go and {do} {z} for {v}
go ahead and {do} {z} for {v}
start to {do} {z} for {v}
{do} the plants in {z} for {v}
{do} everything in {z} for {v}
{do} the benches in {z} for {v}
{do} the rows in {z} for {v}
{do} the beds in {z} for {v}
""")
ACT = Phrases("""
{do} {g} in {z}
{do} {g} for {z}
{do} {g} over {z}
{do} {g} over in {z}
{do} {g} down in {z}
{do} {g} in {z} now
{do} {g} now in {z}
{do} {g} in {z} right away
{do} {g} in {z} today
{do} {g} in {z} for me
{do} {g} in {z} completely
{do} {g} in {z} all the way
in {z} {do} {g}
in {z}, {do} {g} now
in {z} {do} {g} completely
for {z} {do} {g}
for {z}, {do} {g} all the way
over in {z}, {do} {g}
down in {z} {do} {g}
{z}: {do} {g}
{z} - {do} {g}
{z}, {do} {g} there
go and {do} {g} in {z}
go ahead and {do} {g} in {z}
just {do} {g} in {z}
quickly {do} {g} in {z}
make sure to {do} {g} in {z}
remember to {do} {g} in {z}
it's time to {do} {g} in {z}
time to {do} {g} in {z}
i want to {do} {g} in {z}
i need you to {do} {g} in {z}
i'd like you to {do} {g} in {z}
we have to {do} {g} in {z}
we should {do} {g} in {z}
let's {do} {g} in {z}
let's {do} {g} over in {z} now
someone has to {do} {g} in {z}
""")
ACT_ALL = Phrases("""
{do} {g}
{do} {g} everywhere
{do} all of {g}
{do} {g} all over
{do} {g} throughout
{do} {g} now
{do} {g} all over the place
everywhere {do} {g}
let's {do} {g}
let's {do} {g} everywhere
go ahead and {do} {g}
just {do} {g} everywhere
time to {do} {g}
i want to {do} {g} everywhere
""")
OFF = Phrases("""
turn {g} in {z} off
turn {g} off in {z}
turn {g} off over in {z}
switch {g} off in {z}
switch {g} in {z} off
shut {g} in {z} off
shut {g} off for {z}
get {g} off in {z}
have {g} off in {z}
keep {g} off in {z}
{g} off in {z}
{g} in {z} off
{g} off for {z}
{z}: {g} off
{z} {g} off
{z}, {g} off
in {z}, {g} off
in {z} turn {g} off
for {z} switch {g} off
no more {g} in {z}
{g} can go off in {z}
{g} in {z} should be off
{g} has to be off in {z}
i want {g} off in {z}
{z} doesn't need {g}, turn it off
{z} has had enough of {g}, switch it off
""")
DAY = Phrases("""
heat {z} to {v}
heat {z} up to {v}
warm {z} to {v}
warm up {z} to {v}
cool {z} to {v}
keep {z} at {v} by day
keep {z} at {v} during the day
hold {z} at {v} in the daytime
bring {z} to {v} by day
by day keep {z} at {v}
by day {z} should be at {v}
during the day {z} at {v}
{z} at {v} by day
{z} to {v} in the daytime
{z} should be {v} during the day
{v} by day in {z}
{v} during the day for {z}
set {z} to {v} by day
set {z} to {v} for the day
i want {v} in {z} by day
let {z} have {v} in the daytime
daytime in {z}: {v}
let {z} warm up to {v}
get {z} up to {v}
get {z} to {v} by day
have {z} at {v} during the day
put {z} at {v} for the day
{z}: {v} by day
{z}: {v} during the day
{z} wants {v} by day
{z} needs {v} in the daytime
in {z} {v} by day
""")
NIGHT = Phrases("""
keep {z} at {v} at night
keep {z} at {v} overnight
hold {z} at {v} at night
hold {z} at {v} through the night
bring {z} to {v} overnight
at night keep {z} at {v}
at night {z} should be at {v}
at night {z} at {v}
overnight {z} at {v}
overnight hold {z} at {v}
{z} at {v} at night
{z} to {v} overnight
{z} should be {v} at night
{v} at night in {z}
{v} overnight for {z}
set {z} to {v} at night
set {z} to {v} for the night
i want {v} in {z} at night
let {z} have {v} through the night
let {z} drop to {v} at night
night in {z}: {v}
heat {z} to {v} at night
""")
BOTH = Phrases("""
keep {z} at {v} by day and {w} at night
{z} {v} by day, {w} by night
{z}: {v} by day and {w} at night
{z}: day {v}, night {w}
{z} day {v} night {w}
set {z} to {v} during the day and {w} overnight
hold {z} at {v} in the daytime, {w} at night
{v} by day and {w} at night in {z}
{v} day, {w} night for {z}
heat {z} to {v} by day and to {w} at night
by day {z} at {v}, at night at {w}
day {v} and night {w} in {z}
i want {v} by day and {w} by night in {z}
{z} should have {v} in the day and {w} overnight
in {z} {v} during the day, {w} during the night
bring {z} to {v} for the day and {w} for the night
""")
FRAGMENT = Phrases("""
{g} {v}
{g} to {v}
{g} at {v}
{g} on {v}
{g} = {v}
{v} on {g}
{v} for {g}
{g}: {v}
{g} up to {v}
{g} set to {v}
{g} - {v}
{g} stay at {v}
{v} of {g}
{g}, {v}
{g} {v} now
{g} now {v}
{g} around {v}
{g} at about {v}
{g} exactly {v}
{g} at around {v}
{g} down to {v}
a value of {v} for {g}
""")
SEVERAL = Phrases("""
{z}: {f}, {f2}
{z}: {f} and {f2}
{z}, {f}, {f2}
{z} {f}, {f2}
in {z} {f} and {f2}
in {z}, {f}, {f2}
in {z} i want {f} and {f2}
in {z} we need {f}, {f2}
for {z}: {f}, {f2}
for {z} {f} and {f2}
for {z} i'd like {f} plus {f2}
{f} and {f2} in {z}
{f}, {f2} for {z}
{f} plus {f2} in {z}
i want {f} and {f2} in {z}
i'd like {f}, {f2} in {z}
we need {f} and also {f2} in {z}
give me {f} and {f2} in {z}
give {z} {f} and {f2}
{z} gets {f} and {f2}
{z} gets {f}, also {f2}
{z} needs {f} and {f2}
{z} wants {f}, {f2}
{z} should run with {f} and {f2}
set up {z} with {f} and {f2}
set {z} like this: {f}, {f2}
let's run {z} with {f} and {f2}
new values for {z}: {f}, {f2}
settings for {z}: {f} and {f2}
""")
SEVERAL_3 = Phrases("""
{z}, {f}, {f2}, {f3}
for {z} {f}, {f2} and {f3}
{f}, {f2}, {f3} for {z}
{z} should run with {f}, {f2} and {f3}
let's run {z} with {f}, {f2}, {f3}
settings for {z}: {f}, {f2} and {f3}
we need {f}, {f2} and {f3} in {z}
{z} wants {f}, {f2} and {f3}
{z}: {f}, {f2}, {f3}
{z}: {f}, {f2} and {f3}
in {z} {f}, {f2} and {f3}
in {z} i want {f}, {f2} and {f3}
for {z}: {f}, {f2}, {f3}
{f}, {f2} and {f3} in {z}
set up {z} with {f}, {f2} and {f3}
{z} gets {f}, {f2} and {f3}
{z} needs {f}, {f2}, {f3}
new values for {z}: {f}, {f2}, {f3}
i want {f}, {f2}, {f3} in {z}
give {z} {f}, {f2} and also {f3}
""")
