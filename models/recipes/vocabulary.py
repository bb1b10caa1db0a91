"""Owns how text becomes tokens: a byte-level vocabulary for commands, notes, log lines and JSON.

Three ideas keep it small and copying easy. A blank is a token of its own, so a word is cut the same
way in a sentence and in an answer. What an answer is framed with - brackets, quotes and a key - is
one token. And a word is either whole in the vocabulary or cut into pieces that do not ask for its
case, so `Korvath` and `korvath` differ in their first piece only, and `KORVATH` has as many.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

import lines

END, SYSTEM, USER, ASSISTANT, PAD = SPECIAL = (
    "<|end|>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|pad|>",
)
#: What a tokenizer consists of in a folder.
FILES = ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")
SIZE = 3584
CONTEXT_TOKENS = 512
#: Of the places that are left for words, how many go to the pieces of other words.
PIECES_SHARE = 0.5
#: How much more a word that comes again counts for the pieces.
REAL_WEIGHT = 20
#: Longer pieces are words of their own.
PIECE_LETTERS_MAX = 5
#: What is seen less often gets no token of its own.
SEEN_MIN = 8

#: Words that nobody copies alone: their blank is theirs.
STOPS = (
    "the a an to in on of and for at is it my me please with by from off i you can could would "
    "then be that are as not was"
)
WORDS = "|".join(
    (
        # The keys between two values, with their brackets and quotes.
        r'(?:[{}\[\],"]*"[a-z_]+":)+[\[{"]*',
        # The name of a tool, and of what is wrong.
        r'(?<="tool":")[a-z_.]+',
        r'(?<="error":")[a-z_]+',
        r"['’](?:s|t|re|ve|m|ll|d)(?!\p{L})",
        rf" (?:{STOPS.replace(' ', '|')})(?![\p{{L}}\p{{M}}\p{{N}}])",
        r"[\p{L}\p{M}]+",
        r"\p{N}",
        r'[{}\[\],"]+',
        r"\s+",
        # Other marks stand alone, so that what is copied ends where it ends.
        r"://|\.+|-+|=+|\*+|[^\s\p{L}\p{M}\p{N}]",
    )
)
TEMPLATE = """\
{%- for message in messages %}
    {%- if message['role'] not in ['system', 'user', 'assistant'] %}
        {{- raise_exception('only system, user and assistant can speak, not ' + message['role']) }}
    {%- endif %}
    {{- '<|' + message['role'] + '|>' + message['content'] }}
    {%- if message['role'] == 'assistant' %}
        {{- '<|end|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|assistant|>' }}
{%- endif %}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where tokenizer.json and its settings go")
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--lines", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tasks", nargs="+", default=list(lines.WEIGHTS))
    asked = parser.parse_args()
    weights = {task: lines.WEIGHTS[task] for task in asked.tasks}
    examples = list(lines.chunk(weights, asked.seed, "vocabulary", asked.lines))
    tokenizer = trained(examples, asked.size)
    check(tokenizer, examples)
    tokenizer.save_pretrained(asked.folder)
    for name, texts in (
        ("prompt", [e.user for e in examples]),
        ("answer", [e.answer for e in examples]),
    ):
        lengths = [len(tokenizer.encode(text)) for text in texts]
        print(
            f"{name}: {sum(lengths) / len(lengths):.1f} tokens on average, {max(lengths)} at most"
        )
    print(f"{asked.folder}: {len(tokenizer)} tokens")


def check(tokenizer, examples):
    """Nothing may be lost on the way through the tokens, and the case of a word changes no cut."""
    every_byte = "".join(map(chr, range(0x180))) + "\u4eca\U0001f642\ufeff"
    texts = [
        every_byte,
        *(example.user for example in examples),
        *(example.answer for example in examples),
    ]
    for text in texts:
        if tokenizer.decode(tokenizer.encode(text)) != text:
            raise SystemExit(f"not the same after encoding and decoding: {text!r}")
    missing = set(pre_tokenizers.ByteLevel.alphabet()) - tokenizer.get_vocab().keys()
    if missing:
        raise SystemExit(f"bytes without a token: {sorted(missing)}")
    for word in ("korvath", "zeilerdunk"):
        cuts = {len(tokenizer.encode(cased)) for cased in (word, word.title(), word.upper())}
        if len(cuts) > 1:
            raise SystemExit(f"{word!r} is cut in another way when capitalised")


def load(folder):
    """The tokenizer as it is; a class for a model type might cut words its own way."""
    return PreTrainedTokenizerFast.from_pretrained(folder)


def word_pieces(tokenizer):
    """The tokens that are letters alone: what words, seen or not, are put together from."""
    texts = (tokenizer.decode([index]) for index in range(len(tokenizer)))
    return sorted({text for text in texts if re.fullmatch(r"[^\W\d_]+", text)})


def trained(examples, size):
    """A tokenizer of exactly `size` tokens."""
    seen = counted(examples)
    words = {text: count for text, count in seen.items() if is_word(text)}
    common = [
        text
        for text, count in seen.most_common()
        if count >= SEEN_MIN and not is_word(text) and len(text) > 1 and not text.isspace()
    ]
    # The lines that only copy begin with any of the keys.
    frames = [f'{{"{key}":"' for key in lines.COPIED_KEYS]
    frames = list(dict.fromkeys(frames + common))[: size // 6]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    left = size - len(alphabet) - len(SPECIAL) - len(frames)
    by_count = sorted(words, key=lambda word: (-words[word], word))
    # About as many again are for capitals, twice.
    merges = mirrored(pieces(words, int(left * PIECES_SHARE / 3)))
    order = alphabet + [in_bytes(frame) for frame in frames] + [a + b for a, b in merges]
    vocabulary = {token: index for index, token in enumerate(dict.fromkeys(order))}
    for word in by_count:
        if len(vocabulary) == size - len(SPECIAL):
            break
        vocabulary.setdefault(in_bytes(word), len(vocabulary))
    if len(vocabulary) < size - len(SPECIAL):
        raise SystemExit(f"too few words for a vocabulary of {size}: {len(vocabulary)}")
    return wrapped(assembled(vocabulary, merges))


def counted(examples):
    cut = splitter()
    seen = Counter()
    for example in examples:
        for text in example:
            for part, _ in cut.pre_tokenize_str(text or ""):
                seen[part] += 1
    return seen


def splitter():
    return pre_tokenizers.Split(Regex(WORDS), "isolated")


def is_word(text):
    return text.isalpha()


def pieces(words, number):
    """The merges for words that have no token of their own, whatever their case.

    Real words, which come again, say more about the words of others than what is made up for once.
    """
    model = Tokenizer(models.BPE())
    model.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    trainer = trainers.BpeTrainer(
        vocab_size=256 + number,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        max_token_length=PIECE_LETTERS_MAX,
        show_progress=False,
    )
    texts = (
        word.lower()
        for word, count in words.items()
        for _ in range(REAL_WEIGHT if count >= SEEN_MIN else 1)
    )
    model.train_from_iterator(texts, trainer)
    return [tuple(merge) for merge in json.loads(model.to_str())["model"]["merges"]]


def mirrored(merges):
    """The merges, each followed by the same for a word with a capital and for one in capitals."""
    every = []
    for left, right in merges:
        every.append((left, right))
        if (left + right).isascii():
            every.append((left[0].upper() + left[1:], right))
            every.append((left.upper(), right.upper()))
    return list(dict.fromkeys(every))


def in_bytes(text):
    """The text in the letters that stand for bytes in a byte-level vocabulary."""
    ((token, _),) = pre_tokenizers.ByteLevel(
        add_prefix_space=False, use_regex=False
    ).pre_tokenize_str(text)
    return token


def assembled(vocabulary, merges):
    # Whole tokens first: a word of the vocabulary needs no merges that lead to it.
    model = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, ignore_merges=True))
    model.pre_tokenizer = pre_tokenizers.Sequence(
        [splitter(), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    model.decoder = decoders.ByteLevel()
    return model


def wrapped(model):
    model.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in SPECIAL])
    return PreTrainedTokenizerFast(
        tokenizer_object=model,
        chat_template=TEMPLATE,
        model_max_length=CONTEXT_TOKENS,
        clean_up_tokenization_spaces=False,
        eos_token=END,
        pad_token=PAD,
    )


if __name__ == "__main__":
    main()
