"""Sentences that stand beside others in a note, each with one to three fields."""

from jobs.extract.template import pool

CLAUSES = pool("""
    {person} called
    {person} called back
    {person} rang about the {thing}
    {person} wants the {thing} back
    {person} is off sick
    {person} is late again
    {person} can't come
    {person} has the spare key
    {person} takes over from {role}
    {person} will {do} the {thing}
    {person} asked for {some}
    {person} left a message
    {person} said yes
    {person} needs a new {thing}
    {person} is allergic to nuts
    {person} covers for {first}
    {person} signed for the {thing}
    {person} complained about the {thing}
    {person} still has our {thing}
    {person} drives a {model}
    {person} from {firm} called
    {person} of {firm} will come
    {person} ({firm}) has questions
    {person}'s {thing} is broken
    {person}'s {model} makes a noise
    {person}'s {thing} is ready
    {person}'s new {thing} arrived
    {person}'s turn to {do} the {thing}
    spoke to {person}
    spoke with {person} about the {thing}
    talked to {people}
    ask {person} for the {thing}
    ask {person} about the {thing}
    tell {person} to {do} the {thing}
    tell {people} that the {thing} is here
    remind {person} about the {thing}
    call {person}
    call {person} back
    ring {person}
    text {person}
    message for {person}
    thank {person} for the {thing}
    wait for {person}
    give the {thing} to {person}
    hand the {thing} to {person}
    {thing} for {person}
    pick up {first}
    pick up {first} and {first}
    pick {first} up
    {first} needs the {thing}
    {first} forgot the {thing}
    {first} and {first} share the {thing}
    {first} will bring {some}
    {first} has a temperature of 38.5
    {first} says hi
    {people} confirmed
    {people} can make it
    {people} will be there
    {people} still have to answer
    {people} and {role} are coming
    invite {people}
    with {people} and {role}
    copy to {people}
    new patient {person}
    patient {person}, {n} years old
    tenant {person} moves out
    new tenant: {person}
    seat {first} next to {first}
    swap shifts with {person}
    driver is {person}
    customer: {person}
    {person} here
    this is {person}
    it's {person} from {firm}
    my name is {person}
    {person}, new student
    the tutor is {person}
    substitute: {person}
    happy birthday {first}
    love, {first}
    regards {person}
    - {first}
    hi {first}
    hello {person}
    dear {person}
    hey {first}
    thanks {first}
    {first}, please {do} the {thing}
    {first} can you {do} the {thing}?
    call {phone}
    call {phone} when you are here
    call back on {phone}
    please ring {phone}
    text me on {phone}
    new number: {phone}
    my new number is {phone}
    reach {person} on {phone}
    reach {role} under {phone}
    {person} is on {phone}
    {person}: {phone}
    {person}, {phone}
    {person} ({phone})
    {person} - {phone}
    {phone} is {person}
    {phone} ({person})
    {person}, tel {phone}
    {person} tel. {phone}
    {person} can be reached at {phone}
    {person}'s number is {phone}
    number of {role} is {phone}
    {firm} hotline {phone}
    {role}: {phone}
    in case of trouble: {phone}
    missed call from {phone}
    missed call from {person}, {phone}
    someone called from {phone}
    if nobody opens call {phone}
    emergency number {phone}
    mobile is {phone}
    send the {thing} to {email}
    mail the {thing} to {email}
    send {person} the {thing}, {email}
    email {person} at {email}
    mail {person} ({email})
    {person}: {email}
    {person} <{email}>
    {person}, {email}
    {person}'s mail is {email}
    my email is {email}
    answer to {email} please
    scan the {thing} and mail it to {email}
    {email} bounced
    {email} wants the {thing}
    new address: {email}
    forward the {thing} to {email}
    pictures to {email}
    cv to {email}
    sign up with {email}
    write to {role}: {email}
    {firm}: {email}
    not sure if {email} is right
    it is due {day}
    the {thing} is due {onday}
    due {onday}
    deadline is {day}
    see you {onday}
    see you {day}!
    back {onday}
    closed {onday}
    open again {onday}
    {onday} works for me
    {day} is fine
    {day} it is
    can't do {day}
    {role} comes {onday}
    {role} will {do} the {thing} {onday}
    {do} the {thing} {onday}
    {do} the {thing} by {day}
    the {thing} must be ready by {day}
    {thing} needed {onday}
    I need the {thing} {onday}
    {day}: {do} the {thing}
    {day} - {do} the {thing}
    {day}: {thing} and {thing}
    {onday} is {first}'s birthday
    {person} is back {onday}
    {person} is away until {day}
    {person} moves out {onday}
    {person} arrives {onday}
    {person} comes {onday}
    rent is due {onday}
    hand in the {thing} {onday}
    quiz {onday}
    test {onday}
    no class {onday}
    day off {onday}
    bins go out {onday}
    {firm} delivers {onday}
    {firm} comes {onday} to {do} the {thing}
    it starts {attime}
    it starts at {time}
    doors open {attime}
    doors at {time}
    starts {time}
    ready {attime}
    be there {attime}
    be there by {time}
    come {attime}
    arrive before {time}
    last order {time}
    we close at {time}
    we leave at {time}
    pick up {attime}
    alarm set for {time}
    the train leaves at {time}
    bus goes {attime}
    {role} comes {attime}
    {person} comes {attime}
    {person} will be there {attime}
    {first} has to be picked up {attime}
    pick up {first} {attime}
    next dose {attime}
    {some} {attime}
    meds {attime}
    wake up call {attime}
    shift starts {time}
    my shift ends {attime}
    check-in from {time}
    check-out {attime}
    break {attime}
    it takes place {at}
    it's {at}
    we meet {at}
    meet me {at}
    the {thing} is {at}
    the {thing} are {at}
    leave the {thing} {at}
    bring the {thing} to {the}
    put the {thing} {at}
    deliver to {the}
    take the {thing} to {the}
    come to {the}
    go to {the}
    wait {at}
    {person} is {at}
    {person} waits {at}
    {person} lives {at}
    find {person} {at}
    key is {at}
    leak {at}
    no heating {at}
    light broken {at}
    noise {at}
    {thing} missing {at}
    {thing} {at} needs repair
    moved to {the}
    now {at}
    {place} is free
    {place} is booked
    {place} needs {some}
    {place}: {thing} broken
    {place} - {do} the {thing}
    {place}: {do} the {thing}
    address is {place}
    new location: {place}
    park {at}
    ring the bell {at}
    exam is {at}
    class is {at}
    patient {at} wants {role}
    {person} {at} needs the {thing}
    tables set {at}
    it costs {sum}
    costs {money}
    that is {money}
    that makes {money}
    the {thing} cost {money}
    {thing} {money}
    {thing}: {money}
    {n} {thing} for {money}
    {money} for the {thing}
    {money} deposit
    {money} still open
    {money} too much
    {money} short in the till
    pay {money}
    pay {person} {money}
    {person} owes me {sum}
    {person} owes {money}
    I owe {person} {sum}
    owe {first} {money}
    {person} paid {sum}
    {person} paid {money} in cash
    {person} still has to pay {money}
    {person} lent me {money}
    {first} gets {money} back
    got {money} from {person}
    paid {money}
    paid {sum} already
    quote was {sum}
    quoted {money}
    estimate {sum}
    labour {sum}
    total {sum}
    total comes to {sum}
    price is {sum}
    price: {money}
    rent is {sum}
    rent {sum}
    deposit of {sum} received
    balance {sum}
    budget is {sum}
    refund {money}
    refund {person} {money}
    transfer {money}
    collect {money} from {person}
    tip {sum}
    fine of {money}
    {role} wants {money}
    {role} charges {money}
    {firm} wants {money}
    {firm} raised the price to {money}
    change for {money} needed
    bring {money} for the {thing}
    {ref} is late
    {ref} is ready
    {ref} is closed
    {ref} still open
    {ref} is missing the {thing}
    {ref} not paid
    {ref} cancelled
    {ref}: {thing}
    {ref}: {do} the {thing}
    {ref} for {person}
    {ref} from {person}
    {ref}, {person}
    {ref} came back
    {ref} is for {role}
    check {ref}
    close {ref}
    reopen {ref}
    look into {ref}
    see {ref}
    cancel {ref}
    ship {ref}
    pack {ref}
    pay {ref}
    send {ref} again
    print {ref}
    where is {ref}?
    it's about {ref}
    regarding {ref}
    new {ref}
    {ref} over {money}
    {ref}, {money}
    {ref}: {money}
    {ref} of {money} is overdue
    {person} asks about {ref}
    {person} is waiting for {ref}
    {person} wants to cancel {ref}
    {person}'s order {code} is here
    {person}'s ticket {code} is done
    your order {code} is ready
    your booking {code} is confirmed
    our invoice {code} is unpaid
    my ticket {code} is still open
    the case {code} is closed
    quote order {code} please
    the order number is {code}
    the booking number is {code}
    ticket number is {code}
    invoice number {code} please
    case {code} assigned to {person}
    order {code} contains {some}
    {firm} sent invoice {code}
    {firm} lost order {code}
    {n} {thing} in order {code}
    {when} works
    {when} is fine
    {when}?
    see you {when}
    come {when}
    {person} comes {when}
    {person}, {when}
    {person} {when}
    {role} comes {when}
    {do} the {thing} {when}
    {when}: {do} the {thing}
    appointment {when}
    next appointment {when}
    moved to {when}
    {firm} delivers {when}
    slot {when} is free
    {when} {at}
    {at} {when}
    {person} {at} {when}
    {person} {when}, {the}
    {day} {at}
    {time} {at}
    {at} {attime}
    {at} {onday}
    my brother {first} will {do} the {thing}
    my sister {first} has the {thing}
    my flatmate {first} is home all day
    my colleague {person} knows about the {thing}
    my son {first} needs a {thing}
    our daughter {first} lost her {thing}
    the plumber, {person}, comes back
    the plumber is called {person}
    the new nurse is {first}
    the landlord, {person}, wants to see the {thing}
    our driver {first} is on the way
    our new colleague {person} starts {onday}
    plumber {first} was here
    a certain {person} asked for {role}
    someone named {person} asked about the {thing}
    a woman called {person} wants the {thing}
    {person} or {person} can help
    either {first} or {first} has to {do} the {thing}
    both {first} and {first} said no
    {people} need badges
    {people}: please {do} the {thing}
    {people}, please bring the {thing}
    thanks to {people}
    cc: {people}
    @{first} please {do} the {thing}
    @{first} @{first} can one of you {do} the {thing}?
    {first} -> {thing}, {first} -> {thing}
    {first} ({n}) and {first} ({n}) need new {thing}
    love from {first} and {first}
    yours, {person}
    cheers {first}
    xx {first}
    {first} out
    signed, {person}
    I told {person} we need {some}
    I gave {first} the {thing}
    I will ask {person}
    you can call me on {phone}
    you can reach me at {email}
    you'll find it {at}
    we moved it to {day}
    we moved to {the}
    we agreed on {money}
    we agreed on {when}
    we said {time}
    they want {money} for it
    they open {attime}
    they deliver to {the}
    he wants {money}
    she starts {onday}
    she is {at}
    it was {money} last time
    it has to be {time}
    it is {ref}
    is {day} ok?
    is {time} too early?
    does {when} work for {person}?
    is {person} {at}?
    who is {person}?
    whose number is {phone}?
    can you pay {person} {money}?
    how about {when}?
    how about {day}?
    shall we say {time}?
    what about {the}?
    why does {person} need {some}?
    could {person} {do} the {thing} {onday}?
    could we meet {at}?
    any news on {ref}?
    any news from {person}?
    when will {ref} be ready?
    no later than {time}
    no earlier than {time}
    nobody told {person}
    don't call {role}, call {person}
    don't forget {first}'s {thing}
    don't use the old number, use {phone}
    don't park {at}
    never pay more than {money}
    only {money} left
    only {time} is free
    earliest is {day}
    latest is {time}
    first slot {when}
    {n} {thing} due {onday}
    {n} guests {when}
    {n} people {attime}
    {some} for {person}
    {some} to {the}
    {some} for {money}
    {some} by {day}
    {some} each {attime}
    {odd}, {person}
    {odd} {at}
    {model} of {person}
    {model} {at}
    {model} for {money}
    {model}, ready {onday}
    {person}, {model}, {odd}
    {person}, {n} {thing}
    {person} +{n}
    {person} {money}
    {person} {time}
    {person} {onday}
    {person} {at}
    {person} {ref}
    """)
