"""The closed lists of the job `greenhouse`, and its open-class words."""

GEAR = {
    "vent": ("the vents", "the roof vents", "the vent", "vents", "the air vents", "the side vents"),
    "shade": ("the shade", "the shade cloth", "the screen", "the screens", "the shading", "shade"),
    "drip": (
        "the drip",
        "the drip lines",
        "drip",
        "the irrigation",
        "the drippers",
        "the watering",
    ),
    "mist": ("the mist", "the misters", "mist", "the misting", "the fog", "the foggers"),
    "lamps": (
        "the lamps",
        "the grow lights",
        "lamps",
        "the grow lamps",
        "the lights",
        "the lighting",
    ),
    "gas": ("the co2", "co2", "carbon dioxide", "the co2 level", "the carbon dioxide"),
    "day": (
        "the day temperature",
        "day temp",
        "the day setpoint",
        "the heating",
        "the temperature",
        "the heat",
    ),
    "night": (
        "the night temperature",
        "night temp",
        "the night setpoint",
        "the night heating",
        "the night heat",
    ),
    "ec": ("the ec", "ec", "the feed", "the feed strength", "the nutrient feed"),
    "fan": ("the fans", "the fan", "fans", "the big fans", "the circulation fans"),
}
#: Verbs that say all: `{gear: ((verbs, value), ..)}`.
ACTS = {
    "vent": (
        (("open", "open up", "fully open", "throw open"), 100),
        (("close", "shut", "fully close", "close up"), 0),
    ),
    "shade": (
        (("draw", "pull", "close", "pull over", "fully draw"), 100),
        (("open", "pull back", "draw back", "roll back", "fully open"), 0),
    ),
    "drip": ((("stop", "turn off", "switch off", "shut off", "cut"), 0),),
    "mist": ((("stop", "turn off", "switch off", "shut off", "cut"), 0),),
    "lamps": ((("turn off", "switch off", "shut off", "kill", "cut"), 0),),
    "gas": ((("stop", "turn off", "switch off", "shut off", "cut"), 0),),
    "fan": (
        (("stop", "turn off", "switch off", "shut off", "kill"), "off"),
        (("start", "turn on", "switch on", "run", "fire up"), "high"),
    ),
}
#: What is given of a gear, and the verbs that give it.
STUFF = {
    "drip": ("water", "drip", "irrigation", "watering"),
    "mist": ("mist", "fog", "misting"),
    "lamps": ("light", "lamp light", "grow light"),
}
VERBS = {
    "drip": ("water", "irrigate", "drip", "drip feed"),
    "mist": ("mist", "fog"),
    "lamps": ("light", "light up"),
}
EVERYWHERE = (
    "all bays",
    "every bay",
    "the whole greenhouse",
    "all the bays",
    "all zones",
    "the entire house",
)
NURSERY = ("the nursery", "the nursery", "the seedling nursery")
CROPS = (
    "tomatoes cucumbers peppers basil lettuce orchids strawberries roses chillies aubergines "
    "mint parsley petunias geraniums melons beans spinach radishes herbs tulips lilies ferns "
    "palms cacti begonias violets cress rocket coriander dill thyme sage okra pumpkins "
    "courgettes gherkins seedlings cuttings grafts gerberas freesias anthuriums poinsettias "
    "cyclamen primroses pansies asters dahlias kale chard fennel leeks celery peas figs lemons "
    "limes vines hops kiwis papayas bananas"
).split()
#: Gear that this greenhouse has not: open-class, so that anything unheard of is refused.
MISSING = (
    "tractor,radio,door,gate,robot,camera,forklift,packing line,conveyor,music,coffee machine,"
    "dehumidifier,sprayer,alarm,scale,kettle,mower,printer,dishwasher,vacuum,boiler,chiller,"
    "drone,sorting machine,potting machine,washing line,crane,lift,tv,siren,car,van,oven,"
    "fridge,freezer,ladder,hoist,shredder,compost turner,seed drill,trolley,labeller,phone,"
    "speaker,intercom,doorbell,compressor,generator,solar panel,battery,charger,"
    "air conditioning,hose,pond pump,fountain,bug zapper,leaf blower,chainsaw,weeder,planter,"
    "steamer,seeder,baler,grader,wrapping machine,weather station,toaster,microwave,projector,"
    "loading ramp,roller door,heat pump,vending machine,dock leveller,floor scrubber"
).split(",")
