"""Tokenizers of three families, trained on our own text, with the chat templates that go with them."""

import json
from typing import NamedTuple

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
from tokenizers import processors, trainers
from transformers import PreTrainedTokenizerFast

import text

CONTEXT_TOKENS = 1024

CHATML_TEMPLATE = """\
{%- if messages[0]['role'] != 'system' %}
    {{- '<|im_start|>system\\nYou are a small model.<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""

HEADERS_TEMPLATE = """\
{{- bos_token }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' }}
    {{- message['content'] | trim }}
    {{- '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""

INSTRUCT_TEMPLATE = """\
{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}\
{% set system_message = '<<SYS>>\\n' + messages[0]['content'].strip() + '\\n<</SYS>>\\n\\n' %}\
{% else %}{% set loop_messages = messages %}{% set system_message = '' %}{% endif %}\
{% for message in loop_messages %}\
{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}\
{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}\
{% endif %}\
{% if message['role'] == 'user' %}\
{{ bos_token + '[INST] ' + (system_message if loop.first else '') + message['content'].strip() + ' [/INST]' }}\
{% else %}{{ ' ' + message['content'].strip() + ' ' + eos_token }}{% endif %}\
{% endfor %}"""


class Vocabulary(NamedTuple):
    tokenizer: PreTrainedTokenizerFast
    #: What the model's tables have room for: real ones are padded, too.
    size: int
    bos: int | None
    #: What ends an answer; the first is the tokenizer's own `eos_token`.
    ends: list[int]


def chatml():
    """Like Qwen's: byte-level, special tokens behind the vocabulary, no beginning-of-text token."""
    trained = byte_level(505, ignore_merges=False)
    trained.normalizer = normalizers.NFC()
    add_special(trained, "<|endoftext|>", "<|im_start|>", "<|im_end|>")
    trained.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer = wrap(trained, CHATML_TEMPLATE, eos="<|im_end|>", pad="<|endoftext|>")
    return Vocabulary(tokenizer, 512, None, ids(tokenizer, "<|im_end|>", "<|endoftext|>"))


def headers():
    """Like Llama 3's: byte-level, a beginning-of-text token before every text, two ends."""
    trained = byte_level(505, ignore_merges=True)
    add_special(
        trained,
        "<|begin_of_text|>",
        "<|end_of_text|>",
        "<|start_header_id|>",
        "<|end_header_id|>",
        "<|eot_id|>",
    )
    begin(trained, "<|begin_of_text|>", processors.ByteLevel(trim_offsets=False))
    tokenizer = wrap(trained, HEADERS_TEMPLATE, bos="<|begin_of_text|>", eos="<|eot_id|>")
    (bos,) = ids(tokenizer, "<|begin_of_text|>")
    return Vocabulary(tokenizer, 512, bos, ids(tokenizer, "<|eot_id|>", "<|end_of_text|>"))


def sentencepiece():
    """Like Llama 2's: words begin with `▁`, and what is no piece falls back to bytes."""
    learned = Tokenizer(models.BPE())
    learned.normalizer = normalizers.Replace(" ", "▁")
    learned.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    learned.train_from_iterator(text.corpus(), trainers.BpeTrainer(vocab_size=380, show_progress=False))
    pieces = sorted(learned.get_vocab().items(), key=lambda piece: piece[1])
    special = ["<unk>", "<s>", "</s>"]
    names = special + [f"<0x{byte:02X}>" for byte in range(256)] + [piece for piece, _ in pieces]
    trained = Tokenizer(
        models.BPE(
            vocab={name: index for index, name in enumerate(names)},
            merges=merges_of(learned),
            unk_token="<unk>",
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    trained.normalizer = normalizers.Sequence(
        [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
    )
    trained.decoder = decoders.Sequence(
        [
            decoders.Replace("▁", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    add_special(trained, *special)
    begin(trained, "<s>")
    tokenizer = wrap(trained, INSTRUCT_TEMPLATE, bos="<s>", eos="</s>", unk="<unk>")
    (bos,) = ids(tokenizer, "<s>")
    return Vocabulary(tokenizer, 640, bos, ids(tokenizer, "</s>"))


def byte_level(size, ignore_merges):
    trained = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    words = Regex(
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
        r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    trained.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(words, "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trained.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=sorted(alphabet), show_progress=False
    )
    trained.train_from_iterator(text.corpus(), trainer)
    return trained


def merges_of(tokenizer):
    return [tuple(merge) for merge in json.loads(tokenizer.to_str())["model"]["merges"]]


def add_special(tokenizer, *names):
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in names])


def begin(tokenizer, name, *before):
    template = processors.TemplateProcessing(
        single=f"{name} $A",
        pair=f"{name} $A {name}:1 $B:1",
        special_tokens=[(name, tokenizer.token_to_id(name))],
    )
    tokenizer.post_processor = processors.Sequence([*before, template]) if before else template


def wrap(tokenizer, template, **special):
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        chat_template=template,
        model_max_length=CONTEXT_TOKENS,
        clean_up_tokenization_spaces=False,
        **{f"{kind}_token": name for kind, name in special.items()},
    )


def ids(tokenizer, *names):
    return tokenizer.convert_tokens_to_ids(list(names))
