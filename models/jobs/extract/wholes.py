"""Whole notes, as mechanics, nurses, students, couriers, shops and landlords jot them down."""

from jobs.extract.template import pool

WHOLES = pool("""
    Call {person} at {phone} about {ref} {onday}
    Call {person} back on {phone} before {time}
    call {person} {phone} re {ref}
    {person} called, wants to move the {thing} to {when}. Number is {phone}
    {person} phoned about {ref}, please ring back on {phone}
    Please call {person} back ({phone}), it's about {ref}
    missed call {phone}, {person}, something about {ref}
    {person} left a voicemail: call {phone} {onday} {attime}
    Meeting with {people} {onday} {attime} {at}
    Meeting {when} {at} with {people}
    Meeting moved to {day}, {time}, {the}. {person} can't make it
    team meeting {day} {time} {at}, {people} present
    {when}: meeting {at}, {people}
    Lunch with {person} {at}, {when}
    dinner with {people} {onday} {attime} {at}
    coffee w/ {first} {when} {at}?
    drinks {at} {when}, {people} are in
    {people} and I meet {at} {attime}
    Let's meet {at} {attime}, {people} will join us
    We meet {at} {onday} {attime}. Bring the {thing}. {person} has the key.
    See you {when} {at}, {first}!
    Hi {first}, can we meet {onday} {attime} {at}? Best, {first}
    Hi {first}, the {thing} for {person} is ready. It comes to {money}. Thanks, {first}
    Dear {person}, your order {code} will arrive {onday}. Total: {sum}
    Dear {person}, your appointment is {when} {at}. Questions? {phone}
    Dear customer, {ref} is ready for collection {at} from {day}
    Your booking {code}: {place}, {day}, {n} guests, {money}
    Your parcel is {at}, pick it up by {day}. Code {n}{n}
    Booking {code} for {person}, {n} people, {when}
    Table for {n} under {person}, {when}, {phone}
    table for {n} people {when}, name {person}, tel {phone}
    Reservation for {person}: {n} people, {day} {attime}, ring {phone} if anything changes
    stay booked for {person}, from {day}, {n} days, {money}
    {ref}: {person} wants a refund of {money}
    {ref}, {person}, {money}, due {day}
    {ref} from {firm} over {money} is due {onday}
    Invoice {code} from {firm}: {money}, pay by {day}
    invoice {code} - {sum} - {person}
    Order {code} for {person}: {n} {thing}, {money}, pick up {onday}
    Order {code}: {n} {thing} to {the}, {onday}
    order {code} still not here, {person} is asking. mail {email}
    Ticket {code}: {role} can't log in, ask {person}, {email}
    Ticket {code} assigned to {person}, due {day}
    ticket #{code} reopened by {person}
    case {code}: hearing {when}, {at}
    Case {code}, client {person}, phone {phone}, meet {onday} {attime}
    {person} paid {money} for {ref} {onday}
    {person} paid {sum} cash, {sum} still open
    {person} owes me {sum} since the pizza, remind {first}
    {first} owes {first} {money}
    I lent {first} {money} - back by {day}
    Pay {person} {money} {onday} for the {thing}
    pay {money} to {person} by {day}, {ref}
    Transfer {money} to {person}, {ref}, before {day}
    paid {role} {money} for the {thing}, {ref}
    rent {sum} due {onday}, {person}, {place}
    {person}, {place}, rent {sum}, deposit {sum}
    {place}: {person} moves out {onday}, deposit {money}
    {place}: tap drips, {person} at home from {time}, {phone}
    Leak {at}, tenant {person}, {phone}, {role} comes {when}
    heating broken {at}, {person} called {n} times, {role} will come {onday} {attime}
    New tenant {person} gets the keys {onday} {attime} {at}
    Viewing {at} {when}, {people}
    viewing {day}: {person} {time}, {first} {~ctime}
    smoke alarm {at} beeps, ask {person} for the {thing}
    {role} needs access {at} {onday} between {ctime} and {~ctime}
    {person}'s {model}: {thing} worn, estimate {money}, call {phone}
    {model} of {person}, {thing} done, {sum}, pick up {when}
    {model} for {person}: oil change and {thing}, ready {onday} {attime}
    {person} brings the {model} {onday}, wants the {thing} done, max {money}
    {model}, {n},000 km, {thing} due, {person}, {phone}
    quote for {person}: {thing} {money}, labour {n} h, {onday}
    parts for {ref} come {onday}, tell {person}
    {thing} for {person}'s {model} arrived, {ref}, call {phone}
    tow truck brings a {model} {at} {attime}, owner {person}
    customer {person} ({phone}) says the {thing} squeaks, booked in {when}
    {person} {at}: {some} {attime}, next dose {time}
    {person}, {place}, {some} {attime}
    Patient {person} {at}, pulse {n}, tell {person}
    {person} ({place}) has pain, {some} given at {time}
    {person}: blood test {when}, fasting, {at}
    bed for {person} needed {at} {onday}
    discharge {person} {onday}, family picks up {attime}, {phone}
    {person}'s daughter {first} can be reached on {phone}
    relatives of {person}: {first}, {phone}
    visit {person} {when}, {place}, key is with {role}
    wound check {person} {onday}, new {thing}, {at}
    {first} vomited {attime}, call {phone}
    swap: {first} takes {day}, {first} takes {~day}
    {first} works {day} from {time}, {first} is off
    shift {day} {ctime}-{~ctime} {first}, {first}
    Exam {onday} {attime} {at}, bring the {thing}
    exam {when}, {place}, open book
    Essay for {person} due {day} {time}, {n} words, mail to {email}
    hand in the {thing} to {person} {at} by {day}
    Study group {when} {at}: {people}
    lecture by {person} moved to {the}, {onday} {attime}
    office hours of {person}: {day} {ctime}-{~ctime}, {place}
    {person} wants chapter {n} by {day}, send to {email}
    email {person} ({email}) about the {thing} before {day}
    send the {thing} to {email} by {day}, cc {email}
    Please send the {thing} for {ref} to {email}
    mail {email} and ask for {person}
    {person} - {email} - {phone}
    {person}, {firm}, {phone}, {email}
    {person}\\n{firm}\\n{phone}\\n{email}
    {person}\\n{phone}\\n{when}
    {person}\\n{place}\\n{phone}
    {first}: {phone}\\n{first}: {phone}
    {first} {phone}, {first} {phone}
    contacts: {person} {phone}, {person} {email}
    in an emergency call {person} under {phone}, then {person}
    drop {n} parcels {at} by {time}, sign {person}
    Deliver {ref} to {place}, attn {person}, {phone}
    deliver to {person}, {place}, before {time}, ring {phone}
    Pick up {some} {at}, {ref}, {time}
    pickup {time} {the}, drop at {the}, {ref}
    pickup {at} {attime}, {n} pallets, ask for {person}
    {n} boxes from {firm} for {person}, left {at}
    {ref} to {person}, {place}, {money} cash on delivery
    parcel {n} kg for {person}, nobody home {attime}, left {at}
    driver {person} arrives {at} {attime}, {n} pallets
    truck from {firm} {when} {at}, {ref}
    {n} {thing} at {money} each, {ref}
    {n} {thing} for {person}, {money} paid, rest {onday}
    {person} returns the {thing}, refund {money}, {ref}
    {person} ordered {n} {thing}, {money}, comes {onday}
    set aside {n} {thing} for {person} until {day}
    till was {money} short {onday}, {first} and {first} had the shift
    {firm} raises prices to {money} from {day}
    {first} opens {onday}, {first} closes {attime}
    Pick up {first} from {the} {attime}
    pick {first} up {at} {when}, bring the {thing}
    {first} has {thing} practice {onday} {attime}, bring {some}
    {first}'s birthday {onday}, {place}, {time}, bring a {thing}
    {first}'s party is {when} {at}, RSVP to {email}
    playdate {first} and {first} {when} {at}, call {phone}
    school trip {onday}, {money} per child, meet {at} {time}
    {first} needs {money} for the {thing} by {day}
    teacher {person} wants to talk about {first}, {when}
    parents meeting {when}, {place}, {person}
    {role} is sick, {first} picks up the kids {attime}
    dentist for {first} {when}
    vet with {role} {when}, bring {money}
    {first} stays with {first} until {day}
    flight {day} {time}, booking {code}, {first} drives
    train {time}, platform to be announced, booking {code}, {money}
    Hotel for {people}: {place}, from {day}, {money}, {ref}
    tickets for {day}: {n} seats, {money}, booking {code}
    concert {when} {at}, {money} at the door
    taxi {attime} to {the}, {money}
    We leave {at} {attime}, {first} drives, {money} for petrol
    {people}: {do} the {thing} {onday}
    {first}: {thing}\\n{first}: {thing}\\n{first}: {thing}
    - {person}: {do} the {thing}\\n- {person}: {do} the {thing}
    TODO\\n- call {person}\\n- {do} the {thing}\\n- pay {money}
    to do: call {person}, {do} the {thing}, pay {ref}
    1. call {phone}\\n2. {do} the {thing}\\n3. mail {email}
    1) {first} {do} the {thing}\\n2) {when} {the}
    agenda {when}: {thing}, {thing}, any other business ({person})
    {when} - {person} - {thing} - {money}
    {person} / {ref} / {money} / {day}
    {person} | {phone} | {when}
    {time} {person}\\n{~ctime} {first}
    {day}\\n{time} {person}, {thing}
    not {~day}, {day}. {attime}. {at}
    {person} comes not {~day} but {onday}
    Meeting is {at}, not {~at}, {attime}
    the meeting {onday} is {attime}, not {~attime}
    changed my mind: {day} instead of {~day}, {first} agrees
    {first} can't do {~day}, so {day}. Same place
    {~time} is too late for {person}, {time} then
    {~day} is full, take {day} for {person}
    {~money} was wrong, {person} pays {money}
    wrong number, not {~phone}: call {phone}
    typo in the mail, it's {email}, not {~email}
    {person} (not {~person}) has the {thing}
    it was {ref}, not {~ref}
    sorry I wrote {~time}, I meant {time}, {day}
    Earlier I said {~the}; please come to {the} {attime}
    is {day} {attime} ok for {people}?
    would {when} suit {person}?
    can {first} come {at} {attime} or is that too early?
    who is {person} and why do we owe {money}?
    did {person} pay the {money} for {ref}?
    when does {person} arrive, {time}?
    does anyone have the number of {person}? I only have {email}
    please tell {person} that {ref} is ready and costs {money}
    please remind {people} about {day}, {time}, {place}
    please reserve {place} for {when}, {n} people, {person}
    {place} is reserved for {person} {onday} from {ctime} to {~ctime}
    I need {place} {onday} {attime}, ask {person}
    As agreed with {person} we deliver {some} {onday} to {the}
    {firm} called: {ref} will be {n} days late, new date {day}
    {person} from {firm} comes {onday} {attime} to {do} the {thing}
    {person} of {firm} wants {money} for {n} {thing}
    {role} has moved the appointment to {when}
    {role} said {money}, I think that's too much, ask {person}
    my new address is {place}, phone stays {phone}
    my number changed: {phone}. {first}
    Spoke to {person} {onday}, they will pay {money}
    Spoke with {person} about {ref}. They expect the {thing} {onday} and will pay {money}.
    {person} will be in {attime} {onday} to pick up {ref} and pay the {money}
    {person} is picking up order {code} {onday}, {sum} to pay
    Can you call {person} on {phone} before {time}? It's about the {thing}.
    Could you send invoice {code} to {email}? {person} needs it by {day}.
    Please book {place} for {when}. {people} will attend.
    Please deliver order {code} to {the} {onday} before {time}. Contact: {person}, {phone}
    Remind me to pay {person} {money} {onday}
    Remember: {person}, {when}, {the}. Bring {some}.
    Don't forget the appointment with {person} {onday} {attime} {at}
    Got a call from {person} ({phone}): {ref} never arrived
    Interview with {person} {onday} {attime} {at}, cv is with {role}
    I'm meeting {people} {at} {when}
    I promised {person} the {thing} by {day}
    I paid {person} {money} for {ref} {onday}, please file it
    The appointment with {person} is {when} {at}
    The {thing} for {person} arrived, {money} due on collection, {ref}
    The invoice from {firm}, {code}, is {money} and due {onday}
    The delivery for {ref} comes {onday} {attime} to {the}
    The meeting with {firm} is {onday} {attime} {at}
    The parcel for {person} is {at}
    There is {money} in the envelope for {first}
    There's a leak {at}, call {person}, {phone}
    This is {person}, please call me back on {phone}
    This is {person} from {firm}. We need {ref}. My mail is {email}
    We are {n} people, {day} {attime}, name is {person}, number {phone}
    We still owe {firm} {money} for {ref}
    Ask {person} ({email}) if {day} {attime} works
    Ask {first} whether {the} is free {onday}
    Anyone free {onday} {attime}? {first} needs help {at}
    After the {thing} is done call {person}: {phone}
    Bring {some} to {the} by {time}, ask for {person}
    Customer {person} is not happy with {ref}, offer {money} back
    Complaint from {person}: {thing} broken on arrival, {ref}, {email}
    Car of {person}: brakes at {n}%, {thing} {sum}, phone {phone}
    Change the {thing} for {person} {at} {attime}
    Confirmed: {people}, {when}, {place}
    Cancelled: {person}, {when}
    New appointment for {person}: {when} instead of {~day}
    New booking {code}: {person}, {n} guests, from {day}, {sum} paid
    New order {code} from {person}, {n} {thing}, ship to {place}
    Note for {first}: {ref} goes to {the}, not to {~the}
    Key for {place} is with {person}, call {phone}
    Keys to {person} {onday}, deposit {money}, {place}
    Locksmith comes to {the} {when}, {money}, ask {person}
    Landlord {person} wants {sum} by {day}
    Landlord's number: {phone}
    Plumber: {person}, {phone}, {money} an hour
    Babysitter {first} comes {attime}, {money} an hour, {phone}
    Guitar lesson with {first} {when}, {money}
    Lesson {when} with {person}, {place}
    Tutor {person}, {money} per hour, {day}
    Grades out {onday}, ask {person}
    Presentation {when} {at}: {first} does the slides, {first} talks
    Lab {day} {attime} {at} with {person}, bring goggles
    Thesis meeting with {person} {when}, {place}, send draft to {email}
    Library books due {onday}, fine is {sum}
    Dorm meeting {at} {when}
    Sublet {place} from {day}, {money} a month, {email}
    Selling a {model}, {money}, {phone}
    For sale: {model}, {n},000 km, {money}, ask {first}, {phone}
    Wanted: {thing}, up to {money}, mail {email}
    Found: {thing} {at}. Owner please call {phone}
    Lost {thing} {at} {onday}, reward {money}, {phone}
    Garage sale {onday} from {time}, {place}
    Flea market {when} {at}, stall {money}
    Guests {people} arrive {onday} {attime}, {place}
    Check-in {day} from {time}, {place}, booking {code}, name {person}
    Bus leaves {place} {attime}, be there {n} minutes before
    Ferry {day} {time} from {the}, booking {code}, {money}
    Car hire: {person}, {model}, {day} {time}, {ref}
    Run {n} km with {first} {when}, start {at}
    Training {when} {at}, {first} brings {some}
    Match {onday} {attime} {at}, {first} and {first} drive
    Choir practice moves to {the} {onday}, tell {people}
    Potluck {when} {at}: {first} salad, {first} dessert, {first} drinks
    Cake for {first}: {n} guests, {money}, pick up {when}
    Flowers for {person}, {place}, {money}, deliver {onday}
    Catering: {n} meals {at} {when}, {person}, {sum}
    Stage set-up {at} {attime}, call {person} on {phone}
    Photos for {person} {onday} {attime}, {place}, deposit {money} paid
    Inventory {day} {time}, {people} help, bring the {thing}
    Vitals {person}: BP 120/80, pulse {n}, checked {attime}
    {person}: {some}, then {some} {attime}, next visit {onday}
    Handover: {person} fine, {person} needs the {thing} {attime}
    X-ray for {person} {at} {attime}, then back to {role}
    {first} fell, {thing} broken, doctor {person} saw it {attime}
    {person} had {some}, allergic to nuts, contact {phone}
    Stairs cleaned {onday}, {person} pays {money}
    Heating bill for {place}: {money}, {person} has to pay by {day}
    Boiler {at} checked {onday} by {person}, {ref}, {sum}
    Tenant {person} ({place}) {money} behind with the rent
    Van to {the} {attime}, load {some}, {ref}
    Last stop of the tour: {place}, {person}, {phone}
    Stop {n}: {person}, {place}, {n} parcels
    Returned to sender: {ref}, {person} moved
    Signature missing on {ref}, driver {person}, call {phone}
    Forklift {at} broken, {firm} comes {when}
    {n} pallets for {firm} {at}, {ref}, {time}
    """)
