"""`scripts/setup-onnxruntime` takes nothing whose checksum is wrong, and leaves nothing half done."""

import base64
import hashlib
import subprocess
import sys
import zipfile
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/setup-onnxruntime"
INFO = "onnxruntime-1.0.0.dist-info"
LIBRARY = "onnxruntime/capi/libonnxruntime.so.1.0.0"
FILES = {
    LIBRARY: b"a library",
    "onnxruntime/capi/libonnxruntime_providers_shared.so": b"not wanted",
    "onnxruntime/LICENSE": b"a licence",
    "onnxruntime/ThirdPartyNotices.txt": b"notices",
    "onnxruntime/__init__.py": b"not wanted",
}


@pytest.fixture
def script(tmp_path, monkeypatch):
    loader = SourceFileLoader("scripts_setup_onnxruntime", str(SCRIPT))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    # Without a suffix, its bytecode would land beside it in scripts/.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    monkeypatch.setattr(module, "ORT_DIR", tmp_path / "target/ort")
    return module


def wheel(path, recorded=FILES, files=FILES):
    rows = []
    for name, content in recorded.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(content)}\n")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(f"{INFO}/RECORD", "".join([*rows, f"{INFO}/RECORD,,\n"]))
    return path


def serving(script, monkeypatch, make):
    """Lets `make` stand for what pip downloads, and counts how often it is asked."""
    asked = []

    def fetch(scratch, machine):
        asked.append(scratch)
        return make(scratch / "onnxruntime.whl")

    monkeypatch.setattr(script, "fetch", fetch)
    return asked


def test_it_takes_the_library_and_the_licences(script, monkeypatch, capsys):
    asked = serving(script, monkeypatch, wheel)
    assert script.main() == 0
    names = sorted(path.name for path in script.ORT_DIR.iterdir())
    licences = ["LICENSE", "ThirdPartyNotices.txt"]
    assert names == [*licences, "VERSION", "libonnxruntime.so", "libonnxruntime.so.1.0.0"]
    assert (script.ORT_DIR / "libonnxruntime.so").read_bytes() == b"a library"
    assert list(script.ORT_DIR.parent.iterdir()) == [script.ORT_DIR]
    assert capsys.readouterr().out == ""
    assert script.main() == 0
    assert len(asked) == 1, "it is there: nothing to fetch"
    assert capsys.readouterr() == ("", "")


def test_another_pinned_version_is_fetched(script, monkeypatch):
    asked = serving(script, monkeypatch, wheel)
    assert script.main() == 0
    monkeypatch.setattr(script, "VERSION", "1.99.0")
    assert script.main() == 0
    assert (len(asked), (script.ORT_DIR / "VERSION").read_text()) == (2, "1.99.0\n")


@pytest.mark.parametrize(
    "fault",
    [
        {"files": FILES | {LIBRARY: b"another library"}},
        {"recorded": {name: FILES[name] for name in FILES if name != LIBRARY}},
        {"files": {name: FILES[name] for name in FILES if name != LIBRARY}},
    ],
    ids=["changed", "not recorded", "missing"],
)
def test_a_bad_wheel_is_refused_and_changes_nothing(script, monkeypatch, capsys, fault):
    serving(script, monkeypatch, wheel)
    assert script.main() == 0
    monkeypatch.setattr(script, "VERSION", "1.99.0")
    serving(script, monkeypatch, lambda path: wheel(path, **fault))
    assert script.main() == 1
    assert "libonnxruntime.so" in capsys.readouterr().err
    assert (script.ORT_DIR / "VERSION").read_text() != "1.99.0\n"
    assert (script.ORT_DIR / "libonnxruntime.so").exists()


def test_a_version_that_nobody_publishes_is_an_error_in_words(script, monkeypatch, capsys):
    ended = subprocess.CompletedProcess([], 1, stdout="no matching distribution\n")
    monkeypatch.setattr(script.subprocess, "run", lambda *_, **__: ended)
    assert script.main() == 1
    out, err = capsys.readouterr()
    assert out == "" and "no matching distribution" in err and "ended with 1" in err
