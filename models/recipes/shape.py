"""Owns the shape of the boxed model: a Llama with grouped queries, which every tool knows."""

from transformers import GenerationConfig, LlamaConfig

import vocabulary

#: Of layers there is an even number: half of them begin.
SHAPES = {
    "boxed": dict(
        hidden_size=384, intermediate_size=1024, num_hidden_layers=6, num_attention_heads=6
    ),
    "smoke": dict(
        hidden_size=192, intermediate_size=512, num_hidden_layers=4, num_attention_heads=6
    ),
}
HEAD_DIM = {"boxed": 64, "smoke": 32}
KV_HEADS = {"boxed": 2, "smoke": 2}


def config(name, tokenizer):
    made = LlamaConfig(
        vocab_size=len(tokenizer),
        head_dim=HEAD_DIM[name],
        num_key_value_heads=KV_HEADS[name],
        max_position_embeddings=vocabulary.CONTEXT_TOKENS,
        rms_norm_eps=1e-6,
        tie_word_embeddings=True,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        **SHAPES[name],
    )
    made.architectures = ["LlamaForCausalLM"]
    return made


def generation(tokenizer):
    """Answers are the likeliest ones: there is one right answer."""
    return GenerationConfig(
        do_sample=False,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        max_length=vocabulary.CONTEXT_TOKENS,
    )
