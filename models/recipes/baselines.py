"""What the boxed model has to beat: `baselines.py --task commands --set SET.jsonl`.

`majority` always gives the commonest answer of the training lines. `nearest` gives the answer of
the training line that is most like the question, by the cosine of how rare their common words,
pairs of words and runs of letters are.
"""

import argparse
import itertools
import json
from collections import Counter
from pathlib import Path

import numpy

import lines
import score

TRAIN_LINES = 20_000
#: Runs of so many letters.
GRAM_LETTERS = (3, 4)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--task", required=True)
    parser.add_argument("--set", type=Path, required=True, help="a line is {id, input, expect}")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = baselines(asked.task, score.read(asked.set), asked.seed)
    print(json.dumps({"task": asked.task, "set": str(asked.set)} | found, indent=1))


def baselines(task, records, seed=1):
    known = list(
        itertools.islice(lines.jobs.lines(task, lines.TRAIN, f"baselines {seed}"), TRAIN_LINES)
    )
    answers = [lines.answer(line.expect) for line in known]
    commonest = Counter(answers).most_common(1)[0][0]
    index = Index([line.input for line in known])
    right = {
        "majority": [score.same(record["expect"], commonest) for record in records],
        "nearest": [
            score.same(record["expect"], answers[index.nearest(record["input"])])
            for record in records
        ],
    }
    shares = {name: sum(hits) / len(records) for name, hits in right.items()}
    return {"n": len(records), "train_lines": len(known), "majority_answer": commonest} | shares


class Index:
    """For each feature, the texts that have it, with weights that make each text one long."""

    def __init__(self, texts):
        self.numbers = {}
        counts = [Counter(features(text)) for text in texts]
        places = numpy.fromiter((at for at, one in enumerate(counts) for _ in one), numpy.int32)
        named = numpy.fromiter(
            (self.numbers.setdefault(name, len(self.numbers)) for one in counts for name in one),
            numpy.int32,
        )
        times = numpy.fromiter((count for one in counts for count in one.values()), numpy.float32)
        self.rarity = numpy.log(len(texts) / numpy.bincount(named)).astype(numpy.float32)
        weights = times * self.rarity[named]
        lengths = numpy.sqrt(numpy.bincount(places, weights**2, len(texts)))
        weights /= numpy.maximum(lengths, 1e-9)[places]
        order = numpy.argsort(named, kind="stable")
        self.places, self.weights = places[order], weights[order]
        self.starts = numpy.searchsorted(named[order], numpy.arange(len(self.numbers) + 1))
        self.size = len(texts)

    def nearest(self, text):
        """Which text is most like this one."""
        scores = numpy.zeros(self.size, numpy.float32)
        for name, count in Counter(features(text)).items():
            number = self.numbers.get(name)
            if number is None:
                continue
            part = slice(self.starts[number], self.starts[number + 1])
            scores[self.places[part]] += count * self.rarity[number] * self.weights[part]
        return int(scores.argmax())


def features(text):
    text = text.casefold()
    words = text.split()
    yield from words
    yield from zip(words, words[1:])
    for size in GRAM_LETTERS:
        for at in range(len(text) - size + 1):
            yield text[at : at + size]


if __name__ == "__main__":
    main()
