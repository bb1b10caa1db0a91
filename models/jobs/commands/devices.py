"""What people ask for that no tool has: appliances, windows, messages, alarms, the weather.

Always `no_such_device`. Fans, heaters, lamps, radios and doors to lock are not here: tools have
those.
"""

from jobs.commands.asked import person
from jobs.commands.said import ORDER, STATEMENT, Pool, Said, entries
from jobs.line import TRAIN
from jobs.names import word
from jobs.words import spoken

#: Switched on and off.
SWITCHED = Pool("""
    dishwasher | oven | stove | cooker | hob | microwave | toaster | kettle | coffee machine
    coffee maker | espresso machine | rice cooker | slow cooker | pressure cooker | air fryer
    deep fryer | bread maker | waffle iron | blender | mixer | food processor | juicer | ice maker
    popcorn machine | fridge | freezer | wine cooler | mini bar | water dispenser
    washing machine | washer | dryer | tumble dryer | iron | steam iron | sewing machine
    extractor hood | cooker hood | garbage disposal | trash compactor | water filter
    water softener | water pump | pool pump | pool | hot tub | jacuzzi | whirlpool | sauna
    steam room | bathtub | shower | tap | faucet | towel warmer | hair dryer | electric toothbrush
    shaver | curling iron | bidet | sprinkler | sprinklers | lawn sprinkler | irrigation
    garden hose | fountain | pond pump | lawn mower | mower | robot mower | leaf blower
    hedge trimmer | chainsaw | barbecue | grill | pizza oven | smoker | fire pit | fireplace
    wood stove | chimney | doorbell | intercom | security camera | baby monitor | baby camera
    webcam | dash cam | alarm system | burglar alarm | smoke detector | motion sensor | siren | tv
    television | telly | smart tv | projector | beamer | dvd player | video recorder
    game console | playstation | xbox | nintendo | computer | pc | laptop | tablet | server | nas
    router | modem | wifi | internet | hotspot | bluetooth | vpn | scanner | shredder
    fax machine | 3d printer | laser cutter | drill | table saw | lathe | compressor
    welding machine | generator | solar panels | wind turbine | power bank | ups | socket
    power strip | smart plug | plug | humidifier | dehumidifier | air purifier | aroma diffuser
    electric blanket | massage chair | recliner | treadmill | exercise bike | rowing machine
    cross trainer | electric wheelchair | stair lift | elevator | lift | dumbwaiter | escalator
    drone | telescope | microscope | model train | train set | robot arm | fish feeder | aquarium
    aquarium pump | cat feeder | pet feeder | dog feeder | litter box | bird bath | chicken coop
    terrarium | water bed | cradle | baby swing | clock | alarm clock | cuckoo clock | piano
    keyboard | guitar amp | drum machine | karaoke machine | jukebox | fog machine
    bubble machine | disco ball | lightsaber | scooter | e-bike | electric bike | motorbike | boat
    tractor | caravan | helicopter | golf cart | car engine | wipers | windscreen wipers | engine
    cruise control | parking sensor | navigation | gps | phone | mobile | smartwatch
    answering machine | walkie talkie | hearing aid | camera | photo frame | whiteboard
    cash register | vending machine | slot machine | conveyor belt | crane | forklift
    snow blower | ice cream machine | soda maker | milk frother | egg boiler | sous vide
    hot plate | bottle warmer | sterilizer | vaporizer | sunbed | foot bath | nail dryer
    insect trap | bug zapper | rain sensor | weather station | flag pole | mailbox | parking meter
    time machine | teleporter | spaceship | toilet | trash can
""")

#: Opened and closed.
OPENED = Pool("""
    window | windows | kitchen window | bathroom window | bedroom window | living room window
    office window | attic window | roof window | front window | back window | windows upstairs
    windows in the bedroom | window in the kitchen | window in the hall
    windows in the living room | windows in the whole house | skylight | skylights | fridge
    fridge door | freezer | oven door | dishwasher | washing machine | microwave | mailbox
    letterbox | cupboard | kitchen cupboard | wardrobe | drawer | top drawer | safe | cat flap
    dog flap | chicken coop | tap | water tap | water valve | main valve | gas valve | umbrella
    parasol | tent | bottle | jar | pool cover | bin | trash can | bonnet | sunroof | glovebox
    glove compartment | fuel cap | convertible top | laptop | cd tray | disc tray | toilet lid
    piano lid | lid | suitcase | bank account | browser | file | spreadsheet | inbox | app | oven
    shower cabin | parachute | elevator | greenhouse roof | vent flap | chimney flap | barn hatch
    hatch | roof hatch | drawbridge
""")

#: Sent, told, bought, shown: whole orders.
ORDERS = Pool("""
    send {n} a message | send a message to {n} | send {n} a message that i'm late
    send a message to {n} saying i'm on my way | send a text to {n} | send an email to {n}
    send the report to {n} | send {n} the photos | send {n} my location | send {n} some flowers
    message {n} | text {n} | text {n} that dinner is ready | text {n} i'll be late
    write an email to {n} | write to {n} that i'm late | write a letter to {n} | email {n}
    email the report to {n} | mail {n} the documents | forward that to {n} | reply to {n}
    tell {n} that i'm here | tell {n} to come home | tell {n} dinner is ready
    ask {n} when they will be here | invite {n} to dinner | let {n} know i'm late | call {n}
    call {n} back | call {n} on speaker | call the police | call an ambulance | call a taxi
    call me a cab | call the restaurant and book a table | phone {n} | ring {n} | ring {n} up
    give {n} a call | dial {n} | dial 112 | facetime {n} | start a video call with {n} | hang up
    hang up the phone | answer the phone | pick up the phone | take the call | answer the door
    answer the doorbell | read me my messages | read my emails | read me the news
    read out the headlines | read me a story | read the letter from {n} | check my mail
    check my emails | check the mailbox | check the oven | check the weather | check the traffic
    check the tyre pressure | check the security camera | tell me the weather
    tell me the weather for tomorrow | tell me the news | tell me a joke | tell me a story
    tell me my horoscope | show me the weather | show me the front door camera
    show me the camera in the garden | show me my calendar | show me photos of {n}
    show me the way to the station | show me a recipe for {f} | find a recipe for {f}
    find my phone | find my keys | find my glasses | find {n} | google {f}
    look up the opening hours | search the web for {f} | search for {f} recipes
    translate this into french | translate good morning into spanish | calculate my taxes
    add {f} to the shopping list | add {f} to my list | add {f} and {f} to the shopping list
    put {f} on the shopping list | put {f} on the list | put {f} into the oven
    put {f} in the fridge | take {f} off the shopping list | remove {f} from the shopping list
    write {f} on the list | make a shopping list | make a note | make a note that {n} called
    take a note | note that {n} called | order {f} | order some {f} | order more {f}
    order {f} for {n} | order a pizza | order a taxi | order {f} for dinner | buy {f}
    buy more {f} | buy tickets for the concert | buy me {f} | get me {f} | bring me {f}
    bring me a glass of water | bring me my slippers | fetch {f} | fetch me a beer
    fetch the newspaper | make me {f} | make some {f} | make {f} for dinner | make a coffee
    make me a coffee | make coffee | make me a cup of tea | make some tea | make me a sandwich
    make the bed | make breakfast | make an appointment with {n} | make a reservation for two
    make a backup | brew a coffee | brew some coffee | brew a pot of tea | cook {f}
    cook {f} for {n} | cook dinner | bake {f} | bake a cake | fry some eggs | boil some water
    boil an egg | boil the kettle | grill {f} | toast some bread | mix me a drink
    pour me a glass of wine | chop the onions | peel the potatoes | do the dishes | do the laundry
    do the washing up | do my homework | do the shopping | wash the dishes | wash my clothes
    wash the car | wash the windows | dry the clothes | iron my shirts | iron the shirts
    fold the laundry | hang up the washing | start the laundry | start a wash cycle
    start the washing | start a load of laundry | clean the windows | clean the oven
    clean the litter box | polish the silver | set the table | clear the table
    take out the trash | take out the rubbish | empty the bin | empty the dishwasher
    load the dishwasher | unload the dishwasher | fill the dishwasher | fill the bathtub
    fill the pool | fill the kettle | run a bath | run me a bath | draw a bath
    run the dishwasher | flush the toilet | water the plants | water the garden
    water the flowers | water the lawn | mow the lawn | cut the grass | rake the leaves
    shovel the snow | trim the hedge | feed the cat | feed the dog | feed the fish
    feed the chickens | feed the baby | walk the dog | let the dog out | let the cat in
    let {n} in | buzz {n} in | book a flight | book a table | book a table for two | book a hotel
    book a train ticket | book a haircut | book a meeting with {n} | reserve a table for four
    schedule a meeting with {n} | cancel my meeting | cancel my appointment | cancel the order
    move my appointment to friday | put the meeting in my calendar
    add the dentist to my calendar | add a meeting with {n} to my calendar | create an event
    plan my day | pay the bill | pay the rent | pay my bills | transfer money to {n}
    donate ten euros | check my bank account | post a picture | post this online
    tweet good morning | take a photo | take a picture | take a picture of {n} | take a selfie
    take a screenshot | record a video | record the match | record this conversation | film this
    scan the document | scan this page | scan the contract | scan my passport | fax the report
    fax the contract to {n} | shred the documents | staple the report | bind the report
    sign the contract | delete the file | save the file | open the file | open the browser
    download the film | upload the photos | copy the files to the stick | back up the computer
    install the update | update the software | reboot the router | restart the router
    reset the router | restart the computer | reset the wifi | restart the wifi
    connect to the wifi | connect the bluetooth | connect my phone | pair my headphones
    charge my phone | charge the phone | charge the laptop | switch to channel five
    switch to channel {c} | switch the tv to channel {c} | change the channel
    change the channel to {c} | go to channel {c} | next channel | put on channel {c}
    turn to channel {c} | turn the tv to channel {c} | set the tv to channel {c}
    set the alarm for {k} | set an alarm for {k} | set an alarm for {k} tomorrow
    set my alarm to {k} | set the alarm clock to {k} | set the alarm clock for {k}
    set a morning alarm for {k} | set a wake up call for {k} | set a timer for {j}
    set the timer to {j} | timer for {j} please | wake me at {k} | wake me up at {k}
    wake me up at {k} tomorrow | wake me tomorrow at {k} | wake us at {k} | wake {n} at {k}
    wake the kids at {k} | get me up at {k} | get me out of bed at {k} | alarm at {k}
    alarm for {k} | remind me at {k} to call {n} | remind me at {k} to take my pills
    remind me to call {n} at {k} | remind me to take the pills at {k} | remind {n} at {k}
    remind me of the meeting at {k} | snooze the alarm | turn off the alarm | switch off my alarm
    turn on the alarm | cancel the alarm | delete my alarm | arm the alarm | arm the alarm system
    disarm the alarm | arm the house | activate the burglar alarm | deactivate the alarm system
    watch the door | watch the baby | guard the house | call the elevator | call the lift
    send the drone to the garden | send the mower to the lawn | land the drone | start the drone
    fly the drone around the house | start the car | start the engine | start the car engine
    stop the engine | turn off the engine | turn on the wipers | turn on the windscreen wipers
    honk the horn | sound the horn | honk | park the car | drive the car out of the garage
    drive me to work | drive me home | drive to the supermarket | bring the car around
    navigate to work | navigate to {n} | navigate home | start the navigation
    plan a route to the airport | open the sunroof | close the sunroof of the car
    open the bonnet | open the glovebox | open the hood of the car | fold in the mirrors
    adjust the mirrors | adjust the seat | move the driver's seat back | turn on the seat massage
    refuel the car | fill up the tank | inflate the tyres | release the handbrake
    set the cruise control to {c} | turn on cruise control | set the oven to {o}
    set the oven to {o} degrees | set the oven at {o} degrees | heat the oven to {o} degrees
    preheat the oven | preheat the oven to {o} | preheat the oven to {o} degrees
    turn the oven to {o} | turn the oven down to {o} degrees | set the fridge to {c} degrees
    set the freezer to minus {c} | cool the fridge to {c} degrees | set the sauna to {o} degrees
    heat up the sauna | heat the sauna to {o} degrees | heat the pool to {c} degrees
    heat the hot tub | set the pool to {c} degrees | set the water to {c} degrees
    set the kettle to {o} degrees | set the washing machine to {c} degrees
    set the dryer to {c} minutes | run the dryer for {c} minutes
    run the sprinkler for {c} minutes | warm up the milk | warm up the soup | heat up the soup
    defrost the chicken | defrost the freezer | chill the wine | put the fish in the oven
    turn up the oven | turn down the fridge | tilt the window | tilt the bedroom window
    tilt the kitchen window | clean up the kids' toys | tidy the desk | pick up the toys
    pick up {n} from school | pick up the parcel | accept the delivery | track my package
    sing me a song | sing happy birthday | massage my back | scratch my back | rock the baby
    change the baby's nappy | weigh me | measure my blood pressure | measure the air quality
    count my steps | start my workout | track my sleep | roll the dice | flip a coin
    raise the flag | lower the drawbridge | fire the cannon | launch the rocket | ring the bell
    ring the doorbell | mute the doorbell | silence my phone | unlock my phone
    unlock my computer | lock my computer | lock the screen | lock my bike | unlock the bike
    unlock the safe | lock the safe | lock the windows | lock the kitchen window
    water my neighbour's plants | dim the tv | change the tv input | switch to hdmi {c}
    open netflix | pause the dishwasher | stop the dishwasher | stop the washing machine
    stop the dryer | pause the washing machine | stop the elevator | stop the car | raise the desk
    lower the desk | raise the bed | recline the chair | adjust the bed | replace the bulb
    change the batteries | repair the boiler | fix the tap | fix the leak | paint the wall
    hang the picture | move the sofa | assemble the shelf | hide the key | bring in the post
    sort the recycling | turn the page
""")

#: Asked for rather than ordered.
ASKED = Pool("""
    what's the weather like | what's the weather | what's the weather like today
    what's the weather like tomorrow | what will the weather be tomorrow | how's the weather
    how is the weather outside | how's the weather in {p} | what's the forecast
    what's the forecast for the weekend | weather forecast please | weather please
    weather for tomorrow | weather | the weather in {p} | will it rain tomorrow
    will it rain today | will it snow this week | is it going to rain
    do i need an umbrella today | how warm is it going to be tomorrow | what's on my calendar
    what's on my calendar today | what's in my calendar for friday | when is my next appointment
    when is my next meeting | do i have any appointments today | do i have any meetings tomorrow
    any new mail | any new messages | do i have new messages | do i have any new emails
    did {n} write back | who's at the door, show me the camera | what's on the shopping list
    what's on my shopping list | is there anything on my to do list | what's on tv
    what's on tv tonight | what's on channel {c} | what's in the news | how's the traffic
    how is the traffic to work | what's the traffic like | a coffee please | a coffee, please
    one coffee please | two coffees please | coffee | coffee please | i'd like a coffee
    i want a coffee | i need a coffee 
    i need a taxi | i need a taxi to the airport | i want a pizza | i want to order {f}
    i want to call {n} | i'd like to call {n} | i want to send {n} a message | i need to email {n}
    i want to watch channel {c} | i need an alarm at {k} | i want to be woken at {k}
    i have to get up at {k}, set an alarm | i need the dishwasher running
    i'd like the window open | i want the window closed | i want the oven at {o} degrees
    i want the bedroom window open | windows open | window open | windows closed | open window
    all windows closed | kitchen window open | oven on | oven off | oven at {o} degrees
    dishwasher on | tv on | tv off | tv on please | channel {c} | channel {c} please
    alarm at {k} please | alarm clock {k} | wake up call at {k} | new message to {n}
    message to {n} | email to {n} | call to {n} | new appointment on friday at {k}
    more {f} for the shopping list | {f} on the shopping list | shopping list: {f}
    shopping list, add {f} | the lawn needs mowing, do it | the plants need water
    the plants need watering | the cat needs feeding | the cat needs to be fed
    the dog needs a walk | the dishes need to be done | the laundry needs to be started
    the trash has to go out | time for coffee, start the machine | the window should be open
    the windows should be shut | the oven should be at {o} degrees | the alarm should ring at {k}
    a taxi please | a taxi to the station please | pizza for two please
""")

SWITCHING = Pool("""
    turn on the {d} | turn off the {d} | turn the {d} on | turn the {d} off | switch on the {d}
    switch off the {d} | switch the {d} on | switch the {d} off | start the {d} | stop the {d}
    run the {d} | pause the {d} | restart the {d} | reset the {d} | activate the {d}
    deactivate the {d} | power on the {d} | power off the {d} | power up the {d}
    power down the {d} | power the {d} on | put the {d} on | fire up the {d} | shut off the {d}
    shut down the {d} | shut the {d} off | turn on my {d} | turn off my {d} | turn my {d} on
    turn our {d} off | switch on our {d} | switch my {d} off | enable the {d} | disable the {d}
    get the {d} going | get the {d} started | kill the {d} | cut the {d} | unplug the {d}
    plug in the {d} | use the {d} | turn up the {d} | turn down the {d} | turn the {d} up
    turn the {d} down | set the {d} to {c} | set the {d} to {c} percent | set the {d} to maximum
    set the {d} to low | set the {d} to high | put the {d} on low | turn the {d} to {c}
    turn the {d} up to {c} percent | set the {d} to {c} degrees | program the {d} for {k}
    set up the {d} | start the {d} in the {r} | turn on the {d} in the {r}
    turn off the {d} in the {r} | turn on the {r} {d} | turn off the {r} {d}
    switch the {d} in the {r} on | switch off the {r} {d} | check the {d} | connect the {d}
    call the {d} | make the {d} stop | let the {d} run | let the {d} run for {c} minutes
    run the {d} for {c} minutes | start the {d} on a short program | start the {d} on eco
    turn on a {d} | turn on the big {d} | turn off the old {d} | turn on the {d} and the {d}
    turn off the {d} and the {d} | start {n}'s {d} | turn off {n}'s {d} | turn on {n}'s {d}
""")

SWITCHING_STATED = Pool("""
    {d} on | {d} off | {d} on please | {d} off please | the {d} on | the {d} off please
    {d} on now | {r} {d} on | {r} {d} off | {d} in the {r} on | {d} in the {r} off 
    i want the {d} on | i want the {d} off | i'd like the {d} on
    i'd like the {d} turned off | i need the {d} | i need the {d} now | i want the {d} to stop
    the {d} should be on | the {d} should be off | the {d} should start | the {d} can go off now
    the {d} has to be turned off | the {d} needs to run | the {d} must stop | {d} to {c}
    {d} to {c} percent | {d} at {c} percent | {d} to maximum | time to start the {d}
    have the {d} running | {d} please | can i have the {d} on | is it possible to start the {d}
    can you get the {d} to run | are you able to start the {d} | let's have the {d} on
    get me the {d}
""")

OPENING = Pool("""
    open the {d} | close the {d} | shut the {d} | open up the {d} | close up the {d}
    open our {d} | close my {d} | open the {d} a bit | open the {d} a little
    open the {d} all the way | open the {d} wide | open the {d} halfway
    open the {d} to {c} percent | set the {d} to {c} percent | close the {d} halfway
    close the {d} completely | crack open the {d} | get the {d} open | get the {d} closed
    pull the {d} shut | push the {d} open | leave the {d} open | keep the {d} closed
    tilt the {d} | open both the {d} and the {d} | close the {d} and the {d}
    open the {d} for some fresh air | let some fresh air in through the {d}
""")

OPENING_STATED = Pool("""
    {d} open | {d} closed | {d} open please | {d} shut | the {d} open | the {d} closed please
    i want the {d} open | i want the {d} closed | i'd like the {d} open | the {d} should be open
    the {d} should be closed | the {d} needs to be shut | the {d} has to be opened
    {d} to {c} percent
""")

FOODS = Pool("""
    milk | bread | eggs | butter | cheese | apples | bananas | coffee beans | olive oil
    toilet paper | tomatoes | potatoes | pasta | rice | lasagne | pizza | sushi | soup | pancakes
    ice cream | chocolate | a cake | a salad | a burger | noodles | chicken curry | tacos
    orange juice | beer | wine | water | cereal | yoghurt | honey | onions | cat food | dog food
    batteries | light bulbs | shampoo | detergent | flowers | a sandwich | an omelette
    croissants | popcorn | fish and chips | tea | hot chocolate | a smoothie
""")

PLACES = Pool("""
    berlin | paris | london | madrid | oslo | vienna | lisbon | rome | tokyo | new york | chicago
    hamburg | prague | dublin | zurich | athens | the mountains | stockholm | warsaw | copenhagen
""")

#: A good wish and one that cannot be done under one verb.
ELIDED = Pool("""
    turn on the {r} lights and the {d} | turn on the {d} and the {r} lights
    turn off the {r} lights and the {d} | turn off the {d} and the {r} light
    switch off the lights and the {d} | switch off the {d} and the lights
    switch on the {r} lamp and the {d} | switch on the heating and the {d}
    turn off the heating and the {d} | turn off the music and the {d}
    turn the {r} lights and the {d} off | turn the {d} and the {r} lights on
    turn the heating and the {d} off | turn the lights off and the {d} too
    turn the {r} light on and the {d} as well | turn off the {r} light, the {d} and the music
    turn on the {d}, the {r} lights and the heating | turn off the lights, the heating and the {d}
    lights and {d} off | {r} lights and {d} on | {d} and lights off | {d} and {r} lights on please
    {d} off, lights off | lights off, {d} off | lights on, {d} on | heating on, {d} off
    start the vacuum in the {r} and the {d} | stop the music and the {d}
    stop the robot and the {d} | stop the {d} and the robot | lights on in the {r} and the {d} too
    turn off the lights in the {r} and the {d} | i want the {r} lights and the {d} off
    i want the {d} and the {r} lights on | i'd like the {d} and the heating off
    all the lights and the {d} off please | turn everything off: the lights, the music, the {d}
    kill the lights and the {d} | kill the {r} lights and the {d}
    switch the {d} and the heating in the {r} off | power off the {d} and the lights
    dim the {r} lights and start the {d} | set the {r} lights to {c} and the {d} too
    lock the front door and turn off the {d} | put on some music and the {d}
    turn the {d} off and the {r} lights on | turn the {r} lights off and the {d} on
    the lights and the {d} on | the {d} and the lights off
    switch off the {r} lights, also the {d} | switch on the {r} lights, also the {d}
    turn off the {r} light as well as the {d} | turn on the {d} as well as the {r} lights
    not just the lights, also the {d} off | turn off the {d} and all the lights
    turn off all the lights and the {d} | turn off all lights plus the {d}
    turn on the {r} light plus the {d} | stop the {d} and the music
""")
ELIDED_OPEN = Pool("""
    open the {r} blinds and the {d} | open the {d} and the {r} blinds
    close the {r} blinds and the {d} | close the {d} and the {r} curtains
    close the blinds and the {d} | close the curtains and the {d} | open the curtains and the {d}
    shut the shutters and the {d} | shut the {d} and the shutters
    open the blinds in the {r} and the {d} | blinds and {d} open | blinds and {d} closed
    curtains and {d} closed please | open the {r} curtains as well as the {d}
    close the shutters in the {r}, also the {d} | close the {d}, the blinds and the trunk
    open the trunk and the {d} | close the trunk and the {d} | close the car windows and the {d}
    open the {d} and the car windows | lock the front door and close the {d}
    close the {d} and lock the back door | i want the blinds and the {d} open
    i'd like the {d} and the curtains closed | lock the {r} door and shut the {d}
    turn off the heating and open the {d} | turn on the heating and close the {d}
    open the {d} and turn off the heating | open the {d} and the shutters in the {r}
    open the {r} shutters plus the {d} | close the {d} plus the blinds
    the blinds and the {d} should be closed
""")

ALL = (ORDERS, ASKED, SWITCHING, SWITCHING_STATED, OPENING, OPENING_STATED, ELIDED, ELIDED_OPEN)
ROOMS = entries("""
    kitchen | hall | hallway | bathroom | bedroom | office | basement | attic | garage | garden
    living room | dining room | guest room | kids room | laundry room | cellar | den | study
    nursery | corridor | library | terrace | balcony
""")
CLOCKS = entries("""
    {h} | {h}:{m} | {h} am | {h} pm | {h}am | {h}pm | half past {w} | quarter to {w}
    quarter past {w} | {w} | {w} thirty
""")
#: Those that cannot be taken for a number of minutes.
CLEAR_CLOCKS = tuple(form for form in CLOCKS if form not in ("{h}", "{w}", "{w} thirty"))


def device(rng, split):
    """The name of something that no tool has."""
    if rng.random() < (0.3 if split == TRAIN else 0.1):
        return word(rng, split)
    return SWITCHED.draw(rng, split)


def clock(rng, forms=CLOCKS):
    hour = rng.randint(1, 12)
    return (
        rng.choice(forms)
        .replace("{h}", str(hour))
        .replace("{w}", spoken(rng, hour))
        .replace("{m}", rng.choice(("00", "05", "10", "15", "20", "30", "40", "45")))
    )


def missing(rng, split):
    """An order or a statement that asks for what no tool has."""
    draw = rng.random()
    if draw < 0.05:
        return _filled(rng, split, ELIDED.draw(rng, split), STATEMENT, device)
    if draw < 0.38:
        return _filled(rng, split, ORDERS.draw(rng, split), ORDER, None)
    if draw < 0.46:
        return _filled(rng, split, ASKED.draw(rng, split), STATEMENT, None)
    if draw < 0.72:
        return _filled(rng, split, SWITCHING.draw(rng, split), ORDER, device)
    if draw < 0.82:
        return _filled(rng, split, SWITCHING_STATED.draw(rng, split), STATEMENT, device)
    if draw < 0.95:
        return _filled(rng, split, OPENING.draw(rng, split), ORDER, OPENED.draw)
    if draw < 0.97:
        return _filled(rng, split, OPENING_STATED.draw(rng, split), STATEMENT, OPENED.draw)
    return _filled(rng, split, ELIDED_OPEN.draw(rng, split), STATEMENT, OPENED.draw)


def _filled(rng, split, pattern, form, device_of):
    text, values = pattern, []
    for slot, drawn in (
        ("{d}", device_of),
        ("{n}", person),
        ("{f}", FOODS.draw),
        ("{p}", PLACES.draw),
    ):
        while slot in text:
            values.append(drawn(rng, split))
            text = text.replace(slot, values[-1], 1)
    if "{" in text:
        text = (
            text.replace("{r}", rng.choice(ROOMS))
            .replace("{k}", clock(rng))
            .replace("{j}", clock(rng, CLEAR_CLOCKS))
            .replace("{o}", str(rng.randrange(60, 260, 10)))
            .replace("{c}", str(rng.randint(1, 60)))
        )
    return Said(
        text,
        error="no_such_device",
        templates=(pattern,),
        values=tuple(values),
        keep=tuple(values),
        form=form,
    )
