"""Model folders as they are found in the wild, made of a model of transformers and its tokenizer."""

import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

import concat


def genai(model, vocabulary, folder, *, precision, provider="cpu"):
    """What onnxruntime-genai's builder writes."""
    with tempfile.TemporaryDirectory() as scratch:
        build(model, vocabulary, folder, scratch, precision, provider)


def optimum(model, vocabulary, folder):
    """What Optimum wrote for years: everything at the top, the template in the tokenizer's settings."""
    settings(model, vocabulary, folder)
    template_inside(folder, vocabulary)
    concat.export(model, folder / "model.onnx")


def transformers_js(model, vocabulary, folder, suffix):
    """A graph of our own export as a transformers.js repository has it, in 16 bits or quantised."""
    settings(model, vocabulary, folder)
    (folder / "onnx").mkdir()
    target = folder / f"onnx/model_{suffix}.onnx"
    if suffix == "fp16":
        return concat.export(copy.deepcopy(model).half(), target)
    template_inside(folder, vocabulary)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "model.onnx"
        concat.export(model, whole)
        # Seven bits: with eight, processors without VNNI saturate.
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, reduce_range=True)


def transformers_js_q4(model, vocabulary, folder):
    """A builder's graph as newer transformers.js repositories have it."""
    settings(model, vocabulary, folder)
    (folder / "onnx").mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        built = Path(scratch) / "built"
        build(model, vocabulary, built, scratch, "int4", "cpu")
        graph = onnx.load(built / "model.onnx")
    onnx.save(
        graph,
        folder / "onnx/model_q4.onnx",
        save_as_external_data=True,
        location="model_q4.onnx_data",
        size_threshold=1024,
    )


def build(model, vocabulary, folder, scratch, precision, provider):
    source = Path(scratch) / "source"
    settings(model, vocabulary, source)
    model.save_pretrained(source)
    command = [sys.executable, "-m", "onnxruntime_genai.models.builder"]
    command += ["-i", source, "-o", folder, "-c", Path(scratch) / "cache"]
    command += ["-p", precision, "-e", provider]
    # Without git the builder stamps its own version on the graph, not that of the folder it runs in.
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "GIT_DIR": os.devnull}
    ended = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if ended.returncode != 0:
        sys.exit(f"the builder ended with {ended.returncode}:\n{ended.stdout}")


def settings(model, vocabulary, folder):
    """Everything of a folder but the graph."""
    folder.mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    vocabulary.tokenizer.save_pretrained(folder)


def template_inside(folder, vocabulary):
    """Moves the chat template and the special tokens to where they were before transformers 4.50."""
    (folder / "chat_template.jinja").unlink()
    path = folder / "tokenizer_config.json"
    config = json.loads(path.read_text())
    del config["backend"]
    tokenizer = vocabulary.tokenizer
    config["tokenizer_class"] = "PreTrainedTokenizerFast"
    config["chat_template"] = tokenizer.chat_template
    config["added_tokens_decoder"] = {
        str(index): {
            "content": token.content,
            "lstrip": token.lstrip,
            "normalized": token.normalized,
            "rstrip": token.rstrip,
            "single_word": token.single_word,
            "special": token.special,
        }
        for index, token in sorted(tokenizer.added_tokens_decoder.items())
    }
    path.write_text(json.dumps(config, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    special = json.dumps(tokenizer.special_tokens_map, indent=2, ensure_ascii=False)
    (folder / "special_tokens_map.json").write_text(special + "\n")


def replace(made, folder):
    """Puts a finished folder in place of the one before."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.move(made, folder)
