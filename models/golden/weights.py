"""Small random models of transformers.

Their numbers come from numpy's own generator, which gives the same ones on every machine.
"""

import numpy
import torch
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM, Qwen2Config
from transformers import Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

from vocabularies import CONTEXT_TOKENS

ARCHITECTURES = {
    "llama": (LlamaConfig, LlamaForCausalLM),
    "qwen2": (Qwen2Config, Qwen2ForCausalLM),
    "qwen3": (Qwen3Config, Qwen3ForCausalLM),
}
#: How far logits spread: far enough for clear winners.
LOGITS_STD = 4.0
#: Of an embedding table that is the output table, too.
TIED_STD = 0.3


def model(architecture, vocabulary, seed, *, layers=2, tied=False, steady=0.0, sampling=None):
    """`sampling` goes into the model's generation settings; for `steady` see below."""
    config_class, model_class = ARCHITECTURES[architecture]
    config = config_class(
        vocab_size=vocabulary.size,
        hidden_size=64,
        intermediate_size=160,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
        max_position_embeddings=CONTEXT_TOKENS,
        rms_norm_eps=1e-6,
        tie_word_embeddings=tied,
        bos_token_id=vocabulary.bos,
        eos_token_id=vocabulary.ends[0],
        pad_token_id=None,
        attn_implementation="eager",
    )
    config.architectures = [model_class.__name__]
    made = model_class(config).float().eval()
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    fill(made, generator)
    if steady:
        settle(made, generator, steady)
    ends = vocabulary.ends if len(vocabulary.ends) > 1 else vocabulary.ends[0]
    made.generation_config = GenerationConfig(
        bos_token_id=vocabulary.bos, eos_token_id=ends, **(sampling or {})
    )
    return made


def fill(made, generator):
    """Weights that keep their scale from layer to layer, so that every layer counts."""
    tied = made.config.tie_word_embeddings
    width = made.config.hidden_size
    with torch.no_grad():
        for name, parameter in sorted(made.named_parameters()):
            mean, std = 0.0, parameter.shape[-1] ** -0.5
            if name == "model.norm.weight" and tied:
                # A tied table must be faint, or each token would answer with itself; this makes up for it.
                mean, std = LOGITS_STD / (TIED_STD * width**0.5), 0.1
            elif name.endswith("norm.weight"):
                mean, std = 1.0, 0.1
            elif name.endswith("bias"):
                std = 0.3
            elif name == "lm_head.weight":
                std *= LOGITS_STD
            elif name.endswith("down_proj.weight"):
                std *= 3.0
            elif "embed_tokens" in name:
                std = TIED_STD if tied else 1.0
            values = generator.normal(mean, std, tuple(parameter.shape))
            parameter.copy_(torch.from_numpy(values.astype(numpy.float32)))


def settle(made, generator, steady):
    """Lets each token lean towards a successor of its own, the more so the higher `steady` is.

    A random model's winners are close calls now and then. Where activations are rounded to 8 bits, and
    by each processor in its own way, they would not be the same everywhere.
    """
    with torch.no_grad():
        table, head = made.model.embed_tokens.weight, made.lm_head.weight
        successors = torch.from_numpy(generator.permutation(len(table)))
        direction = (head / head.norm(dim=1, keepdim=True))[successors]
        table.mul_(0.3).add_(steady * table.shape[1] ** 0.5 * direction)
