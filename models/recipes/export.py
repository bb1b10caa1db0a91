"""Turns trained weights into the folder that edged serves: `export.py MODEL_DIR FOLDER`.

onnxruntime-genai's builder makes the graph, as it does for the tests' folders; what is around it is
ours: the tokenizer as it was trained, and settings for answers that are the likeliest ones.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import shape
import vocabulary

PRECISIONS = ("int8", "int4", "fp32")
#: What the engine reads; all else that the builder copies is left behind.
GRAPH_FILES = ("model.onnx", "model.onnx.data", "genai_config.json")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="as train.py leaves it")
    parser.add_argument("folder", type=Path, help="is replaced when the new one is whole")
    parser.add_argument("--precision", choices=PRECISIONS, default="int8")
    asked = parser.parse_args()
    export(asked.model, asked.folder, asked.precision)
    for path in sorted(asked.folder.iterdir()):
        print(f"{path.stat().st_size / 1024:8.0f} KiB  {path.name}")
    total = sum(path.stat().st_size for path in asked.folder.iterdir())
    print(f"{asked.folder}: {asked.precision}, {total / (1 << 20):.2f} MiB")


def export(model, folder, precision):
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        built, made = Path(scratch) / "built", Path(scratch) / "made"
        build(model, built, Path(scratch) / "cache", precision)
        made.mkdir()
        for name in GRAPH_FILES:
            shutil.copy(built / name, made / name)
        for name in vocabulary.FILES:
            shutil.copy(model / name, made / name)
        shape.generation(vocabulary.load(model)).save_pretrained(made)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def build(model, folder, cache, precision):
    command = [sys.executable, "-m", "onnxruntime_genai.models.builder"]
    command += ["-i", model, "-o", folder, "-c", cache, "-p", precision, "-e", "cpu"]
    # Without git the builder stamps its own version on the graph, not that of where it runs.
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "GIT_DIR": os.devnull}
    ended = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if ended.returncode != 0:
        sys.exit(f"export: the builder ended with {ended.returncode}:\n{ended.stdout}")


if __name__ == "__main__":
    main()
