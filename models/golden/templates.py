"""Writes what transformers makes of chat templates and of two kinds of tokenizers, for the engine's tests.

    python models/golden/templates.py

needs `transformers` and `tokenizers`; the second run changes nothing. The files are small and are kept in
the repository, so that the tests need no Python.
"""

import datetime
import json
import os
import pathlib

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import tokenizers
import transformers
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast
from transformers.utils import chat_template_utils

from styles import CHATML, LLAMA_2, STYLES

OUT = pathlib.Path(__file__).resolve().parents[2] / "engine/tests/data/templates"

NOW = datetime.datetime(2026, 3, 7, 14, 5, 9)
FORMATS = ["%d %b %Y", "%B %d, %Y", "%Y-%m-%d", "%A %a %j %H:%M:%S %I %p", "%-d/%-m/%y %e %u %w", "%F %T %D %R%%"]
DATES = [
    datetime.datetime(1970, 1, 1),
    datetime.datetime(2000, 2, 29, 12, 0, 1),
    datetime.datetime(2024, 12, 31, 23, 59, 59),
    datetime.datetime(2100, 3, 1, 0, 30),
    datetime.datetime(2370, 1, 1, 6),
    NOW,
]

CONVERSATIONS = {
    "one": [("user", "What is the time?")],
    "system": [("system", "Answer in one word."), ("user", "Is it late?")],
    "turns": [("user", "Hello"), ("assistant", "Hi, what can I do?"), ("user", "Tell me a joke.")],
    "system-turns": [
        ("system", "You are terse."),
        ("user", "One?"),
        ("assistant", "1"),
        ("user", "Two?"),
        ("assistant", "2"),
        ("user", "Three?"),
    ],
    "blanks": [("system", "  \n padded \t"), ("user", "\n\n  leading and trailing \n "), ("assistant", " x "), ("user", "\t")],
    "odd-blanks": [("user", "\u001c\u00a0\u3000text\u2003\u0085\u001f"), ("assistant", "\u200bzero\ufeff"), ("user", "\u000b\u000c\r\nok\r\n")],
    "empty": [("user", "")],
    "unicode": [("user", "Grüße, 世界! 👩‍👩‍👧 e\u0301 \U0001f1e9\U0001f1ea עברית \u202eabc")],
    "thought": [
        ("user", "2+2?"),
        ("assistant", "<think>\ntwo and two\n</think>\n\n4"),
        ("user", "Sure?"),
        ("assistant", "\n<think>a</think>b</think>\nYes"),
        ("user", "<tool_response>x</tool_response>"),
    ],
    "code": [("user", "{{ 7 * 7 }} {% raw %} {# no #} \\n \\x41 'quoted' \"twice\" </s> & <b>"), ("assistant", "```\n{}\n```"), ("user", "/no_think")],
    "mode": [("system", "Be kind. /no_think"), ("user", "Go.")],
    "assistant-last": [("user", "Begin"), ("assistant", "Once upon")],
    "user-twice": [("user", "first"), ("user", "second")],
    "system-late": [("user", "first"), ("system", "now be terse"), ("user", "second")],
    "system-only": [("system", "alone")],
}


def messages(name):
    return [{"role": role, "content": content} for role, content in CONVERSATIONS[name]]


class Fixed(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


def bare(names):
    """A tokenizer that has the names and nothing else."""
    vocabulary = {token: at for at, token in enumerate(dict.fromkeys(names.values()))} or {"x": 0}
    return PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel(vocabulary, "x")), **names)


EDGES = ["system-turns", "odd-blanks", "code", "empty"]
CHATS = ["one", "system-turns", "blanks", "unicode", "thought"]


def rendered(style):
    template, names = STYLES[style]
    tokenizer = bare(names)
    cases = []
    for name in EDGES if style == "edges" else CONVERSATIONS:
        case = {"conversation": name}
        try:
            case["text"] = tokenizer.apply_chat_template(
                messages(name), chat_template=template, tokenize=False, add_generation_prompt=True
            )
        except Exception as error:  # whatever a template raises
            raised = type(error).__name__ == "TemplateError"
            case["error"] = str(error) if raised else None
        cases.append(case)
    return {"style": style, "template": template, "names": names, "cases": cases}


CORPUS = [
    "The quick brown fox jumps over the lazy dog. A small model answers in a few words.",
    "Turn on the light in the kitchen, please. The door is locked; the heating is set to 21 degrees.",
    "In the evening the robot goes to the garage and waits there until the morning.",
    "user: what can you do?\nassistant: I answer questions, one after the other.\n\nsystem: be brief.",
    "for item in items:\n    print(item)\n\nif value == 10:\n\treturn value * 2",
    "Die Größe der Tür ist 2,10 m. Où est la clé? ¿Dónde está el niño? Привет, мир. 你好，世界。",
    "It isn't, we're, they'll, I'd, you've; 1234567890 and 3.14159 are numbers.",
] * 4

STRINGS = [
    "",
    " ",
    "   three before, three after   ",
    "Hello, world!",
    "the kitchen light",
    "\n",
    "\n\n\nlines\n\n",
    "tab\tand\r\nreturn",
    "I'm here; we'LL see",
    "Grüße, 世界! 👩‍👩‍👧",
    "e\u0301 \u00e9 \ufb01 \u2126",
    "\u0000\u0001\u007f\u0080\ufffd\ufffe",
    "\ufdd0 \ufdef \U0010ffff",
    "12345 67.8e-9",
    "<s> and </s> and <|im_start|>user<|im_end|>",
    "a<|im_end|>b <|im_end|> c",
    "<|im_en",
    "<tool>x</tool> <tool>",
    "<0x41> <0xZZ> <unk>",
    "\u2581a \u2581\u2581 \u2581",
    "\u0120\u010a \u00c3",
    "    return 1\n\t\treturn 2",
    "עברית \u202eabc ไทย",
    "x" * 70,
]

CONTROLS = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"]


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(
            tokenizers.Regex(
                r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
            ),
            "isolated",
        ),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=400, initial_alphabet=alphabet, show_progress=False))
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in CONTROLS])
    tokenizer.add_tokens([AddedToken("<tool>", normalized=False), AddedToken("</tool>", normalized=False)])
    return json.loads(tokenizer.to_str())


def sentencepiece(pieces):
    """A tokenizer as SentencePiece models are converted: byte fallback, and a blank before each text."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    learner.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=pieces, show_progress=False))
    learned = json.loads(learner.to_str())["model"]
    tokens = CONTROLS[:3] + [f"<0x{byte:02X}>" for byte in range(256)]
    # The corpus has letters that this vocabulary is not to have: they fall back to bytes.
    rare = set("世界你好，。Привет, мир") - set(" ,")
    tokens += [token for token in sorted(learned["vocab"], key=learned["vocab"].get) if not rare & set(token)]
    vocabulary = {token: at for at, token in enumerate(tokens)}
    merges = [pair for pair in learned["merges"] if all(part in vocabulary for part in [*pair, "".join(pair)])]
    added = [
        {"id": at, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for at, token in enumerate(CONTROLS[:3])
    ]
    for token, special, rstrip in [("<|im_start|>", True, False), ("<|im_end|>", True, True), ("<tool>", False, False)]:
        added.append({**added[0], "id": len(tokens), "content": token, "special": special, "rstrip": rstrip})
        tokens.append(token)
    return {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 8, "strategy": "LongestFirst", "stride": 0},
        "padding": None,
        "added_tokens": added,
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Prepend", "prepend": "▁"},
                {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
            ],
        },
        "pre_tokenizer": None,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}},
        },
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
                {"type": "Strip", "content": " ", "start": 1, "stop": 0},
            ],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "<unk>",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "ignore_merges": False,
            "vocab": vocabulary,
            "merges": merges,
        },
    }


def metaspace(tokenizer):
    """The same vocabulary as newer conversions have it: the blank comes from a pre-tokenizer."""
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": False}
    decoder = {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, space]}
    changed = {"truncation": None, "normalizer": None, "pre_tokenizer": space, "decoder": decoder}
    return {**tokenizer, **changed}


def texts(file, template, names):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(file), chat_template=template, **names)
    encoded = [{"text": text, "ids": tokenizer(text)["input_ids"]} for text in STRINGS]
    lists = [case["ids"] for case in encoded] + [ids[1:] for ids in (case["ids"] for case in encoded) if len(ids) > 2]
    decoded = [
        {"ids": ids, "text": tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)}
        for ids in lists
    ]
    # Half a character decodes to replacement characters whose number decoders disagree about.
    decoded = [case for case in decoded if "\ufffd" not in case["text"]]
    chats = []
    for name in CHATS:
        try:
            ids = tokenizer.apply_chat_template(messages(name), add_generation_prompt=True)["input_ids"]
        except Exception:
            continue
        chats.append({"conversation": name, "ids": ids})
    return {"tokenizer": file.name, "template": template, "names": names, "encoded": encoded, "decoded": decoded, "chats": chats}


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # One case per line, so that a change can be read.
    text = text.replace('},{"', '},\n{"').replace('],"', '],\n"')
    (OUT / name).write_text(text + "\n", encoding="utf-8")
    return OUT / name


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    chat_template_utils.datetime = Fixed
    epoch = datetime.datetime(1970, 1, 1)
    made_with = {"transformers": transformers.__version__, "tokenizers": tokenizers.__version__}
    write("rendered.json", {
        "made_with": made_with,
        "now_s": int((NOW - epoch).total_seconds()),
        "conversations": {name: messages(name) for name in CONVERSATIONS},
        "styles": [rendered(style) for style in STYLES],
        "dates": [
            {"now_s": int((date - epoch).total_seconds()), "format": form, "text": date.strftime(form)}
            for date in DATES
            for form in FORMATS
        ],
    })
    pieces = sentencepiece(420)
    chatml = {"eos_token": "<|im_end|>"}
    llama = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
    write("texts.json", [
        texts(write("byte-level.json", byte_level()), CHATML, chatml),
        texts(write("sentencepiece.json", pieces), LLAMA_2, llama),
        texts(write("metaspace.json", metaspace(pieces)), CHATML, llama),
    ])


if __name__ == "__main__":
    main()
