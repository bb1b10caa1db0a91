"""Writes a random model of 0.5B parameters as onnxruntime-genai's builder does: int4, blocks of 128."""

import subprocess
import sys
import tempfile
from pathlib import Path

import tokenizers
import torch
import transformers

SHAPE = {
    "vocab_size": 32000,
    "hidden_size": 896,
    "num_hidden_layers": 24,
    "num_attention_heads": 14,
    "num_key_value_heads": 2,
    "intermediate_size": 4864,
    "max_position_embeddings": 8192,
    "tie_word_embeddings": False,
    "bos_token_id": 0,
    "eos_token_id": 1,
}


def main():
    out = Path(sys.argv[1])
    torch.manual_seed(1)
    model = transformers.Qwen2ForCausalLM(transformers.Qwen2Config(**SHAPE)).to(torch.bfloat16)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        model.save_pretrained(source)
        del model
        tokenizer().save_pretrained(source)
        builder = [sys.executable, "-m", "onnxruntime_genai.models.builder", "-m", source, "-o", out]
        how = ["-p", "int4", "-e", "cpu", "-c", Path(scratch) / "cache"]
        subprocess.run([*builder, *how, "--extra_options", "int4_block_size=128"], check=True)


def tokenizer():
    learned = tokenizers.Tokenizer(tokenizers.models.BPE())
    learned.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    learned.decoder = tokenizers.decoders.ByteLevel()
    alphabet = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    ends = ["<|begin|>", "<|end|>"]
    trainer = tokenizers.trainers.BpeTrainer(special_tokens=ends, initial_alphabet=alphabet)
    learned.train_from_iterator(["any text will do"], trainer)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=learned, bos_token=ends[0], eos_token=ends[1]
    )


if __name__ == "__main__":
    main()
