"""What can be printed: open-class, copied as it was said."""

from jobs.commands import rooms
from jobs.commands.copied import copied, word
from jobs.commands.mind import changed
from jobs.line import TRAIN, of_split

PAPERS = (
    "report", "letter", "invoice", "contract", "ticket", "tickets", "boarding pass",
    "boarding passes", "recipe", "shopping list", "map", "photo", "photos", "form", "tax form",
    "application", "cv", "resume", "cover letter", "essay", "thesis", "homework", "worksheet",
    "worksheets", "timetable", "schedule", "calendar", "agenda", "minutes", "presentation",
    "slides", "handout", "handouts", "flyer", "flyers", "poster", "menu", "guest list",
    "seating plan", "place cards", "name tags", "labels", "address labels", "envelope", "postcard",
    "invitation", "invitations", "birthday card", "thank you note", "receipt", "bill",
    "bank statement", "payslip", "insurance card", "insurance policy", "prescription",
    "medical record", "x-ray form", "passport copy", "visa form", "itinerary", "hotel booking",
    "train ticket", "concert tickets", "parking permit", "return label", "shipping label",
    "packing list", "order form", "delivery note", "budget", "spreadsheet", "expense report",
    "annual report", "sales figures", "price list", "catalogue", "manual", "user guide",
    "instructions", "knitting pattern", "sewing pattern", "sheet music", "song lyrics", "lyrics",
    "score", "crossword", "sudoku", "colouring page", "colouring pages", "maze", "word search",
    "bingo cards", "certificate", "diploma", "school report", "permission slip", "reading list",
    "vocabulary list", "spelling list", "maths sheet", "exam", "lab report", "lesson plan",
    "class list", "floor plan", "blueprint", "garden plan", "wiring diagram", "checklist",
    "packing checklist", "to-do list", "meal plan", "training plan", "workout plan",
    "rental agreement", "lease", "will", "power of attorney", "birth certificate", "business cards",
    "newsletter", "article", "blog post", "email", "last email", "chapter", "draft", "final draft",
    "first draft", "manuscript", "poem", "speech", "script", "interview", "survey", "questionnaire",
    "feedback form", "logo", "family tree", "wedding program", "cinema tickets", "museum pass",
    "bus pass", "season ticket", "voucher", "coupon", "gift card", "warranty", "quote", "estimate",
    "offer", "proposal", "business plan", "project plan", "timeline", "org chart", "summary",
    "protocol", "memo", "press release", "statement", "complaint letter", "reference letter",
    "love letter", "christmas letter", "holiday photos", "screenshot", "web page", "directions",
)  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "last month", "last week", "yesterday", "monday", "tuesday",
    "friday", "today", "2024", "2023", "last year",
)  # fmt: skip
ENDINGS = ("pdf", "pdf", "doc", "docx", "txt", "png", "jpg", "xls", "odt", "csv")
FRAMES = (
    "the {paper}", "the {paper}", "the {paper}", "my {paper}", "our {paper}", "{paper}",
    "the {paper}", "this {paper}", "that {paper}", "my {paper}", "the {paper}", "{owner}'s {paper}",
    "the {paper} for {owner}", "the {paper} from {month}", "the {paper} of {month}",
    "the {word} {paper}", "the new {paper}", "the latest {paper}", "the old {paper}",
    "the last {paper}", "the signed {paper}", "page {digit} of the {paper}",
    "the first page of the {paper}", "the last page of the {paper}",
    "pages {digit} to 1{digit} of the {paper}", "the file {word}", "the file {word}.{ending}",
    "{word}.{ending}", "the document {word}", "the document called {word}",
    "the {paper} about {word}", "the pdf of the {paper}", "the {paper} from {owner}",
    "the letter to {owner}", "the {word}", "the {word} file", "the {word} document",
    "{paper} number {digit}", "the {paper} {digit}", "chapter {digit} of the {paper}",
    "the whole {paper}", "the second page of {word}", "the picture of {owner}",
    "the photo of {owner}", "the recipe for {word}", "the attachment from {owner}",
    "the {paper} about the {paper}", "the mail from {owner}", "the folder {word}", "your {paper}",
    "some {paper}",
)  # fmt: skip


def paper(filling):
    """A slot for a document; notes it under `what` as the call has to name it."""
    said = filling.say(filling.rng.choice(FRAMES))
    filling.take("what", copied(said))
    filling.keep.append(said)
    if filling.rng.random() < 0.04:
        wrong = filling.say(filling.rng.choice(FRAMES))
        filling.keep.append(wrong)
        return changed(filling, wrong, said)
    return said


def bare(filling):
    """The same without its article."""
    said = _paper(filling)
    filling.take("what", said)
    filling.keep.append(said)
    return said


def _paper(filling):
    made_up = filling.rng.random() < (0.35 if filling.split == TRAIN else 0.1)
    return (
        _made_up(filling)
        if made_up
        else _noted(filling, filling.rng.choice(_PAPERS[filling.split]))
    )


def _made_up(filling):
    return _noted(filling, word(filling.rng, filling.split))


def _owner(filling):
    return _noted(filling, filling.rng.choice(rooms.people(filling.split)))


def _noted(filling, value):
    filling.values.append(value)
    return value


_PAPERS = {split: of_split(PAPERS, split) for split in ("train", "test")}
SLOTS = {
    "doc": paper, "baredoc": bare, "paper": _paper, "word": _made_up, "owner": _owner,
    "month": MONTHS, "digit": tuple("123456789"), "ending": ENDINGS,
}  # fmt: skip
