"""Words that are copied: how they are copied, and made-up ones."""

from jobs import names

DETERMINERS = "a an the my our your some this that".split()
#: What a made-up word must not be by accident.
TAKEN = {
    *DETERMINERS,
    *"and or no not in on off to at of for is it so do go be we he she me by up if as".split(),
    *"low dim all half full home dock".split(),
}


def copied(said):
    """As it is copied: without a leading determiner."""
    first, _, rest = said.partition(" ")
    return rest if first in DETERMINERS and rest else said


def word(rng, split):
    """A made-up word of the split that is no word of the grammar."""
    while (found := names.word(rng, split)) in TAKEN:
        pass
    return found
