"""The closed lists of the job `beds`, and its open-class words."""

#: Where a patient can be brought, and how that is called.
PLACES = {
    "xray": ("x-ray", "xray", "the x-ray", "radiology", "x-rays"),
    "ct": ("ct", "the ct", "the ct scan", "the ct scanner", "the cat scan"),
    "mri": ("mri", "the mri", "the mri scan", "the mr scanner", "the mri room"),
    "us": ("ultrasound", "the ultrasound", "sono", "the sono room", "sonography"),
    "or": ("the or", "surgery", "theatre", "the operating room", "the operating theatre"),
    "icu": ("the icu", "icu", "intensive care", "the intensive care unit"),
    "er": ("the er", "emergency", "the emergency room", "the emergency department"),
    "cath": ("the cath lab", "cath lab", "the heart lab", "cardiology"),
    "endo": ("endoscopy", "endo", "the endoscopy unit", "the endo suite"),
    "dial": ("dialysis", "the dialysis unit", "the dialysis room"),
    "physio": ("physio", "physiotherapy", "the physio room", "the gym"),
    "exit": (
        "the exit",
        "the discharge lounge",
        "the front door",
        "the main entrance",
        "the taxi stand",
    ),
}
HOW = {
    "chair": (
        "in a wheelchair",
        "by wheelchair",
        "in a chair",
        "with the wheelchair",
        "sitting",
        "in the wheelchair",
    ),
    "bed": (
        "in bed",
        "by bed",
        "in the bed",
        "lying down",
        "lying flat",
        "on a stretcher",
        "on a trolley",
    ),
    "walk": ("on foot", "walking", "by foot", "walking alone", "on their own feet"),
}
PRIO = {
    "now": (
        "now",
        "right now",
        "stat",
        "asap",
        "urgently",
        "immediately",
        "it's urgent",
        "right away",
        "at once",
        "straight away",
        "as soon as possible",
        "this is an emergency",
        "urgent",
        "top priority",
        "no delay",
    ),
    "soon": (
        "when you can",
        "no rush",
        "when you have time",
        "whenever you can",
        "not urgent",
        "no hurry",
        "when somebody is free",
        "some time soon",
        "it can wait a bit",
        "in your own time",
        "low priority",
    ),
}
NEEDS = {
    "oxygen": ("oxygen", "o2", "an oxygen bottle", "the oxygen tank"),
    "nurse": ("a nurse", "nurse", "nurse escort", "one nurse"),
    "doctor": ("a doctor", "doctor", "the doctor", "a physician"),
    "monitor": ("a monitor", "monitor", "the heart monitor", "monitoring"),
    "iv": ("an iv pole", "an iv", "iv", "the iv pole", "a drip stand"),
    "mask": ("a mask", "mask", "a face mask"),
}
TITLES = ("mr", "mrs", "ms", "mr.", "mrs.", "Mr", "Mrs", "Ms", "old mr", "little")
NAMES = (
    "Adler Baker Castillo Dunn Eriksen Fischer Gallo Haas Ivanova Jensen Keller Lindqvist "
    "Moreau Novak Okafor Petrov Quinn Rossi Schmidt Tanaka Ueda Varga Weber Xu Yilmaz Zimmer "
    "Abbott Becker Conti Dubois Evans Fontana Gruber Hansen Iqbal Jansen Kowalski Lopez Meyer "
    "Nilsson Ortega Park Ramos Santos Torres Ullman Vogel Wagner Young Ziegler Andersen Brandt "
    "Costa Diaz Ekström Farkas Greco Huber Ilic Juarez Kim Larsen Marino Nowak Olsen Pereira "
    "Richter Silva Thomsen Urban Vidal Winkler Yamada Zhang Ahmed Blanc Cohen Dietrich Engel "
    "Franke Garcia Hoffmann Ito Jung Krause Lang Mendes Nagy Otto Pohl Roth Sato Tran Usman "
    "Vos Wolf Yang Zeman"
).split()
#: What a transport of patients does not carry: open-class.
THINGS = (
    "lunch,breakfast,dinner,blankets,blood samples,pillows,clean sheets,water,coffee,tea,"
    "medication,painkillers,towels,a fan,a commode,a bedpan,papers,x-ray films,lab results,"
    "blood bags,bandages,syringes,gloves,a heater,a table,a newspaper,flowers,a telephone,"
    "a charger,a suitcase,slippers,a walker,crutches,a cot,ice packs,soup,juice,snacks,"
    "a mattress,a tv remote,a bin,clean gowns,linen,a lamp,a clock,a radio,a second chair,"
    "tissues,soap,toothbrushes,a toolbox,the mail,the chart,the menu,a form,insulin,a scale"
).split(",")
