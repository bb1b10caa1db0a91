"""The text that tokenizers are trained on and prompts are cut from, written for this purpose."""

PARAGRAPHS = (
    "The lighthouse keeper counts the ships before breakfast. Nine came in with the tide, and two of "
    "them carried oranges. He writes the number down, winds the clock, and puts the kettle on the stove.",
    "A small machine stands in the corner of the workshop. It knows when the door is open, how warm the "
    "room is, and which lamp was left on. It does not know why people leave lamps on.",
    "Bread needs flour, water, salt and time. Mix them in the evening, fold the dough three times, and "
    "leave it alone until the morning. Whoever opens the oven too early will eat a flat loaf.",
    "The train to the north leaves at 7:45 from platform 12. If you miss it, the next one goes at 9:10 "
    "and stops at every village on the way. The ticket costs 18.50 and the view costs nothing.",
    "When the battery falls below twenty percent, the robot returns to its dock, turns around once, and "
    "waits. It has done so for 1,204 days without a complaint, and nobody has ever thanked it.",
    "Rivers do not hurry, the old woman said, and still they arrive. She had said it so often that the "
    "children finished the sentence for her, each of them a little faster than the one before.",
    "To repair the pump, close the valve, remove the four screws, and lift the cover. Clean the filter "
    "with cold water. Do not use oil. Put everything back in the reverse order and open the valve.",
    "Im Garten hinter dem Haus wächst ein Apfelbaum, älter als das Haus selbst. Die Äpfel sind klein, "
    "süß und schön; im Herbst fallen sie nachts auf das Blechdach, und keiner schläft.",
    "Le café du coin ouvre à six heures. L'été, on y boit du thé glacé ; l'hiver, une soupe très chaude. "
    "Naïve ou déjà vue, la même chanson passe à la radio, et personne ne l'éteint.",
    "def area(width, height):\n    if width < 0 or height < 0:\n        raise ValueError(\"negative\")\n"
    "    return width * height\n\nfor i in range(10):\n    print(i, area(i, i + 1))\n",
    '{"room": "kitchen", "lights": [{"name": "lamp", "on": true}, {"name": "shelf", "on": false}], '
    '"temperature": 21.5, "window": null}',
    "今日は天気がいいです。猫は窓の前で寝ています。Привет, мир! Καλημέρα. 🙂🚀 1 + 1 = 2; 3 × 4 = 12.",
)


def corpus():
    return list(PARAGRAPHS)


def sentences():
    """Every sentence of the prose, in order."""
    found = []
    for paragraph in PARAGRAPHS:
        found += [f"{part.strip(' .')}." for part in paragraph.split(". ") if len(part) > 20]
    return found


def short_texts():
    """Beginnings for a model to go on from."""
    for sentence in sentences():
        words = sentence.split(" ")
        for count in (3, 5, 8, 13):
            if count < len(words):
                yield " ".join(words[:count])


def long_texts():
    """Long enough to be read in several chunks."""
    parts = sentences()
    for first in range(len(parts)):
        for count in (6, 7):
            yield " ".join((parts + parts)[first : first + count])


def questions():
    """Conversations of one turn."""
    for sentence in sentences():
        yield [{"role": "user", "content": f"Is this true? {sentence}"}]
        yield [{"role": "user", "content": sentence}]


def conversations():
    """Conversations of several turns, with blanks and line breaks where templates trip."""
    parts = sentences()
    for at, sentence in enumerate(parts):
        answer, again = parts[(at + 5) % len(parts)], parts[(at + 11) % len(parts)]
        yield [
            {"role": "system", "content": "You answer briefly.\nNever guess."},
            {"role": "user", "content": f"  {sentence}"},
            {"role": "assistant", "content": f"{answer}\n"},
            {"role": "user", "content": f"{again}\n\nWhy? 🙂"},
        ]
